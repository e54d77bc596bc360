"""NewsML-G2: what becomes of an item's properties, its content, and of what is none of ours."""

import pytest
from newsml_g2_xml import BODY, article, item, left, read

from worker.article import Article, ItemType, PubStatus, Signal
from worker.knowledge.loading import Knowledge
from worker.model import Reason, Rejected, SkipReason


@pytest.mark.parametrize(
    ("spelling", "kind"),
    [
        ('<itemClass qcode="ninat:text"/>', ItemType.TEXT),
        ('<itemClass qcode="icls:picture"/>', ItemType.PICTURE),
        ('<itemClass qcode="graphic"/>', ItemType.GRAPHIC),
        ('<itemClass literal="video"/>', ItemType.VIDEO),
        ('<itemClass uri="http://cv.iptc.org/newscodes/ninature/audio"/>', ItemType.AUDIO),
        ('<itemClass qcode="ninat:composite"/>', ItemType.COMPOSITE),
        ("", ItemType.TEXT),
        ('<itemClass qcode="ninat:unheardof"/>', ItemType.TEXT),
    ],
)
def test_item_class(spelling: str, kind: ItemType, knowledge: Knowledge) -> None:
    """Every spelling of a class gives the type of ninjs; text where there is none."""
    assert article(item(spelling, "<headline>Ferry</headline>"), knowledge).type is kind


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (item(tag="planningItem"), SkipReason.PLANNING_ITEM),
        (item(tag="conceptItem"), SkipReason.CONCEPT_ITEM),
        (item(tag="knowledgeItem"), SkipReason.CONCEPT_ITEM),
        (item(tag="catalogItem"), SkipReason.CONCEPT_ITEM),
        (item(tag="packageItem", content="<groupSet/>"), SkipReason.PACKAGE_ITEM),
        (item('<itemClass qcode="ninat:composite"/>', "<headline>x</headline>", content=""), SkipReason.PACKAGE_ITEM),
        (item('<itemClass qcode="ninat:picture"/>', content="<contentSet/>"), SkipReason.MEDIA_WITHOUT_TEXT),
        (item(content=""), SkipReason.PARTIAL_ITEM),
        (
            item(content='<contentSet><remoteContent href="http://x.example/t.xml"/></contentSet>'),
            SkipReason.PARTIAL_ITEM,
        ),
        (item(content="<contentSet><inlineXML/></contentSet>"), Reason.NO_ARTICLE),
        (
            '<conceptItem guid="urn:x:1"><concept><type uri="http://cv.iptc.org/newscodes/cpnature/event"/></concept></conceptItem>',
            SkipReason.EVENT_ITEM,
        ),
        ("<conceptItem><concept><eventDetails/></concept></conceptItem>", SkipReason.EVENT_ITEM),
    ],
)
def test_left(xml: str, reason: Reason | SkipReason, knowledge: Knowledge) -> None:
    """What is no article says why."""
    assert left(xml, knowledge) is reason


def test_package_with_text_of_its_own(knowledge: Knowledge) -> None:
    """A package that holds text is a composite article."""
    found = article(item(tag="packageItem"), knowledge)
    assert (found.type, found.body[0].text) == (ItemType.COMPOSITE, "The ferry reached the island.")


@pytest.mark.parametrize("xml", ["<newsMessage/>", "<newsMessage><itemSet/></newsMessage>", "<other/>"])
def test_no_item(xml: str, knowledge: Knowledge) -> None:
    """A document without any item is refused as a whole."""
    with pytest.raises(Rejected) as caught:
        read(xml, knowledge)
    assert caught.value.reason is Reason.NO_ARTICLE


