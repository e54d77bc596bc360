"""NITF as agencies send it: what each field is read from, and what never gets out."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from golden_records import CASES, record
from hypothesis import given
from lxml import etree
from lxml.etree import _Element
from pattern_timing import Pattern, grows_faster_than_its_text
from xml_mutations import sent

from worker.article import Article, Dateline, ItemType, PubStatus, Signal
from worker.envelope.opening import open_envelope
from worker.formats.nitf import parser, topics
from worker.formats.nitf.parser import parse
from worker.knowledge.loading import Knowledge, load
from worker.model import Document, Hints, Limits, RawMessage, Reason, Rejected

KNOWLEDGE = load()


def _read(head: str = "", top: str = "", content: str = "<p>Text.</p>", rest: str = "") -> Article:
    text = (
        f"<nitf><head>{head}</head><body><body.head>{top}</body.head>"
        f"<body.content>{content}</body.content>{rest}</body></nitf>"
    )
    (article,) = parse(Document(data=text.encode(), text=text, format="nitf"), KNOWLEDGE)
    assert isinstance(article, Article)
    return article


def _parsed(data: bytes, knowledge: Knowledge = KNOWLEDGE) -> list[Article]:
    """The articles of a payload; none where it is rejected, as it may be."""
    try:
        opened = open_envelope(RawMessage(topic="t", partition=0, offset=0, value=data), Limits(), Hints())
        return [item for item in parse(opened.document("nitf"), knowledge) if isinstance(item, Article)]
    except Rejected:
        return []


def test_namespace_and_prefix_do_not_matter() -> None:
    """Local names count, whatever namespace a feed has."""
    text = "<n:nitf xmlns:n='urn:any'><n:body><n:body.content><n:p>Text.</n:p></n:body.content></n:body></n:nitf>"
    (article,) = parse(Document(data=b"", text=text, format="nitf"), KNOWLEDGE)
    assert isinstance(article, Article)
    assert [block.text for block in article.body] == ["Text."]


def test_another_root_is_rejected() -> None:
    """A document without a nitf element is no NITF."""
    with pytest.raises(Rejected) as caught:
        list(parse(Document(data=b"", text="<news><p>x</p></news>", format="nitf"), KNOWLEDGE))
    assert caught.value.reason is Reason.PARSE_ERROR


def test_text_after_inline_tags_stays() -> None:
    """Tagged names, emphasis and links are part of their sentence."""
    article = _read(
        content="<p>In <location>Kiel</location>, <person>Ada Brandt</person> of <org>Nord AG</org> said <b>no</b>.</p>"
    )
    assert article.body[0].text == "In Kiel, Ada Brandt of Nord AG said no."


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("usable", PubStatus.USABLE),
        ("Canceled", PubStatus.CANCELED),
        ("withheld", PubStatus.WITHHELD),
        ("embargoed", PubStatus.WITHHELD),  # without an end
        ("", PubStatus.USABLE),
    ],
)
def test_management_status(printed: str, expected: PubStatus) -> None:
    """The status in any case of letters; an embargo that names no end withholds the document."""
    assert _read(head=f'<docdata management-status="{printed}"/>').pub_status is expected


def test_a_cancellation_is_a_kill() -> None:
    """Canceled says what it does to the story, too."""
    assert _read(head='<docdata management-status="canceled"/>').status.signal is Signal.KILL


def test_release_at_the_issue_date_is_no_embargo() -> None:
    """Feeds repeat the issue date as release; only a later one holds the text back."""
    dates = '<docdata><date.issue norm="20240517T080000Z"/><date.release norm="20240517T080000Z"/></docdata>'
    assert _read(head=dates).embargoed_until is None
    later = dates.replace('release norm="20240517', 'release norm="20240518')
    assert _read(head=later).embargoed_until == datetime(2024, 5, 18, 8, tzinfo=UTC)


def test_absurd_values_are_none() -> None:
    """A date that is none, an urgency that is none: absent."""
    article = _read(head='<docdata><date.issue norm="2024-13-45"/><urgency ed-urg="x"/></docdata>')
    assert (article.version_created, article.urgency) == (None, None)


@pytest.mark.parametrize(
    "note",
    ["Not for publication: call the desk", "Nicht zur Veröffentlichung: 030 1234", "see above&#10;Not for publication"],
)
def test_private_messages_stay_inside(note: str) -> None:
    """A message to editors that is not for publication is in no field."""
    article = _read(head=f'<docdata><ed-msg info="{note}"/><ed-msg info="Adds quotes"/></docdata>')
    assert article.ednote == "Adds quotes"
    assert "desk" not in repr(article)
    assert "1234" not in repr(article)


def test_notes_and_captions_are_no_text() -> None:
    """Notes to editors vanish; a picture's caption goes with the picture."""
    article = _read(
        content='<p>One.</p><note><body.content><p>SECRET</p></body.content></note><media media-type="video">'
        '<media-reference source="http://m.example/a.mp4"/><media-caption>From above</media-caption></media><p>Two.</p>'
    )
    assert [block.text for block in article.body] == ["One.", "Two."]
    assert [(media.type, media.caption) for media in article.associations] == [("video", "From above")]
    assert "SECRET" not in repr(article)


