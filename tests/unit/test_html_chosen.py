"""What the model may choose and is not the page's own story: appended stories, hidden text, headings of boxes."""

import pytest
from trafilatura.utils import load_html

from worker.article import Block
from worker.formats.html import body as html_body
from worker.formats.html import outline as html_outline
from worker.formats.html.comments import without_comments
from worker.formats.html.copies import without_copies
from worker.formats.html.hidden import without_hidden
from worker.formats.html.lone_headings import without_lone_headings
from worker.formats.html.metadata import Metadata
from worker.formats.html.next_stories import without_next_boxes, without_next_stories
from worker.formats.html.outline import Outline
from worker.formats.html.parser import parse
from worker.formats.html.pull_quotes import without_pull_quotes
from worker.knowledge.loading import load
from worker.model import Document

LONG = "The council voted on Monday to build a bridge across the river after a debate of three hours. " * 3


def _outline(body: str) -> Outline:
    return html_outline.read(load_html(f"<html><head><title>t</title></head><body>{body}</body></html>"))


def _kept(body: str) -> list[str]:
    outline = _outline(body)
    return [outline.segments[i].text for i in without_next_stories(outline, range(len(outline.segments)))]


def test_an_appended_story_is_not_the_pages_own() -> None:
    """A second article with a headline of its own goes, what stands behind it stays."""
    page = f"<article><h1>One</h1><p>{LONG}</p></article><article><h1>Two</h1><p>More</p></article><p>End</p>"
    assert _kept(page) == ["One", LONG.strip(), "End"]


@pytest.mark.parametrize(
    "page",
    [
        f"<article><h1>One</h1><p>{LONG}</p></article><article><h2>9:30</h2><p>An entry of a live blog</p></article>",
        f"<article><h1>Teaser</h1><p>Short</p></article><article><h1>Story</h1><p>{LONG}</p></article>",
        f"<article><h1>One</h1><p>{LONG}</p><article><h1>Part two</h1><p>More</p></article></article>",
        f"<h1>One</h1><p>{LONG}</p>",
    ],
    ids=["entries", "a-teaser-first", "nested", "no-article"],
)
def test_other_articles_stay(page: str) -> None:
    """Entries, parts, and a story below a teaser are read as they stand."""
    assert LONG.strip() in _kept(page)
    assert len(_kept(page)) == page.count("<p>") + page.count("<h")


def _kept_boxes(body: str) -> list[str]:
    outline = _outline(body)
    return [outline.segments[i].text for i in without_next_boxes(outline, range(len(outline.segments)), ("One",))]


def test_a_story_appended_in_a_box_of_the_same_make_is_not_the_pages_own() -> None:
    """Endless pages repeat the whole box of a story with its headline, numbered or not."""
    page = "".join(
        f"<div class='story' id='story-{number}'><div><h1>{title}</h1><i>By Jo Bee</i></div><p>{LONG}{title}</p></div>"
        for number, title in enumerate(("One", "Two", "Three"))
    )
    assert _kept_boxes(f"<main>{page}</main><p>End</p>") == ["One", "By Jo Bee", f"{LONG}One", "End"]


def test_headlines_of_a_lower_rank_tell_appended_stories_too() -> None:
    """Where the page has none of the first."""
    page = "".join(f"<article><h2>{title}</h2><p>{LONG}{title}</p></article>" for title in ("One", "Two"))
    assert _kept_boxes(page) == ["One", f"{LONG}One"]
    assert _kept_boxes(f"<h1>Live</h1>{page}") == ["Live", "One", f"{LONG}One", "Two", f"{LONG}Two"]


