"""Golden cases as records.

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
import zstandard

from worker.model import Hints, RawMessage

CASES = Path(__file__).parent / "golden" / "cases"
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


def record(name: str) -> tuple[RawMessage, Hints]:
    """The record of a case, and the caller's hints."""
    case = CASES / name
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
