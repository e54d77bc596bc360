"""The HTML parser on generated pages: the story is kept, what stands round it is dropped, work grows with the page."""

import contextlib
import sys
import time
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.formats.html import parser as html
from worker.knowledge.loading import load
from worker.model import Document, Rejected

KNOWLEDGE = load()
GROWTH_MAX = 2.3  # of steps where the page is twice as long
BLOCKS = 500

PLACES = ("Westhaven", "Linden", "Bremhaven", "Niederau", "Ostmoor", "Port Aubert")
DEEDS = (
    "The council of {place} voted on Monday to build a bridge across the river, though {n} people had signed a letter.",
    "Work on the harbour wall of {place} will begin in spring and cost {n} thousand pounds, a spokeswoman said.",
    "“We waited {n} years for this,” said the chairman of the ferry society in {place}, while a band played.",
    "A storm had carried the old pier of {place} away {n} winters ago, and nobody had hoped to see it again.",
    "Volunteers counted {n} seal pups on the sandbanks off {place} on Sunday. That is a third more than last year.",
    "The judges in {place} found that only {n} accidents had been recorded there, none of them in bad weather.",
)
TEASERS = (
    "Night bus between the villages runs again",
    "Library opens a reading room for night workers",
    "Choir of the lifeboat crews records an album",
    "Anglers may stay on the pier, court decides",
)
_LIST = "".join(f'<li><a href="/s/{number}">{title}</a></li>' for number, title in enumerate(TEASERS))
ABOVE = (
    '<header class="top"><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>',
    '<div id="menu"><a href="/">Home</a> | <a href="/local">Local</a> | <a href="/weather">Weather</a></div>',
    '<div class="cookie-bar"><p>We use cookies to improve this site.</p><button>Accept</button></div>',
    "",
)
INSIDE = (
    f'<div class="related-inline"><h4>Related stories</h4><ul>{_LIST}</ul></div>',
    '<div class="newsletter-box"><p>Sign up for our free newsletter</p><form><input type="email"></form></div>',
    '<div class="ad-slot">Advertisement</div>',
    '<figure><img src="/p.jpg"><figcaption>The quay on Monday. Photo: Jo Bee</figcaption></figure>',
    '<div class="share-bar"><a href="#">Share on Facebook</a><a href="#">Email</a></div>',
)
BELOW = (
    f'<aside class="sidebar"><h3>Most read</h3><ol>{_LIST}</ol></aside>',
    f'<section class="teasers"><h2>More stories</h2><ul>{_LIST}</ul></section>',
    (
        '<div class="comments"><h3>Comments</h3><div class="comment"><b>Seadog</b><p>My grandfather was a stoker and'
        " would have laughed at all of this.</p></div></div>"
    ),
    '<footer id="footer"><p>Copyright 2024 The Shore Post. All rights reserved.</p></footer>',
)
DROPPED = (
    *TEASERS, "use cookies", "Sign up for", "Advertisement", "Photo: Jo Bee", "Share on Facebook", "My grandfather",
    "All rights reserved", "Weather", "Most read",
)  # fmt: skip
WRAPPERS = (
    ("<article>", "</article>"),
    ('<main><div class="article-body">', "</div></main>"),
    ('<div id="content"><div class="entry-content">', "</div></div>"),
    ('<div class="css-1a"><div class="story paywall">', "</div></div>"),
    ('<div class="wrap"><section itemprop="articleBody">', "</section></div>"),
)


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[str]]:
    """(page, the paragraphs of its story)."""
    deeds = draw(st.permutations(DEEDS))
    place = draw(st.sampled_from(PLACES))
    story = [deed.format(place=place, n=draw(st.integers(3, 97))) for deed in deeds[: draw(st.integers(4, 6))]]
    start, end = draw(st.sampled_from(WRAPPERS))
    box, after = draw(st.sampled_from(INSIDE)), draw(st.integers(1, len(story) - 1))
    body = "".join(f"<p>{line}</p>{box if number == after else ''}" for number, line in enumerate(story))
    below = "".join(draw(st.lists(st.sampled_from(BELOW), unique=True)))
    title = f"A bridge for {place} after all these years"
    head = f"<head><title>{title} - The Shore Post</title></head>"
    above = draw(st.sampled_from(ABOVE))
    return f"<html>{head}<body>{above}{start}<h1>{title}</h1>{body}{end}{below}</body></html>", story


