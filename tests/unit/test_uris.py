"""URIs: what goes out under `uri` is one by RFC 3986, and stays what it was when it is one already."""

import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rfc3986_validator import validate_rfc3986

from worker.uris import content_urn, names_a_page, to_uri, to_web_uri


@pytest.mark.parametrize(
    "uri",
    [
        "https://site.example/a/b.html?c=d&e=f#g",
        "http://user:pass@site.example:8080/",
        "urn:newsml:agency.example:20240517:42",
        "tag:agency.example,2024:42",
        "dpa:240517/99",
        "https://site.example/%C3%BC",
        "mailto:desk@site.example",
    ],
)
def test_a_uri_stays_as_it_is(uri: str) -> None:
    """Identifiers are compared byte for byte."""
    assert to_uri(uri) == uri


@pytest.mark.parametrize(
    ("iri", "uri"),
    [
        ("https://site.example/a b", "https://site.example/a%20b"),
        ("https://bücher.example/straße?q=ä", "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A4"),
        ("https://site.example/100%", "https://site.example/100%25"),
        ("  https://site.example/x\n", "https://site.example/x"),
    ],
)
def test_an_iri_is_encoded(iri: str, uri: str) -> None:
    """Addresses as browsers show them become addresses as HTTP sends them."""
    assert to_uri(iri) == uri


@pytest.mark.parametrize(
    "text", ["", "x", "//site.example/", "a:", "https://a#b#c", "http://[::1", "http://h:port/", "urn:x:" + "a" * 3000]
)
def test_what_is_no_uri_gives_none(text: str) -> None:
    """Such values go to altIds or literal instead."""
    assert to_uri(text) is None


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "ftp://site.example/", "http://", "https:///x", "data:text/html,x"]
)
def test_only_http_addresses_are_web_addresses(text: str) -> None:
    """Links of pages go out as http(s) with a host, or not at all."""
    assert to_web_uri(text) is None


def test_a_home_page_names_no_article() -> None:
    """Pages that call the home page canonical would overwrite one another."""
    assert not names_a_page("https://site.example/")
    assert not names_a_page("https://site.example")
    assert names_a_page("https://site.example/?p=42")
    assert names_a_page("https://site.example/news")


def test_a_content_urn_is_a_version_8_uuid_of_its_facts() -> None:
    """The same facts, the same name; RFC 9562's version and variant bits."""
    name = content_urn("a", "b")
    assert name == content_urn("a", "b") != content_urn("ab", "")
    parsed = uuid.UUID(name)
    assert (parsed.version, parsed.variant) == (8, uuid.RFC_4122)
    assert validate_rfc3986(name)


@given(st.text(max_size=80) | st.text(alphabet="htps:/?#[]@%.aé0 ", max_size=40).map(lambda tail: "http://" + tail))
def test_whatever_comes_out_is_valid(text: str) -> None:
    """By the validator that JSON Schema's format "uri" is checked with."""
    for uri in (to_uri(text), to_web_uri(text)):
        assert uri is None or validate_rfc3986(uri)


@pytest.mark.parametrize(
    "worst", ["a:" + "%" * 2000, "http://" + "@" * 2000, "http://" + "a" * 2000 + "^", "http://a/" + "é" * 400]
)
def test_the_pattern_is_linear(worst: str) -> None:
    """The longest value that is looked at costs next to nothing."""
    started = time.process_time()
    to_web_uri(worst)
    assert time.process_time() - started < 0.05
