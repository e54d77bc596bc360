"""Labels: names in every spelling, values checked, bounded and never a reason to lose a record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.envelope.labels import VALUE_MAX, of_envelope, of_headers, of_hints
from worker.model import Headers, Hints


@pytest.mark.parametrize(
    "name",
    ["content-type", "Content-Type", "CONTENT_TYPE", "x-content-type", "contentType", "http_content_type", "mime-type"],
)
def test_header_names_come_in_every_spelling(name: str) -> None:
    """Kafka headers have no rules of case or separator."""
    assert of_headers(((name, b"text/html; charset=UTF-8"),)).content_type == "text/html"


@pytest.mark.parametrize(
    ("value", "content_type", "charset"),
    [
        (b"text/html; charset=ISO-8859-1", "text/html", "ISO-8859-1"),
        (b'TEXT/HTML;charset="utf-8"', "text/html", "utf-8"),
        (b'"application/json"', "application/json", None),
        (b"text/html, text/html", "text/html", None),
        (b"html", None, None),
        (b"\xff\xfe/\x00", None, None),
        (b"text/html; charset=", "text/html", None),
    ],
)
def test_a_media_type_is_taken_apart(value: bytes, content_type: str | None, charset: str | None) -> None:
    """Quotes, case, doubled headers and rubbish."""
    found = of_headers((("content-type", value),))
    assert (found.content_type, found.charset) == (content_type, charset)
    assert found.charset_source == ("header" if charset else None)


def test_null_and_unsound_values_are_passed_over_for_the_next() -> None:
    """Null headers occur; the first sound value of duplicates wins."""
    headers: Headers = (
        ("url", None),
        ("url", b"ftp://x.example/"),
        ("url", b"https://a.example/"),
        ("url", b"https://b.example/"),
    )
    assert of_headers(headers).url == "https://a.example/"


@pytest.mark.parametrize(
    ("encoding", "charset", "codings", "transfer"),
    [
        ("iso-8859-1", "iso-8859-1", (), None),
        ("gzip", None, ("gzip",), None),
        ("base64", None, (), "base64"),
        ("identity", None, (), None),
    ],
)
def test_the_word_encoding_means_three_things(
    encoding: str, charset: str | None, codings: tuple[str, ...], transfer: str | None
) -> None:
    """A charset, a compression or base64: its value tells."""
    found = of_envelope({"encoding": encoding})
    assert (found.charset, found.codings, found.transfer) == (charset, codings, transfer)


def test_language_publisher_and_format_are_checked() -> None:
    """A tag, a line, a word."""
    found = of_envelope({"lang": "pt_BR", "publisher": " Nord\tblatt\x00 ", "format": "HTML"})
    assert (found.language, found.publisher, found.format) == ("pt-BR", "Nord blatt", "html")
    assert of_envelope({"lang": "a language", "publisher": {"name": "x"}, "format": "../x"}).language is None


def test_values_that_are_too_long_are_not_looked_at() -> None:
    """Headers from a feed are bounded."""
    assert of_headers((("url", b"https://a.example/" + b"x" * VALUE_MAX),)).url is None


def test_labels_are_completed_from_others() -> None:
    """What is said first stands, what it leaves open is filled."""
    found = of_hints(Hints(url="https://hint.example/a")).over(of_envelope({"url": "https://b.example/", "lang": "de"}))
    assert (found.url, found.language) == ("https://hint.example/a", "de")


NAMES = st.sampled_from(["content-type", "url", "encoding", "lang", "fetched_at", "publisher", "format", "date"])


@given(st.lists(st.tuples(NAMES | st.text(max_size=30), st.none() | st.binary(max_size=80)), max_size=6))
def test_any_headers_give_labels(headers: list[tuple[str, bytes | None]]) -> None:
    """Nothing in a header is an error."""
    found = of_headers(tuple(headers))
    assert found.url is None or found.url.startswith("http") or found.url[:4].lower() == "http"


@given(
    st.dictionaries(NAMES, st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60), max_size=6)
)
def test_any_envelope_fields_give_labels(fields: dict[str, str | float | None]) -> None:
    """Neither numbers nor infinities nor half-written dates are errors."""
    when = of_envelope(dict(fields)).fetched_at
    assert when is None or when.tzinfo is not None
