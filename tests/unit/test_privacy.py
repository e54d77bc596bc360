"""The stage `privacy`: what is for the desks alone is in no field, and what only looks like it stays."""

import re
import time
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pattern_timing import grows_faster_than_its_text
from privacy_articles import KNOWLEDGE, LEAD, MORE, PRIVATE, SECRET, article, body

from worker.article import (
    AltId,
    Article,
    Association,
    Block,
    Dateline,
    Description,
    Entity,
    Headline,
    InfoSource,
    Person,
    Related,
    Rendition,
    Status,
    Subject,
)
from worker.knowledge import contacts as contacts_module
from worker.knowledge import private_words as private_words_module
from worker.newsroom.privacy import withhold
from worker.syndicated import Syndication

SPOKEN = f"Public words.\nNot for publication: {SECRET}"


# ---- "Not for publication"


@pytest.mark.parametrize("line", PRIVATE["lines"])
def test_nothing_behind_the_line_goes_out_in_any_language(line: str) -> None:
    """Neither the line, nor what follows it, in capitals, brackets or behind a rule of stars."""
    for printed in (line, f"({line.capitalize()})", f"* * * * {line.upper()}: {SECRET}", f"{line.title()} {SECRET}"):
        assert body(LEAD, MORE, printed, SECRET) == [LEAD, MORE], printed


@pytest.mark.parametrize(
    "line",
    [
        "The following information is not intended for publication.",
        "Internal note: not for publication",
        f"Not for publication: {'x' * 200} {SECRET}",
        "[NOT FOR PUBLICATION]",
        "** Not for publication **",
        "Not  for   publication",
        "NOT FOR\nPUBLICATION",
        "Not\u00a0for\u00a0publication",
        "Nicht  zur\tVeröffentlichung bestimmt",
    ],
)
def test_the_line_has_many_prints(line: str) -> None:
    """The same words in a story's sentence before it end nothing."""
    said = "His letter was not for publication, he said."
    assert body(LEAD, said, line, SECRET) == [LEAD, said]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"{MORE} Not for publication: {SECRET}", MORE),
        (f"{MORE} (Not for publication) {SECRET}", MORE),
        (f"{MORE}\nNot for publication\n{SECRET}", MORE),
        (f"{MORE} [nicht zur Veröffentlichung: {SECRET}]", MORE),
    ],
)
def test_a_block_is_cut_where_it_says_so(text: str, kept: str) -> None:
    """What stands before stays, as plain text: nothing survives in the block's HTML."""
    found = withhold(replace(article(), body=(Block(text=LEAD), Block(text=text, html=text))), KNOWLEDGE)
    assert found.body == (Block(text=LEAD), Block(text=kept))


def test_a_table_that_says_so_goes_as_a_whole() -> None:
    """Its rows are in its HTML."""
    table = Block(tag="table", text=f"Port\tHull\nNot for publication\t{SECRET}", html=f"<tr><td>{SECRET}</td></tr>")
    assert withhold(replace(article(), body=(Block(text=LEAD), table)), KNOWLEDGE).body == (Block(text=LEAD),)


@pytest.mark.parametrize(
    "text",
    [
        "His letter was not for publication, he said.",
        "“Not for publication”, she had written on the envelope that the archive opened last week.",
        "Not for publication, the letters were shown to a few friends of the house alone.",
        "Not for publication until Friday at noon.",
        "Not for publication in the United States.",
        "Không đăng ký trước thì không được vào cảng.",
        "보도금지 가처분 신청이 받아들여졌다고 항만청이 밝혔다.",
        "Endast för redaktionens egna båtar gäller regeln.",
        "Réservé aux rédactions, le quai a été rendu aux pêcheurs.",
        "He called it: not for publication.",
        "Das Gutachten war nicht zur Veröffentlichung bestimmt.",
        "Editors only learned of the plan on Friday.",
        "Do not publish the names of children, the court told the paper.",
        "Ne pas diffuser ces images serait une faute, dit le rédacteur.",
        "Samaritans can be reached at +44 116 123 or jo@samaritans.example.",
        "Kontakt: Die Beratung ist unter 0800 111 0 111 erreichbar.",
        "Der Notizblock des Kommissars lag noch auf dem Tisch, als die Polizei am Abend kam.",
    ],
)
def test_look_alikes_stay(text: str) -> None:
    """Words of a story, embargoes, limits of sale, and the telephone numbers that a story gives its readers."""
    given_ = article(LEAD, text, MORE, headlines=(Headline(value=text),))
    assert withhold(given_, KNOWLEDGE) is given_


def test_an_item_whose_headline_says_so_is_a_note_to_the_desks() -> None:
    """Nothing of it is left, rather than the list of telephone numbers under it."""
    found = withhold(article(LEAD, SECRET, headlines=(Headline(value="NOT FOR PUBLICATION: staff"),)), KNOWLEDGE)
    assert found == Article(format="text")


