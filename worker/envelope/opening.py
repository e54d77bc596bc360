"""Takes the wrapping off a record: compression, our JSON envelope, charset; leaves one payload and its labels.

Who is believed: record headers, then the caller's hints, then the envelope's fields, then the bytes.
"""

import base64
import binascii
import codecs
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from worker.envelope import charset, json_reader, labels, magic, shapes
from worker.envelope.compression import Expansion
from worker.envelope.labels import Labels
from worker.envelope.payload import Opened
from worker.model import Hints, Limits, RawMessage, Reason, Rejected

ENVELOPES_MAX: Final = 4  # one in another: a connector's around a crawler's, and room

_BASE64: Final = "base64"
_JSON_TYPES: Final = ("json", "octet-stream", "avro")  # the type of the envelope itself, nothing about its payload
_URLSAFE: Final = bytes.maketrans(b"-_", b"+/")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """One wrapping further in: bytes, or text where an envelope held it as a JSON string."""

    data: bytes
    decoded: bool
    labels: Labels
    tree: json_reader.Json = None
    shape: str | None = None  # of a JSON document


def open_envelope(raw: RawMessage, limits: Limits, hints: Hints | None = None) -> Opened:
    """The payload of `raw`.  May raise Rejected: EMPTY_INPUT, TOO_LARGE, DECODE_ERROR, UNSUPPORTED_FORMAT."""
    value = raw.value or b""
    if len(value) > limits.record_max_bytes:
        raise Rejected(Reason.TOO_LARGE, f"record of {len(value)} bytes, {limits.record_max_bytes} are allowed")
    if not value.strip():
        raise Rejected(Reason.EMPTY_INPUT, "the record is empty")
    outer = labels.of_headers(raw.headers).over(labels.of_hints(hints or Hints()))
    expansion = Expansion(len(value), limits)
    data = expansion.undo(value, outer.codings)
    if data is not value:
        outer = replace(outer, codings=())
    layer = _read(_Layer(data=data, decoded=False, labels=outer), limits)
    for _ in range(ENVELOPES_MAX + 1):
        if layer.shape != shapes.ENVELOPE or not isinstance(layer.tree, dict):
            return _opened(layer, raw)
        layer = _read(_unwrapped(layer, outer, expansion), limits)
    raise Rejected(Reason.TOO_LARGE, f"more than {ENVELOPES_MAX} envelopes in one another")


def _read(layer: _Layer, limits: Limits) -> _Layer:
    """`layer` with its tree when it is a JSON document."""
    data = json_reader.narrow(layer.data)
    if not json_reader.looks_like_json(data):
        return layer
    try:
        tree = json_reader.load(data, limits.envelope_max_depth)
    except (ValueError, RecursionError) as exc:
        said = layer.labels
        if said.format or (said.content_type or "").startswith("text/"):
            return layer
        raise Rejected(Reason.DECODE_ERROR, "begins as JSON and is broken or cut short") from exc
    return replace(layer, data=data, tree=tree, shape=shapes.shape_of(tree))


def _unwrapped(layer: _Layer, outer: Labels, expansion: Expansion) -> _Layer:
    """The payload inside an envelope, its labels completed by the envelope's."""
    fields = shapes.fields_of(layer.tree)
    inside = labels.of_envelope(layer.tree)
    if any(word in (outer.content_type or "") for word in _JSON_TYPES):
        outer = replace(outer, content_type=None, charset=None, charset_source=None)
    if any(word in (inside.content_type or "") for word in _JSON_TYPES):
        inside = replace(inside, content_type=None)
    said = outer.over(inside).over(
        replace(layer.labels, content_type=None, charset=None, charset_source=None, codings=())
    )
    key = shapes.payload_key(fields) or ""
    content = fields.get(key)
    if not content:
        raise Rejected(Reason.EMPTY_INPUT, "the envelope holds no content")
    if isinstance(content, dict):
        return _Layer(data=json_reader.dump(content), decoded=True, labels=said)
    if key.endswith(_BASE64) or said.transfer == _BASE64:
        return _Layer(data=expansion.undo(_from_base64(str(content)), said.codings), decoded=False, labels=said)
    typed = replace(said, content_type=said.content_type or ("text/html" if key.endswith("html") else None))
    return _Layer(data=_utf8(str(content)), decoded=True, labels=typed)


def _utf8(text: str) -> bytes:
    """`text` as UTF-8; halves of surrogate pairs that JSON let through are joined or become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _from_base64(content: str) -> bytes:
    """The bytes of base64 in either alphabet, with line ends and without padding too."""
    letters = b"".join(content.encode("ascii", "replace").split()).translate(_URLSAFE).rstrip(b"=")
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4), validate=True)
    except binascii.Error as exc:
        raise Rejected(Reason.DECODE_ERROR, "the envelope's base64 content is broken") from exc


def _opened(layer: _Layer, raw: RawMessage) -> Opened:
    if kind := magic.binary_kind(layer.data):
        raise Rejected(Reason.UNSUPPORTED_FORMAT, f"{kind} is not read")
    said = layer.labels
    decoded = _decoded(layer)
    if not decoded.text.strip():
        raise Rejected(Reason.EMPTY_INPUT, "nothing but white space, control characters or a byte-order mark")
    return Opened(
        data=layer.data.removeprefix(codecs.BOM_UTF8),  # wires are told by their first bytes
        text=decoded.text,
        charset=decoded.charset,
        charset_source=decoded.source,
        damaged=decoded.damaged,
        labels=replace(said, fetched_at=said.fetched_at or _record_time(raw.timestamp_ms)),
        tree=layer.tree,
        shape=layer.shape,
    )


def _decoded(layer: _Layer) -> charset.Decoded:
    if layer.decoded:
        text, taken_out = charset.clean(layer.data.decode("utf-8", "replace"))
        return charset.Decoded(text=text, charset="utf-8", source="envelope", damaged=taken_out)
    said = layer.labels
    return charset.decode(layer.data, [(said.charset_source or "header", said.charset)] if said.charset else [])


def _record_time(timestamp_ms: int | None) -> datetime | None:
    try:
        return None if timestamp_ms is None or timestamp_ms < 0 else datetime.fromtimestamp(timestamp_ms / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
