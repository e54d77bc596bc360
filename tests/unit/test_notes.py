"""Remarks to editors round a text: notes, embargoes, status lines, machine translations."""

import importlib.resources
import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from worker.article import Article, Block, Flag, Headline, InfoSource, PubStatus, Signal, Status
from worker.knowledge.loading import load
from worker.knowledge.note_words import note_words
from worker.knowledge.tables import ConfigError, Entry
from worker.newsroom import embargo
from worker.newsroom.notes import read
from worker.newsroom.status import read as read_status

KNOWLEDGE = load()
RAW = tomllib.loads((importlib.resources.files("worker.config") / "notes.toml").read_text(encoding="utf-8"))
STORY = "LINDESUND, May 17 (IANS) The harbour reopens on Friday after a storm, officials said."
MORE = "Ferries sail again from noon, the port said."
NOON = datetime(2031, 3, 10, 12, tzinfo=UTC)
DPA = InfoSource(name="DPA", role="provider", code="dpa")


def _article(*lines: str, **fields: Any) -> Article:
    return Article(format="nitf", body=tuple(Block(text=line) for line in lines), **fields)


def _texts(article: Article) -> list[str]:
    return [block.text for block in article.body]


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("(Adds details, quotes from harbour master)", "Adds details, quotes from harbour master"),
        ("(ATTN: ADDS details in paras 4-5, photos)", "ADDS details in paras 4-5, photos"),
        ("(ATTN: UPDATES with port's statement; ADDS photo)", "UPDATES with port's statement; ADDS photo"),
        ("Eds: Minor edits. With photos.", "Eds: Minor edits. With photos."),
        ("(Eds: A longer version is available.)", "Eds: A longer version is available."),
        ("EDITORS: Photos follow", "EDITORS: Photos follow"),
        ("ATTENTION - AJOUTE bilan, réactions ///", "AJOUTE bilan, réactions"),
        ("ATTENTION - ADDS quotes, photo ///", "ADDS quotes, photo"),
        ("(Updates with comments, writes through)", "Updates with comments, writes through"),
        ("(Recasts lead, adds quotes)", "Recasts lead, adds quotes"),
        ("(Corrects name in third paragraph)", "Corrects name in third paragraph"),
        ("(Repeats for additional clients)", "Repeats for additional clients"),
        ("(Neu: 3. Absatz, Zitat Hafenmeister)", "Neu: 3. Absatz, Zitat Hafenmeister"),
        ("(Berichtigung im zweiten Absatz: Dahl)", "Berichtigung im zweiten Absatz: Dahl"),
        ("Achtung Redaktionen: Der 3. Absatz ist neu.", "Achtung Redaktionen: Der 3. Absatz ist neu."),
        ("(Actualise avec la préfecture)", "Actualise avec la préfecture"),
        ("(Ajoute réaction du maire)", "Ajoute réaction du maire"),
        ("(Agrega declaraciones del alcalde)", "Agrega declaraciones del alcalde"),
        ("(Actualiza con nuevas cifras)", "Actualiza con nuevas cifras"),
        ("(Aggiunge dichiarazioni del sindaco)", "Aggiunge dichiarazioni del sindaco"),
        ("(Acrescenta falas do prefeito)", "Acrescenta falas do prefeito"),
        ("(Tillägg: borgmästarens kommentar)", "Tillägg: borgmästarens kommentar"),
        ("(Дополняет словами мэра)", "Дополняет словами мэра"),
        ("(追加：市長のコメント)", "追加：市長のコメント"),
        ("Note to editors: photos follow.", "Note to editors: photos follow."),
    ],
)
def test_notes_go_to_the_ednote(line: str, note: str) -> None:
    """Off the text, without brackets and words that only say whom they are for."""
    found = read(_article(line, STORY, MORE), KNOWLEDGE)
    assert (_texts(found), found.ednote) == ([STORY, MORE], note)


