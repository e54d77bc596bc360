"""The envelope stage: payloads come out of every wrapping, labels are believed in the right order, limits hold."""

import base64
import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from worker.envelope.opening import ENVELOPES_MAX, open_envelope
from worker.envelope.payload import Opened
from worker.model import Headers, Hints, Limits, RawMessage, Reason, Rejected

PAGE = '<!doctype html><meta charset="iso-8859-1"><h1>Brücke gesperrt</h1><p>Die Brücke ist seit Montag gesperrt.</p>'
LIMITS = Limits()


def opened(value: bytes, headers: Headers = (), hints: Hints | None = None, limits: Limits = LIMITS) -> Opened:
    """The payload of a record at noon of 17 May 2024."""
    raw = RawMessage(topic="raw", partition=0, offset=1, timestamp_ms=1715947200000, value=value, headers=headers)
    return open_envelope(raw, limits, hints)


def enveloped(**fields: Any) -> bytes:
    """An envelope of these fields."""
    return json.dumps(fields).encode()


def rejection(value: bytes, headers: Headers = (), limits: Limits = LIMITS) -> Rejected:
    """Why the record is refused."""
    with pytest.raises(Rejected) as caught:
        opened(value, headers, limits=limits)
    return caught.value


@pytest.mark.parametrize(
    "key", ["content", "html", "text", "body", "raw", "payload", "rawHtml", "raw_html", "Content", "message", "data"]
)
def test_the_payload_stands_under_any_of_its_names(key: str) -> None:
    """Every crawler calls it differently."""
    found = opened(enveloped(**{key: PAGE, "url": "https://site.example/bruecke"}))
    assert (found.text, found.charset_source) == (PAGE, "envelope")
    assert found.labels.url == "https://site.example/bruecke"


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode, base64.encodebytes])
def test_base64_content_is_read_in_either_alphabet(encode: Any) -> None:
    """Bytes keep their charset: the markup's declaration is followed."""
    content = encode(PAGE.encode("latin1")).decode()
    found = opened(enveloped(content_base64=content))
    assert (found.text, found.charset) == (PAGE, "cp1252")
    assert opened(enveloped(content=content, encoding="base64")).text == PAGE


def test_compressed_base64_content_is_expanded() -> None:
    """Compression inside the envelope, by name or by magic."""
    packed = base64.b64encode(zstandard.compress(PAGE.encode())).decode()
    assert opened(enveloped(content_base64=packed)).text == PAGE
    assert opened(gzip.compress(enveloped(content_base64=packed, content_encoding="zstd"))).text == PAGE


def test_an_envelope_in_utf16_or_with_a_mark_is_read() -> None:
    """Windows services write both."""
    assert opened(enveloped(text="Ruhe").decode().encode("utf-16")).text == "Ruhe"
    assert opened(b"\xef\xbb\xbf" + enveloped(text="Ruhe")).text == "Ruhe"


def test_half_surrogates_and_nan_do_not_lose_the_text() -> None:
    """Cut emoji are replaced, the story stays."""
    assert opened(b'{"text":"Ruhe \\ud83d im Hafen","score":NaN}').text == "Ruhe \ufffd im Hafen"


def test_nested_envelopes_are_opened_and_the_inner_one_knows_better() -> None:
    """A connector's wrapper round a crawler's, as an object and as a string."""
    inner = {"html": PAGE, "url": "https://site.example/inner"}
    for payload in (inner, json.dumps(inner)):
        found = opened(enveloped(payload=payload, url="https://site.example/outer", publisher="Nordblatt"))
        assert found.text == PAGE
        assert (found.labels.url, found.labels.publisher) == ("https://site.example/inner", "Nordblatt")


def test_nesting_is_bounded() -> None:
    """One envelope more than allowed."""
    value = "Ruhe"
    for _ in range(ENVELOPES_MAX):
        value = json.dumps({"payload": value})
    assert opened(value.encode()).text == "Ruhe"
    assert rejection(json.dumps({"payload": value}).encode()).reason is Reason.TOO_LARGE


def test_headers_beat_hints_beat_the_envelope() -> None:
    """One order of belief for every label."""
    value = enveloped(text="Ruhe", url="https://site.example/envelope", language="de", publisher="Nordblatt")
    headers: Headers = (
        ("X-URL", None),
        ("x-url", b"https://site.example/header"),
        ("url", b"https://site.example/second"),
    )
    hints = Hints(url="https://site.example/hint")
    assert opened(value, headers, hints).labels.url == "https://site.example/header"
    assert opened(value, (), hints).labels.url == "https://site.example/hint"
    assert opened(value).labels.url == "https://site.example/envelope"
    assert opened(value, (("Content-Language", b"da"),)).labels.language == "da"