def test_a_document_of_media_alone_is_a_picture() -> None:
    """Without text the first picture is the item: its files, its caption."""
    article = _read(
        content='<media media-type="image"><media-reference source="a.jpg" width="10"/>'
        "<media-caption>Boats</media-caption></media>"
    )
    assert article.type is ItemType.PICTURE
    assert [description.value for description in article.descriptions] == ["Boats"]
    assert [rendition.width for rendition in article.renditions] == [10]
    assert article.associations == ()


@pytest.mark.parametrize("initials", ["gr/bp", "tsn", "AB/cd-ef"])
def test_initials_are_no_byline(initials: str) -> None:
    """Duty initials where a name is due are the sign-off."""
    article = _read(top=f"<byline>{initials}</byline>")
    assert (article.byline, article.sign_off) == (None, initials)


def test_a_subheadline_in_the_byline() -> None:
    """ANSA prints the line under the headline where others print a name."""
    top = "<hedline><hl1>Piove</hl1></hedline><byline>Allerta in Liguria</byline><distributor>ANSA</distributor>"
    article = _read(top=top)
    assert [(headline.value, headline.role) for headline in article.headlines] == [
        ("Piove", None),
        ("Allerta in Liguria", "subheadline"),
    ]
    assert article.byline is None


def test_byline_without_title() -> None:
    """The person's title is no part of the name; the person is."""
    article = _read(top="<byline>By <person>Jo Ahn</person>, <byttl>Science Writer</byttl></byline>")
    assert article.byline == "By Jo Ahn"
    assert [person.name for person in article.people] == ["Jo Ahn"]


def test_hl2_in_the_head_is_a_headline_in_the_body_a_subhead() -> None:
    """The same element has two places and two meanings."""
    article = _read(top="<hedline><hl1>A</hl1><hl2>B</hl2></hedline>", content="<hl2>C</hl2><p>d</p>")
    assert [(headline.value, headline.role) for headline in article.headlines] == [("A", None), ("B", "subheadline")]
    assert [(block.tag, block.text) for block in article.body] == [("h3", "C"), ("p", "d")]


def test_title_stands_in_for_a_missing_headline() -> None:
    """The head's title is the headline where there is no other, and a title of its own where it differs."""
    assert _read(head="<title>T</title>").headline == "T"
    article = _read(head="<title>T</title>", top="<hedline><hl1>H</hl1></hedline>")
    assert (article.headline, article.title) == ("H", "T")


def test_dateline_of_the_text_is_left_to_the_text() -> None:
    """Only a dateline that the text does not repeat is handed on; a machine's date is none."""
    assert _read(top="<dateline>BONN, May 3</dateline>").dateline == Dateline(text="BONN, May 3")
    assert _read(top="<dateline>BONN, May 3</dateline>", content="<p>BONN, May 3 (X) - Rain.</p>").dateline is None
    assert _read(top="<dateline><story.date norm='x'>20240503T100000Z</story.date></dateline>").dateline is None


@pytest.mark.parametrize(
    ("printed", "located"),
    [
        ("Bodø", "Bodø"),
        ("Aix-en-Provence", "Aix-en-Provence"),
        ("<location><city>LEITH</city>, <country>Scotland</country></location> May 17", "LEITH"),
        ("SYDNEY March 22 NN -", None),
        ("", None),
    ],
)
def test_located(printed: str, located: str | None) -> None:
    """The dateline's city; a dateline of more than a place is left to be taken apart."""
    assert _read(top=f"<dateline>{printed}</dateline>").located == located


def test_paragraphs_in_the_body_itself() -> None:
    """Without body.content the paragraphs of the body are the text, its head and end are not."""
    head, end = "<body.head><abstract>A</abstract></body.head>", "<body.end><tagline>T</tagline></body.end>"
    text = f"<nitf><body>{head}<p>Text.</p>{end}</body></nitf>"
    (article,) = parse(Document(data=b"", text=text, format="nitf"), KNOWLEDGE)
    assert isinstance(article, Article)
    assert [block.text for block in article.body] == ["Text.", "T"]


