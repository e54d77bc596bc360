"""E-mail, RTF and press releases: what is told apart, what never goes out, and bytes of every kind."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worker import sniff
from worker.article import Article, Flag
from worker.envelope.opening import open_envelope
from worker.formats import FAMILIES, email, press_release_text
from worker.formats.rtf import parser as rtf
from worker.knowledge.loading import Knowledge, load
from worker.model import Document, Left, Limits, RawMessage, Reason, Rejected

KNOWLEDGE = load()
NOON = datetime(2024, 5, 17, 12, tzinfo=UTC)
Parse = Callable[[Document, Knowledge], Iterable[Article | Left]]
MAIL = (
    "From: Jo Bee <jo.bee@site.example>\nTo: desk@site.example\nSubject: Canal opens\n"
    "Date: Fri, 17 May 2024 09:12:01 +0200\nMessage-ID: <m1@site.example>\n"
)
RELEASE = """Source: Tidal Works
MEDIA RELEASE PR90417
Tidal Works opens hall

GOTHENBURG, Sweden, March 4, 2019 /PRNewswire-AsiaNet/ --

Tidal Works today opened a floating hall.

SOURCE Tidal Works
"""
START = {"email": MAIL.encode(), "rtf": b"{\\rtf1\\ansi ", "press_release_text": RELEASE.encode()}
PARSERS: dict[str, Parse] = {"email": email.parse, "rtf": rtf.parse, "press_release_text": press_release_text.parse}


def read(data: str | bytes, name: str) -> Article:
    """The one article of a payload."""
    raw = data.encode() if isinstance(data, str) else data
    document = Document(data=raw, format=name, charset="utf-8", charset_source="utf-8", fetched_at=NOON)
    (article,) = PARSERS[name](document, KNOWLEDGE)
    assert isinstance(article, Article)
    return article


def told(article: Article) -> list[str]:
    """The texts of its blocks."""
    return [block.text for block in article.body]


def sniffed(data: bytes) -> str:
    """The format that a payload is read as."""
    opened = open_envelope(RawMessage(topic="t", partition=0, offset=0, value=data), Limits())
    return sniff.sniff(opened, FAMILIES)


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tail=st.one_of(st.binary(max_size=300), st.text(alphabet="{}\\'*ubinpar0123456789-; \n=?_@:/", max_size=200)))
def test_any_bytes_behind_the_signature(name: str, tail: bytes | str) -> None:
    """Bytes of every kind: an article or Rejected, nothing else."""
    data = START[name] + (tail if isinstance(tail, bytes) else tail.encode())
    document = Document(data=data, format=name, charset="cp1252", charset_source="detected", fetched_at=NOON)
    try:
        items = list(PARSERS[name](document, KNOWLEDGE))
    except Rejected:
        return
    assert all(isinstance(item, Article | Left) for item in items)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from(["text/plain", "text/html", "multipart/mixed; boundary=b", "x/y"]))
def test_mail_bodies_of_any_bytes(body: bytes, kind: str) -> None:
    """Whatever a part holds and calls itself, no address of the header goes out."""
    head = f"{MAIL}Content-Type: {kind}; charset=nonsense\nContent-Transfer-Encoding: base64\n\n--b\n\n".encode()
    assert "jo.bee@" not in repr(read(head + body, "email"))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (MAIL.encode() + b"\nIt is open.", "email"),
        (b"   \r\n" + MAIL.encode() + b"Content-Type: text/html\n\n<p>It</p><p>is</p>", "email"),
        (b"From: a quarry\nTo: the harbour\nAll by boat, said the mayor.\n", "text"),
        (RELEASE.encode(), "press_release_text"),
        (b"Home\nNews\nHall opens\nBy Jo Bee\nTidal Works opened a hall, PRNewswire said on Monday.\n", "text"),
        (b"{\\rtf1\\ansi It is open.}", "rtf"),
        (b"\x16\x16\x01V4644\x1f-----\r\nr e\x13\x11 BC-US--Canal     02-09 0121\r\n\x02^Canal<\r\n\x03", "anpa1312"),
        (b"V4644\x1f-----\r\nr e\x13\x11 BC-US--Canal     02-09 0121\r\n\x02^Canal<\r\n\x03", "anpa1312"),
        (b"\x7f\x7f\x7f\r\nbsf069 4 eco 120\r\n\r\nCanal/\r\n\x02Canal =\r\n\r\nText.\r\n", "iptc7901"),
        (b"\x01ZCZC ABC123\r\nCanal =\r\n\r\nText.\r\nNNNN", "zczc"),
    ],
)  # fmt: skip
def test_formats_are_told_apart(data: bytes, expected: str) -> None:
    """Each by its signature, and plain text that only looks like one stays plain text."""
    assert sniffed(data) == expected


def test_names_but_no_addresses() -> None:
    """The sender's name is the byline, the Message-ID the URI, the moment has its zone; the address is nowhere."""
    article = read(MAIL + "\nIt is open.", "email")
    assert (article.byline, article.uri, article.headline) == ("Jo Bee", "mid:m1@site.example", "Canal opens")
    assert article.version_created is not None
    assert article.version_created.isoformat() == "2024-05-17T09:12:01+02:00"
    assert "jo.bee" not in repr(article)


def test_a_message_id_that_is_the_senders_address() -> None:
    """It is no identifier then, and does not go out."""
    assert read(MAIL.replace("<m1@site.example>", "<jo.bee@site.example>") + "\nText.", "email").uri is None