def test_the_type_of_the_envelope_is_not_the_type_of_the_payload() -> None:
    """`content-type: application/json` on the record describes the wrapping."""
    found = opened(
        enveloped(content=PAGE, content_type="text/html"), (("content-type", b"application/json; charset=utf-8"),)
    )
    assert found.labels.content_type == "text/html"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-05-16T08:00:00+02:00", datetime(2024, 5, 16, 6, tzinfo=UTC)),
        ("2024-05-16T06:00:00Z", datetime(2024, 5, 16, 6, tzinfo=UTC)),
        ("2024-05-16 06:00:00", datetime(2024, 5, 16, 6, tzinfo=UTC)),
        ("Thu, 16 May 2024 06:00:00 GMT", datetime(2024, 5, 16, 6, tzinfo=UTC)),
        (1715839200, datetime(2024, 5, 16, 6, tzinfo=UTC)),
        (1715839200000, datetime(2024, 5, 16, 6, tzinfo=UTC)),
        ("yesterday", datetime(2024, 5, 17, 12, tzinfo=UTC)),
        ("9" * 400, datetime(2024, 5, 17, 12, tzinfo=UTC)),
        (None, datetime(2024, 5, 17, 12, tzinfo=UTC)),
    ],
)
def test_the_time_of_fetching_is_the_envelopes_else_the_records(value: object, expected: datetime) -> None:
    """A time that cannot be read is no reason to lose the story."""
    assert opened(enveloped(text="Ruhe", fetched_at=value)).labels.fetched_at == expected


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/relative", "http://", "http://[bad", "x" * 5000, "https://a b.example/"]
)
def test_an_address_that_is_none_is_dropped(url: str) -> None:
    """Only absolute http(s) addresses with a host are addresses of pages."""
    assert opened(enveloped(text="Ruhe", url=url)).labels.url is None


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"", Reason.EMPTY_INPUT),
        (b" \r\n\t ", Reason.EMPTY_INPUT),
        (b"\xef\xbb\xbf", Reason.EMPTY_INPUT),
        (b"\xff\xfe", Reason.EMPTY_INPUT),
        (b"\x00\x00\x00", Reason.EMPTY_INPUT),
        (gzip.compress(b""), Reason.EMPTY_INPUT),
        (enveloped(content="", url="https://site.example/"), Reason.EMPTY_INPUT),
        (enveloped(content=None, url="https://site.example/"), Reason.EMPTY_INPUT),
        (enveloped(content_base64="!!!"), Reason.DECODE_ERROR),
        (b'{"content":"cut sho', Reason.DECODE_ERROR),
        (gzip.compress(PAGE.encode())[:-12], Reason.DECODE_ERROR),
        (b"%PDF-1.7 ...", Reason.UNSUPPORTED_FORMAT),
        (b"PK\x03\x04....", Reason.UNSUPPORTED_FORMAT),
        (b"\x04\x22\x4d\x18....", Reason.UNSUPPORTED_FORMAT),
        (b"\xff\xd8\xff\xe0....", Reason.UNSUPPORTED_FORMAT),
        (enveloped(content_base64=base64.b64encode(b"%PDF-1.7 ...").decode()), Reason.UNSUPPORTED_FORMAT),
        (b"[" * 200_000, Reason.TOO_LARGE),
    ],
)
def test_what_cannot_be_opened_is_refused_with_its_reason(value: bytes, reason: Reason) -> None:
    """Reasons are counted and alerted on: each kind of damage has its own."""
    assert rejection(value).reason is reason


def test_a_record_over_the_limit_is_not_looked_at() -> None:
    """The detail says both sizes."""
    refused = rejection(b"x" * 11, limits=Limits(record_max_bytes=10))
    assert (refused.reason, "11" in refused.detail, "10" in refused.detail) == (Reason.TOO_LARGE, True, True)


def test_text_that_opens_like_json_is_text_when_the_header_says_so() -> None:
    """A quotation in brackets under `content-type: text/plain`."""
    assert opened(b'["Ruhe" im Hafen] Lindesund', (("content-type", b"text/plain"),)).text.startswith('["Ruhe"')


HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["content-type", "Content-Encoding", "x-url", "charset", "encoding", "fetched-at", "format"])
        | st.text(max_size=20),
        st.none()
        | st.binary(max_size=60)
        | st.sampled_from([b"gzip", b"br", b"base64", b"text/html; charset=utf-16", b"utf-7"]),
    ),
    max_size=5,
).map(tuple)
KEYS = st.sampled_from(
    ["content", "content_base64", "html", "body", "url", "content_type", "encoding", "fetched_at", "payload"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.binary(max_size=300) | st.dictionaries(KEYS, VALUES, max_size=5).map(lambda tree: json.dumps(tree).encode()),
    HEADERS,
)
def test_any_record_opens_or_is_rejected(value: bytes, headers: Headers) -> None:
    """Arbitrary bytes, envelopes and headers: a payload with some text, or Rejected, and nothing else."""
    try:
        text = opened(value, headers).text
    except Rejected as refused:
        text = refused.detail
    assert text.strip()
    text.encode()
