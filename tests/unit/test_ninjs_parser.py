"""The ninjs parser: three versions of the standard, superdesk's and BBC's spellings, and what becomes no article."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from ninjs_trees import WORDS, article, read

from worker.article import (
    AltId,
    Article,
    Description,
    Headline,
    ItemType,
    PubStatus,
    Signal,
)
from worker.knowledge.loading import Knowledge
from worker.model import Left, Reason, Rejected, SkipReason


def test_properties_are_found_in_every_spelling(knowledge: Knowledge) -> None:
    """versioncreated, versionCreated and a mix of both are one property."""
    old = {
        "uri": "urn:x:1",
        "versioncreated": "2024-05-17T09:00:00Z",
        "pubstatus": "withheld",
        "usageterms": "No archive",
    }
    new = {
        "uri": "urn:x:1",
        "versionCreated": "2024-05-17T09:00:00Z",
        "pubStatus": "withheld",
        "usageTerms": "No archive",
    }
    assert article({**old, **WORDS}, knowledge) == article({**new, **WORDS}, knowledge)
    assert article({**old, **WORDS}, knowledge).pub_status is PubStatus.WITHHELD


def test_headlines_and_descriptions_by_role(knowledge: Knowledge) -> None:
    """The main headline has no role; of a description's formats one counts; a credit line is no description."""
    found = article(
        {
            "uri": "urn:x:1",
            "headlines": [{"role": "main", "value": "Ferry <b>late</b>"}, {"role": "short", "value": "Late"}],
            "descriptions": [
                {"role": "creditline", "value": "AP"},
                {"role": "lead", "value": "Nobody knows why."},
                {"role": "text", "value": "A ferry."},
            ],
        },
        knowledge,
    )
    assert found.headlines == (Headline(value="Ferry late"), Headline(value="Late", role="short"))
    assert found.descriptions == (
        Description(value="Nobody knows why.", role="summary"),
        Description(value="A ferry.", role="summary"),
    )
    assert [(one.code, one.role) for one in found.info_sources] == [("ap", "credit")]
    old = article(
        {**WORDS, "guid": "1", "description_text": "A &amp; B", "description_html": "<p>A & B </p>"}, knowledge
    )
    assert old.descriptions == (Description(value="A & B", role="summary"),)


def test_clocks_without_a_zone_are_the_agencys(knowledge: Knowledge) -> None:
    """And say so; without an agency they are taken as UTC and say that."""
    bare = {**WORDS, "guid": "1", "versioncreated": "2024-05-17T17:50:00"}
    house = article({**bare, "source": "IANS"}, knowledge)
    assert house.version_created == datetime(2024, 5, 17, 17, 50, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert house.field_sources["versionCreated"] == "feed, zone of the agency"
    nobody = article(bare, knowledge)
    assert nobody.version_created == datetime(2024, 5, 17, 17, 50, tzinfo=UTC)
    assert nobody.field_sources["versionCreated"] == "feed, zone not printed"


def test_embargo_expiry_and_ids(knowledge: Knowledge) -> None:
    """Under the names of each version; an empty one is none."""
    found = article(
        {
            **WORDS,
            "uri": "urn:x:1",
            "version": 4,
            "embargoed": "2024-05-18T06:00:00+02:00",
            "expires": "2024-06-01T00:00:00Z",
            "altids": {"wire": "A7", "empty": ""},
            "urgency": "3",
            "evolvedfrom": "urn:x:0",
        },
        knowledge,
    )
    assert found.embargoed_until == datetime(2024, 5, 18, 4, 0, tzinfo=UTC)
    assert found.expires == datetime(2024, 6, 1, tzinfo=UTC)
    assert (found.version, found.urgency) == ("4", 3)
    assert found.alt_ids == (AltId(role="wire", value="A7"), AltId(role="evolved-from", value="urn:x:0"))
    assert found.status.signal is Signal.UPDATE
    assert article({**WORDS, "uri": "urn:x:1", "embargoed": ""}, knowledge).embargoed_until is None


def test_pictures_and_associations(knowledge: Knowledge) -> None:
    """By name in version 1, in a list since; a place that holds nothing is none."""
    file = {"href": "https://x.example/p.jpg", "width": "172", "height": 57, "mimetype": "image/jpeg"}
    picture = {
        "guid": "p1",
        "type": "picture",
        "headline": "The ferry",
        "description_text": "The ferry at noon",
        "byline": "Per Dahl",
    }
    named = {**picture, "renditions": {"original": file}}
    listed = {**picture, "name": "featuremedia", "renditions": [{"name": "original", **file}]}
    old = article({**WORDS, "guid": "1", "associations": {"featuremedia": named, "gallery": None, "bad": 7}}, knowledge)
    new = article({**WORDS, "guid": "1", "associations": [listed, None]}, knowledge)
    assert old.associations == new.associations
    (found,) = old.associations
    assert (found.name, found.caption, found.byline) == ("featuremedia", "The ferry at noon", "Per Dahl")
    assert (found.renditions[0].width, found.renditions[0].content_type) == (172, "image/jpeg")
    alone = article(named, knowledge)
    assert alone.type is ItemType.PICTURE
    assert alone.descriptions == (Description(value="The ferry at noon", role="caption"),)
    assert alone.renditions == found.renditions


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        ({"uri": "urn:x:1", "type": "event", "title": "Fair"}, SkipReason.EVENT_ITEM),
        ({"uri": "urn:x:1", "type": "planning", "headlines": [{"value": "Fair"}]}, SkipReason.PLANNING_ITEM),
        ({"uri": "urn:x:1", "type": "picture", "renditions": {}}, SkipReason.MEDIA_WITHOUT_TEXT),
        ({"uri": "urn:x:1", "type": "composite", "headline": "Digest"}, SkipReason.PACKAGE_ITEM),
        ({"uri": "urn:x:1", "type": "text", "representationtype": "incomplete"}, SkipReason.PARTIAL_ITEM),
        ({"uri": "urn:x:1", "type": "text", "slugline": "x"}, Reason.NO_ARTICLE),
    ],
)
def test_what_is_no_article_says_why(
    tree: Mapping[str, Any], reason: Reason | SkipReason, knowledge: Knowledge
) -> None:
    """A reason, never an empty article."""
    (found,) = read(tree, knowledge)
    assert isinstance(found, Left)
    assert found.reason is reason


