"""The HTML parser as a whole: one article, or a reason."""

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker import pipeline
from worker.article import Article
from worker.formats.html import parser as html
from worker.knowledge.loading import Knowledge, load
from worker.markup.lines import clean_line
from worker.model import Document, Hints, RawMessage, Reason, Rejected

PARAGRAPHS = "".join(
    f"<p>The council of town number {n} voted on Monday to build a bridge across the river.</p>" for n in range(6)
)


def _parse(page: str, knowledge: Knowledge, **facts: str) -> Article:
    (article,) = html.parse(Document(data=b"", text=page, format="html", **facts), knowledge)  # type: ignore[arg-type]
    return article


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("", Reason.EMPTY_INPUT),
        (" \n ", Reason.EMPTY_INPUT),
        ("<html><head><title>x</title></head><body></body></html>", Reason.NO_ARTICLE),
        (
            "<html><body><nav><a href='/'>Home</a></nav><div id='root'></div><script>boot()</script></body></html>",
            Reason.NO_ARTICLE,
        ),
        (
            (
                "<html><head><title>404 - Page not found</title></head><body><h1>Page not found</h1>"
                "<p>We could not find what you asked for. Try the search or go to the start page.</p></body></html>"
            ),
            Reason.NO_ARTICLE,
        ),
        ("<html><body>" + "<div>" * 10_000 + "</body></html>", Reason.TOO_LARGE),
    ],
    ids=["empty", "blank", "no-body", "empty-shell", "not-found", "deep"],
)
def test_pages_without_story(page: str, reason: Reason, knowledge: Knowledge) -> None:
    """Each is refused with its reason and a sentence."""
    with pytest.raises(Rejected) as refusal:
        _parse(page, knowledge)
    assert refusal.value.reason is reason
    assert refusal.value.detail


def test_a_story_about_404_is_a_story(knowledge: Knowledge) -> None:
    """The words of error pages in a headline do not cost a long article."""
    head = "<title>Why 404 pages matter</title>"
    page = (
        f"<html><head>{head}</head><body><article><h1>Why 404 pages matter</h1>{PARAGRAPHS * 3}</article></body></html>"
    )
    assert _parse(page, knowledge).headline == "Why 404 pages matter"


def test_a_brief_is_a_story(knowledge: Knowledge) -> None:
    """Two sentences, fewer still in a script without blanks, are found without what stands round them."""
    for lines in (
        ["The council of Ostmoor voted on Monday to build a bridge.", "Work on it begins in spring, the mayor said."],
        [
            "渡轮沉没后，港口于星期一关闭，救援人员仍在搜寻三名失踪的渔民，天气正在好转。",
            "港务局长林海说，港口将在星期三重新开放，所有航线将逐步恢复，旅客可以免费改签船票。",
        ],
    ):
        story = "".join(f"<p>{line}</p>" for line in lines)
        page = (
            "<html><body><nav><a href='/'>Home</a></nav><article><header><h1>Bridge</h1><p>City</p></header>"
            f"<figure><figcaption>Archive picture.</figcaption></figure><div itemprop='articleBody'>{story}</div>"
            "</article><footer>Imprint</footer></body></html>"
        )
        assert [block.text for block in _parse(page, knowledge).body] == lines


@pytest.mark.parametrize(
    ("head", "top"),
    [
        ('<meta name="published_on" content="2024-05-17T10:00:00Z">', "<h1>Bridge built</h1>"),
        ('<meta property="article:published_time" value="2024-05-17T10:00:00Z">', "<h1>Bridge built</h1>"),
        (
            '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2024-05-17T10:00:00Z"}</script>',
            "<h1>Bridge built</h1>",
        ),
        ("", "<div>May 17, 2024 10:00 UTC</div><h1>Bridge built</h1>"),
        ("", "<h1>Bridge built</h1><div><span>Updated</span><span>May 17, 2024 10:00 UTC</span></div>"),
    ],
    ids=["meta-name", "meta-value", "web-page", "above-headline", "glued-to-a-label"],
)
def test_where_a_moment_stands(head: str, top: str, knowledge: Knowledge) -> None:
    """Declared under a rarer name, or printed with its clock above or below the headline."""
    page = f"<html><head>{head}</head><body><article>{top}<div>{PARAGRAPHS}</div></article></body></html>"
    raw = RawMessage(topic="t", partition=0, offset=0, value=page.encode())
    (article,) = pipeline.process(raw, knowledge, Hints(format="html"))
    assert datetime(2024, 5, 17, 10, tzinfo=UTC) in {article.first_created, article.version_created}


