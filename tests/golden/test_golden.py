"""Golden cases: a record that stands for a kind of record, and the whole of what must come of it.

A case is a folder of `cases/`: `input.*` holds the payload as readable UTF-8 text, `record.json` (optional) what a feed
does to it, `expected.json` the outcome.  `record.json` may hold: `charset` (the text is sent in it), `envelope` (fields
of a JSON envelope; the payload goes where a value is "<payload>" or "<base64>"), `wrap` (codings in order: gzip, zstd,
br, deflate, raw-deflate), `cut` (bytes kept), `hex` (bytes instead of an input file), `headers`, `key`, `offset`,
`timestamp_ms`, `tombstone` and `hints`.  `pytest tests/golden --update-golden` writes what comes out: review the diff.
"""

import base64
import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard
from article_schemas import problems
from worker.knowledge import Knowledge, load

from worker import pipeline
from worker.model import DeadLetter, Handled, Hints, Published, RawMessage, Skipped

CASES = Path(__file__).parent / "cases"
NAMES = sorted(folder.name for folder in CASES.iterdir())
NOON = 1715947200000  # 17 May 2024, 12:00 UTC


def _raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "zstd": zstandard.compress,
    "br": brotli.compress,
    "deflate": zlib.compress,
    "raw-deflate": _raw_deflate,
}


@pytest.fixture(scope="session", name="knowledge")
def _knowledge() -> Knowledge:
    return load()


def _facts(case: Path) -> Mapping[str, Any]:
    path = case / "record.json"
    found: Mapping[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def _payload(case: Path, facts: Mapping[str, Any]) -> bytes | None:
    """The record's value: the input file sent the way `record.json` says."""
    if facts.get("tombstone"):
        return None
    if "hex" in facts:
        return bytes.fromhex(facts["hex"])
    text = next(case.glob("input.*")).read_bytes().decode("utf-8")
    value = text.encode(facts.get("charset", "utf-8"))
    if "envelope" in facts:
        value = _enveloped(facts["envelope"], text, value)
    for coding in facts.get("wrap", ()):
        value = CODINGS[coding](value)
    return value[: facts.get("cut", len(value))]


def _enveloped(fields: Any, text: str, value: bytes) -> bytes:
    def filled(field: Any) -> Any:
        if isinstance(field, dict):
            return {name: filled(inner) for name, inner in field.items()}
        return {"<payload>": text, "<base64>": base64.b64encode(value).decode()}.get(str(field), field)

    return json.dumps(filled(fields)).encode()


def _record(case: Path) -> tuple[RawMessage, Hints]:
    facts = _facts(case)
    key = facts.get("key")
    return (
        RawMessage(
            topic="raw-news",
            partition=0,
            offset=facts.get("offset", 0),
            timestamp_ms=facts.get("timestamp_ms", NOON),
            key=key.encode() if key else None,
            value=_payload(case, facts),
            headers=tuple((name, None if text is None else text.encode()) for name, text in facts.get("headers", ())),
        ),
        Hints(**facts.get("hints", {})),
    )


def _shown(handled: Handled) -> dict[str, Any]:
    """The outcome as `expected.json` keeps it; version and rules of the worker are no matter of the case."""
    match handled.outcome:
        case Published(articles=articles, dropped=dropped):
            trees = [json.loads(article.body) for article in articles]
            for tree in trees:
                del tree["agencyfeed"]["worker"]
            facts = {"dropped": [list(pair) for pair in dropped]} if dropped else {}
            return {"outcome": "published", "format": handled.format, **facts, "articles": trees}
        case DeadLetter() as letter:
            return {"outcome": "dead_lettered", "reason": letter.reason, "stage": letter.stage, "detail": letter.detail}
        case Skipped(reason=reason):
            return {"outcome": "skipped", "reason": reason}


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, knowledge: Knowledge, request: pytest.FixtureRequest) -> None:
    """The outcome is the expected one to the last character, valid by both schemas, and the same bytes each time."""
    raw, hints = _record(CASES / name)
    handled = pipeline.handle(raw, knowledge, hints)
    found = json.loads(json.dumps(_shown(handled)))
    path = CASES / name / "expected.json"
    if request.config.getoption("--update-golden"):
        path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if isinstance(handled.outcome, Published):
        assert [
            problems(json.loads(article.body))
            for article in handled.outcome.articles
            if problems(json.loads(article.body))
        ] == []
    assert found == json.loads(path.read_text("utf-8"))
    assert pipeline.handle(raw, knowledge, hints).outcome == handled.outcome
