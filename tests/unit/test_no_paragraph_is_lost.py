"""No stage takes a paragraph for a byline, a sign-off or anything else of the page, whatever stands in it."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.article import Article, Block
from worker.formats.text import parser as text
from worker.knowledge.loading import load
from worker.model import Document
from worker.newsroom import (
    boilerplate,
    boxes,
    dateline,
    endings,
    notes,
    printed_bylines,
    privacy,
    related,
    status,
    syndication,
)
from worker.newsroom.credits import read as read_credits

KNOWLEDGE = load()
STAGES = (
    *(privacy.withhold, notes.read, boilerplate.strip, related.strip, read_credits, dateline.read),
    *(syndication.judge, status.read),
)
AGENCIES = sorted({name for agency in KNOWLEDGE.agencies.all for name in (agency.name, *agency.aliases)})
MONTHS = sorted(KNOWLEDGE.dates.months)
# "with reporting by …" opens notices, of which the tables say that they are none of the story
LABELS = sorted(
    label
    for label in KNOWLEDGE.bylines.updated | KNOWLEDGE.bylines.published | frozenset(KNOWLEDGE.bylines.by)
    if KNOWLEDGE.notices.read(f"{label} Jo Bee of Reuters", KNOWLEDGE.agencies) is None
)

# {a} an agency, {d} a date, {n} a figure, {p} a person, {l} a label of bylines
SENTENCES = (
    "{l} the harbour office {p} and {n} others left for the islands {d}.",
    "On {d}, {p} met {p} of {a} in the town of Linden.",
    "{p} told {a} on {d} that {n} ferries had sailed",
    "A magnitude {n} tremor was felt at 6.15 near Linden on {d}, {a} said.",
    "Oil rose more than {n} percent, {a} reported, after {p} spoke on {d}.",
    "By {d}, {n} people had left the harbour, said {p}, the captain of the ferry.",
    "Reporting by {p} shows that {n} boats of the line were never checked.",
    "Editing by {p} took {n} days, and the book came out on {d}.",
    '"We saw {n} boats," said {p}, who had come from Linden by noon',
    "The video of {n} boats has not been edited by the harbour police, {p} told {a} on {d}.",
    "Am {d} hat {p} in Emden {n} neue Boote vorgestellt, meldet {a}.",
    "Von {n} Booten sind nach Angaben von {a} am {d} nur drei zurück, sagte {p}.",
    "Le {d}, {p} a annoncé à {a} que {n} bateaux ne partiraient pas?",
    "Il {d} {p} ha detto a {a} che le {n} barche sono tornate in porto!",
    "El {d}, {p} dijo a {a} que {n} barcos volvieron al puerto.",
    "Em {d}, {p} disse a {a} que {n} barcos voltaram ao porto.",
    "{d} в порт вернулись {n} судов, сообщил агентству {a} капитан {p}.",
    "{d} को बंदरगाह पर {n} नावें लौट आईं, {p} ने {a} को यह जानकारी दी।",
    "قال {p} لوكالة {a} في {d} إن {n} سفينة عادت إلى الميناء.",
    "记者{d}从港口获悉，共有{n}艘船返回，{a}报道称。",
    "記者団に対し{p}は{d}、{n}隻の船が戻ったと述べた。{a}が伝えた。",
    "{d} {n}척의 배가 항구로 돌아왔다고 {a} 기자에게 {p} 선장이 밝혔다.",
    "Pada {d}, {p} mengatakan kepada {a} bahwa {n} kapal kembali ke pelabuhan.",
    "{d} tarihinde {p}, {a} muhabirine {n} teknenin limana döndüğünü söyledi.",
    "Den {d} sa {p} til {a} at {n} båter var tilbake i havnen.",
)
OPENINGS = (
    "", "LINDEN, June 3 ({a}) - ", "({a}) - LINDEN, 22 MAR - ", "Linden, 3 jun ({a}).- ", "Linden ({a}) — ",
    "({a}) ", "LINDEN, {d} ({a}) -- ", "लखनऊ, 12 जून ({a}) ", "МОСКВА, 12 июня. /{a}/. ",
)  # fmt: skip
NAMES = ("Jo Bee", "Asha Pawar", "Karl van der Lune", "МАРИЯ ЛУН", "Иван Петров", "रवि काले", "José Luna")
FIGURES = ("3.4", "14", "1,200", "2", "6.15", "0915")
HEADLINE = "Ferry service between the islands resumes after storm"


@st.composite
def _dates(draw: st.DrawFn) -> str:
    day, month = draw(st.integers(1, 28)), draw(st.sampled_from(MONTHS))
    shapes = (f"{day} {month} 2024", f"{month} {day}, 2024", f"{day}.6.2024", f"2024-06-{day:02}", f"{day} {month}",
              f"2024年6月{day}日", f"{day}/6/2024 17:50")  # fmt: skip
    return draw(st.sampled_from(shapes))


@st.composite
def _paragraphs(draw: st.DrawFn) -> str:
    """One sentence of prose with names, dates, agencies and figures in it, mostly behind a dateline."""
    pattern = draw(st.sampled_from(OPENINGS)) + draw(st.sampled_from(SENTENCES))
    fields = {"a": st.sampled_from(AGENCIES), "p": st.sampled_from(NAMES), "n": st.sampled_from(FIGURES),
              "l": st.sampled_from(LABELS), "d": _dates()}  # fmt: skip
    return pattern.format(**{name: draw(values) for name, values in fields.items()})


def _refined(article: Article) -> list[str]:
    for stage in STAGES:
        article = stage(article, KNOWLEDGE)
    return [block.text for block in article.body]


@settings(max_examples=400, deadline=None)
@given(st.lists(_paragraphs(), min_size=2, max_size=4, unique=True))
def test_stages_keep_every_paragraph(paragraphs: list[str]) -> None:
    """First, last or between: a sentence stays where it stood."""
    blocks = tuple(Block(text=paragraph) for paragraph in paragraphs)
    assert _refined(Article(format="text", body=blocks)) == paragraphs


@settings(max_examples=300, deadline=None)
@given(st.lists(_paragraphs(), min_size=2, max_size=4, unique=True), st.sampled_from(("\n", "\n\n", "\r\n")))
def test_a_page_keeps_every_paragraph(paragraphs: list[str], end: str) -> None:
    """The same below a headline and a byline."""
    page = end.join([HEADLINE, "By Jo Bee | Updated: May 17, 2024 17:50 IST", *paragraphs])
    (article,) = text.parse(Document(data=b"", text=page, format="text"), KNOWLEDGE)
    assert article.headline == HEADLINE
    assert _refined(article) == [" ".join(paragraph.split()) for paragraph in paragraphs]


def _all() -> Iterator[str]:
    """Every sentence behind every opening, and with every label in front."""
    facts = {"a": "Reuters", "d": "June 3, 2024", "n": "3.4", "p": "Jo Bee", "l": "Updated"}
    for opening, sentence in itertools.product(OPENINGS, SENTENCES):
        yield (opening + sentence).format(**facts)
    for label in LABELS:
        yield f"{label.capitalize()} 3 boats of Linden on June 3, 2024, and Jo Bee of Reuters said so."


@pytest.mark.parametrize("sentence", [pytest.param(one, id=one[:50]) for one in _all()])
def test_a_sentence_is_neither_byline_nor_sign_off(sentence: str) -> None:
    """Nor furniture, nor a heading over other stories, nor a notice."""
    assert printed_bylines.printed(sentence, KNOWLEDGE) is None
    assert not endings.ends_story(sentence, KNOWLEDGE)
    assert not KNOWLEDGE.pages.is_furniture(sentence)
    assert not boxes.part((Block(text=sentence),), KNOWLEDGE).related