@pytest.mark.parametrize(
    "page",
    [
        "<h1>One</h1>" + "".join(f"<section><h1>Part {number}</h1><p>{LONG}</p></section>" for number in "12"),
        f"<section><h1>Chapter one</h1><p>{LONG}</p></section><section><h1>Chapter two</h1><p>{LONG}</p></section>",
        f"<div class='a'><h1>One</h1><p>{LONG}</p></div><div class='b'><h1>Part two</h1><p>{LONG}</p></div>",
        f"<section><h1>One</h1><p>{LONG}</p></section>" + f"<section><h1>Work</h1><p>{LONG}</p></section>" * 10,
        f"<div><h1>One</h1><p>Short</p></div><div><h1>Two</h1><p>{LONG}</p></div>",
    ],
    ids=["parts", "chapters", "another-make", "a-list", "a-teaser-first"],
)
def test_boxes_of_one_text_stay(page: str) -> None:
    """Parts of a text, and works of a list, are read as they stand."""
    assert _kept_boxes(page) == [segment.text for segment in _outline(page).segments]


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        (f"<p>{LONG}</p><p hidden>x</p><div style='display: none'><p>y</p></div>", [LONG.strip()]),
        (f"<p>a</p><div style='display:none'><p>{LONG}</p><p>{LONG}</p></div>", ["a", LONG.strip(), LONG.strip()]),
    ],
    ids=["a-note", "a-story-that-a-script-shows"],
)
def test_hidden_text_is_no_story(page: str, kept: list[str]) -> None:
    """What no reader sees stays in, unless it is long enough for the story itself."""
    outline = _outline(page)
    assert [outline.segments[i].text for i in without_hidden(outline, range(len(outline.segments)))] == kept


@pytest.mark.parametrize(
    "names",
    [
        "class='comments-area post-comments'",
        "id='comments'",
        "class='article__comments'",
        "class='storyComments'",
        "class='wp-block-comments'",
        "class='comment-list'",
        "class='box_comment'",
        "id='disqus_thread'",
        "class='kommentare'",
    ],
)
def test_comments_are_no_story(names: str) -> None:
    """What readers say under a story goes, however long; what stands behind them stays."""
    outline = _outline(f"<p>{LONG}</p><section {names}><ul><li><p>{LONG * 3}</p></li></ul></section><p>End</p>")
    kept = without_comments(outline, range(len(outline.segments)))
    assert [outline.segments[i].text for i in kept] == [LONG.strip(), "End"]


def test_a_page_is_read_without_its_comments() -> None:
    """The model alone takes such for the story's: they stand below it and tell of the same."""
    said = "".join(f"<p>I took ferry {number} for years, and its captain told us so. {LONG}</p>" for number in range(6))
    page = f"<article><h1>Bridge to be built</h1><p>{LONG}</p></article><div id='comments'>{said}</div>"
    (article,) = parse(Document(data=b"", text=f"<html><body>{page}</body></html>", format="html"), load())
    assert [block.text for block in article.body] == [LONG.strip()]


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{LONG}</p><div class='post comments-open'><p>{LONG}</p></div>",
        f"<p>{LONG}</p><div class='has-comments no-comments'><p>{LONG}</p></div>",
        f"<p>{LONG}</p><div class='tone-comment'><p>{LONG}</p></div>",
        f"<p>{LONG}</p><div class='commented'><p>{LONG}</p></div>",
        f"<p>Standfirst</p><div class='comments'><p>{LONG}</p></div>",
        f"<div class='comments'><p>One</p></div><p>{LONG}</p>",
    ],
    ids=["open", "state", "opinion", "annotated", "all-there-is", "above"],
)
def test_a_story_that_speaks_of_comments_stays(page: str) -> None:
    """A container may say that a story has comments, or that it is one; a page may hold nothing else."""
    outline = _outline(page)
    every = range(len(outline.segments))
    assert list(without_comments(outline, every)) == list(every)


PARTS = tuple(f"{place} is the place where the council met for the {place} time, and it voted. " * 4 for place in "ABC")


def _without(body: str) -> list[str]:
    outline = _outline(body)
    return [outline.segments[i].text for i in without_copies(outline, range(len(outline.segments)))]


