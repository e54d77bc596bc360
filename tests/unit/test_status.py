"""Status: what headlines, keywords, notes and codes say that an article does to its story."""

import importlib.resources
import tomllib
from dataclasses import replace
from typing import Any

import pytest

from worker.article import Article, Block, Description, Flag, Headline, InfoSource, PubStatus, Signal, Status
from worker.knowledge.loading import load
from worker.newsroom import labels
from worker.newsroom.derived import headline_of
from worker.newsroom.status import read

KNOWLEDGE = load()
RAW = tomllib.loads((importlib.resources.files("worker.config") / "status.toml").read_text(encoding="utf-8"))
EXAMPLES = [(row["signal"], example) for row in RAW["word"] for example in row["examples"]]
SENTENCES = [(row["signal"], line) for row in RAW["word"] for line in row.get("sentences", ())]
REUTERS = frozenset({"reuters"})


@pytest.mark.parametrize(("signal", "example"), EXAMPLES, ids=[example["line"] for _, example in EXAMPLES])
def test_every_example_of_the_table_is_read(signal: str, example: dict[str, Any]) -> None:
    """Headlines with the clean rest and the number, lines of their own and notes with the signal."""
    line = example["line"]
    if "clean" in example:
        found = labels.read(line, KNOWLEDGE, frozenset(example.get("agencies", ())))
        assert found is not None
        assert found.clean == example["clean"]
        status = found.status
    else:
        status = KNOWLEDGE.status.take(line) or KNOWLEDGE.status.noted(line, KNOWLEDGE.notes)
    assert status is not None
    assert (status.signal, status.number) == (signal, example.get("number"))


@pytest.mark.parametrize(("signal", "line"), SENTENCES)
def test_every_sentence_of_the_table_is_read_at_the_beginning_of_a_line(signal: str, line: str) -> None:
    """And behind a stop, not within another sentence."""
    assert KNOWLEDGE.status.told(line) == KNOWLEDGE.status.told(f"EDITORS: {line}") == Status(signal=Signal(signal))
    assert KNOWLEDGE.status.told(f"The mayor told us that {line}") is None


@pytest.mark.parametrize("word", RAW["credited"]["words"])
def test_a_label_of_portals_is_an_alert_of_agencies_alone(word: str) -> None:
    """It is taken off the headline all the same."""
    found = labels.read(f"{word}：港口起重机倒塌", KNOWLEDGE)
    assert found is not None
    assert (found.clean, found.status) == ("港口起重机倒塌", None)
    assert labels.read(f"{word}：港口起重机倒塌", KNOWLEDGE, frozenset({"xinhua"})) == labels.Labelled(
        clean="港口起重机倒塌", status=Status(signal=Signal.ALERT, label=word)
    )


@pytest.mark.parametrize("example", RAW["columns"]["examples"], ids=lambda example: example["line"])
def test_a_column_is_no_status(example: dict[str, Any]) -> None:
    """The tag goes to `column`, the headline is left without it."""
    found = labels.read(example["line"], KNOWLEDGE)
    assert found is not None
    assert (found.column, found.clean) == (example["column"], example["clean"])