def _body(page: str) -> list[str]:
    (article,) = html.parse(Document(data=b"", text=page, format="html"), KNOWLEDGE)
    return [block.text for block in article.body]


@settings(derandomize=True)  # a learned model stands behind it: the same pages each time
@given(pages())
def test_the_story_is_kept_and_the_rest_dropped(generated: tuple[str, list[str]]) -> None:
    """Whatever wraps it, whatever stands above, below and in the midst of it."""
    page, story = generated
    found = _body(page)
    assert [line for line in story if line not in found] == []
    assert [words for words in DROPPED if any(words in line for line in found)] == []


def _page(blocks: str) -> str:
    return f"<html><head><title>Bridge</title></head><body><article><h1>Bridge</h1>{blocks}</article></body></html>"


def _repeated(block: str) -> Callable[[int, str], str]:
    return lambda count, salt: _page("".join(block.format(n=number, s=salt) for number in range(count)))


def _story_and(block: str) -> Callable[[int, str], str]:
    prose = "".join(f"<p>{deed.format(place='Linden', n=7)}</p>" for deed in DEEDS)
    return lambda count, salt: _page(prose + "".join(block.format(n=number, s=salt) for number in range(count)))


def _head(block: str) -> Callable[[int, str], str]:
    prose = "".join(f"<p>{deed.format(place='Linden', n=7)}</p>" for deed in DEEDS)

    def make(count: int, salt: str) -> str:
        head = "".join(block.format(n=number, s=salt) for number in range(count))
        return _page(prose).replace("</head>", f"{head}</head>")

    return make


MAKERS: Mapping[str, Callable[[int, str], str]] = {
    "paragraphs": _repeated(
        "<p>The council of town number {n} in {s} voted on Monday to build a bridge across the river.</p>"
    ),
    "breaks": _repeated("The council of town number {n} in {s} voted to build a bridge across the river.<br><br>"),
    "items": _story_and("<ul><li>Town number {n} in {s} gets a bridge</li></ul>"),
    "links": _story_and('<p><a href="/{s}/{n}">Town number {n} in {s} gets a bridge at last</a></p>'),
    "rows": _story_and("<table><tr><td>Town {n}</td><td>{s}</td></tr></table>"),
    "headings": _story_and(
        "<h2>Town number {n} of {s}</h2><p>Its council voted to build a bridge {n} yards long on Monday.</p>"
    ),
    "pieces": _story_and("<em>x{n}</em><b>{s}</b>"),
    "classes": _story_and(
        '<div class="c{n}{s} d{n}"><p>Town number {n} in {s} gets a bridge across the river, it said.</p></div>'
    ),
    "teasers": _story_and(
        '<div><h3><a href="/{s}/{n}">Town number {n} in {s} gets a bridge</a></h3><p>It is {n} yards long.</p></div>'
    ),
    "captions": _story_and("<figure><img src='/{n}.jpg'><figcaption>Bridge number {n} of {s}</figcaption></figure>"),
    "bylines": _story_and('<div class="byline">by x{n}{s}</div>'),
    "dates": _story_and(
        '<li><a href="/{n}">Town {n} of {s}</a> <time class="date" datetime="x{n}">May {n}</time></li>'
    ),
    "itemprops": _story_and('<div itemprop="author"><span itemprop="name">x{n}{s}</span></div>'),
    "titles": _story_and("<h1>Bridge number {n} of {s}</h1>"),
    "labels": _story_and('<h4>Also read</h4><p><a href="/{n}">Town number {n} in {s} gets a bridge at last</a></p>'),
    "calls": _story_and("<p>Sign up for newsletter number {n} of {s} (Photo: Jo Bee/AP)</p>"),
    "marks": _story_and("<p>Town <b>number {n}</b> in <a href='/{n}'>{s}</a> gets <i>a bridge</i>.<br>It is long.</p>"),
    "words": _repeated("<div>x{n}<br>{s}</div>"),
    "cells": _story_and("<table><tr><td>x{n}<td>{s}</table>"),
    "og": _head('<meta property="og:title" content="Bridge {n} of {s}"><meta name="keywords" content="a{n},b{s}">'),
    "metas": _head('<meta name="author" content="Ida{n} {s}">'),
    "json-ld": _head(
        '<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Bridge {n} {s}"}}</script>'
    ),
}


