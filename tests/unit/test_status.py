"""Status: what headlines, keywords, notes and codes say that an article does to its story."""

from dataclasses import replace
from typing import Any

import pytest

from worker.article import Article, Block, Description, Flag, Headline, InfoSource, PubStatus, Signal, Status
from worker.knowledge.loading import load
from worker.newsroom.derived import headline_of
from worker.newsroom.status import read

KNOWLEDGE = load()


def _article(headline: str | None = None, **fields: Any) -> Article:
    headlines = (Headline(value=headline),) if headline else ()
    return Article(format="nitf", headlines=headlines, **fields)


def test_the_headline_stays_as_printed_beside_the_clean_one() -> None:
    """Role None as printed, role "clean" without status and column."""
    found = read(_article("RPT-UPDATE 2-GLOBAL MARKETS-Shares up"), KNOWLEDGE)
    assert found.headlines == (
        Headline(value="RPT-UPDATE 2-GLOBAL MARKETS-Shares up"),
        Headline(value="Shares up", role="clean"),
    )
    assert found.status == Status(signal=Signal.REPEAT, number=2, label="RPT-UPDATE 2")
    assert found.column == "GLOBAL MARKETS"
    assert read(found, KNOWLEDGE) == found


@pytest.mark.parametrize(
    ("headline", "signal"),
    [("FLASH", Signal.ALERT), ("AP NewsAlert", Signal.ALERT), ("CORRECTION", Signal.CORRECTION)],
)
def test_a_headline_of_labels_alone_gives_way_to_the_text(headline: str, signal: Signal) -> None:
    """What it says counts, and the first sentence of the text is the clean headline, and flagged."""
    found = read(
        _article(headline, body=(Block(text="LINDEN (AP) - The crane fell on Friday. Nobody slept."),)), KNOWLEDGE
    )
    assert found.status.signal is signal
    assert [one.value for one in found.headlines] == [headline, "The crane fell on Friday"]
    assert Flag.HEADLINE_DERIVED in found.flags
    assert read(_article(headline), KNOWLEDGE).status.signal is signal


@pytest.mark.parametrize(
    ("furniture", "form", "signal"),
    [
        (("URGENTE",), "text", Signal.ALERT),
        (("CORRECTION",), "text", Signal.CORRECTION),
        (("URGENTE",), "html", Signal.NEW),  # a page's menu
        (("BREAKING NEWS", "SPORT"), "text", Signal.NEW),
        (("Breaking news",), "text", Signal.NEW),
    ],
)
def test_the_only_line_above_a_headline_counts(furniture: tuple[str, ...], form: str, signal: Signal) -> None:
    """In a plain text; one of several lines may be of a menu."""
    article = Article(format=form, headlines=(Headline(value="Crane falls"),), furniture=furniture)
    assert read(article, KNOWLEDGE).status.signal is signal


@pytest.mark.parametrize(
    ("form", "sources", "signal"),
    [
        ("html", (), Signal.NEW),
        ("html", (InfoSource(name="AP", code="ap"),), Signal.KILL),
        ("nitf", (), Signal.KILL),
    ],
)
def test_a_page_called_kill_is_about_a_film(form: str, sources: tuple[InfoSource, ...], signal: Signal) -> None:
    """Or a concert is cancelled, unless an agency is credited; in a feed, or above a headline, it is a kill."""
    article = Article(format=form, headlines=(Headline(value="KILL"),), info_sources=sources)
    assert read(article, KNOWLEDGE).status.signal is signal
    cancelled = replace(article, headlines=(Headline(value="[취소] 항만 음악회"),))
    assert read(cancelled, KNOWLEDGE).status.signal is signal
    above = Article(format="text", headlines=(Headline(value="Crane falls"),), furniture=("KILL",))
    assert read(above, KNOWLEDGE).status.signal is Signal.KILL


def test_a_portals_label_alone_is_no_alert() -> None:
    """As before a headline: where no agency is credited the text is its headline, and nothing else."""
    article = _article("快讯", body=(Block(text="港口起重机倒塌。无人受伤。"),))
    found = read(article, KNOWLEDGE)
    assert (found.status.signal, found.headlines[-1].value) == (Signal.NEW, "港口起重机倒塌")
    credited = replace(article, info_sources=(InfoSource(name="新华社", code="xinhua"),))
    assert read(credited, KNOWLEDGE).status.signal is Signal.ALERT


@pytest.mark.parametrize("headline", ["BULLETIN KILL", "AVIS AUX CLIENTS"])
def test_what_is_said_to_editors_makes_no_headline(headline: str) -> None:
    """The text of a kill or an advisory goes to no reader."""
    found = read(_article(headline, body=(Block(text="Kill the story of the mayor's arrest."),)), KNOWLEDGE)
    assert [one.value for one in found.headlines] == [headline]
    assert found.flags == ()


def test_a_flash_that_is_withdrawn_makes_no_headline() -> None:
    """Whatever else the item says of itself."""
    article = _article("FLASH", body=(Block(text="The mayor is arrested."),), pub_status=PubStatus.CANCELED)
    assert [one.value for one in read(article, KNOWLEDGE).headlines] == ["FLASH"]


