"""Telegrams: IPTC 7901, ANPA 1312, ZCZC; bytes of every kind, messages that never mix."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worker.article import Article, Flag, PubStatus, Signal
from worker.formats import anpa1312, iptc7901, zczc
from worker.knowledge.loading import Knowledge, load
from worker.model import Document, Left, Rejected
from worker.wire import clock, heads, prose
from worker.wire.public import public

Parse = Callable[[Document, Knowledge], Iterable[Article | Left]]
KNOWLEDGE = load()
NOON = datetime(2024, 5, 17, 12, tzinfo=UTC)
PARSERS: dict[str, Parse] = {"iptc7901": iptc7901.parse, "anpa1312": anpa1312.parse, "zczc": zczc.parse}


def document(text: str | bytes, name: str, charset: str = "utf-8", source: str = "utf-8") -> Document:
    """The text as the parser of a format gets it."""
    data = text.encode(charset) if isinstance(text, str) else text
    return Document(data=data, format=name, charset=charset, charset_source=source, fetched_at=NOON)


def articles(text: str | bytes, name: str, charset: str = "utf-8", source: str = "utf-8") -> list[Article]:
    """The articles of a record."""
    items = PARSERS[name](document(text, name, charset, source), KNOWLEDGE)
    return [item for item in items if isinstance(item, Article)]


def telegram(number: int, headline: str, text: str) -> str:
    """An IPTC 7901 message."""
    head = f"\x01eca{number:04} 3 i 12 dpa 0001\r\n\r\nHarbour/\r\n\x02{headline} =\r\n\r\n"
    return f"{head}{text}\r\n\x03171200 GMT May 24\r\n\x04"


def wire(number: int, headline: str, text: str) -> str:
    """An ANPA 1312 message."""
    return (
        f"\x16\x16\x01V{number:04}\x1f-----\r\nr a\x13\x11 BC-US--Harbor     05-17 0012\r\n"
        f"\x02^BC-US--Harbor,12<\r\n^{headline}<\r\n\t   {text}\r\n\t   \x03AP-WF-05-17-24 1200GMT<\r\n\x04"
    )


def teleprinter(number: int, headline: str, text: str) -> str:
    """A ZCZC telegram."""
    return f"ZCZC MKT{number:03}\r\n{headline} =\r\n\r\n{text}\r\n\r\n171200 GMT May 24\r\nNNNN\r\n"


MAKERS = {"iptc7901": telegram, "anpa1312": wire, "zczc": teleprinter}


@pytest.mark.parametrize("name", MAKERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(count=st.integers(1, 8), data=st.data())
def test_messages_never_mix(name: str, count: int, data: st.DataObject) -> None:
    """Each message of a record gives its own headline and text, whatever its neighbours are."""
    words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=9)
    heads_ = [f"Head{at}x {data.draw(words)} {data.draw(words)}" for at in range(count)]
    texts = [f"Text{at}x {data.draw(words)} {data.draw(words)} and more." for at in range(count)]
    record = "".join(MAKERS[name](at + 1, heads_[at], texts[at]) for at in range(count))
    found = articles(record, name)
    assert [article.headline for article in found] == heads_
    assert [[block.text for block in article.body] for article in found] == [[text] for text in texts]
    assert len({article.uri for article in found}) == count


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tail=st.binary(max_size=300), cut=st.integers(0, 400), place=st.integers(0, 200))
def test_any_bytes_behind_the_signature(name: str, tail: bytes, cut: int, place: int) -> None:
    """Bytes of every kind, in a message or behind it, cut anywhere: articles, Left or Rejected, nothing else."""
    whole = MAKERS[name](1, "Ferry strike called off", "HOBART (AP) _ It is off.").encode()
    for data in (whole[:cut], whole[:place] + tail + whole[place:], whole[:20] + tail):
        try:
            items = list(PARSERS[name](document(data, name, "cp1252", "detected"), KNOWLEDGE))
        except Rejected:
            continue
        assert all(isinstance(item, Article | Left) for item in items)


@pytest.mark.parametrize("name", PARSERS)
def test_no_message_is_rejected(name: str) -> None:
    """Text without a header line is refused as a whole."""
    with pytest.raises(Rejected):
        list(PARSERS[name](document("Ferry strike called off", name), KNOWLEDGE))


@pytest.mark.parametrize(
    ("line", "expected", "source"),
    [
        ("131137 GMT Nov 13", "2013-11-13T11:37:00+00:00", "feed"),
        ("071341 GMT Okt 15", "2015-10-07T13:41:00+00:00", "feed"),
        ("AFP   121030 GMT JAN 12", "2012-01-12T10:30:00+00:00", "feed"),
        ("090715 CET fév 2019", "2019-02-09T07:15:00+01:00", "feed"),
        ("171405 mai", "2024-05-17T14:05:00+00:00", "feed, year not printed, zone not printed"),
    ],
)
def test_end_lines(line: str, expected: str, source: str) -> None:
    """Day and clock, zone, month in any language, year or none."""
    found = clock.end_line(line, KNOWLEDGE.dates, NOON)
    assert found is not None
    assert (found.when.isoformat(), found.source) == (expected, source)


@pytest.mark.parametrize(
    "line", ["311200 GMT Feb 20", "132561 GMT Nov 13", "131137 GMT Xyz 13", "Room 131137", "131137"]
)
def test_no_end_lines(line: str) -> None:
    """Days and clocks that are none are no end line."""
    assert clock.end_line(line, KNOWLEDGE.dates, NOON) is None


def test_ap_end_line_with_a_zone_of_its_own() -> None:
    """AP's clock is in the zone it names; a year of four figures is read too."""
    found = clock.ap_end_line("AP-NY-11-13-2013 1509EST<", KNOWLEDGE.dates, NOON)
    assert found is not None
    assert found.when.isoformat() == "2013-11-13T15:09:00-05:00"