def test_lines_under_a_headline_that_is_not_declared(knowledge: Knowledge) -> None:
    """The byline under the heading that the page prints is read, though its head calls the story otherwise."""
    page = (
        '<html><head><meta property="og:title" content="Why towns build"></head><body><article>'
        f"<h1>Rivers and their crossings</h1><div>By Tomas Reinholt</div>{PARAGRAPHS}</article></body></html>"
    )
    assert _parse(page, knowledge).furniture == ("By Tomas Reinholt",)


def test_a_date_under_the_standfirst_is_no_paragraph(knowledge: Knowledge) -> None:
    """A line of a date and a reading time leaves the opening of the body; a line that signs a quote stays."""
    lines = ["The bridge took nine years, and two mayors, to build.", "Jun 08, 2023 • 11 Minute Read"]
    opening = "".join(f"<p>{line}</p>" for line in [*lines, "– Mara, Ostmoor Technical College, Class of 2018"])
    article = _parse(
        f"<html><body><article><h1>Bridge</h1><div>{opening}{PARAGRAPHS}</div></article></body></html>", knowledge
    )
    texts = [block.text for block in article.body]
    assert lines[0] in texts
    assert lines[1] not in texts
    assert any("Class of 2018" in text for text in texts)


def test_a_bad_field_costs_that_field(knowledge: Knowledge) -> None:
    """A zone of +99:00 and a control character in the title leave headline and text alone."""
    page = (
        '<html><head><meta property="article:published_time" content="2024-05-17T10:00:00+99:00"></head>'
        f"<body><article><h1>Bridge&#27; &#8238;built</h1>{PARAGRAPHS}</article></body></html>"
    )
    article = _parse(page, knowledge)
    assert (article.headline, article.first_created, len(article.body)) == ("Bridge built", None, 6)


def test_the_envelope_wins(knowledge: Knowledge) -> None:
    """Language and publisher of the envelope are taken before the page's, and said to be."""
    page = f"<html lang='de'><body><article><h1>Bridge</h1>{PARAGRAPHS}</article></body></html>"
    article = _parse(page, knowledge, language="en", publisher="Wire", url="https://e.example/a")
    assert (article.language, article.publisher, article.canonical_url) == ("en", "Wire", "https://e.example/a")
    assert article.field_sources["language"] == "envelope"


def test_a_declared_body_fills_an_empty_page(knowledge: Knowledge) -> None:
    """A shell that carries its story only in JSON-LD still gives it."""
    body = "\\n".join(f"The council of town number {n} voted on Monday to build a bridge." for n in range(6))
    json_ld = f'{{"@type":"NewsArticle","headline":"Bridge","articleBody":"{body}"}}'
    page = (
        f'<html><head><script type="application/ld+json">{json_ld}</script></head>'
        '<body><div id="app"></div></body></html>'
    )
    assert len(_parse(page, knowledge).body) == 6