@pytest.mark.parametrize(
    "line",
    [
        "(With photos of a ferry, the harbour looked its age.)",
        "Attention turned to the harbour: it was full.",
        "Editors love harbours: they are full of stories.",
        "Adds details, quotes: nobody does that better than she does.",
        "Correction fluid was invented by a typist.",
        "(c) Daily Harbour",
        "(Lindesund) The harbour reopens.",
        "(Neustadt)",
        "(Updating is easy) said the man.",
        "Hinweise aus der Bevölkerung: Die Polizei sucht Zeugen.",
    ],
)
def test_a_story_s_own_words_stay(line: str) -> None:
    """Sentences that only begin as notes do."""
    article = _article(line, STORY, MORE)
    assert read(article, KNOWLEDGE) is article


def test_a_note_deep_in_the_text_is_the_story_s() -> None:
    """Only the opening is looked at."""
    lines = [STORY, MORE, "One.", "Two.", "Three.", "(Adds details)", "Four.", "Five.", "Six."]
    article = _article(*lines)
    assert read(article, KNOWLEDGE) is article


def test_notes_join_the_feed_s_own_and_lose_their_telephones() -> None:
    """Each note once; sentences that say whom to call stay with the desks."""
    lines = ("Eds: With photos. Call the desk at 212-555-0142.", "(Adds details)", STORY, MORE)
    found = read(_article(*lines, ednote="Photos by Jo Bee."), KNOWLEDGE)
    assert found.ednote == "Photos by Jo Bee. Eds: With photos. Adds details"
    assert read(found, KNOWLEDGE) == found


@pytest.mark.parametrize(
    ("line", "signal", "number"),
    [
        ("EILMELDUNG", Signal.ALERT, None),
        ("+++ EILMELDUNG +++", Signal.ALERT, None),
        ("1ST LEAD", Signal.UPDATE, 1),
        ("(Zusammenfassung)", Signal.UPDATE, None),
        ("CORRECTION", Signal.CORRECTION, None),
        ("EXTRA", Signal.NEW, None),
    ],
)
def test_a_status_line_is_no_text(line: str, signal: Signal, number: int | None) -> None:
    """It is the status unless the feed says another."""
    found = read(_article(line, STORY, MORE), KNOWLEDGE)
    assert (_texts(found), found.status.signal, found.status.number) == ([STORY, MORE], signal, number)
    given = Status(signal=Signal.REPEAT)
    assert read(_article(line, STORY, status=given), KNOWLEDGE).status == given


def test_words_of_status_in_small_letters_are_text() -> None:
    """A subheading "Update" is one."""
    article = _article("Update", STORY)
    assert read(article, KNOWLEDGE) is article


@pytest.mark.parametrize("line", RAW["translations"]["examples"])
def test_machine_translations_are_flagged(line: str) -> None:
    """The remark is off the text, above it or below."""
    for lines in ((line, STORY, MORE), (STORY, MORE, "One.", "Two.", "Three.", "Four.", "Five.", line)):
        found = read(_article(*lines), KNOWLEDGE)
        assert found.flags == (Flag.MACHINE_TRANSLATED,)
        assert line not in _texts(found)
        assert len(found.body) == len(lines) - 1


def test_a_story_about_machine_translation_is_none() -> None:
    """A long paragraph, and one of several sentences."""
    lines = (
        "Machine translation has changed how the port talks to its sailors. It reads 30 languages. It tires never.",
        "The automatic translation of menus made " + "guests laugh, " * 20,
    )
    for line in lines:
        assert read(_article(line, STORY), KNOWLEDGE).flags == ()