PRINTED = [
    ("UPDATE 1-Ferry to sail again; harbour keeps watch", (), "update", 1, "Ferry to sail again; harbour keeps watch"),
    ("UPDATE 10-Ferry to sail again", (), "update", 10, "Ferry to sail again"),
    ("CORRECTED-S. Lindesund battles floods", (), "correction", None, "S. Lindesund battles floods"),
    ("REFILE-UPDATE 3-Ferry to sail again", (), "repeat", 3, "Ferry to sail again"),
    ("RPT-INSIGHT-The men who dredge", (), "repeat", None, "The men who dredge"),
    ("RPT-FORCE-The men who dredge", (), "repeat", None, "FORCE-The men who dredge"),
    ("WITHDRAWN-Ferry to sail again", (), "kill", None, "Ferry to sail again"),
    ("CORRECTED-WRAPUP 2-GLOBAL MARKETS-Ferries up", (), "correction", 2, "Ferries up"),
    ("(3rd LD) Ferry to sail again", (), "update", 3, "Ferry to sail again"),
    ("(2nd LD-Writethru) Ferry to sail again", (), "update", 2, "Ferry to sail again"),
    ("2ND LEAD: Ferry to sail again", (), "update", 2, "Ferry to sail again"),
    ("Urgent: Ferry to sail again", (), "alert", None, "Ferry to sail again"),
    ("Flash: Ferry to sail again", (), None, None, ""),
    ("FLASH: Ferry to sail again", (), "alert", None, "Ferry to sail again"),
    ("URGENT - Ferry to sail again", (), "alert", None, "Ferry to sail again"),
    ("CORRECTION: Ferry to sail again", (), "correction", None, "Ferry to sail again"),
    ("Clarification: Ferry story", (), "correction", None, "Ferry story"),
    ("KORREKTUR/ROUNDUP: Fähre fährt wieder", (), "correction", None, "Fähre fährt wieder"),
    ("WDH/ROUNDUP 2: Fähre fährt wieder", (), "repeat", 2, "Fähre fährt wieder"),
    ("Eilmeldung: Fähre gesunken", (), "alert", None, "Fähre gesunken"),
    ("(Korrektur: Fähre) Hafen zu", (), "correction", None, "Hafen zu"),
    ("(Fähre: Korrektur) Hafen zu", (), None, None, ""),
    *((line, (), None, None, "") for line in ("(Kill: a verb) A play opens", "(Flash: a dog) A play opens")),
    *((line, (), None, None, "") for line in ("KILL! opens in June", "EIL wins order for a refinery")),
    *((line, (), None, None, "") for line in ("Annulé : Le bal du port", "Återkallas: Korv", "İptal: Konser yok")),
    *(
        (line, (), None, None, "")
        for line in ("¿Quién deja la casa? - AVANCE", "Bal du port – ANNULÉ", "The Rovers' last gig - WITHDRAWN")
    ),
    ("İPTAL: Konser yok", (), "kill", None, "Konser yok"),
    ("(Zusammenfassung: 15.00) Hafen zu", (), "update", None, "Hafen zu"),
    ("Fähre gesunken (Zusammenfassung)", (), None, None, ""),
    ("Fähre gesunken (ZUSAMMENFASSUNG)", (), "update", None, "Fähre gesunken"),
    ("RECTIFICATIF - Le bac repart", (), "correction", None, "Le bac repart"),
    ("LEAD 2-Le bac repart", (), "update", 2, "Le bac repart"),
    ("RPT-LEAD 1-Le bac repart", (), "repeat", 1, "Le bac repart"),
    ("Le bac repart (actualisé)", (), "update", None, "Le bac repart"),
    ("ACTUALIZA 2-El ferry zarpa de nuevo", (), "update", 2, "El ferry zarpa de nuevo"),
    ("(Ampliación) El ferry zarpa de nuevo", (), "update", None, "El ferry zarpa de nuevo"),
    ("Avance.- El ferry zarpa de nuevo", (), "alert", None, "El ferry zarpa de nuevo"),
    ("CORRECCIÓN-El ferry zarpa de nuevo", (), "correction", None, "El ferry zarpa de nuevo"),
    ("REP.- El ferry zarpa de nuevo", (), "repeat", None, "El ferry zarpa de nuevo"),
    ("ANULADA.- El ferry zarpa de nuevo", (), "kill", None, "El ferry zarpa de nuevo"),
    ("RETTIFICA: Il traghetto riparte", (), "correction", None, "Il traghetto riparte"),
    ("++ Affonda un traghetto ++", (), "alert", None, "Affonda un traghetto"),
    ("Il traghetto riparte (3)", ("ansa",), "update", 3, "Il traghetto riparte"),
    ("Veer vaart weer (2)", ("anp",), "update", 2, "Veer vaart weer"),
    ("CORREÇÃO-Balsa volta a navegar", (), "correction", None, "Balsa volta a navegar"),
    ("Balsa volta a navegar (atualizada)", (), "update", None, "Balsa volta a navegar"),
    ("RÄTTELSE: Färjan går igen", (), "correction", None, "Färjan går igen"),
    ("NY VERSION: Färjan går igen", (), "update", None, "Färjan går igen"),
    ("RETTING: Ferja går igjen", (), "correction", None, "Ferja går igjen"),
    ("HAST: Ferja har sunket", (), "alert", None, "Ferja har sunket"),
    ("KORJAUS: Lautta kulkee taas", (), "correction", None, "Lautta kulkee taas"),
    ("TOISTO: Lautta kulkee taas", (), "repeat", None, "Lautta kulkee taas"),
    ("СРОЧНО: Паром затонул", (), "alert", None, "Паром затонул"),
    ("Паром затонул (дополненная версия)", (), "update", None, "Паром затонул"),
    ("ИСПРАВЛЕНИЕ: Паром затонул", (), "correction", None, "Паром затонул"),
    ("تصحيح-العبارة تبحر من جديد", (), "correction", None, "العبارة تبحر من جديد"),
    ("عاجل - غرق عبارة", (), "alert", None, "غرق عبارة"),
    ("تحديث 2- العبارة تبحر من جديد", (), "update", 2, "العبارة تبحر من جديد"),
    ("अपडेट: नौका फिर चलेगी", (), "update", None, "नौका फिर चलेगी"),
    ("तत्काल: नौका डूबी", (), "alert", None, "नौका डूबी"),
    ("（更新）渡轮复航", (), "update", None, "渡轮复航"),
    ("急電：渡輪沉沒", (), "alert", None, "渡輪沉沒"),
    ("再送：フェリーが再開", (), "repeat", None, "フェリーが再開"),
    ("【訂正】フェリーが再開", (), "correction", None, "フェリーが再開"),
    ("[2보] 여객선 침몰", (), "update", 2, "여객선 침몰"),
    ("여객선 침몰(종합)", (), "update", None, "여객선 침몰"),
    ("[정정] 여객선 운항 재개", (), "correction", None, "여객선 운항 재개"),
    ("Prom wypłynął (aktl.)", (), "update", None, "Prom wypłynął"),
    ("GÜNCELLEME 2 - Feribot yeniden yola çıktı", (), "update", 2, "Feribot yeniden yola çıktı"),
]


