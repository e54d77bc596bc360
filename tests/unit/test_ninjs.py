"""The ninjs encoder: every field in its place, valid by both schemas, safe, and always the same bytes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from article_schemas import problems
from full_article import FULL, RAW
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.article import (
    Article,
    Association,
    Block,
    Dateline,
    Headline,
    InfoSource,
    Person,
    PubStatus,
    Related,
    Rendition,
    Subject,
)
from worker.formats.ninjs.encoder import encode
from worker.model import EncodedArticle, RawMessage, Reason, Rejected


def encoded(article: Article, raw: RawMessage = RAW) -> EncodedArticle:
    """The article as first item of a record."""
    return encode(article, raw, 0, "rules1")


def tree(article: Article, raw: RawMessage = RAW) -> Mapping[str, Any]:
    """The encoded article as a consumer reads it."""
    found = json.loads(encoded(article, raw).body)
    assert isinstance(found, dict)
    return found


def test_a_full_article_is_valid_by_both_schemas() -> None:
    """The official one (without our property) and ours."""
    assert problems(tree(FULL)) == []


def test_every_field_has_its_place() -> None:
    """The whole document, once."""
    news = tree(FULL)
    assert news["firstCreated"] == "2024-05-17T16:00:00+05:30"
    assert news["contentCreated"] == "2024-05-17T09:00:00.250000+00:00"
    assert news["headlines"] == [{"value": "Harbour works start"}, {"role": "short", "value": "Works"}]
    assert news["people"] == [
        {"name": "Ida Holm", "rel": "author", "uri": "https://site.example/holm"},
        {"name": "Per Dahl", "rel": "editor", "literal": "dahl 7"},
    ]
    assert [source["name"] for source in news["infoSources"]] == ["Nordnews", "Nordblatt"]
    assert [subject["name"] for subject in news["subjects"]] == ["transport", "harbour", "dredging"]
    assert news["associations"][0]["uri"] == "https://site.example/p%201.jpg"
    assert news["standard"]["version"] == "3.1"
    ours = news["agencyfeed"]
    assert ours["dateline"] == {
        "places": ["Lindesund"],
        "region": "Norrland",
        "date": "2024-05-17",
        "text": "Lindesund, May 17 (NN)",
    }
    assert ours["related"][1] == {"title": "Lock"}
    assert ours["fieldSources"] == {"by": "visible", "firstCreated": "meta", "headlines": "json-ld"}
    assert ours["source"] == {
        "topic": "raw-news",
        "partition": 2,
        "offset": 48151,
        "timestamp": "2024-05-17T12:21:07.512Z",
        "format": "html",
        "item": 0,
    }
    assert ours["worker"]["rules"] == "rules1"


def test_both_bodies_hold_the_same_text() -> None:
    """Plain text a paragraph a line, HTML of a closed list, the same counts."""
    plain, html = tree(FULL)["bodies"]
    assert plain["value"].split("\n") == [
        "Works start in June & end in May.",
        "Two summers",
        "first",
        "second",
        "Year\tCost",
        "2024\t5 < 6",
    ]
    assert html["value"].split("\n") == [
        "<p>Works <em>start</em> in June &amp; end in May.</p>",
        "<h2>Two summers</h2>",
        "<ul>",
        "<li>first</li>",
        "<li>second</li>",
        "</ul>",
        "<table><tr><td>Year</td><td>Cost</td></tr><tr><td>2024</td><td>5 &lt; 6</td></tr></table>",
    ]
    assert (plain["wordCount"], plain["charCount"]) == (html["wordCount"], html["charCount"]) == (16, 74)


def test_only_properties_with_a_value_go_out() -> None:
    """An alert is its headline."""
    news = tree(
        Article(format="text", uri="urn:x:1", headlines=(Headline(value="Port closed"),)),
        replace(RAW, timestamp_ms=None),
    )
    assert set(news) == {"uri", "type", "representationType", "pubStatus", "headlines", "standard", "agencyfeed"}
    assert set(news["agencyfeed"]) == {"status", "syndication", "source", "worker"}
    assert problems(news) == []


def test_a_withdrawal_without_text_goes_out() -> None:
    """A kill must reach consumers; an article without anything to read must not."""
    empty = Article(format="text", uri="urn:x:1")
    assert tree(replace(empty, pub_status=PubStatus.CANCELED))["pubStatus"] == "canceled"
    with pytest.raises(Rejected) as caught:
        encoded(empty)
    assert caught.value.reason is Reason.NO_ARTICLE


def test_an_article_without_identifier_is_no_valid_document() -> None:
    """The identity stage gives every article one."""
    with pytest.raises(Rejected) as caught:
        encoded(replace(FULL, uri="no uri"))
    assert caught.value.reason is Reason.SCHEMA_INVALID


def test_the_parent_gets_its_facts_without_parsing() -> None:
    """What metrics are labelled with, and which expected fields are missing."""
    found = encoded(replace(FULL, byline=None))
    assert (found.uri, found.agency, found.language, found.urgency) == (FULL.uri, "nordnews", "en", 4)
    assert found.version_created_ms == 1715948400000
    assert found.missing == ("by",)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (datetime(1930, 1, 1, 12, tzinfo=timezone(timedelta(minutes=19, seconds=32))), "1930-01-01T11:40:28+00:00"),
        (datetime(2024, 1, 1, tzinfo=UTC), "2024-01-01T00:00:00+00:00"),
        (datetime(2024, 1, 1), None),  # noqa: DTZ001 - what must not go out
    ],
)
def test_times_are_rfc_3339_or_absent(when: datetime, expected: str | None) -> None:
    """No offset with seconds, no time without a zone."""
    assert tree(replace(FULL, version_created=when)).get("versionCreated") == expected


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="https://site.example/" onclick="x">x</a>',
        "<em class=x>x</em>",
        "1 < 2",
        "<p>nested</p>",
        "<!-- x -->",
    ],
)
def test_markup_outside_the_closed_list_is_replaced_by_the_text(markup: str) -> None:
    """The last gate does not rely on the parsers."""
    news = tree(replace(FULL, body=(Block(text="plain <text>", html=markup),)))
    assert news["bodies"][1]["value"] == "<p>plain &lt;text&gt;</p>"


def test_hostile_characters_do_not_go_out() -> None:
    """Controls, bidi overrides and half surrogates in any field."""
    bad = "a\x00b\x1b[31m\u202ec\ud800\u2066d\ufffe"
    article = replace(
        FULL,
        headlines=(Headline(value=bad),),
        byline=bad,
        body=(Block(text=bad, html=bad),),
        dateline=Dateline(text=bad, places=(bad,)),
        related=(Related(title=bad, section=bad),),
        keywords=(bad,),
        language=bad,
        field_sources={"headline": bad},
    )
    text = encoded(article).body.decode()
    assert not [found for found in ("\\u0000", "\\u001b", "\u202e", "\u2066", "\ufffe") if found in text]
    assert tree(article)["headlines"][0]["value"] == "ab[31mcd"


TEXTS = st.text(st.characters(), max_size=30)  # half surrogates included


@settings(max_examples=60)
@given(
    st.builds(
        Article,
        format=st.sampled_from(["html", "text"]),
        uri=st.just("urn:x:1") | TEXTS,
        urgency=st.none() | st.integers(),
        language=st.none() | TEXTS,
        headlines=st.lists(st.builds(Headline, value=TEXTS, role=st.none() | TEXTS), max_size=2).map(tuple),
        body=st.lists(
            st.builds(Block, tag=st.sampled_from(["p", "li", "table", "x"]), text=TEXTS, html=st.none() | TEXTS)
        ).map(tuple),
        subjects=st.lists(
            st.builds(Subject, name=TEXTS, uri=TEXTS, literal=TEXTS, confidence=st.integers()), max_size=2
        ).map(tuple),
        people=st.lists(st.builds(Person, name=TEXTS, uri=TEXTS), max_size=2).map(tuple),
        info_sources=st.lists(st.builds(InfoSource, name=TEXTS, uri=TEXTS), max_size=2).map(tuple),
        associations=st.lists(
            st.builds(
                Association,
                uri=TEXTS,
                type=TEXTS | st.just("picture"),
                caption=TEXTS,
                renditions=st.lists(
                    st.builds(Rendition, name=TEXTS, href=TEXTS | st.just("https://x.example/ü")), max_size=2
                ).map(tuple),
            ),
            max_size=2,
        ).map(tuple),
        version_created=st.none() | st.datetimes(timezones=st.timezones()),
        related=st.lists(st.builds(Related, title=TEXTS, url=TEXTS), max_size=2).map(tuple),
        dateline=st.none() | st.builds(Dateline, text=TEXTS, places=st.lists(TEXTS, max_size=2).map(tuple)),
        field_sources=st.dictionaries(st.sampled_from(["headline", "version_created"]), TEXTS),
    ),
    st.integers(),
)
def test_any_article_gives_a_valid_document_or_a_rejection(article: Article, timestamp: int) -> None:
    """Whatever parsers and stages leave in the fields; and the bytes do not change from one time to the next."""
    raw = replace(RAW, timestamp_ms=timestamp)
    try:
        body = encoded(article, raw).body
    except Rejected:
        body = encoded(replace(FULL, uri="urn:x:2")).body
        article, raw = replace(FULL, uri="urn:x:2"), RAW
    assert problems(json.loads(body)) == []
    assert encoded(article, raw).body == body