def test_items_keep_their_own(knowledge: Knowledge) -> None:
    """Two items of one guid are two articles, one nested in the other's text lends it no word."""
    inner = item(content_meta="<headline>Inner</headline><urgency>1</urgency>")
    body = (
        f"<contentSet><inlineXML><html><body><p>Outer text {inner} goes on.</p></body></html></inlineXML></contentSet>"
    )
    first, second = read(f"<newsMessage><itemSet>{item(content=body)}</itemSet></newsMessage>", knowledge)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert ([block.text for block in first.body], first.headlines, first.urgency) == (["Outer text"], (), None)
    assert (second.headline, second.urgency, second.uri) == ("Inner", 1, first.uri)


@pytest.mark.parametrize(
    ("meta", "status", "signal"),
    [
        ('<pubStatus qcode="stat:usable"/>', PubStatus.USABLE, Signal.NEW),
        ('<pubStatus qcode="stat:withheld"/>', PubStatus.WITHHELD, Signal.NEW),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', PubStatus.CANCELED, Signal.KILL),
        ("<pubStatus>cancelled</pubStatus>", PubStatus.CANCELED, Signal.KILL),
        ("<embargoed/>", PubStatus.WITHHELD, Signal.NEW),
        ("<embargoed>2024-05-18T06:00:00Z</embargoed>", PubStatus.USABLE, Signal.NEW),
        ("<embargoed>some day</embargoed>", PubStatus.WITHHELD, Signal.NEW),
        ('<signal qcode="sig:update"/>', PubStatus.USABLE, Signal.UPDATE),
        ('<signal qcode="sig:update"/><signal qcode="sig:correction"/>', PubStatus.USABLE, Signal.CORRECTION),
        ('<signal uri="http://cv.iptc.org/newscodes/signal/correction"/>', PubStatus.USABLE, Signal.CORRECTION),
        ('<signal qcode="edStat:U"/>', PubStatus.USABLE, Signal.UPDATE),
        ('<signal qcode="edStat:N"/>', PubStatus.USABLE, Signal.NEW),
        ('<signal qcode="sig:repeat"/>', PubStatus.USABLE, Signal.REPEAT),
        ('<signal qcode="sig:kill"/>', PubStatus.CANCELED, Signal.KILL),
        ('<role qcode="rol:alert"/>', PubStatus.USABLE, Signal.ALERT),
    ],
)
def test_status(meta: str, status: PubStatus, signal: Signal, knowledge: Knowledge) -> None:
    """What may be done with an item, and what it does to the story."""
    found = article(item(meta), knowledge)
    assert (found.pub_status, found.status.signal) == (status, signal)


def test_advisory_by_genre(knowledge: Knowledge) -> None:
    """A note to editors is one by its genre."""
    assert article(item("", '<genre qcode="dpatextgenre:27"/>'), knowledge).status.signal is Signal.ADVISORY


def test_withdrawal_without_words(knowledge: Knowledge) -> None:
    """A cancellation without headline and text is an article: the withdrawal."""
    found = article(item('<pubStatus qcode="stat:canceled"/>', content=""), knowledge)
    assert (found.pub_status, found.status.signal, found.body) == (PubStatus.CANCELED, Signal.KILL, ())


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("<edNote>Adds quotes</edNote>", "Adds quotes"),
        ("<ednote>Adds quotes</ednote>", "Adds quotes"),
        ('<edNote role="ednoterole:picture">Picture follows</edNote>', "Picture follows"),
        ('<edNote role="dpaednoterole:correction">40, not 14</edNote>', "40, not 14"),
        ('<edNote role="dpaednoterole:contacts">Press office</edNote>', None),
        ('<edNote role="dpaednoterole:notepad"><section><p>Press office</p></section></edNote>', None),
        ('<edNote role="dpaednoterole:new">Press office</edNote>', None),
        ('<edNote role="sttnote:private">Call me</edNote>', None),
        ('<edNote role="x:internalNote">Call me</edNote>', None),
        ('<edNote pubconstraint="p:nonpublic">Call me</edNote>', None),
        ("<edNote>Call +49 30 5550 100</edNote>", None),
        ("<edNote>Call 030/5550 100</edNote>", None),
        ("<edNote>Write to desk@agency.example</edNote>", None),
        ("<edNote>Adds quotes\nNicht zur Veröffentlichung bestimmt\nCall Jo</edNote>", "Adds quotes"),
        (
            "<edNote>Results of 2024-05-17, 3:2 after 120 minutes</edNote>",
            "Results of 2024-05-17, 3:2 after 120 minutes",
        ),
    ],
)
def test_ednotes(note: str, kept: str | None, knowledge: Knowledge) -> None:
    """Only what is for all editors is kept, and no way to reach anybody."""
    assert article(item(note), knowledge).ednote == kept


