"""Extracted trees as blocks with allow-listed inner HTML."""

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from worker.article import Block
from worker.markup import lines
from worker.markup.blocks import blocks_of, safe_html
from worker.markup.lines import clean_line, key_of
from worker.markup.links import link_href


def _blocks(xml: str, base: str | None = None) -> tuple[Block, ...]:
    return blocks_of(etree.fromstring(f"<body>{xml}</body>"), base)


def test_inline_markup_survives() -> None:
    """Text behind an inline tag is kept, the tag where it is allowed."""
    (block,) = _blocks('<p>a <hi rend="#b">b</hi> c <ref target="https://e.example/?a=1&amp;b=2">d</ref> e</p>')
    assert block.text == "a b c d e"
    assert block.html == 'a <strong>b</strong> c <a href="https://e.example/?a=1&amp;b=2">d</a> e'


@pytest.mark.parametrize(
    ("xml", "html"),
    [
        ("<p>run <code>make all</code> first</p>", "run <code>make all</code> first"),
        ("<ul><li><code>import</code> is slow</li></ul>", "<code>import</code> is slow"),
        ("<div>run <strong><code>make</code></strong></div>", "run <strong><code>make</code></strong>"),
        ("<div><b>one</b> <code>two</code> three</div>", "<strong>one</strong> <code>two</code> three"),
    ],
)
def test_a_name_in_a_line_is_no_block_of_code(xml: str, html: str) -> None:
    """The line is one block."""
    assert [block.html for block in _blocks(xml)] == [html]


def test_a_block_of_code_keeps_its_lines() -> None:
    """By itself between paragraphs, as in <pre>."""
    blocks = _blocks("<p>so:</p>\n<code>a = 1\nb = 2</code>\n<pre><code>c = 3\nd = 4</code></pre>")
    assert [(b.tag, b.text) for b in blocks] == [("p", "so:"), ("pre", "a = 1\nb = 2"), ("pre", "c = 3\nd = 4")]


def test_a_break_stands_before_the_element_of_its_line() -> None:
    """Not within it: what is read back is what was written."""
    (block,) = _blocks("<p><b>one</b><br/><b>two</b></p>")
    assert block.html == "<strong>one</strong><br><strong>two</strong>"


def test_an_item_with_a_heading_is_a_part_of_the_text() -> None:
    """Live blogs number their posts."""
    blocks = _blocks("<list><item><head>Rain</head><p>It fell.</p></item><item>Sun</item></list>")
    assert [(block.tag, block.text) for block in blocks] == [("h2", "Rain"), ("p", "It fell."), ("li", "Sun")]


def test_a_window_is_no_address() -> None:
    """The target of HTML's <a> names a window; the address is its href."""
    (block,) = _blocks('<p>see <a href="https://e.example/x" target="_blank"><u>here</u></a></p>')
    assert block.html == 'see <a href="https://e.example/x"><u>here</u></a>'


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "java\tscript:alert(1)", "data:text/html;base64,AA", "vbscript:x", "//", "http://[bad"],
)
def test_unsafe_links_lose_their_address(target: str) -> None:
    """Only http, https and mailto addresses leave."""
    assert link_href(target, None) is None


def test_relative_links_need_a_base() -> None:
    """Resolved against the page's address, dropped without one."""
    assert link_href("/a", "https://e.example/b") == "https://e.example/a"
    assert link_href("/a", None) is None


def test_tags_of_blocks() -> None:
    """Headings, list items and quotes keep their kind."""
    xml = '<head rend="h3">H</head><list><item>one</item><item>two</item></list><quote><p>said</p></quote><p>text</p>'
    assert [(b.tag, b.text) for b in _blocks(xml)] == [
        ("h3", "H"),
        ("li", "one"),
        ("li", "two"),
        ("blockquote", "said"),
        ("p", "text"),
    ]


def test_two_breaks_end_a_paragraph() -> None:
    """<br><br> parts paragraphs, one <br> is a blank."""
    assert [b.text for b in _blocks("<p>a<lb/>b<lb/><lb/>c</p>")] == ["a b", "c"]


def test_tables() -> None:
    """A table of facts is one block of lines and tabs; a page laid out in a table is its paragraphs."""
    (table,) = _blocks(
        "<table><row><cell role='head'>T</cell><cell>P</cell></row><row><cell>x</cell><cell>1</cell></row></table>"
    )
    assert (table.tag, table.text, table.html) == (
        "table",
        "T\tP\nx\t1",
        "<tr><th>T</th><td>P</td></tr><tr><td>x</td><td>1</td></tr>",
    )
    assert [b.tag for b in _blocks("<table><row><cell><p>a</p><p>b</p></cell></row></table>")] == ["p", "p"]