def _steps(page: str) -> int:
    """Calls that reading a page makes, of Python and of C."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        html.parse(Document(data=b"", text=page, format="html"), KNOWLEDGE)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", MAKERS)
def test_work_grows_with_the_page(name: str) -> None:
    """Twice the blocks, about twice the steps; words differ, so that no cache shortens the longer page."""
    make = MAKERS[name]
    html.parse(Document(data=b"", text=make(BLOCKS, "Westhaven"), format="html"), KNOWLEDGE)
    once, twice = _steps(make(BLOCKS, "Linden")), _steps(make(2 * BLOCKS, "Ostmoor"))
    assert twice <= GROWTH_MAX * once


STORY = "".join(f"<p>{deed.format(place='Linden', n=7)}</p>" for deed in DEEDS)
FLOODS: Mapping[str, str] = {
    "formatting": _page("<p>" + "<em>x</em><b>y</b>" * 8_000),
    "spans": _page("<p>" + "<span>x</span>" * 30_000),
    "links": _page("".join(f'<li><a href="/{n}">Town number {n} gets a bridge</a></li>' for n in range(7_900))),
    "words": _page("".join(f"<div>x{n}<br>y</div>" for n in range(7_900))),
    "cells": _page("<table>" + "".join(f"<tr><td>x{n}</td></tr>" for n in range(7_900)) + "</table>"),
    "one row": _page("<table><tr>" + "<td>x</td>" * 15_900 + "</table>"),
    "wide table": _page("<table>" + "<tr><td colspan=1000>x<td>y" * 1_500 + "</table>"),
    "misnested": _page(STORY + "<font><p></font>" * 7_900),
    "nested": _page("<div>" * 1_900 + STORY),
    "captions": _page(STORY + "<figcaption>Bridge</figcaption>" * 15_900),
    "author": _page(STORY).replace("</head>", f'<meta name="author" content="Jo Do {"!" * 100_000}a"></head>'),
    "brackets": _page(STORY).replace("</head>", f'<meta name="author" content="{"(" * 100_000}"></head>'),
    "json-ld": _page(STORY).replace(
        "</head>", f"""<script type="application/ld+json">{chr(34) + chr(92)}{"," * 200_000}</script></head>"""
    ),
    "doctype": f"<!DOCTYPE {'/' * 200_000}>{_page(STORY)}",
}
SECONDS_MAX = 5.0  # of processor time: half of what a record may take


@pytest.mark.parametrize("name", FLOODS)
def test_floods_end_in_the_core(name: str) -> None:
    """The largest of each kind that the gate lets through, or refuses: no outer clock has to end its reading."""
    since = time.process_time()
    with contextlib.suppress(Rejected):
        list(html.parse(Document(data=b"", text=FLOODS[name], format="html"), KNOWLEDGE))
    assert time.process_time() - since < SECONDS_MAX


def test_steps_are_counted() -> None:
    """The measure sees work that is there."""
    assert _steps(MAKERS["paragraphs"](2 * BLOCKS, "Linden")) > 10 * BLOCKS