@pytest.mark.parametrize(("line", "agencies", "signal", "number", "clean"), PRINTED, ids=[line for line, *_ in PRINTED])
def test_labels_of_all_languages_are_read(
    line: str, agencies: tuple[str, ...], signal: str | None, number: int | None, clean: str
) -> None:
    """Signal, number and the headline that is left; some that only look so are none."""
    found = labels.read(line, KNOWLEDGE, frozenset(agencies))
    if signal is None:
        assert found is None
        return
    assert found is not None
    assert found.status is not None
    assert (found.status.signal, found.status.number, found.clean) == (signal, number, clean)


LOOK_ALIKES = [
    *("Update: the word that annoys every typist", "Updates to the law come into force", "An update on the ferry"),
    *("Correction officers strike in three prisons", "Correction: a history of red ink", "Corrections chief resigns"),
    *("Lead pipes found in old harbour", "Lead: the metal in your water", "LEAD poisoning rises", "The Lead: a show"),
    *("Kill Bill star visits Lindesund", "Killings rise in port city", "Kill switch saves ferry", "To kill: a bird"),
    *("Alert: Heavy rain in the hills", "Red alert: rivers rise", "Alert system fails", "Weather alert issued"),
    *("Flash floods hit valley", "Flash: a photographer's life", "Urgent care centre opens", "Urgent need for blood"),
    *("Extra time decides cup", "Extra: more from our readers", "Breaking bad habits", "Breaking point reached"),
    *("Repeat offender jailed", "Repeat: never again, says mayor", "Advisory board meets", "Advisory: bridge shut"),
    *("Withdrawn: how one man left the world", "Bulletin of the port appears", "Snap election called"),
    *("Anti-Corruption march", "Ex-Minister Li dies", "U.S.-China talks resume", "US-China talks resume"),
    *("NATO-Russia council meets", "CDU-Politiker tritt zurück", "EU-Gipfel endet", "COVID-19 cases fall"),
    *("WM-Finale im Hafen", "IS-Kämpfer gefasst", "TV-Star zu Besuch", "FED-Chef warnt", "G20-Gipfel beginnt"),
    *("NEU-DELHI: Ministertreffen", "Neu: Fähre fährt nachts", "Rückruf: Hersteller warnt vor Käse"),
    *("RÜCKRUF: Hersteller warnt vor Käse", "Update-Zwang verärgert Kunden", "Lead-Sängerin verlässt Band"),
    *("LEAD-Programm fördert Orte", "Flash-Speicher wird teurer", "Kill-Switch rettet Fähre", "Extra-Runde nötig"),
    *("Alerte météo en Bretagne", "Lampo Leong expose", "Urgences: la grève continue", "La mise à jour arrive"),
    *("Avance de la sequía en el sur", "Urgente necesidad de agua", "Alerta roja en la costa"),
    *("Bub ertrinkt im Hafen (6)", "Motorradfahrer tot (21)", "Apollo (13)", "Man drowns (2)"),
    *("Water holds metal (lead)", "Sie sagte Nein (neu)", "A letter (unsent)", "Agenda: the week ahead"),
    *("Ferry sails: update expected", "Q&A: what the ferry costs", "++", "+++", "()", "-", ":", "[ ]", "(2)"),
    *(
        "URGENT-CARE CLINICS MULTIPLY",
        "KILL-SWITCH ACT PASSES",
        "CORRECTION-OFFICERS STRIKE",
        "Alert! Wolves near port",
    ),
    *("*** A night at the ferry ***", "Urgent! says the mayor", "+++ A +++ B +++ C +++", "FERRY SAILS - UPDATE"),
    *("Bill voted down - REP", "Ferry sails - Update", "ACHTUNG", "Breaking News", "Corrections", "A ferry - ALERT"),
    *("更新一代船舶", "速報値は上昇", "속보성 뉴스", "تنبيه الغافلين إلى البحر", "अपडेट करें अपना फोन"),
]


@pytest.mark.parametrize("line", LOOK_ALIKES)
def test_words_of_a_story_are_no_status(line: str) -> None:
    """Without a divider, in small letters, in German compounds, as an age: nothing is taken off."""
    assert labels.read(line, KNOWLEDGE) is None


def test_there_are_enough_look_alikes() -> None:
    """The list is the measure of false alarms."""
    assert len(LOOK_ALIKES) >= 80


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("LIVESTOCK-Cattle firm on ferry news", "LIVESTOCK"),
        ("WHARF WATCH-Cranes stand still", "WHARF WATCH"),
        ("Soccer-Lindesund win the cup", "Soccer"),
        ("UPDATE 2-Soccer-Lindesund win the cup", "Soccer"),
        ("Motor racing-Dahl on pole", "Motor racing"),
        ("US-China talks resume", None),
        ("U.S.-China talks resume", None),
        ("Soccer-mad mayor retires", None),
        ("EU-UK ferry deal", None),
    ],
)
def test_columns_of_reuters(line: str, column: str | None) -> None:
    """Where Reuters is credited also tags that no table knows, of two words or seven letters, and sports."""
    found = labels.read(line, KNOWLEDGE, REUTERS)
    assert (found.column if found else None) == column


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