MOMENTS = [
    ("STRICTLY EMBARGOED UNTIL 0001 GMT, 12 March 2031", "2031-03-12T00:01:00+00:00"),
    ("EMBARGOED UNTIL 12 March 2031, 10:30 GMT", "2031-03-12T10:30:00+00:00"),
    ("Embargoed until March 12, 2031 at 6:00 PM EST", "2031-03-12T18:00:00-05:00"),
    ("EMBARGOED to 0001 GMT Wednesday March 12", "2031-03-12T00:01:00+00:00"),
    ("UNDER EMBARGO UNTIL 12 MARCH 2031 00:01 UTC", "2031-03-12T00:01:00+00:00"),
    ("Sperrfrist: 12. März 2031, 18.00 Uhr MEZ", "2031-03-12T18:00:00+01:00"),
    ("ATTENTION EMBARGO jusqu'au 12 mars 2031 à 18h00 GMT", "2031-03-12T18:00:00+00:00"),
    ("SOUS EMBARGO JUSQU'AU 12 mars à 05H00 GMT", "2031-03-12T05:00:00+00:00"),
    ("EMBARGO HASTA LAS 18:00 GMT DEL 12 DE MARZO DE 2031", "2031-03-12T18:00:00+00:00"),
    ("SOB EMBARGO até 12 de março de 2031, 18h00 GMT", "2031-03-12T18:00:00+00:00"),
    ("Embargo tot 12 maart 2031 18.00 CET", "2031-03-12T18:00:00+01:00"),
    ("ЭМБАРГО до 12 марта 2031 18:00 МСК", "2031-03-12T18:00:00+03:00"),
]


@pytest.mark.parametrize(("line", "moment"), MOMENTS)
def test_an_embargo_is_kept(line: str, moment: str) -> None:
    """Its end with its zone; the line goes from the text to the note."""
    found = read(_article(line, STORY, MORE, version_created=NOON), KNOWLEDGE)
    assert found.embargoed_until is not None
    assert found.embargoed_until.isoformat() == moment
    assert (found.pub_status, _texts(found), found.ednote) == (PubStatus.USABLE, [STORY, MORE], line)


@pytest.mark.parametrize(
    "line",
    [
        "Sperrfrist: Redebeginn",
        "STRICTLY EMBARGOED",
        "EMBARGO HASTA NUEVO AVISO: 12",
        "Embargo tot 12 maart 2031",
        "EMBARGOED UNTIL 18:00 12 March 2031",
        "Klausuleret til kl. 18.00 den 31. februar 2031",
    ],
)
def test_an_embargo_without_a_clear_end_withholds(line: str) -> None:
    """No moment, no day, no zone, no agency: nothing is guessed."""
    found = read(_article(line, MORE, version_created=NOON), KNOWLEDGE)
    assert (found.embargoed_until, found.pub_status) == (None, PubStatus.WITHHELD)


def test_a_clock_without_a_zone_is_the_agency_s() -> None:
    """Where the feed names an agency with a zone."""
    line = "Sperrfrist 12. März, 18.00 Uhr"
    found = read(_article(line, STORY, version_created=NOON, info_sources=(DPA,)), KNOWLEDGE)
    assert found.embargoed_until is not None
    assert found.embargoed_until.isoformat() == "2031-03-12T18:00:00+01:00"


def test_an_embargo_may_stand_in_a_note_or_keyword() -> None:
    """The feed's own date wins over any."""
    note = "With photos. Embargoed until 12 March 2031, 10:30 GMT."
    found = read(_article(STORY, ednote=note), KNOWLEDGE)
    assert found.embargoed_until == datetime(2031, 3, 12, 10, 30, tzinfo=UTC)
    assert found.ednote == note
    assert read(_article(STORY, slugline="EMBARGO: LINDESUND"), KNOWLEDGE).pub_status is PubStatus.WITHHELD
    assert read(_article(STORY, ednote=note, embargoed_until=NOON), KNOWLEDGE).embargoed_until == NOON


@pytest.mark.parametrize(
    "line",
    [
        "Embargo on oil bites, harbour masters say",
        "Embargoed goods were found on 12 ships in March.",
        "Embargo",
        "The trade embargo until 2031 hurts ports.",
        "Embargos are dear: " + "the port lost 12 ships, the town its fish, " * 5,
        "Nicht vor dem Haus parken",
    ],
)
def test_stories_about_embargoes_are_none(line: str) -> None:
    """A sentence of a story withholds nothing."""
    assert embargo.is_line(line, KNOWLEDGE) is False