def test_preformatted_lines_stay() -> None:
    """Line-ups and results keep their lines; blank ones fall away."""
    (block,) = _blocks("<pre>Alba 2\n  Brno 1\n\nScorers: <em>Ruiz</em> (2),<br/>Novak</pre>")
    assert (block.tag, block.text, block.html) == ("pre", "Alba 2\nBrno 1\nScorers: Ruiz (2),\nNovak", None)


def test_characters_that_nobody_sees_are_dropped() -> None:
    """Bidi overrides and zero-width blanks go, joiners of Hindi and Persian stay."""
    assert [b.text for b in _blocks("<p>a\u202eb\u200bc क\u094d\u200dष</p>")] == ["abc क\u094d\u200dष"]


def test_the_cheap_look_misses_nothing() -> None:
    """Every character that is taken out of lines is found by the look that spares the others the search."""
    taken = [chr(code) for code in range(0x10000) if lines._UNSEEN.match(chr(code))]
    assert len(taken) > 100
    assert not [character for character in taken if clean_line(f"a{character}b") != "ab" and not character.isspace()]


@pytest.mark.parametrize("line", ["\u200d", " \u200e \u200f", "\u200c\u200b"])
def test_joiners_alone_are_no_line(line: str) -> None:
    """Editors of pages leave them in empty paragraphs; within a line scripts need them."""
    assert clean_line(line) == ""
    assert clean_line("می\u200cخواهم ") == "می\u200cخواهم"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("it\xe2\x80\x99s noon", "it’s noon"),
        ("caf\xc3\xa9 \xe2\x80\x93 \xf0\x9f\x9a\xa2", "café – 🚢"),
        ("caf\xc3\xa9", "cafÃ©"),  # no control gives it away
        ("\xe2\x82 \xe2(\x80", "â â("),
        ("\xed\xa0\x80", "í\xa0"),  # half of a pair
    ],
)
def test_letters_that_were_encoded_twice_are_mended(line: str, wanted: str) -> None:
    """UTF-8 that was read as Latin-1 is read again where controls show it; whatever else stands stays."""
    assert clean_line(line) == wanted.replace("\xa0", "").strip()
    assert clean_line(clean_line(line)) == clean_line(line)


@given(
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=60),
    st.sampled_from(["ref", "hi", "p", "quote", "item", "b"]),
)
def test_html_is_always_clean(text: str, tag: str) -> None:
    """Whatever the text, the inner HTML is what a strict sanitiser leaves of it."""
    root = etree.Element("body")
    outer = etree.SubElement(root, "p")
    inner = etree.SubElement(outer, tag, target=text, rend="#i")
    inner.text, inner.tail = text, text
    for block in blocks_of(root, None):
        html = block.html or ""
        assert html == nh3.clean(html, tags={"em", "strong", "a", "br"}, attributes={"a": {"href"}}, link_rel=None)


_WORDS = st.sampled_from(["a &amp; b", "x", "“q” ’s", '"y"', "&lt;p&gt;", " ", "日本", "<br>", "&quot;", "&#x27;"])
_HREFS = st.sampled_from(
    [
        "https://e.example/?a=1&amp;b=2", "http://www.a-b.example", "https://1.2.3.4/x", "https://e.example:80/",
        "https://xn--a.example/", "https://e.example/it&#x27;s", "mailto:a@b.example", "https://e.example/ü",
        "javascript:alert(1)", "https://e.example/x#(1),2;~!*$@=:", "https:///x", "/x", "https://e.example/&quot;",
    ]
)  # fmt: skip
_MARKS = st.sampled_from(["em", "strong", "u", "code", "sub", "sup", "del", "script", "p"])
_INSIDE = st.recursive(
    _WORDS,
    lambda inner: st.tuples(_MARKS, st.lists(inner, max_size=3)).map(
        lambda one: f"<{one[0]}>{''.join(one[1])}</{one[0]}>"
    ),
    max_leaves=6,
)
_LINKS = st.tuples(_HREFS, _INSIDE).map(lambda one: f'<a href="{one[0]}">{one[1]}</a>')


@given(st.lists(_INSIDE | _LINKS, max_size=4).map("".join))
def test_plain_html_is_what_the_sanitiser_leaves(html: str) -> None:
    """What goes past the sanitiser it would not have changed."""
    marks = {"em", "strong", "u", "code", "sub", "sup", "del", "a", "br", "tr", "td", "th"}
    clean = nh3.clean(
        html, tags=marks, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel=None
    )
    expected = " ".join(clean.split())
    assert safe_html(html) == (expected if "<" in html and "<" in expected else None)


@given(st.text(max_size=80))
def test_a_key_is_the_letters_and_figures_of_a_line(text: str) -> None:
    """Case folded, of every script; nothing else counts."""
    assert key_of(text) == "".join(filter(str.isalnum, text.casefold()))