@pytest.mark.parametrize("line", ["AP-WF-13-41-18 2214GMT<", "AP-WF-02-30-18 2214GMT", "AP-WF-02-10-18 9914GMT"])
def test_absurd_ap_end_lines(line: str) -> None:
    """No such day, no such hour: no moment."""
    assert clock.ap_end_line(line, KNOWLEDGE.dates, NOON) is None


@pytest.mark.parametrize(
    ("take", "signal", "number"),
    [
        ("1ST LEAD", Signal.UPDATE, 1),
        ("2ndLd-Writethru", Signal.UPDATE, 2),
        ("2ND LEAD (ADELAIDE)", Signal.UPDATE, 2),
        ("(KORR)", Signal.CORRECTION, None),
        ("BULLETIN KILL", Signal.KILL, None),
        ("Leading lights", Signal.NEW, None),
        ("Net result of the vote", Signal.NEW, None),
        ("(BRISBANE)", Signal.NEW, None),
    ],
)
def test_takes(take: str, signal: Signal, number: int | None) -> None:
    """A take key says what it does to the story; words that only begin like one say nothing."""
    status = heads.status_of([take], KNOWLEDGE)
    assert (status.signal, status.number) == (signal, number)


def test_heads_of_four_lines() -> None:
    """Takes, headline and byline, each where it belongs; the sign that ends the head is gone."""
    head = heads.read(
        ["REFILE", "1ST LEAD", "Harbour town opens old canal", "By Jo Bee, dpa  =", "", "Text."], KNOWLEDGE
    )
    assert head.takes == ("REFILE", "1ST LEAD")
    assert (head.headline, head.byline, head.start) == ("Harbour town opens old canal", "By Jo Bee, dpa", 4)


def test_nothing_behind_not_for_publication() -> None:
    """Editors' numbers are in no field of the article, whatever the heading over them is called."""
    for line in ("# Notizblock", "* * * *\r\nThe following information is not intended for publication", "# Notebook"):
        text = telegram(1, "Canal opens", f"Port (dpa) - It is open.\r\n\r\n{line}\r\n\r\n- Jo Bee, +49 30 5550100")
        (article,) = articles(text, "iptc7901")
        assert "5550100" not in repr(article)
        assert [block.text for block in article.body] == ["Port (dpa) - It is open."]


@pytest.mark.parametrize("reach", ["call 212-555-0100", "Tel: 0400 555", "desk@site.example", "+1 (212) 555-0100"])
def test_notes_that_say_whom_to_call(reach: str) -> None:
    """An ednote with an address or a number in it does not go out; its neighbour does."""
    text = wire(1, "Canal opens", "It is open.").replace(
        "<\r\n\t", f"<\r\n^Eds: With photos.<\r\n^Eds: {reach}.<\r\n\t", 1
    )
    (article,) = articles(text, "anpa1312")
    assert article.ednote == "Eds: With photos."


def test_public_keeps_what_has_no_such_line() -> None:
    """Text alone is all for publication."""
    assert public(["A notebook was found.", "", "It was not for sale."], KNOWLEDGE) == [
        "A notebook was found.",
        "",
        "It was not for sale.",
    ]


def test_the_writers_login_stays_inside() -> None:
    """AAP's & field, a login, is in no field."""
    (article,) = articles("ZCZC AAP\n$Canal opens\n#Canal\n&AAPIS\\Secretname\n*15054000\nIt is open.\nNNNN", "zczc")
    assert "Secretname" not in repr(article)
    assert article.subjects[-1].literal == "subj:15054000"