def test_a_text_of_nothing_but_notes_stays() -> None:
    """An advisory's body is its message."""
    article = _article("Note to editors: the harbour story is late.", headlines=(Headline(value="ADVISORY"),))
    assert read(article, KNOWLEDGE) is article


@pytest.mark.parametrize("table", ["translations", "embargo"])
def test_an_example_that_is_not_read_is_named(table: str) -> None:
    """When the tables are loaded."""
    changed = {**RAW, table: {**RAW[table], "examples": ["The harbour reopens"]}}
    with pytest.raises(ConfigError, match="is not read so"):
        note_words(Entry("notes.toml", "top level", changed))


@pytest.mark.parametrize("line", RAW["notes"]["examples"])
def test_every_example_of_a_note_is_taken_off(line: str) -> None:
    """The table's own."""
    assert _texts(read(_article(line, STORY), KNOWLEDGE)) == [STORY]


def test_a_note_among_the_lines_of_a_page_is_one() -> None:
    """Outside the body, where a page prints it above the byline."""
    lines = ("(ATTN: ADDS photo)", "Lindesund Post")
    found = read(_article(STORY, furniture=lines), KNOWLEDGE)
    assert (found.ednote, found.furniture) == ("ADDS photo", ("Lindesund Post",))


def test_what_stays_of_a_text_of_notes_is_public() -> None:
    """Whom to call is left out; a table's figures are no telephone numbers."""
    found = read(_article("Note to editors: photos follow. Call the desk at 212-555-0142."), KNOWLEDGE)
    assert _texts(found) == ["Note to editors: photos follow."]
    table = Block(tag="table", text="01 42 36 51 00")
    advisory = Article(
        format="nitf", headlines=(Headline(value="ADVISORY: Ferries"),), body=(table, Block(text="Call 212-555-0142."))
    )
    assert read_status(advisory, KNOWLEDGE).body == (table,)


def test_an_embargo_is_read_on_the_clock_of_the_dateline_s_agency() -> None:
    """Where the feed names none."""
    lines = ("Sperrfrist: 12. März, 18.00 Uhr", "Lindesund (dpa) - Der Hafen öffnet.")
    found = read(_article(*lines, version_created=NOON), KNOWLEDGE)
    assert found.embargoed_until is not None
    assert found.embargoed_until.isoformat() == "2031-03-12T18:00:00+01:00"


def test_notes_without_a_full_stop_are_parted() -> None:
    """By a semicolon."""
    found = read(_article("(Adds quote)", "Eds: With photos.", "(Updates figure)", STORY), KNOWLEDGE)
    assert found.ednote == "Adds quote; Eds: With photos. Updates figure"


@pytest.mark.parametrize(
    "note",
    [
        "Eds: This story is embargoed for release until 6 p.m. EDT on Tuesday, April 2.",
        "Achtung Redaktionen: Frei für Mittwoch, 3. April 2031, 05.00 Uhr",
        "Sperrfrist 3. April 2031, 6.00 Uhr!",
        "(Adds photo. This story is embargoed until 0001 GMT on April 3.)",
    ],
)
def test_an_embargo_behind_the_word_for_editors_holds_the_story(note: str) -> None:
    """In the feed's note as above the text; a note is looked at whole, too: a day has a full stop."""
    for article in (_article(STORY, ednote=note), _article(note, STORY)):
        read_ = read(article, KNOWLEDGE)
        assert read_.pub_status is PubStatus.WITHHELD or read_.embargoed_until is not None


@pytest.mark.parametrize("line", ["Frei für Kinder: Zoo öffnet um 10.00 Uhr", "Gesperrt bis 18.00 Uhr: A1 nach Unfall"])
def test_roads_and_zoos_are_no_embargo(line: str) -> None:
    """Closed or free until a clock's time."""
    article = _article(STORY, headlines=(Headline(value=line),))
    assert read(article, KNOWLEDGE).pub_status is PubStatus.USABLE
