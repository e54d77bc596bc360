"""Address, language, dates and description of a page: where each is found, and what is made of it."""

import pytest
from html_heads import KNOWLEDGE, URL, meta, read_page
from lxml.html import document_fromstring

from worker.formats.html import metadata as html_metadata
from worker.formats.html.addresses import without_tracking
from worker.formats.html.places import page_of


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        ('<link rel="canonical" href="/sport/race">', URL, ("link:canonical", "https://crow.example/sport/race")),
        ('<link rel="canonical" href="/">', URL, ("document", URL)),
        ('<link rel="canonical" href="/">' + meta("og:url", "/race"), URL, ("meta:og:url", "https://crow.example/race")),
        (meta("og:url", "https://crow.example/a?utm_source=x"), None, ("meta:og:url", "https://crow.example/a")),
        ('<base href="https://crow.example/b/"><link rel="canonical" href="c">', None, ("link:canonical", "https://crow.example/b/c")),
        ("", "https://crow.example/a?fbclid=1", ("document", "https://crow.example/a")),
        ('<link rel="canonical" href="http://[bad/x">', None, None),
    ],
)  # fmt: skip
def test_address(head: str, url: str | None, expected: tuple[str, str] | None) -> None:
    """Absolute, never the front page for a page below it, without what only counts readers."""
    found = read_page(head, url=url)
    assert (expected and found.sources["canonical_url"], found.canonical_url) == (expected or (None, None))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://crow.example/a?id=7&utm_source=feed&fbclid=x", "https://crow.example/a?id=7"),
        ("https://crow.example/a?id=7&b=%20&c", "https://crow.example/a?id=7&b=%20&c"),
        ("https://crow.example/a?UTM_Source=x#part", "https://crow.example/a#part"),
        ("https://crow.example/a", "https://crow.example/a"),
    ],
)
def test_tracking(url: str, expected: str) -> None:
    """Parameters that name the page stay as they are written."""
    assert without_tracking(url, KNOWLEDGE.pages) == expected


@pytest.mark.parametrize(
    ("head", "body", "json_ld", "expected"),
    [
        (meta("og:locale", "de_AT"), "", "", ("meta:og:locale", "de_AT")),
        ('<meta http-equiv="Content-Language" content="fr">', "", "", ("meta:content-language", "fr")),
        (meta("og:locale", "{{ locale }}") + meta("language", "sv"), "", "", ("meta:language", "sv")),
        ("", "", '{"@type": "NewsArticle", "inLanguage": "pt-BR"}', ("json-ld", "pt-BR")),
        ("", '<p><span property="schema:inLanguage">nl</span></p>', "", ("rdfa", "nl")),
        (meta("language", "German, Austria"), "", "", None),
    ],
)
def test_language(head: str, body: str, json_ld: str, expected: tuple[str, str] | None) -> None:
    """What may be a language's tag, and no template that was never filled in."""
    found = read_page(head, body, json_ld)
    assert (expected and found.sources["language"], found.language) == (expected or (None, None))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<span property="datePublished" content="2024-11-15T06:00:00+01:00">15 november</span>', "rdfa"),
        ('<abbr itemprop="datePublished" title="2024-11-15T06:00:00+01:00">06:00</abbr>', "itemprop"),
        ('<abbr class="published" title="2024-11-15T06:00:00+01:00">06:00</abbr>', "hentry"),
        ('<a href="/x"><time datetime="2024-11-15T06:00:00+01:00">15 November</time></a>', "time"),
        (
            (
                '<article><footer><i property="schema:dateCreated" content="2024-11-15T06:00:00+01:00">x</i></footer>'
                "</article>"
            ),
            "rdfa",
        ),
        ('<footer><time datetime="2024-11-15T06:00:00+01:00">15 November</time></footer>', None),
        (
            '<a href="/x">Another story of the harbour <time datetime="2024-11-15T06:00:00+01:00">15</time></a>',
            None,
        ),
        ('<aside><a href="/x">Another story of the harbour</a><time datetime="2024-11-15">15</time></aside>', None),
        ('<time datetime="2024-11-15T06:00:00+01:00">Updated 15 November</time>', None),
    ],
)
def test_machine_dates_in_marked_elements(body: str, expected: str | None) -> None:
    """Of microdata, RDFa and hAtom, in a link to itself or the story's footer; none of another story."""
    assert read_page(body=body).sources.get("first_created") == expected


def test_times_of_the_story() -> None:
    """The <time> beside the headline dates the story, not one above it; one that says so its last change."""
    top = '<p><time datetime="2024-11-01T06:00:00Z">1 November</time></p>'
    own = '<time datetime="2024-11-15T06:00:00Z">15 November</time>'
    change = 'Updated <time datetime="2024-11-16T06:00:00Z">16 November</time>'
    page = f"<html><body>{top}<h1>Ferries cost more</h1><p>{own}</p><p>{change}</p></body></html>"
    found = html_metadata.read(page_of(document_fromstring(page), (), URL), KNOWLEDGE)
    assert found.first_created is not None
    assert found.version_created is not None
    assert (found.first_created.day, found.version_created.day) == (15, 16)


def test_a_day_in_a_title() -> None:
    """The last part of a title may be the day."""
    found = read_page("<title>Ferries cost more | Crow | 3.5.2024</title>", body="<h1>Ferries cost more</h1>")
    assert found.dated.declared == ("3.5.2024",)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("Boats &lt; ten AT&amp;T", "Boats < ten AT&T"),
        (
            "&lt;p&gt;Two &lt;b&gt;boats&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;One&amp;nbsp;left.&lt;/p&gt;",
            "Two boats. One left.",
        ),
        ("영화 &lt;Two Boats&gt; 개봉, <Ferry> and <o-wrap>One</o-wrap>", "영화 <Two Boats> 개봉, <Ferry> and One"),
        ("Two boats. &lt;a href='/x'&gt;More&lt;/a&gt;", "Two boats. More"),
        ("&amp;lt;em&amp;gt;Two&amp;lt;/em&amp;gt; boats", "Two boats"),
    ],
)
def test_a_description_is_words(declared: str, expected: str) -> None:
    """Markup that a publisher put into it, escaped once or twice, is out; signs that are none stay."""
    assert read_page(meta("og:description", declared)).description == expected
