"""HTML inside fields: what is text stays in its order, what is none goes."""

import pytest

from worker.markup.fragment import html_blocks, html_line, html_tree
from worker.model import Limits, Reason, Rejected

LIMITS = Limits()


def _blocks(markup: str) -> list[tuple[str, str]]:
    return [(block.tag, block.text) for block in html_blocks(markup, LIMITS, base_url="https://n.example/a/")]


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("<p>a <b>b</b> c <i>d</i> e</p>", [("p", "a b c d e")]),
        ("bare text", [("p", "bare text")]),
        ("<p>a</p>loose<p>b</p>", [("p", "a"), ("p", "loose"), ("p", "b")]),
        ("<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>", [("li", "one"), ("li", "two"), ("li", "three")]),
        ("<ol><li><p>one</p><p>more</p></li></ol>", [("li", "one"), ("li", "more")]),
        ("<dl><dt>Tide</dt><dd>High at noon</dd></dl>", [("p", "Tide"), ("p", "High at noon")]),
        ("a<br>b<br/><br/>c", [("p", "a b"), ("p", "c")]),
        ("<blockquote>said<p>again</p></blockquote>", [("blockquote", "said"), ("blockquote", "again")]),
        ("<h1>A</h1><h2>B</h2><h3>C</h3><h6>D</h6>", [("h2", "A"), ("h2", "B"), ("h3", "C"), ("h4", "D")]),
        ("<figure><img src='x.jpg'><figcaption>no</figcaption></figure><p>yes</p>", [("p", "yes")]),
        ("a<hr>b", [("p", "a"), ("p", "b")]),
        ("<p>a<figure>no</figure>b</p>", [("p", "a"), ("p", "b")]),
        ("<p>a<script>no()</script>b<style>no{}</style>c<!-- no -->d</p>", [("p", "a b c d")]),
        ("<pre>Ekdahl  1.02\n\nRoos    1.03</pre>", [("pre", "Ekdahl 1.02\nRoos 1.03")]),
        ("<pre>one<br>two <b>three</b></pre>tail", [("pre", "one\ntwo three"), ("p", "tail")]),
        ("<table><tr><th>A</th><td>1</td></tr><tr><td>B<td>2</table>", [("table", "A\t1\nB\t2")]),
        ("<div>a<div>b</div>c</div>", [("p", "a"), ("p", "b"), ("p", "c")]),
        ("<p>1&nbsp;000&nbsp;&euro; &eacute;t&eacute; &#150; &#x2014;</p>", [("p", "1 000 € été – —")]),
        ("<html><head><title>no</title></head><body><p>yes</p></body></html>", [("p", "yes")]),
        ("<p>a<p>b", [("p", "a"), ("p", "b")]),
        ("<a href='/x'><p>a</p></a>", [("p", "a")]),
        ("", []),
        ("   ", []),
        ("<p> </p><p>&nbsp;</p>", []),
    ],
)
def test_blocks(markup: str, blocks: list[tuple[str, str]]) -> None:
    """Text behind inline tags, nested lists, breaks, tables, quotes, results; no captions, scripts, comments."""
    assert _blocks(markup) == blocks


def test_header_cells_stay_header_cells() -> None:
    """In the HTML of a table."""
    (table,) = html_blocks("<table><tr><th>A</th><td>1 &lt; 2</td></tr></table>", LIMITS)
    assert table.html == "<tr><th>A</th><td>1 &lt; 2</td></tr>"


def test_inline_elements_over_a_double_break() -> None:
    """They belong to the paragraph that follows, none is left empty behind the one before."""
    first, second = html_blocks("one<br><br><b>two</b>", LIMITS)
    assert (first.html, second.html) == (None, "<strong>two</strong>")


def test_links_are_resolved() -> None:
    """Against the page; unsafe ones lose their address."""
    (block,) = html_blocks(
        "<p><a href='b'>x</a><a href='javascript:y'>y</a></p>", LIMITS, base_url="https://n.example/a/"
    )
    assert block.html == '<a href="https://n.example/a/b">x</a>y'


def test_names_to_skip() -> None:
    """Elements that a feed knows to be no text, the text behind them kept."""
    (block,) = html_blocks("<p>a <aside>no</aside> b</p>", LIMITS, skipped=frozenset({"aside"}))
    assert block.text == "a b"


@pytest.mark.parametrize(
    ("markup", "line"),
    [("plain", "plain"), ("a <b>b</b> &amp; c", "a b & c"), ("<p>a</p><p>b</p>", "a b"), ("", None), ("<br>", None)],
)
def test_lines(markup: str, line: str | None) -> None:
    """One line without tags."""
    assert html_line(markup, LIMITS) == line


def test_floods_are_refused() -> None:
    """Depth and number of tags have limits."""
    for markup in ("<div>" * 3000, "<p>x</p>" * 60_000):
        with pytest.raises(Rejected) as caught:
            html_blocks(markup, LIMITS)
        assert caught.value.reason is Reason.TOO_LARGE


def test_the_tree_of_nothing() -> None:
    """None."""
    assert html_tree("  ", LIMITS) is None
