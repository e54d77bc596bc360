"""The real first message, and the hostile inputs, through the whole core in one process."""

import importlib.util
import json
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from article_schemas import problems

from worker import pipeline
from worker.knowledge.loading import Knowledge, load
from worker.model import DeadLetter, Published, RawMessage, Reason

pytestmark = pytest.mark.shared

KINDS = frozenset({"json", "bytes", "gzip", "zlib", "zip", "zstd", "snappy", "lz4", "text"})
MAX_BYTES = 5_000_000
SECONDS_MAX = 5.0


@pytest.fixture(scope="module", name="knowledge")
def _knowledge() -> Knowledge:
    found = load()
    pipeline.warm(found)
    return found


def record(value: bytes) -> RawMessage:
    """A record as the first one came: bytes, no headers."""
    return RawMessage(topic="raw-news", partition=0, offset=0, timestamp_ms=1715950000000, value=value)


@pytest.fixture(scope="module", name="seed")
def _seed(shared: Path, knowledge: Knowledge) -> dict[str, Any]:
    outcome = pipeline.handle(record((shared / "seed" / "page.txt").read_bytes()), knowledge).outcome
    assert isinstance(outcome, Published)
    (article,) = outcome.articles
    found: dict[str, Any] = json.loads(article.body)
    return found


def test_seed_is_valid_by_both_schemas(seed: dict[str, Any]) -> None:
    """The official one and ours."""
    assert problems(seed) == []


def test_seed_headline_language_and_section(seed: dict[str, Any]) -> None:
    """Navigation words before the headline are not it."""
    assert seed["headlines"][0]["value"] == "North Korea rejects claim of arms trading with Russia"
    assert seed["language"] == "en"
    assert seed["agencyfeed"]["section"] == "International"


def test_seed_agencies(seed: dict[str, Any]) -> None:
    """The byline's agency first, and both of the joint credit, each by itself; no person."""
    assert [source["name"] for source in seed["infoSources"]] == ["IANS", "DPA"]
    assert seed["agencyfeed"]["syndication"]["agencies"] == ["IANS", "DPA"]
    assert "people" not in seed


def test_seed_time_and_dateline(seed: dict[str, Any]) -> None:
    """The byline's time with its zone; the dateline's day with the byline's year, never a related story's."""
    assert seed["versionCreated"] == "2024-05-17T17:50:00+05:30"
    assert seed["located"] == "Seoul"
    assert seed["agencyfeed"]["dateline"] == {
        "places": ["Seoul"],
        "date": "2024-05-17",
        "text": "Seoul, May 17 (IANS/DPA)",
    }


def test_seed_text(seed: dict[str, Any]) -> None:
    """Seven paragraphs in order; no teaser, prompt, disclaimer or related title among them."""
    plain, html = seed["bodies"]
    paragraphs = plain["value"].split("\n")
    openings = ["The influential sister", "As reported by", '"We have no', "North Korea, which", "The governments in"]
    assert len(paragraphs) == 7
    for paragraph, opening in zip(paragraphs, [*openings, "However, the US", "The South Korean"], strict=True):
        assert paragraph.removeprefix("Seoul, May 17 (IANS/DPA) ").startswith(opening)
    assert paragraphs[-1].endswith("since last July.")
    assert html["value"].count("<p>") == 7
    for furniture in ("Open in App", "Disclaimer", "Related", "has rejected ...", "City", "Epaper"):
        assert furniture not in plain["value"]


def test_seed_syndication(seed: dict[str, Any]) -> None:
    """The publisher says that the text came from a feed unedited."""
    syndication = seed["agencyfeed"]["syndication"]
    assert syndication["grade"] == "syndicated"
    assert syndication["disclaimer"].startswith("Disclaimer: This post has been auto-published from an agency feed")
    assert syndication["disclaimer"].endswith("has not been reviewed by an editor")


def test_seed_related_stories(seed: dict[str, Any]) -> None:
    """Ten, under both headings, the section apart from the title that it was glued to."""
    related = seed["agencyfeed"]["related"]
    assert len(related) == 10
    assert related[0] == {
        "section": "Business",
        "title": "Mahindra to acquire 58.96% stake in SML Isuzu for Rs 555 crore",
    }
    assert [story["section"] for story in related] == [
        *("Business", "National", "Cricket", "Business"),
        *(["International"] * 6),
    ]
    assert related[9]["title"].startswith("Houthis say Russian sailors")


def _generator(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_hostile", shared / "data" / "hostile" / "make_hostile.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _hostile(shared: Path) -> Iterator[tuple[str, bytes]]:
    made = _generator(shared)
    for name, (kind, make) in made.CASES.items():
        if kind not in KINDS and not name.startswith("enc_"):
            continue
        value = make()
        if len(value) <= MAX_BYTES:
            yield name, value


def test_hostile_inputs_have_one_outcome_each_in_time(shared: Path, knowledge: Knowledge) -> None:
    """Deep JSON, bombs, broken charsets, control characters: an article or a reason, never a bug, in five seconds."""
    wrong: list[str] = []
    count = 0
    for name, value in _hostile(shared):
        started = time.process_time()
        outcome = pipeline.handle(record(value), knowledge).outcome
        seconds = time.process_time() - started
        count += 1
        if seconds > SECONDS_MAX:
            wrong.append(f"{name}: {seconds:.1f} s")
        if isinstance(outcome, DeadLetter) and outcome.reason is Reason.INTERNAL_ERROR:
            wrong.append(f"{name}: {outcome.error_class} in {outcome.stage}")
        if isinstance(outcome, Published):
            wrong += [
                f"{name}: {problem}" for article in outcome.articles for problem in problems(json.loads(article.body))
            ]
    assert wrong == []
    assert count > 80