@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_a_copy_of_the_story_in_one_piece_goes(first: bool) -> None:
    """Whatever comes first, the paragraphs stay; a second copy goes with the first."""
    paragraphs = "".join(f"<p>{part}</p>" for part in PARTS)
    piece = f"<div>{' '.join(PARTS)}</div>" * 2
    assert _without(piece + paragraphs if first else paragraphs + piece) == [part.strip() for part in PARTS]


def test_a_long_paragraph_that_stands_twice_is_told_once() -> None:
    """The first one stays."""
    assert _without(f"<p>{LONG}{LONG}{LONG}</p><p>Between.</p><p>{LONG}{LONG}{LONG}</p>") == [
        (LONG * 3).strip(),
        "Between.",
    ]


def test_quotes_and_refrains_are_no_copies() -> None:
    """A long paragraph that repeats a sentence of another one stays, and so do short lines that stand twice."""
    quote = f"<p>{LONG}</p><p>{PARTS[0]}{PARTS[1]}{LONG}</p><p>Yes.</p><p>Yes.</p>"
    assert len(_without(quote)) == 4


CALL = "Sign up and have all news of the harbour in your mail."


@pytest.mark.parametrize(
    ("box", "gone"),
    [
        (f"<div><h3>The harbour letter</h3><p>{CALL}</p></div>", True),
        ("<div><h3>The bridge</h3><a href='#bridge'>Link to this heading</a></div>", False),
        (f"<div><h3>1. The bridge</h3><p>{CALL}</p></div>", False),
        (f"<div><h3>{LONG[:80]}</h3><p>{CALL}</p></div>", False),
        (f"<div><h3>The bridge</h3><p>{LONG}</p></div>", False),
        (f"<div><b>The harbour letter</b><p>{CALL}</p></div>", False),
        (f"<div><h3>The bridge</h3><p>{CALL}</p>{'<p>Most of a page.</p>' * 8}</div>", False),
    ],
    ids=["box", "anchor", "number", "standfirst", "part", "no-heading", "page"],
)
def test_a_heading_without_its_text_goes(box: str, gone: bool) -> None:
    """A box whose paragraphs are left out loses its heading, too; headings of the text stay."""
    outline = _outline(f"<p>{LONG}</p>{box}<p>{LONG}</p>")
    chosen = [i for i, segment in enumerate(outline.segments) if segment.text in {LONG.strip(), _first_of(outline)}]
    assert (list(without_lone_headings(outline, chosen)) != chosen) == gone


IN_SHORT = "<div><h3>In short</h3><ul><li>Bridge built in June</li><li>Ferry goes on for a year</li></ul></div>"


@pytest.mark.parametrize(
    ("page", "gone"),
    [(f"<h2>The long way</h2>{IN_SHORT}<p>{LONG}</p>", True), (f"<p>{LONG}</p>{IN_SHORT}<p>{LONG}</p>", False)],
    ids=["above", "within"],
)
def test_a_heading_over_a_summary_goes_with_it(page: str, gone: bool) -> None:
    """Above the story a list that was left out takes its heading along; within it a name may stand over facts."""
    outline = _outline(page)
    chosen = [i for i, segment in enumerate(outline.segments) if outline.containers[segment.container].tag != "li"]
    assert (list(without_lone_headings(outline, chosen)) != chosen) == gone


def _first_of(outline: Outline) -> str:
    """The first line behind the first paragraph."""
    return outline.segments[1].text


def test_a_story_is_read_without_the_heading_of_a_box() -> None:
    """The model takes the heading for one of the story's."""
    lead = "The ferry race between Crow and Gull islands will not be held this year, the harbour office said on Monday."
    story = "".join(f"<p>{lead} The {word} race is held in June.</p>" for word in ("next", "third", "fourth", "fifth"))
    link = '<a href="/x">Read here what the harbour office says of ferries and storms this year</a>'
    box = f"<section><h3>What the harbour says</h3><p>{link}</p></section>"
    text = f"<h1>Ferry race is off</h1>{story}{box}{story.replace('June', 'July')}"
    page = f"<html><head><title>Ferry</title></head><body><article>{text}</article></body></html>"
    (article,) = parse(Document(data=b"", text=page, format="html"), load())
    assert len(article.body) > 4
    assert all(block.text.startswith("The ferry race") for block in article.body)