def test_an_embargo_is_no_headline() -> None:
    """The line below it is, else the beginning of the text."""
    article = _article("EMBARGOED TO 0001 WEDNESDAY MAY 6", body=(Block(text="LINDEN (PA) - The crane fell."),))
    assert read(article, KNOWLEDGE).headlines[-1] == Headline(value="The crane fell", role="clean")
    above = replace(article, descriptions=(Description(value="Crane falls in Linden", role="summary"),))
    assert read(above, KNOWLEDGE).headlines[-1] == Headline(value="Crane falls in Linden", role="clean")


@pytest.mark.parametrize(
    ("line", "signal"),
    [
        ("This story has been corrected to show that two cranes fell.", Signal.CORRECTION),
        ("An earlier version of this story misstated the captain's age.", Signal.CORRECTION),
        ("EDITORS: A mandatory kill has been issued for the crane story.", Signal.KILL),
        ("This story has been updated to add the captain's words.", Signal.UPDATE),
        ("The story of the ferry has been corrected by history.", Signal.NEW),
        ("EDITORS: A kill is mandatory. Make certain that the story is not published.", Signal.KILL),
        ("Chers clients, nous annulons notre dépêche sur la grue.", Signal.KILL),
        ("(This story was updated to add the captain's words.)", Signal.UPDATE),
        ("The agency told editors that “a mandatory kill has been issued” for the picture.", Signal.NEW),
        ("Hunters say that a kill is mandatory. Foxes differ.", Signal.NEW),
        ("“There will be no substitute story,” the film's author said.", Signal.NEW),
        ("Bitte verwenden Sie diese Meldung nicht vor Freitag, 10 Uhr.", Signal.NEW),
        ("The mayor said this story was updated to please him.", Signal.NEW),
    ],
)
def test_a_line_of_the_text_says_it_and_stays(line: str, signal: Signal) -> None:
    """Among the first or last lines; readers are to see it, too."""
    body = (*(Block(text=f"Paragraph {n} of the crane.") for n in range(9)), Block(text=line))
    found = read(_article("Crane falls", body=body), KNOWLEDGE)
    assert (found.status.signal, found.body) == (signal, body)
    middle = read(_article("Crane falls", body=(*body[:5], body[9], *body[5:9])), KNOWLEDGE)
    assert middle.status.signal is Signal.NEW


def test_nothing_printed_changes_nothing() -> None:
    """The very same object."""
    article = _article("Harbour reopens")
    assert read(article, KNOWLEDGE) is article


@pytest.mark.parametrize(
    ("given", "headline", "expected"),
    [
        (Status(), "CORRECTED-Harbour reopens", (Signal.CORRECTION, None)),
        (Status(signal=Signal.REPEAT), "CORRECTED-Harbour reopens", (Signal.REPEAT, None)),
        (Status(signal=Signal.UPDATE), "UPDATE 2-Harbour reopens", (Signal.UPDATE, 2)),
        (Status(signal=Signal.UPDATE, number=3), "UPDATE 2-Harbour reopens", (Signal.UPDATE, 3)),
        (Status(signal=Signal.CORRECTION), "UPDATE 2-Harbour reopens", (Signal.CORRECTION, None)),
    ],
)
def test_codes_win_over_words(given: Status, headline: str, expected: tuple[Signal, int | None]) -> None:
    """Print completes a code of the same meaning and stands in where a feed only says "new"."""
    found = read(_article(headline, status=given), KNOWLEDGE)
    assert (found.status.signal, found.status.number) == expected


def test_a_cancelled_item_is_a_kill_whatever_its_headline() -> None:
    """PubStatus canceled, "CORRECTED-…" and no body: the story is withdrawn."""
    found = read(_article("CORRECTED-Harbour reopens", pub_status=PubStatus.CANCELED), KNOWLEDGE)
    assert (found.status.signal, found.pub_status) == (Signal.KILL, PubStatus.CANCELED)


def test_a_kill_by_word_is_cancelled() -> None:
    """So that consumers who only look at pubStatus see it."""
    found = read(_article("WITHDRAWN-Harbour reopens"), KNOWLEDGE)
    assert (found.status.signal, found.pub_status) == (Signal.KILL, PubStatus.CANCELED)


@pytest.mark.parametrize(
    ("slugline", "signal", "number"),
    [
        ("BC-XX--Lindesund-Harbour, 1st Ld-Writethru", Signal.UPDATE, 1),
        ("BC-XX--Lindesund-Harbour,3rd Ld", Signal.UPDATE, 3),
        ("BC-XX--Lindesund-Harbour,Corrective", Signal.CORRECTION, None),
        ("BC-XX--Lindesund-Harbour", Signal.NEW, None),
        ("UPDATE", Signal.NEW, None),
        ("Lindesund, Nordhavn", Signal.NEW, None),
    ],
)
def test_the_parts_of_a_keyword_are_takes(slugline: str, signal: Signal, number: int | None) -> None:
    """Behind a comma; the keyword itself names the story."""
    found = read(_article("Harbour reopens", slugline=slugline), KNOWLEDGE).status
    assert (found.signal, found.number) == (signal, number)


