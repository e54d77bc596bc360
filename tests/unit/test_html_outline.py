"""A page as segments and containers, and the blocks that chosen segments become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trafilatura.utils import load_html

from worker.article import Block
from worker.formats.html import outline as html_outline
from worker.formats.html.outline import Outline
from worker.formats.html.rendering import blocks_of
from worker.markup.tree import tree_of


def _outline(body: str) -> Outline:
    return html_outline.read(load_html(f"<html><head><title>t</title></head><body>{body}</body></html>"))


def _texts(body: str) -> list[str]:
    return [segment.text for segment in _outline(body).segments]


def _blocks(body: str) -> tuple[Block, ...]:
    outline = _outline(body)
    return blocks_of(outline, range(len(outline.segments)), "https://p.example/a/")


def test_segments_end_at_containers_and_at_two_breaks() -> None:
    """Inline elements and one break join, block elements and two breaks part."""
    assert _texts("<p>One <b>two</b><br>three<br><br>four</p>five<div>six</div>seven") == [
        "One two three",
        "four",
        "five",
        "six",
        "seven",
    ]


def test_an_indented_line_begins_a_paragraph() -> None:
    """Chinese and Japanese pages part paragraphs by one break and an ideographic blank."""
    assert _texts("<div>　船が出る。<br>\n　霧が晴れた。<br>港に戻る。<br> 　終わり。</div>") == [
        "船が出る。",
        "霧が晴れた。 港に戻る。",
        "終わり。",
    ]


def test_no_text_is_lost_behind_an_early_end_of_the_document() -> None:
    """Templates that end the document behind their header do not end the page."""
    page = "<html><body><header><p>one</p></header></body></html><html><body><div><p>two</p></div></body></html>"
    outline = html_outline.read(tree_of(page))
    assert [segment.text for segment in outline.segments] == ["one", "two"]


def test_a_page_behind_warnings_of_its_program_is_read() -> None:
    """What a server prints before the document leaves the tree without a body."""
    page = "<br>\n<b>Warning</b>: x<br><html><head><title>t</title></head><body><p>one</p></body></html>"
    outline = html_outline.read(load_html(page))
    assert "one" in [segment.text for segment in outline.segments]


def test_an_item_with_a_heading_is_a_part_of_the_text() -> None:
    """Live blogs number their posts; what such an item lists is a list still."""
    blocks = _blocks("<ol><li><h3>Rain</h3><p>It fell.</p><ul><li>much</li></ul></li><li>Sun</li></ol>")
    assert [(block.tag, block.text) for block in blocks] == [
        ("h3", "Rain"),
        ("p", "It fell."),
        ("li", "much"),
        ("li", "Sun"),
    ]


def test_what_nobody_sees_is_no_segment() -> None:
    """Scripts, forms' choices and drawings hold no text; what is hidden is marked."""
    outline = _outline("<select><option>Jan</option></select><svg><text>x</text></svg><div hidden><p>menu</p></div>")
    assert [segment.text for segment in outline.segments] == ["menu"]
    assert outline.containers[outline.segments[0].container].hidden


@pytest.mark.parametrize(
    "names", ["sr-only", "screen-reader-text", "ScreenReader", "u-visuallyhidden", "visually-hidden"]
)
def test_words_for_screen_readers_are_not_in_a_line(names: str) -> None:
    """Within a line they are left out, a line of its own is hidden."""
    outline = _outline(
        f"<p>A <a href='x'>port<span class='x {names}'> (new window)</span></a> shut.</p><h2 class={names}>Text</h2>"
    )
    assert [segment.text for segment in outline.segments] == ["A port shut.", "Text"]
    assert [outline.containers[segment.container].hidden for segment in outline.segments] == [False, True]


def test_containers_know_their_segments() -> None:
    """A container's segments are those from `first` to its end; one without text is none."""
    outline = _outline("<div></div><div id=a><p>one</p><section><p>two</p></section></div><p>three</p>")
    found = {one.names or one.tag: (one.first, end) for one, end in zip(outline.containers, outline.ends, strict=True)}
    assert found == {"body": (0, 3), "a": (0, 2), "section": (1, 2), "p": (2, 3)}


def test_blocks_are_what_the_page_has() -> None:
    """Headings, items, quotes, tables and preformatted text stay what they are, links become absolute."""
    body = (
        "<h2>Head</h2><p>A <a href='b'>link</a> and <em>stress</em></p><ul><li><p>item</p></li></ul>"
        "<blockquote><p>said</p></blockquote><table><tr><th>a</th><td>1</td></tr><tr><th>b</th><td>2</td></tr></table>"
        "<pre>x  1\ny  2</pre><p><a href='javascript:x()'>no link</a></p>"
    )
    assert _blocks(body) == (
        Block(tag="h2", text="Head"),
        Block(text="A link and stress", html='A <a href="https://p.example/a/b">link</a> and <em>stress</em>'),
        Block(tag="li", text="item"),
        Block(tag="blockquote", text="said"),
        Block(tag="table", text="a\t1\nb\t2", html="<tr><th>a</th><td>1</td></tr><tr><th>b</th><td>2</td></tr>"),
        Block(tag="pre", text="x 1\ny 2"),
        Block(text="no link"),
    )


def test_a_table_is_whole_where_most_of_it_is_chosen() -> None:
    """Heads of columns that read like buttons are its cells; of a table that few are chosen of the others stay out."""
    rows = "<tr><th>Index</th><th>Close</th><th>Change</th></tr><tr><td>Large</td><td>5,303</td><td>-6.1</td></tr>"
    outline = _outline(f"<table>{rows}</table>")
    (whole,), (few,) = (blocks_of(outline, chosen, None) for chosen in ([0, 2, 3, 4, 5], [3, 4]))
    assert whole.text == "Index\tClose\tChange\nLarge\t5,303\t-6.1"
    assert few.text == "Large\t5,303"


def test_a_table_that_places_text_is_none() -> None:
    """Paragraphs in a cell are paragraphs."""
    found = _blocks("<table><tr><td>menu</td><td><p>First paragraph.</p><p>Second paragraph.</p></td></tr></table>")
    assert [(block.tag, block.text) for block in found] == [
        ("p", "menu"),
        ("p", "First paragraph."),
        ("p", "Second paragraph."),
    ]


def test_a_cell_of_paragraphs_parted_by_breaks_is_no_fact() -> None:
    """Pages from before style sheets: menu and story side by side in one table."""
    story = "<br><br>".join(
        ("The harbour will be dredged from June, the port authority of the town said on Friday.",) * 2
    )
    found = _blocks(f"<table><tr><td>menu</td><td>{story}</td></tr></table>")
    assert [block.tag for block in found] == ["p", "p", "p"]


_WORDS = st.lists(st.text("abc é中", min_size=1, max_size=8), max_size=6)


@given(
    st.recursive(
        _WORDS.map(" ".join), lambda inner: st.lists(inner, max_size=4).map("".join).map("<div>{}</div>".format)
    )
)
def test_every_word_is_in_one_segment(body: str) -> None:
    """Whatever the nesting, the words of the page come out in order, each once."""
    text = " ".join(" ".join(body.replace("<div>", " ").replace("</div>", " ").split()).split())
    assert " ".join(_texts(body)) == text
