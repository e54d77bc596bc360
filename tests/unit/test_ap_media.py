"""The AP Media parser: items whose text lies elsewhere, pictures, feeds, and ids that do not change with the asker."""

from typing import Any

import pytest

from worker.article import (
    AltId,
    Article,
    Description,
    Entity,
    Headline,
    InfoSource,
    ItemType,
    Person,
    PubStatus,
    Signal,
    Subject,
)
from worker.formats.ap_media.parser import parse
from worker.knowledge.loading import Knowledge
from worker.model import Document, Left, Reason, SkipReason

ITEM: dict[str, Any] = {
    "uri": "https://api.ap.example/content/f14d?qt=hb1i&et=0a2aza0c0",
    "altids": {"itemid": "f14d", "etag": "f14d_0a2aza0c0", "transref": "e0027"},
    "version": 0,
    "type": "text",
    "headline": "Rowers lose to ferry",
    "provider": "AP",
    "pubstatus": "usable",
}


def read(tree: Any, knowledge: Knowledge) -> list[Article | Left]:
    """Everything that the parser makes of the tree."""
    return list(parse(Document(data=b"", text="", tree=tree, format="ap_media_json"), knowledge))


def article(knowledge: Knowledge, beside: Any = None, **members: Any) -> Article:
    """The article of the item with other members."""
    (found,) = read({"data": {"item": {**ITEM, **members}}, **(beside or {})}, knowledge)
    assert isinstance(found, Article)
    return found


def test_the_id_says_nothing_of_version_or_asker(knowledge: Knowledge) -> None:
    """Two answers for one story have one URI; the address as given is another id."""
    first = article(knowledge)
    second = article(knowledge, uri="https://api.ap.example/content/f14d?qt=ANOTHER&et=8a1aza0c0", version=8)
    assert first.uri == second.uri == "https://api.ap.example/content/f14d"
    assert (first.version, second.version) == ("0", "8")
    assert AltId(role="feed-uri", value=ITEM["uri"]) in first.alt_ids
    assert AltId(role="itemid", value="f14d") in first.alt_ids


def test_concepts_with_and_without_a_scheme(knowledge: Knowledge) -> None:
    """AP's vocabulary by its alias and address; wire categories by the relation that names their list."""
    scheme = "http://cv.ap.org/id/"
    found = article(
        knowledge,
        subject=[
            {"rels": ["category"], "code": "s", "name": "s"},
            {"rels": ["suppcategory"], "code": "ent", "name": "Entertainment"},
            {"rels": ["direct"], "code": "54df", "name": "Sports", "scheme": scheme},
        ],
        place=[{"code": "661e", "name": "Maine", "scheme": scheme, "rels": ["direct"]}],
        person=[{"code": "1ed0", "name": "Eva Strand", "scheme": scheme}],
    )
    assert [one.literal for one in found.subjects] == ["apcategory:s", "apsuppcategory:ent", "apcv:54df"]
    assert found.subjects[2] == Subject(
        name="Sports", uri=f"{scheme}54df", rel="direct", literal="apcv:54df", creator="feed"
    )
    assert found.places == (Entity(name="Maine", uri=f"{scheme}661e", code="apcv:661e", rel="direct"),)
    assert found.people == (Person(name="Eva Strand", rel="about", uri=f"{scheme}1ed0"),)
    assert found.transmission == {"sequence": "e0027", "category": "s"}


def test_words_of_an_item_whose_text_is_elsewhere(knowledge: Knowledge) -> None:
    """Headline, extended headline and summary make an article; the body is that of a text put beside it."""
    members = {
        "headline_extended": "Forty rowers lose to a ferry",
        "description_summary": "They lost by three minutes.",
    }
    bare = article(knowledge, **members)
    assert bare.body == ()
    assert bare.headlines == (
        Headline(value="Rowers lose to ferry"),
        Headline(value="Forty rowers lose to a ferry", role="extended"),
    )
    assert bare.descriptions == (Description(value="They lost by three minutes.", role="summary"),)
    full = article(knowledge, {"nitf": {"body_html": "<block><p>One</p><p>Two</p></block>"}})
    assert [block.text for block in full.body] == ["One", "Two"]


def test_a_picture_with_maker_credit_and_files(knowledge: Knowledge) -> None:
    """The caption's text file is no file of the picture; the editors' note stays one."""
    found = article(
        knowledge,
        type="picture",
        photographer={"code": "str", "name": "Per Dahl"},
        description_creditline="Per Dahl/Harbour Press/AP",
        description_caption="Rowers, <b>Thursday</b>",
        infosource=[{"name": "Harbour Press", "type": "Member"}, {"name": "AP", "type": "AP"}],
        renditions={
            "main": {"href": "https://x.example/m", "type": "picture", "width": 10, "mimetype": "image/jpeg"},
            "caption_nitf": {"href": "https://x.example/c", "type": "text"},
            "preview": None,
        },
    )
    assert found.type is ItemType.PICTURE
    assert found.people == (Person(name="Per Dahl", rel="photographer"),)
    assert found.descriptions == (Description(value="Rowers, Thursday", role="caption"),)
    assert [one.name for one in found.renditions] == ["main"]
    assert found.info_sources[1:] == (
        InfoSource(name="Harbour Press", role="contentSource"),
        InfoSource(name="Per Dahl/Harbour Press/AP", role="credit"),
    )


@pytest.mark.parametrize(
    ("members", "signal"),
    [
        ({"signals": ["newscontent"]}, Signal.NEW),
        ({"signals": ["newscontent", "correction"]}, Signal.CORRECTION),
        ({"pubstatus": "canceled"}, Signal.KILL),
        ({"editorialtypes": ["Advisory"]}, Signal.ADVISORY),
    ],
)
def test_signals(members: Any, signal: Signal, knowledge: Knowledge) -> None:
    """What the item does to the story."""
    assert article(knowledge, **members).status.signal is signal


def test_take_and_byline(knowledge: Knowledge) -> None:
    """The take behind the catchline; two bylines on one line."""
    bylines = [{"by": "By IDA HOLM", "title": "AP Writer"}, {"by": "By PER DAHL"}]
    found = article(knowledge, slugline="BC-US--Ferry, 8th Ld-Writethru", bylines=bylines)
    assert found.transmission["take"] == "8th Ld-Writethru"
    assert found.slugline == "BC-US--Ferry, 8th Ld-Writethru"
    assert found.byline == "By IDA HOLM and PER DAHL"


def test_a_feed_gives_each_item_or_its_reason(knowledge: Knowledge) -> None:
    """Items without a word are left with a reason; a withdrawal needs none."""
    bare = {"altids": {"itemid": "7"}, "type": "text"}
    items = [{"item": ITEM}, {"item": bare}, {"item": {**bare, "type": "picture"}}, None]
    found = read({"data": {"items": [*items, {"meta": {}, "item": {**bare, "pubstatus": "canceled"}}]}}, knowledge)
    assert [one.reason if isinstance(one, Left) else one.pub_status for one in found] == [
        PubStatus.USABLE,
        SkipReason.PARTIAL_ITEM,
        SkipReason.MEDIA_WITHOUT_TEXT,
        Reason.PARSE_ERROR,
        PubStatus.CANCELED,
    ]