def test_original_headline() -> None:
    """AP sends the headline as its members' systems had it beside the edited one."""
    top = "<hedline><hl1 id='headline'>Rain</hl1><hl2 id='originalHeadline'>BC-XX--Rain</hl2></hedline>"
    assert [(headline.value, headline.role) for headline in _read(top=top).headlines] == [
        ("Rain", None),
        ("BC-XX--Rain", "original"),
    ]


def test_house_zone() -> None:
    """A clock without zone is the agency's."""
    article = _read(head='<docdata><date.issue norm="2024-07-01T10:00:00"/><doc-id regsrc="ritzau.dk"/></docdata>')
    assert article.version_created == datetime(2024, 7, 1, 8, tzinfo=UTC)
    assert article.field_sources["versionCreated"] == "feed, zone of the agency"


def test_names_of_a_subject_code() -> None:
    """The attribute of the code's own level names it, wider ones the levels above; a lone name is the code's."""
    named = topics.subjects(
        {"tobject.subject": [_element('refnum="02003001"', 'type="Law"', 'matter="Police"', 'detail="Search"')]}
    )
    assert [(subject.literal, subject.name) for subject in named] == [
        ("subj:02003001", "Search"),
        ("subj:02003000", "Police"),
        ("subj:02000000", "Law"),
    ]
    alone = topics.subjects({"tobject.subject": [_element('refnum="15054000"', 'type="Football"')]})
    assert [(subject.literal, subject.name) for subject in alone] == [("subj:15054000", "Football")]


def _element(*attributes: str) -> _Element:
    return etree.fromstring(f"<t {' '.join(f'tobject.subject.{attribute}' for attribute in attributes)}/>")


GOLDEN = sorted(case.name for case in CASES.glob("nitf-*"))
FULL = (CASES / "nitf-embargo-media-and-table" / "input.xml").read_text("utf-8").strip()
# what is private, where it still stands where a feed puts it
IN_NOTE = re.compile(rb"<note\b[^>]*>(?:(?!</note>).)*number is with the desk", re.DOTALL)
IN_MESSAGE = re.compile(rb'<ed-msg info="Not for publication[^"]*020 7946 0000"')


@given(sent(FULL.replace("&eacute;", "é")))
def test_mutations_never_raise_and_never_leak(data: bytes) -> None:
    """Whatever happens to the elements, there is one article or a reason, and notes to editors stay inside."""
    articles = _parsed(data)
    assert len(articles) <= 1
    for article in articles:
        if 0 < data.count(b"number is with") == len(IN_NOTE.findall(data)):
            assert "number is with" not in repr(article)
        if 0 < data.count(b"020 7946") == len(IN_MESSAGE.findall(data)):
            assert "020 7946" not in repr(article)


@pytest.mark.parametrize("name", GOLDEN)
def test_parsing_is_repeatable(name: str) -> None:
    """The parser keeps nothing between documents: any order of documents gives each the same article."""
    raw, hints = record(name)
    document = open_envelope(raw, Limits(), hints).document("nitf")
    first = list(parse(document, KNOWLEDGE))
    other, _ = record(GOLDEN[0])
    list(parse(open_envelope(other, Limits(), Hints()).document("nitf"), KNOWLEDGE))
    assert list(parse(document, KNOWLEDGE)) == first


@pytest.mark.shared
def test_every_shared_file_gives_an_article(shared: Path) -> None:
    """Each real document has text and a headline."""
    files = sorted((shared / "data/formats/fixtures/nitf").iterdir())
    articles = [article for path in files for article in _parsed(path.read_bytes())]
    assert len(articles) == len(files) > 0
    assert all(article.body and article.headline for article in articles)


@pytest.mark.parametrize("pattern", [parser._INITIALS, parser._PLACE, topics.IPTC_CODE])
def test_patterns_are_linear(pattern: Pattern) -> None:
    """100 kB of the worst."""
    pieces = ("a", "a/", "A-", "1", "abcd", "ab/cd-", "a ", "é'")
    assert grows_faster_than_its_text(pattern, pieces, 100_000, searched=False) is None


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<location><city>Linden</city> <country>Norway</country></location><story.date>18 feb</story.date>",
         "Linden, Norway 18 feb"),
        ("<location><city>Linden</city>, <country>Norway</country></location>", "Linden, Norway"),
        ("<location>Linden, Norway</location>", "Linden, Norway"),
        ("<location><country>Norway</country></location>", "Norway"),
    ],
)  # fmt: skip
def test_a_country_beside_its_city_is_parted_from_it(inside: str, text: str) -> None:
    """Elements stand for commas."""
    found = _read(top=f"<dateline>{inside}</dateline>").dateline
    assert found is not None
    assert found.text == text