EVERY_FIELD: dict[str, Any] = {
    "title": SPOKEN,
    "profile": SPOKEN,
    "status": Status(label=SPOKEN),
    "headlines": (Headline(value="Ferry stays"), Headline(value=SPOKEN, role="subheadline")),
    "slugline": SPOKEN,
    "byline": SPOKEN,
    "printed_bylines": (SPOKEN,),
    "houses": (SPOKEN,),
    "people": (Person(name=SPOKEN),),
    "located": SPOKEN,
    "places": (Entity(name=SPOKEN),),
    "organisations": (Entity(name=SPOKEN),),
    "events": (Entity(name=SPOKEN),),
    "info_sources": (InfoSource(name=SPOKEN, printed=(SPOKEN,)),),
    "subjects": (Subject(name=SPOKEN),),
    "genres": (Subject(name=SPOKEN),),
    "keywords": ("ferry", SPOKEN),
    "descriptions": (Description(value=SPOKEN, role="summary"),),
    "body": (Block(text=SPOKEN, html=SPOKEN),),
    "renditions": (Rendition(href="https://x.example/a.jpg", title=SPOKEN),),
    "associations": (
        Association(
            headline=SPOKEN,
            caption=SPOKEN,
            credit=SPOKEN,
            byline=SPOKEN,
            name=SPOKEN,
            renditions=(Rendition(href="https://x.example/a.jpg", title=SPOKEN),),
        ),
    ),
    "alt_ids": (AltId(role="feed-id", value=SPOKEN),),
    "copyright_notice": SPOKEN,
    "copyright_holder": SPOKEN,
    "usage_terms": SPOKEN,
    "ednote": SPOKEN,
    "dateline": Dateline(text=SPOKEN, places=(SPOKEN,), region=SPOKEN, agencies=(SPOKEN,)),
    "syndication": Syndication(agencies=(SPOKEN,), disclaimer=SPOKEN),
    "related": (Related(title=SPOKEN, section=SPOKEN),),
    "section": SPOKEN,
    "publisher": SPOKEN,
    "sign_off": SPOKEN,
    "column": SPOKEN,
    "transmission": {"footer": SPOKEN, "keyword": f"Not for publication: {SECRET}"},
    "furniture": (SPOKEN, f"Not for publication {SECRET}"),
}
# codes, addresses, moments, and the worker's own words
NO_WORDS = {
    *("format", "uri", "version", "type", "first_created", "version_created", "content_created", "embargoed_until"),
    *("expires", "pub_status", "urgency", "language", "canonical_url", "flags", "fingerprint", "received_at"),
    *("field_sources", "body_confidence", "urgency_confidence", "topics", "language_check"),
}


def test_every_field_is_looked_at() -> None:
    """A new field of an article is in the list above or is none of words."""
    assert set(EVERY_FIELD) | NO_WORDS >= {one.name for one in fields(Article)}


@pytest.mark.parametrize("name", EVERY_FIELD)
def test_no_field_tells(name: str) -> None:
    """What stands before the words stays; a value of nothing else is gone."""
    given_ = Article(format="text", **{name: EVERY_FIELD[name]})
    found = withhold(given_, KNOWLEDGE)
    assert SECRET in repr(given_)
    assert SECRET not in repr(found)
    assert "Public words." in repr(found)


def test_a_text_of_nothing_else_is_gone() -> None:
    """No empty string is left in its place, and no part without its name."""
    private = f"Not for publication: {SECRET}"
    found = withhold(
        article(
            LEAD,
            slugline=private,
            keywords=(private, "ferry"),
            descriptions=(Description(value=private),),
            transmission={"footer": private, "service": "bdt"},
            associations=(Association(name="a", caption=private),),
        ),
        KNOWLEDGE,
    )
    assert found == article(
        LEAD, keywords=("ferry",), transmission={"service": "bdt"}, associations=(Association(name="a"),)
    )


# ---- any article


WORDS = st.sampled_from([LEAD, MORE, SECRET, "* * * *", "## Orte", "Notizblock", "Not for publication", "a\nb", ""])


@given(
    st.lists(WORDS, max_size=8),
    st.lists(WORDS, max_size=3),
    st.sampled_from([None, LEAD, SECRET, "Call +1 555 010 0000"]),
)
def test_any_article_is_cut_at_most(texts: list[str], notes: list[str], note: str | None) -> None:
    """The stage never raises, and what it gives is what it got up to some block."""
    given_ = article(*texts, ednote=note, keywords=tuple(notes))
    found = withhold(given_, KNOWLEDGE)
    assert found.body == given_.body[: len(found.body)]
    assert "Not for publication" not in repr(found)


def _patterns() -> dict[str, re.Pattern[str]]:
    held = (contacts_module, private_words_module, KNOWLEDGE.contacts, KNOWLEDGE.pages.private)
    return {
        f"{type(one).__name__}.{name}": value
        for one in held
        for name in ([each.name for each in fields(one)] if is_dataclass(one) else vars(one))
        if isinstance(value := getattr(one, name), re.Pattern)
    }


@pytest.mark.parametrize("name", _patterns())
def test_patterns_take_linear_time(name: str) -> None:
    """Four times the text takes about four times as long, whatever repeats in it; an opening is only ever matched."""
    pieces = ("1", "1 ", "a", "a@", "a.", "0", "+1", "(1", "tel ", " ", "-", "not for ", "\n", "[at]")
    searched = name != "PrivateWords._opening"
    assert grows_faster_than_its_text(_patterns()[name], pieces, 100_000, searched=searched) is None


def test_a_hostile_article_takes_linear_time() -> None:
    """A megabyte of the words themselves in sentences that go on."""
    hostile = article("not for publication, he said " * 35_000, ednote="call 555 " * 100_000)
    start = time.process_time()
    withhold(hostile, KNOWLEDGE)
    assert time.process_time() - start < 2