@pytest.mark.parametrize(
    "end",
    [
        "-- \nJo Bee\n+49 30 5550100",
        "On Wed, 15 May 2024 at 18:00, Ann <ann@site.example> wrote:\n> 5550100",
        "-----Original Message-----\nFrom: Ann 5550100",
        "> 5550100",
        "Sent from my phone 5550100",
    ],
)
def test_what_is_not_the_senders_text(end: str) -> None:
    """Signatures, quoted mails and footers are no text of the story."""
    article = read(f"{MAIL}\nIt is open.\n\n{end}\n", "email")
    assert told(article) == ["It is open."]


def test_one_of_the_alternatives() -> None:
    """HTML before plain text, whichever comes first; never both."""
    part = "--b\nContent-Type: text/{}\n\n{}\n"
    parts = part.format("html", "<p>It <b>is</b> open.</p>") + part.format("plain", "It is plain.")
    article = read(f"{MAIL}Content-Type: multipart/alternative; boundary=b\n\n{parts}--b--\n", "email")
    assert told(article) == ["It is open."]


def test_a_subject_in_bytes_without_a_label() -> None:
    """Raw bytes in a header are read as a payload's are."""
    article = read(MAIL.replace("Canal opens", "Kanal öffnet").encode("cp1252") + b"\nText.", "email")
    assert article.headline == "Kanal öffnet"


def test_a_flood_of_parts() -> None:
    """More parts than a mail has are refused before they are parsed."""
    flood = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(500))
    with pytest.raises(Rejected) as caught:
        read(MAIL + flood, "email")
    assert caught.value.reason is Reason.TOO_LARGE


def test_messages_in_messages() -> None:
    """A tower of forwarded mails ends in a reason or an article, in time."""
    start = time.process_time()
    tower = MAIL + "Content-Type: message/rfc822\n\n" + "Content-Type: message/rfc822\n\n" * 3000 + "\nText."
    with pytest.raises(Rejected) as caught:
        read(tower, "email")
    assert caught.value.reason is Reason.TOO_LARGE
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "markup",
    [
        r"{\v 5550100}",
        r"\v 5550100\v0 ",
        r"{\deleted 5550100}",
        r"{\header 5550100}",
        r"{\footnote 5550100}",
        r"{\*\annotation 5550100}",
        r"{\info{\author 5550100}}",
        r"{\*\anything 5550100}",
        r"{\pict\bin9 }}5550100}",
        r"\par Not for publication\par 5550100",
    ],
)
def test_hidden_text_of_rtf(markup: str) -> None:
    """Hidden, deleted, marginal and private text is in no field."""
    article = read(rf"{{\rtf1\ansi It is open.{markup}}}", "rtf")
    assert "5550100" not in repr(article)
    assert told(article)[0].startswith("It is open.")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (r"\ansicpg1252 caf\'e9", "café"),
        (r"\ansicpg1251 \'cc\'ee\'f1\'f2", "Мост"),
        (r"\ansicpg932 \'8b\'b4", "橋"),
        (r"{\fonttbl{\f1\fcharset161 A;}}\f1 \'e1\'e2", "αβ"),
        (r"\uc1 \u8364?5", "€5"),
        (r"\uc2 \u8364\'80\'805", "€5"),
        (r"\uc0 \u8364 5", "€5"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"a\emdash b\~c\_d\-e", "a—b c-de"),
        (r"\'c3\'a9t\'c3\'a9", "été"),
        (r"\\ \{ \}", "\\ { }"),
    ],
)
def test_characters_of_rtf(markup: str, expected: str) -> None:
    """Code pages, fonts' charsets, Unicode with its stand-ins, symbols."""
    assert told(read(rf"{{\rtf1\ansi {markup}}}", "rtf")) == [expected]


def test_rows_of_rtf_are_a_table() -> None:
    """Cells and rows, as text and as HTML."""
    article = read(r"{\rtf1 Text.\par\trowd A\cell B\cell\row C\cell D & E\cell\row\pard More.\par}", "rtf")
    assert [block.tag for block in article.body] == ["p", "table", "p"]
    assert article.body[1].html == "<tr><td>A</td><td>B</td></tr><tr><td>C</td><td>D &amp; E</td></tr>"


def test_rtf_takes_linear_time() -> None:
    """Four times the file takes about four times as long."""

    def seconds(count: int) -> float:
        start = time.process_time()
        read("{\\rtf1 " + "{\\b a}\\'e9\\u8364?\\par\\cell " * count + "}", "rtf")
        return time.process_time() - start

    assert seconds(8000) < 8 * max(seconds(2000), 0.05)


def test_contacts_of_a_release() -> None:
    """Whom editors may call is no part of the story; what the sender says of itself is."""
    contacts = (
        "Media Contact:\nOskar Brand\noskar@site.example\n+46 31 555 0142\n\nAbout Tidal Works\n\nIt builds turbines.\n"
    )
    article = read(
        RELEASE.replace("SOURCE", f"{contacts}\nFor more information, call +46 31 555 0142.\n\nSOURCE"),
        "press_release_text",
    )
    assert told(article) == ["Tidal Works today opened a floating hall.", "About Tidal Works", "It builds turbines."]
    assert "555" not in repr(article)


def test_facts_of_a_release() -> None:
    """Number, headline, day, who sends and who pays; it is flagged."""
    article = read(RELEASE, "press_release_text")
    assert (article.uri, article.headline) == ("asianet-PR90417", "Tidal Works opens hall")
    assert [(source.name, source.role) for source in article.info_sources] == [
        ("PR Newswire", "provider"), ("Tidal Works", "source"),
    ]  # fmt: skip
    assert article.dateline is not None
    assert article.dateline.text == "GOTHENBURG, Sweden, March 4, 2019 /PRNewswire-AsiaNet/ --"
    assert article.flags == (Flag.PRESS_RELEASE,)
    assert article.field_sources["versionCreated"] == "dateline, day only"