def test_paragraphs_that_the_extractor_folds_are_parted_again() -> None:
    """Two breaks are the end of one: trafilatura leaves one of them; one break of the page's own stays."""
    tree = load_html("<html><body><p>One ends.<br><br>Two &amp; more.</p><p>A verse<br>goes on</p></body></html>")
    folded = (
        Block(text="One ends. Two & more.", html="One ends.<br>Two &amp; more."),
        Block(text="A verse goes on", html="A verse<br>goes on"),
    )
    found = html_body.parted(folded, html_outline.read(tree))
    assert [block.text for block in found] == ["One ends.", "Two & more.", "A verse goes on"]


def test_the_extractor_is_asked_where_the_model_is_unsure_and_its_folds_are_parted() -> None:
    """A text among links, in a box that is called after letters and other stories: its paragraphs stay three."""
    paragraphs = (
        "The ferry sailed again on Friday, the harbour master said. It left at nine with forty people aboard.",
        "Nobody on the pier had believed in it. The crew had painted it twice, and the council had paid for an engine.",
        "Tickets cost two crowns more than in May. Children under ten ride for nothing until the end of the summer.",
    )
    menu = "".join(f'<li><a href="/{number}">Link number {number} of the menu</a></li>' for number in range(30))
    text = f"<p>Friday.</p><p>{'<br><br>'.join(paragraphs)}</p>"
    box = f'<div class="related-news newsletter post-content">{text}</div>'
    tree = load_html(f"<html><body><ul>{menu}</ul>{box}</body></html>")
    found = html_body.find(tree, html_outline.read(tree), Metadata())
    assert found.source == "trafilatura"
    assert [block.text for block in found.blocks] == ["Friday.", *paragraphs]


def test_a_page_in_one_heap_is_no_better_than_what_the_model_is_unsure_of() -> None:
    """What finds nothing gives all of the page; a paragraph that repeats the title is none."""
    chosen = (Block(text="One ends."), Block(text="Two ends."))
    known = Metadata(headline="Bridge opens")
    assert html_body.is_heap([Block(text="Home Bridge opens One ends. Two ends. Share")], chosen, known)
    assert not html_body.is_heap([Block(text="Bridge opens. One ends."), Block(text="Two ends.")], chosen, known)
    assert not html_body.is_heap([], chosen, known)


@pytest.mark.parametrize(
    ("box", "stays"),
    [
        ("<blockquote><p>The council voted on Monday to build a bridge across the river</p></blockquote>", False),
        ("<aside>“build a bridge across the river after a debate”</aside>", False),
        ("<blockquote><p>Nobody else has said this of the bridge so far</p></blockquote>", True),
        ("<div class='box'><p>The council voted on Monday to build a bridge across the river</p></div>", True),
    ],
    ids=["words-of-the-story", "within-a-sentence", "words-of-its-own", "no-box-of-quotations"],
)
def test_a_sentence_printed_once_more_in_a_box(box: str, *, stays: bool) -> None:
    """It is the story's only once; the page's own make of quotations stays."""
    outline = _outline(f"<p>{LONG}</p>{box}<p>End</p>")
    kept = without_pull_quotes(outline, range(len(outline.segments)))
    assert len(kept) == (3 if stays else 2)


def test_a_page_made_of_quotations_keeps_them() -> None:
    """A column of quotations, one in another or not, is compared with nothing: that would grow with its square."""
    boxes = "<blockquote>" + "<blockquote><p>Nobody else has said this so far</p></blockquote>" * 60 + "</blockquote>"
    outline = _outline(f"<p>{LONG}</p>{boxes}<p>Nobody else has said this so far, or has he?</p>")
    chosen = range(len(outline.segments))
    assert without_pull_quotes(outline, chosen) is chosen