@pytest.mark.parametrize(
    ("note", "signal"),
    [
        ("Adds details, quotes", Signal.UPDATE),
        ("Eds: UPDATES with comment from harbour master", Signal.UPDATE),
        ("Corrects day of the week in lead", Signal.CORRECTION),
        ("Im 2. Absatz, 3. Satz wurde berichtigt: Dahl (statt Tahl)", Signal.CORRECTION),
        ("Neu: Zitat des Hafenmeisters", Signal.UPDATE),
        ("Ajoute réaction du maire", Signal.UPDATE),
        ("Añade declaraciones del alcalde", Signal.UPDATE),
        ("Noe utvidet.", Signal.UPDATE),
        ("Repeats to all clients", Signal.REPEAT),
        ("With AP Photos.", Signal.NEW),
        ("Photos follow", Signal.NEW),
    ],
)
def test_notes_to_editors_tell_what_was_done(note: str, signal: Signal) -> None:
    """Where neither code nor headline does."""
    assert read(_article("Harbour reopens", ednote=note), KNOWLEDGE).status.signal is signal


def test_a_headline_says_more_than_a_note() -> None:
    """A corrected story with "Adds details" is a correction."""
    found = read(_article("CORRECTED-Harbour reopens", ednote="Adds details"), KNOWLEDGE)
    assert found.status.signal is Signal.CORRECTION


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        ("LINDESUND, May 17 (Reuters) - The harbour reopens. Ferries sail.", "The harbour reopens"),
        (
            "Der Hafen von St. Linde öffnet am 3. Juni wieder. Fähren fahren.",
            "Der Hafen von St. Linde öffnet am 3. Juni wieder",
        ),
        ("Mr. J. Dahl won the U.S. regatta, he said. He wept.", "Mr. J. Dahl won the U.S. regatta, he said"),
        ("Will the harbour reopen? Nobody knows.", "Will the harbour reopen?"),
        ("العبارة تبحر من جديد (وكالة)", "العبارة تبحر من جديد (وكالة)"),
        ("नौका फिर चलेगी। यात्री खुश हैं।", "नौका फिर चलेगी"),
        ("渡轮复航。乘客高兴。", "渡轮复航"),
        ("Broen åbner igen klokken 12.", "Broen åbner igen klokken 12"),
        ("word " * 60, ("word " * 32).strip() + "…"),
        ("…", None),
    ],
)
def test_an_alert_without_headline_gets_its_first_sentence(body: str, headline: str | None) -> None:
    """Without dateline and full stop, cut behind a word, and it says so."""
    found = read(_article(body=(Block(text=body),)), KNOWLEDGE)
    assert found.headline == headline
    assert (Flag.HEADLINE_DERIVED in found.flags) is (headline is not None)
    assert found.field_sources.get("headline") == ("body" if headline else None)


def test_no_text_gives_no_headline() -> None:
    """A table alone is none."""
    assert headline_of(_article(body=(Block(tag="table", text="1 2 3"),)), KNOWLEDGE) is None
    assert headline_of(_article(), KNOWLEDGE) is None


def test_the_agency_of_the_article_decides() -> None:
    """A number in brackets is a take of ANP's, an age elsewhere."""
    anp = InfoSource(name="ANP", role="provider", code="anp")
    assert read(_article("Veer vaart weer (2)", info_sources=(anp,)), KNOWLEDGE).status.number == 2
    assert read(_article("Veer vaart weer (2)"), KNOWLEDGE).status == Status()


@pytest.mark.parametrize(
    "headline",
    [
        "AP News Digest 6 p.m.",
        "Reuters World News Schedule at 1400 GMT",
        "AFP World News Agenda",
        "dpa-Themenvorschau für Montag",
        "Previsiones informativas para mañana",
        "Agenda informativa de EFE",
        "Prévisions de l'AFP pour lundi",
        "KYODO NEWS ADVISORY: March 10",
        "NTB Dagsorden mandag",
        "NOTE TO EDITORS: Ferry story is late",
        "Avis aux abonnés - Retard",
        "TILL REDAKTIONEN: Bilder kommer",
        "ВНИМАНИЮ РЕДАКЦИЙ: фото позже",
    ],
)
def test_what_agencies_send_to_editors_is_an_advisory(headline: str) -> None:
    """Schedules, budgets and messages by their headlines."""
    assert read(_article(headline), KNOWLEDGE).status.signal is Signal.ADVISORY


@pytest.mark.parametrize("headline", ["AP news shakes town", "Reuters moves office", "Agenda for the harbour", "Notes"])
def test_a_story_about_agencies_is_none(headline: str) -> None:
    """Their name alone tells nothing."""
    assert read(_article(headline), KNOWLEDGE).status.signal is Signal.NEW
