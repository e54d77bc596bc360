"""Notepads and notes to editors: where they end the text, and what of a note may be read."""

import pytest
from privacy_articles import KNOWLEDGE, LEAD, MORE, PRIVATE, SECRET, article, body

from worker.article import (
    Flag,
)
from worker.newsroom.privacy import withhold

# ---- notepads


@pytest.mark.parametrize("heading", [*PRIVATE["notepads"], "# Notizblock", "## Redaktionelle Hinweise", "Notizblock:"])
def test_a_notepad_ends_the_text(heading: str) -> None:
    """In every language, with or without marks."""
    assert body(LEAD, MORE, heading, SECRET) == [LEAD, MORE]


@pytest.mark.parametrize("box", ["Orte", "Autor", "Kontakt", "Internet", "Contacts", "Lieux"])
def test_boxes_of_a_notepad_end_it_behind_marks_or_a_rule(box: str) -> None:
    """The rule goes with them; alone they are a story's own headings."""
    assert body(LEAD, MORE, f"## {box}", SECRET) == [LEAD, MORE]
    assert body(LEAD, MORE, "* * * *", box, SECRET) == [LEAD, MORE]
    assert body(LEAD, box, MORE, LEAD) == [LEAD, box, MORE, LEAD]


def test_a_heading_that_only_sounds_so_stays() -> None:
    """A story about a notepad goes on behind it, and nobody is to be called."""
    assert body(LEAD, "Notizblock", MORE, LEAD, MORE) == [LEAD, "Notizblock", MORE, LEAD, MORE]
    assert body("Notebook", LEAD) == ["Notebook", LEAD]


def test_a_notepad_longer_than_the_story_speaks_for_itself() -> None:
    """By another of its headings or by how to reach somebody."""
    assert body(LEAD, "Notizblock", MORE, LEAD, MORE, "## Orte", SECRET) == [LEAD]
    assert body(LEAD, "Notizblock", MORE, LEAD, MORE, "Ida Holm, +49 30 5550142") == [LEAD]


# ---- notes to editors


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("Eds: With photos. Call 212-555-0142.", "Eds: With photos."),
        ("With photos. Write to desk@agency.example. Adds quotes.", "With photos. Adds quotes."),
        ("With photos.\nTel. 0400 555 01\nAdds quotes.", "With photos. Adds quotes."),
        ("Adds quotes. Contact the photo desk with questions.", "Adds quotes."),
        ("Bilder folgen. Rückfragen an Ida Holm.", "Bilder folgen."),
        ("Foto følger. Ved spørsmål kontakt vaktsjefen.", "Foto følger."),
        ("Ajoute bilan. Contacter la rédaction.", "Ajoute bilan."),
        ("Añade cifras. Consultas: redacción de Madrid.", "Añade cifras."),
        ("Kuvia tulossa. Soita puh. 040 123 4567.", "Kuvia tulossa."),
        ("Ida Holm, 01 42 36 51 00", None),
        ("Contact: Ida Holm", None),
        ("Adds quotes. For questions call Ida Holm.", "Adds quotes."),
        ("Ida Holm, ext. 4455", None),
        ("Desk: ida (at) agency.example", None),
        ("फोटो आएँगे। फोन: ०११ २३४५६७८", "फोटो आएँगे।"),
    ],
)
def test_a_note_loses_the_sentence_that_says_whom_to_call(note: str, kept: str | None) -> None:
    """The rest goes out."""
    assert withhold(article(LEAD, ednote=note), KNOWLEDGE).ednote == kept


@pytest.mark.parametrize(
    "note",
    [
        "Eds: UPDATES: With AP Photos.",
        "Embargoed to 0001 Friday September 9",
        "Results of 2024-05-17, 3:2 after 120 minutes",
        "Sperrfrist 05-06-2024 18.00 Uhr.",
        "Corrects paragraph 3, page 12. TURKEY OUT NOV. 11, 2019 FILE PHOTO",
        "The minister will call for a vote. Photos follow.",
    ],
)
def test_a_note_for_everyone_stays(note: str) -> None:
    """Dates, clocks and counts are no telephone numbers."""
    given_ = article(LEAD, ednote=note)
    assert withhold(given_, KNOWLEDGE) is given_


def test_a_note_of_an_item_cut_short_loses_the_sentence_without_an_end() -> None:
    """It may have said whom to call."""
    note = "With photos. Call Ida Holm a"
    assert withhold(article(LEAD, ednote=note, flags=(Flag.TRUNCATED,)), KNOWLEDGE).ednote == "With photos."
