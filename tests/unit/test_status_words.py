"""Words of status: the table, labels in print of all languages, what only looks like one, columns."""

import importlib.resources
import tomllib
from typing import Any

import pytest

from worker.article import Signal, Status
from worker.knowledge.loading import load
from worker.newsroom import labels

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


@pytest.mark.parametrize(
    ("headline", "clean"),
    [
        ("СРОЧНО. В порту упал кран", "В порту упал кран"),
        ("URGENTE. Cae una grúa", "Cae una grúa"),
        ("Срочно. В порту упал кран", None),
        ("KILL. The film opens in June", None),
        ("U.S. Harbour opens", None),
    ],
)
def test_an_alert_in_capitals_before_a_full_stop(headline: str, clean: str | None) -> None:
    """Russian and Spanish wires print a stop there; other words of status may begin a sentence."""
    found = labels.read(headline, KNOWLEDGE)
    assert (found.clean if found else None) == clean