def test_dos_letters() -> None:
    """Umlauts of code page 437 and 850 are umlauts, where nobody said which bytes they are."""
    (article,) = articles(telegram(1, "Brücke öffnet", "Größe zählt."), "iptc7901", "cp850")
    assert article.headline == "Brücke öffnet"
    data = telegram(1, "Brücke öffnet", "Größe zählt.").encode("cp850")
    (guessed,) = articles(data, "iptc7901", "cp1252", "detected")
    assert guessed.headline == "Brücke öffnet"


def test_windows_apostrophes_are_no_dos_letters() -> None:
    """cp1252's apostrophe between letters does not make DOS text."""
    (article,) = articles(
        telegram(1, "L’île et l’été", "Aujourd’hui.").encode("cp1252"), "iptc7901", "cp1252", "detected"
    )
    assert article.headline == "L’île et l’été"


def test_priorities() -> None:
    """7901's figure is the urgency; 0 is none."""
    assert [a.urgency for a in articles(telegram(1, "Canal opens", "Text."), "iptc7901")] == [3]
    assert [a.urgency for a in articles(telegram(1, "Canal opens", "Text.").replace(" 3 i", " 0 i"), "iptc7901")] == [
        None
    ]


def test_cut_short() -> None:
    """A message whose end did not come says so; one that only lacks its frames does not."""
    for name, maker in MAKERS.items():
        whole = maker(1, "Canal opens", "It is open.")
        assert articles(whole, name)[0].flags == ()
        assert Flag.TRUNCATED in articles(whole[: whole.index("open.")], name)[0].flags


def test_ap_kill_without_text() -> None:
    """A kill with nothing but its words is a withdrawal."""
    text = wire(3, "BULLETIN KILL", "").replace("BC-US--Harbor    ", "BC-US--Harbor Kill ")
    (article,) = articles(text, "anpa1312")
    assert (article.pub_status, article.status.signal, article.body) == (PubStatus.CANCELED, Signal.KILL, ())


@pytest.mark.parametrize(
    ("slug", "signal", "number"),
    [
        ("BC-APNewsAlert,30", Signal.ALERT, None),
        ("BC-AP News Digest 6 pm,102", Signal.ADVISORY, None),
        ("AP-News Digest-10:15 a.m.,102", Signal.ADVISORY, None),
        ("BC-Harbor Digest,102", Signal.NEW, None),
    ],
)
def test_ap_slug_alone_says_what_it_is(slug: str, signal: Signal, number: int | None) -> None:
    """Where the header has lost its keyword line, and with the hour of an edition behind it."""
    text = f"\x16\x16\x01a0666\x1f-----\x1ff a Harbor\x1f06-30 0030\x02\r\n^{slug}<\r\n\tText of it.\r\n\x03"
    (article,) = articles(text, "anpa1312")
    assert (article.status.signal, article.status.number) == (signal, number)


def test_sports_keyword_is_a_subject() -> None:
    """BKN is basketball; the category letter is kept as it is."""
    (article,) = articles(wire(1, "Heat win", "It is over.").replace("US--Harbor", "BKN--Harbor"), "anpa1312")
    assert [subject.literal for subject in article.subjects] == ["anpa-category:a", "subj:15008000"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["The ferry strike planned for the weekend", "is off."],
         [("p", "The ferry strike planned for the weekend is off.")]),
        (["- one thing and another thing here", "- another"],
         [("li", "one thing and another thing here"), ("li", "another")]),
        (["A  1", "B  2"], [("pre", "A\t1\nB\t2")]),
        (["   First of them is here, and it goes on to", "the end.", "   Second."],
         [("p", "First of them is here, and it goes on to the end."), ("p", "Second.")]),
        (["One.", "", "____", "", "Two."], [("p", "One."), ("p", "Two.")]),
    ],
)  # fmt: skip
def test_prose(lines: list[str], expected: list[tuple[str, str]]) -> None:
    """Broken lines are joined, items and columns stay, rules go."""
    assert [(block.tag, block.text) for block in prose.blocks(lines)] == expected


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=30))
def test_prose_loses_no_word(lines: list[str]) -> None:
    """Every letter and figure of the lines is in a block, in order."""
    kept = [character for line in lines for character in line if character.isalnum() and character != "o"]
    found = [
        character
        for block in prose.blocks(lines)
        for character in block.text
        if character.isalnum() and character != "o"
    ]
    assert found == kept


def test_apas_line_under_the_headline_is_no_text() -> None:
    """It says "Utl." in front."""
    text = telegram(1, "Canal opens", "Utl.: Two boats came\r\n\r\n   Linden (APA) - It is open.")
    (article,) = articles(text, "iptc7901")
    assert [headline.value for headline in article.headlines] == ["Canal opens", "Two boats came"]
    assert [block.text for block in article.body] == ["Linden (APA) - It is open."]