def test_a_withdrawal_needs_no_words(knowledge: Knowledge) -> None:
    """A kill is an article: canceled, with the id of what it takes back."""
    found = article({"guid": "1", "version": "5", "pubstatus": "canceled"}, knowledge)
    assert (found.uri, found.pub_status, found.status.signal) == ("1", PubStatus.CANCELED, Signal.KILL)


def test_one_bad_item_does_not_lose_its_siblings(knowledge: Knowledge) -> None:
    """Order kept, two ids alike kept both, what is no object named."""
    good = {**WORDS, "guid": "1"}
    found = read({"items": [good, "nonsense", {"guid": "2"}, good, None]}, knowledge)
    assert [type(one).__name__ for one in found] == ["Article", "Left", "Left", "Article", "Left"]
    assert [one.reason for one in found if isinstance(one, Left)] == [
        *(Reason.PARSE_ERROR, Reason.NO_ARTICLE, Reason.PARSE_ERROR),
    ]


def test_a_bbc_list_gives_its_items(knowledge: Knowledge) -> None:
    """An advisory is one; other kinds are stories."""
    tree = {
        "total": 2,
        "item": [
            {"id": 1, "uri": "https://x.example/1", "type": "story", **WORDS},
            {"id": 2, "uri": "https://x.example/2", "type": "advisory", **WORDS},
        ],
    }
    found = read(tree, knowledge, "bbc_ninjs")
    assert [one.status.signal for one in found if isinstance(one, Article)] == [Signal.NEW, Signal.ADVISORY]
    assert {one.type for one in found if isinstance(one, Article)} == {ItemType.TEXT}


def test_superdesks_own_items(knowledge: Knowledge) -> None:
    """Category, abstract, dateline and qcodes under superdesk's names."""
    found = article(
        {
            "_id": "urn:x:9",
            "headline": "Ferry late",
            "abstract": "<p>Nobody knows why.</p>",
            "anpa_category": [{"qcode": "i", "name": "International"}],
            "subject": [{"qcode": "04005004", "name": "oil"}],
            "dateline": {"text": "LINDESUND, May 17 NN -", "located": {"city": "Lindesund"}},
            "priority": 3,
        },
        knowledge,
    )
    assert found.uri == "urn:x:9"
    assert found.descriptions == (Description(value="Nobody knows why.", role="summary"),)
    assert found.transmission == {"priority": "3", "category": "i"}
    assert found.located == "Lindesund"
    assert found.subjects[0].literal == "subj:04005004"


def test_no_json_is_refused(knowledge: Knowledge) -> None:
    """A hint that lies is a reason, no crash."""
    with pytest.raises(Rejected):
        read(None, knowledge)


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Adds quote.", "Adds quote."),
        ("Adds quote. Not for publication: Ole Quast, +49 30 5550199", "Adds quote."),
        ("Nicht zur Veröffentlichung bestimmt: quast@hafen.example", None),
        ("Fügt Zitat hinzu\nNicht zur Veröffentlichung: quast@hafen.example", "Fügt Zitat hinzu"),
    ],
)
def test_a_note_ends_where_its_private_part_begins(note: str, expected: str | None, knowledge: Knowledge) -> None:
    """Nothing that is not for publication goes out."""
    assert article({**WORDS, "guid": "1", "ednote": note}, knowledge).ednote == expected


def test_signals_as_codes_or_words(knowledge: Knowledge) -> None:
    """With a scheme or without."""
    assert article({**WORDS, "guid": "1", "signals": ["sig:correction"]}, knowledge).status.signal is Signal.CORRECTION
    assert article({**WORDS, "guid": "1", "signals": [{"code": "update"}]}, knowledge).status.signal is Signal.UPDATE


def test_an_agency_is_called_by_its_one_name(knowledge: Knowledge) -> None:
    """As in every other format; what the feed calls it is kept."""
    found = article({**WORDS, "uri": "urn:1", "infosource": [{"name": "TTXVN"}, {"name": "Linden Times"}]}, knowledge)
    assert [(source.name, source.code, source.printed) for source in found.info_sources] == [
        ("VNA", "vna", ("TTXVN",)),
        ("Linden Times", None, ()),
    ]
