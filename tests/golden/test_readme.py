"""What the README shows goes in and comes out is so."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from worker import pipeline
from worker.cli import COMMANDS
from worker.knowledge.loading import load
from worker.model import Published, RawMessage

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCUMENTS = (README, *sorted(ROOT.glob("config/*.md")), *sorted(ROOT.glob("deploy/**/*.md")))
TO_COME = "worker/formats/telegram.py"  # the format that a newcomer adds


def blocks(language: str) -> list[str]:
    """Fenced blocks of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def differences(shown: Any, real: Any, where: str = "") -> list[str]:
    """Where `shown` is not a part of `real`; "…" stands for anything."""
    if isinstance(shown, dict):
        return [line for key, value in shown.items() for line in differences(value, real.get(key), f"{where}/{key}")]
    if isinstance(shown, list):
        pairs = zip(shown, real, strict=False)
        return [line for index, (a, b) in enumerate(pairs) for line in differences(a, b, f"{where}/{index}")] + (
            [f"{where}: fewer than shown"] if len(real) < len(shown) else []
        )
    if isinstance(shown, str) and "…" in shown:
        pattern = ".*".join(map(re.escape, shown.split("…")))
        return [] if re.fullmatch(pattern, str(real), re.DOTALL) else [f"{where}: {shown!r} is {real!r}"]
    return [] if shown == real else [f"{where}: {shown!r} is {real!r}"]


def test_the_example_is_real() -> None:
    """The first plain block that looks like a page gives the JSON block below it."""
    page = next(block for block in blocks("") if block.startswith("City\n"))
    (shown,) = blocks("json")
    handled = pipeline.handle(RawMessage(topic="t", partition=0, offset=0, value=page.encode()), load())
    assert isinstance(handled.outcome, Published)
    (article,) = handled.outcome.articles
    assert differences(json.loads(shown), json.loads(article.body)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_are_named_are_there(document: Path) -> None:
    """In the README, the models' cards and the runbooks."""
    named = re.findall(r"(?<![\w/.-])(?:worker|tests|deploy|config)/[\w./*-]*[\w*/]", document.read_text("utf-8"))
    assert [name for name in named if name != TO_COME and not any(ROOT.glob(f"{name}*"))] == []


def test_every_command_is_named() -> None:
    """With its name as it is typed; what it takes and gives is its --help's to say."""
    text = README.read_text("utf-8")
    assert [command.name for command in COMMANDS if f"agencyfeed {command.name}" not in text] == []