_TAGS = st.sampled_from(
    [
        "div",
        "p",
        "span",
        "a",
        "b",
        "em",
        "table",
        "tr",
        "td",
        "ul",
        "li",
        "h1",
        "h2",
        "article",
        "section",
        "figure",
        "figcaption",
        "br",
        "time",
        "blockquote",
        "script",
        "style",
        "svg",
    ]
)
_PIECES = st.one_of(
    st.text(max_size=20),
    _TAGS.map(lambda tag: f"<{tag}>"),
    _TAGS.map(lambda tag: f"</{tag}>"),
    st.builds(lambda tag, text: f'<{tag} class="{text}" href="{text}" datetime="{text}">', _TAGS, st.text(max_size=15)),
    st.sampled_from(
        [
            "<!--",
            "-->",
            "&#0;",
            "&#xD800;",
            "<![CDATA[",
            '<script type="application/ld+json">{"@type":"NewsArticle",',
            '"author":[[1]]}</script>',
            '<meta name="author" content="',
            PARAGRAPHS,
        ]
    ),
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_any_soup(page: str) -> None:
    """Any mixture of markup and text gives an article or a refusal, and its text is clean."""
    try:
        article = _parse(page, load())
    except Rejected:
        return
    assert article.body
    assert all(
        line == clean_line(line) for block in article.body if block.tag not in {"table", "pre"} for line in [block.text]
    )
    assert "<script" not in "".join(block.html or "" for block in article.body)


@pytest.mark.parametrize(
    "flood",
    [
        "<em>x</em><b>y</b> ",
        "<span>x</span> ",
        "<li>x",
        "<p>x y z",
        "x<br>",
        "<h2>Head</h2>",
        "<td>x</td>",
        "<a><b></a>",
        "<time datetime='2024-05-01'>May</time>",
        "<abbr class='published'>x</abbr>",
    ],
)
def test_floods_end_in_time(flood: str, knowledge: Knowledge) -> None:
    """100 kB of a flood that other extractors need minutes for ends within seconds."""
    floods = flood * (100_000 // len(flood))
    page = f"<html><body><article><h1>Bridge</h1>{PARAGRAPHS}<p>{floods}</p></article></body></html>"
    start = time.process_time()
    try:
        _parse(page, knowledge)
    except Rejected as refusal:
        assert refusal.reason is Reason.TOO_LARGE  # noqa: PT017 - either end is right
    assert time.process_time() - start < 5


_COLD = """
import sys
from pathlib import Path
from worker.knowledge.loading import load
from worker import pipeline
from worker.formats.html import parser as html
from worker.model import Document, Rejected
knowledge = load()
html.warm()
opened = []
pages = [Path(name).read_bytes().decode("utf-8", "replace") for name in sys.argv[1:]]
pages.append("<html><body><div>One line.<table><tr><td>x</td></tr></table><figure>y</figure></div></body></html>")
sys.addaudithook(lambda event, args: opened.append(args[0]) if event in {"open", "socket.connect"} else None)
for page in pages:
    try:
        list(html.parse(Document(data=b"", text=page, format="html", url="https://e.example/a"), knowledge))
    except Rejected:
        pass
print(opened)
"""


def test_warm_leaves_nothing_to_open() -> None:
    """After warm() parsing opens no file and no connection, whichever path of the extractor a page takes."""
    pages = sorted(str(path) for path in (Path(__file__).parents[1] / "golden" / "html").glob("*.html"))
    done = subprocess.run([sys.executable, "-c", _COLD, *pages], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Nov 21, 2025", "2025-11-21T00:00:00+00:00"),
        ("Updated: 21. November 2025, 10:05 UTC", "2025-11-21T10:05:00+00:00"),
        ("Nov 20, 2025", "2025-11-20T09:00:00+00:00"),
        ("recently", "2025-11-20T09:00:00+00:00"),
    ],
)
def test_a_change_that_is_declared_in_words(words: str, expected: str, knowledge: Knowledge) -> None:
    """It is the newest version's, where its day is a later one than the publication's."""
    head = (
        '<meta property="article:published_time" content="2025-11-20T09:00:00Z">'
        f'<meta property="article:modified_time" content="{words}">'
    )
    article = _parse(f"<html><head>{head}</head><body>{PARAGRAPHS}</body></html>", knowledge)
    assert article.first_created == datetime(2025, 11, 20, 9, tzinfo=UTC)
    assert article.version_created is not None
    assert article.version_created.isoformat() == expected
