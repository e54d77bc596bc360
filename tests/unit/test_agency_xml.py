"""Agencies' own XML: the rows, what is read by them, what is not."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from xml_mutations import mutated

from worker.article import Article, Flag, ItemType, PubStatus, Signal
from worker.formats import FAMILIES
from worker.formats.agency_xml.parser import parse
from worker.knowledge.agency_xml import Shape, shapes
from worker.knowledge.loading import load
from worker.knowledge.tables import ConfigError, Entry
from worker.model import Document, Hints, Left, RawMessage, Reason, Rejected, SkipReason
from worker.pipeline import handle

KNOWLEDGE = load()
RITZAU = (
    "<RBNews><NewsID>n1</NewsID><PublishDate>2024-05-16T10:02:18.397</PublishDate><strapline>SLUG</strapline>"
    "<headline>HEAD</headline><subtitle>SUB</subtitle><town>Ribe</town><origin>/ritzau/</origin>"
    "<section>Indland</section>"
    "<version>2</version><content>&lt;p&gt;One &lt;b&gt;and&lt;/b&gt; two.&lt;/p&gt;</content><Priority>3</Priority>"
    "<Annuleret>false</Annuleret><byLine>Freja Dam</byLine><byLineEmail>LEAK@x.example</byLineEmail>"
    "<byLinePhone>LEAK33</byLinePhone><TilRedaktionen>Note</TilRedaktionen></RBNews>"
)
RELEASE = (
    "<release id='7' lang='no'><longurl>https://www.ntbinfo.no/p/7</longurl><body>&lt;p&gt;V&amp;aring;r&lt;/p&gt;</body>"
    "<contactsAsText>LEAK 900</contactsAsText><embargo/><leadtext>Lead</leadtext><keywords>a, b;c</keywords>"
    "<publicationDate>16.01.2024 09:30</publicationDate><title>HEAD</title><type><label>Pressemelding</label></type>"
    "<images><image><url>https://www.ntbinfo.no/i.jpg</url><caption>Cap</caption></image></images>"
    "<contacts><phone>LEAK 901</phone></contacts><publisher><name>Havn AS</name></publisher></release>"
)
PUBLISH = (
    "<Publish><Username>LEAK</Username><ContentItem><ContentItemID>5</ContentItemID><Headline>HEAD</Headline>"
    "<ContentType>Text</ContentType><Source>The Canadian Press</Source><Language>2</Language>"
    "<CreatedDateTime>2024-05-16T19:14:53.377</CreatedDateTime><ContentText>&lt;p&gt;Text.&lt;/p&gt;</ContentText>"
    "<Keyword>x,y</Keyword></ContentItem></Publish>"
)


def _parsed(xml: str, name: str) -> list[Article | Left]:
    return list(parse(Document(data=xml.encode("utf-8", "replace"), text=xml, format=name), KNOWLEDGE))


def _article(xml: str, name: str = "agency_xml") -> Article:
    (article,) = _parsed(xml, name)
    assert isinstance(article, Article), article
    return article


def test_ritzau() -> None:
    """Local clock of Copenhagen, HTML in the text, note to editors; the section stays the agency's."""
    article = _article(RITZAU, "ritzau_xml")
    assert (article.uri, article.version, article.slugline, article.headline) == ("n1", "2", "SLUG", "HEAD")
    assert article.version_created == datetime(2024, 5, 16, 8, 2, 18, tzinfo=UTC)
    assert article.field_sources["versionCreated"] == "feed, zone of the agency"
    assert [block.html for block in article.body] == ["One <strong>and</strong> two."]
    assert (article.located, article.section, article.urgency, article.ednote) == ("Ribe", "Indland", 3, "Note")
    assert [(source.code, source.role) for source in article.info_sources] == [("ritzau", "provider")]