def test_private_words_are_nowhere(knowledge: Knowledge) -> None:
    """Notepads, contacts and parts that are not public are in no field at all."""
    hidden = "Jo Secret +49 30 5550 999"
    meta = (
        f'<edNote role="dpaednoterole:notepad"><section class="notepad"><p>{hidden}</p></section></edNote>'
        f'<edNote role="dpaednoterole:dpacontacts">{hidden}</edNote><edNote role="desk:phone">{hidden}</edNote>'
    )
    maker = (
        f"<creator><name>Ana Exemplo</name><personDetails><contactInfo><phone>{hidden}</phone></contactInfo>"
        "</personDetails></creator>"
    )
    content = (
        "<contentSet><inlineXML><html><body><p>Story.</p>"
        f'<section class="np-nonpublic"><p>{hidden}</p></section><aside><p>{hidden}</p></aside></body></html>'
        "</inlineXML>"
        f'<inlineData contenttype="text/plain" rendition="r:nonpublic">{hidden}</inlineData></contentSet>'
    )
    assert "Secret" not in repr(read(item(meta, maker, content), knowledge))
    only = f'<contentSet><inlineData rendition="r:nonpublic">{hidden}</inlineData></contentSet>'
    assert "Secret" not in repr(read(item(meta, maker + "<headline>Ferry</headline>", only), knowledge))


def test_headlines(knowledge: Knowledge) -> None:
    """Roles and ranks are kept, the one without either is the main one."""
    meta = (
        '<headline role="hld:subHeadline">Faster</headline><headline rank="1">Ferry arrives</headline>'
        '<headline rank="3">Islands</headline><headline>None</headline>'
    )
    found = article(item("", meta), knowledge)
    assert found.headline == "Ferry arrives"
    assert [(one.value, one.role) for one in found.headlines] == [
        ("Faster", "subheadline"),
        ("Ferry arrives", None),
        ("Islands", "rank 3"),
    ]


def test_dates_of_an_archive(knowledge: Knowledge) -> None:
    """An item without dates of its own has those of its content, and says so."""
    meta = (
        "<contentCreated>2013-02-16T17:36:20Z</contentCreated><contentModified>2013-02-22T18:36:20Z</contentModified>"
    )
    found = article(item("<versionCreated/><firstCreated/>", meta), knowledge)
    assert found.first_created is not None
    assert found.version_created is not None
    assert (found.first_created.day, found.version_created.day) == (16, 22)
    assert found.field_sources["versionCreated"] == "contentModified"


@pytest.mark.parametrize("absurd", ["", "0", "10", "-1", "high", "3.5", "٣"])
def test_absurd_urgency(absurd: str, knowledge: Knowledge) -> None:
    """An urgency outside 1 to 9 is none."""
    assert article(item("", f"<urgency>{absurd}</urgency>"), knowledge).urgency is None


def test_transmission(knowledge: Knowledge) -> None:
    """The message's header goes beside the story, its priority is not the news's."""
    content = BODY.replace("<inlineXML>", '<inlineXML wordcount="5">')
    header = "<header><priority>1</priority><sent>2024-05-17T10:00:00Z</sent></header>"
    sent = item("", '<subject qcode="a1312cat:s"/>', content)
    found = article(f"<newsMessage>{header}{sent}</newsMessage>", knowledge)
    assert found.urgency is None
    assert found.transmission == {"priority": "1", "date": "2024-05-17T10:00:00Z", "words": "5", "category": "s"}