@pytest.mark.parametrize(
    ("told", "use", "signal"),
    [
        ("<Annuleret>true</Annuleret>", PubStatus.CANCELED, Signal.KILL),
        ("<Annuleret>True</Annuleret>", PubStatus.CANCELED, Signal.KILL),
        ("<Korrektion>true</Korrektion><NyVersion>true</NyVersion>", PubStatus.USABLE, Signal.CORRECTION),
        ("<NyVersion>true</NyVersion>", PubStatus.USABLE, Signal.UPDATE),
        ("<InfoFlash>true</InfoFlash>", PubStatus.USABLE, Signal.ALERT),
        ("<format>Flash</format>", PubStatus.USABLE, Signal.ALERT),
        ("<format>Telegram</format>", PubStatus.USABLE, Signal.NEW),
    ],
)
def test_status_of_ritzau(told: str, use: PubStatus, signal: Signal) -> None:
    """The strongest word counts; a withdrawn story has no text."""
    article = _article(RITZAU.replace("<Annuleret>false</Annuleret>", told), "ritzau_xml")
    assert (article.pub_status, article.status.signal) == (use, signal)
    assert bool(article.body) == (use is PubStatus.USABLE)


def test_press_releases() -> None:
    """Escaped twice, dates as printed in the zone of the service, the sender is the publisher."""
    article = _article(RELEASE)
    assert [block.text for block in article.body] == ["Vår"]
    assert article.first_created == datetime(2024, 1, 16, 8, 30, tzinfo=UTC)
    assert (article.publisher, article.language, article.keywords) == ("Havn AS", "no", ("a", "b", "c"))
    assert article.flags == (Flag.PRESS_RELEASE,)
    assert [(one.role, one.value) for one in article.descriptions] == [("summary", "Lead")]
    assert [(one.caption, one.renditions[0].href) for one in article.associations] == [
        ("Cap", "https://www.ntbinfo.no/i.jpg")
    ]
    assert [source.code for source in article.info_sources] == ["ntb"]


@pytest.mark.parametrize(
    ("host", "code", "hour"),
    [("www.sttinfo.fi", "stt", 7), ("via.ritzau.dk", "ritzau", 8), ("elsewhere.example", None, 8)],
)
def test_services_by_their_host(host: str, code: str | None, hour: int) -> None:
    """The same shape is several agencies'."""
    article = _article(RELEASE.replace("www.ntbinfo.no/p", f"{host}/p"))
    assert [source.code for source in article.info_sources] == ([code] if code else [])
    assert article.first_created == datetime(2024, 1, 16, hour, 30, tzinfo=UTC)


def test_publish() -> None:
    """Clocks are UTC, the language is a number."""
    article = _article(PUBLISH)
    assert article.first_created == datetime(2024, 5, 16, 19, 14, 53, tzinfo=UTC)
    assert (article.language, article.keywords, article.type) == ("fr", ("x", "y"), ItemType.TEXT)


def test_a_photo_without_words() -> None:
    """Is left with its reason."""
    photo = (
        PUBLISH.replace("<Headline>HEAD</Headline>", "")
        .replace(">Text<", ">Photo<")
        .replace("&lt;p&gt;Text.&lt;/p&gt;", "")
    )
    (left,) = _parsed(photo, "agency_xml")
    assert isinstance(left, Left)
    assert left.reason is SkipReason.MEDIA_WITHOUT_TEXT


def test_calendar_entries() -> None:
    """Hold no story."""
    (left,) = _parsed("<document><ntbId>1</ntbId><timeStart>2024-06-05</timeStart></document>", "agency_xml")
    assert isinstance(left, Left)
    assert left.reason is SkipReason.EVENT_ITEM


@pytest.mark.parametrize("xml", ["<document><a/></document>", "<release/>", "<Publish/>", "<other/>"])
def test_the_same_root_of_somebody_else(xml: str) -> None:
    """Is not taken for the agency's."""
    with pytest.raises(Rejected) as caught:
        _parsed(xml, "agency_xml")
    assert caught.value.reason is Reason.UNSUPPORTED_FORMAT


@pytest.mark.parametrize("xml", ["<Response><Fixture_List/></Response>", "<contentMeta><located/></contentMeta>"])
def test_what_is_no_story_is_refused_by_name(xml: str) -> None:
    """Results of an interface, a part of an item: the reason says what it was."""
    handled = handle(RawMessage(topic="t", partition=0, offset=0, value=xml.encode()), KNOWLEDGE)
    assert getattr(handled.outcome, "reason", None) is Reason.UNSUPPORTED_FORMAT
    assert getattr(handled.outcome, "detail", "").endswith("is not read")


@pytest.mark.parametrize(("xml", "name"), [(RITZAU, "ritzau_xml"), (RELEASE, "agency_xml"), (PUBLISH, "agency_xml")])
def test_private_elements_never_get_out(xml: str, name: str) -> None:
    """Phones, mail addresses, user names: in no field, wherever the feed puts them."""
    handled = handle(RawMessage(topic="t", partition=0, offset=0, value=xml.encode()), KNOWLEDGE, Hints(format=name))
    assert b"HEAD" in handled.outcome.articles[0].body  # type: ignore[union-attr]
    assert "LEAK" not in repr(handled)
    moved = xml.replace("<headline>", "<headline><byLinePhone>LEAK</byLinePhone>").replace(
        "<body>", "<body><contacts>LEAK</contacts>"
    )
    assert "LEAK" not in repr(_parsed(moved, name))


def test_every_root_is_recognised() -> None:
    """A row's root element leads to its format."""
    for shape in KNOWLEDGE.agency_xml:
        xml = f"<{shape.root}>{''.join(f'<{name}/>' for name in shape.requires)}</{shape.root}>"
        handled = handle(RawMessage(topic="t", partition=0, offset=0, value=xml.encode()), KNOWLEDGE)
        assert handled.format == shape.format, shape.name
    assert {"ritzau_xml", "agency_xml"} <= {family.reads for family in FAMILIES}


def _row(**fields: Any) -> tuple[Shape, ...]:
    row = {"name": "N", "format": "agency_xml", "root": "r", "html": {"body": ["b"]}, **fields}
    return shapes(Entry("config/agency_xml.toml", "top level", {"shape": [row]}))


@pytest.mark.parametrize(
    "fields",
    [
        {"format": "nitf"},
        {"unknown": 1},
        {"html": {}},
        {"html": {"headline": ["b"]}},
        {"lines": {"nobody": ["x"]}},
        {"lines": {"uri": "x"}},
        {"dates": {"soon": ["x"]}},
        {"transmission": {"nobody": "x"}},
        {"zone": "Nowhere/Town"},
        {"clocks": ["%Q"]},
        {"skip": "nothing"},
        {"flags": ["nothing"]},
        {"status": [{"path": "x", "values": ["y"], "signal": "nothing"}]},
        {"status": [{"path": "x", "values": ["y"], "pub_status": "nothing"}]},
        {"types": {"path": "x", "photo": "nothing"}},
        {"subjects": [{"item": "x"}]},
        {"pictures": {"item": "x"}},
        {"private": ["b"]},
        {"hosts": []},
    ],
)
def test_wrong_rows_are_named(fields: dict[str, Any]) -> None:
    """The complaint says file and row."""
    with pytest.raises(ConfigError, match=r"config/agency_xml.toml: .*N"):
        _row(**fields)


def test_two_rows_of_one_shape_are_refused() -> None:
    """The second would never be read."""
    row = {"name": "N", "format": "agency_xml", "root": "r", "html": {"body": ["b"]}}
    with pytest.raises(ConfigError, match="taken"):
        shapes(Entry("config/agency_xml.toml", "top level", {"shape": [row, row]}))


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(f"<all>{RITZAU}{RELEASE}{PUBLISH}</all>"))
def test_mutations_never_raise(xml: str) -> None:
    """Any part of any shape anywhere: an article, a reason, or a refusal."""
    for root in ("RBNews", "release", "Publish"):
        name = "ritzau_xml" if root == "RBNews" else "agency_xml"
        try:
            found = _parsed(f"<{root}>{xml}</{root}>", name)
        except Rejected:
            continue
        assert all(isinstance(one, Article | Left) for one in found)
