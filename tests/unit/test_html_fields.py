"""Address, language, section, keywords and picture of a page: where each is found, and what is made of it."""

import pytest
from lxml.html import document_fromstring

from worker.article import Article, Association, Rendition
from worker.classify.section import section as one_section
from worker.formats.html import metadata as html_metadata
from worker.formats.html.addresses import without_tracking
from worker.formats.html.json_ld import nodes_of
from worker.formats.html.metadata import Metadata
from worker.formats.html.page import Line
from worker.formats.html.picture import credited, with_words
from worker.formats.html.places import page_of
from worker.formats.html.surroundings import Frame
from worker.knowledge.loading import load

KNOWLEDGE = load()
URL = "https://crow.example/sport/ferry-race?id=7"


def _read(head: str = "", body: str = "", json_ld: str = "", url: str | None = URL) -> Metadata:
    page = f"<html><head>{head}</head><body><h1>Ferry race</h1>{body}</body></html>"
    nodes = nodes_of((json_ld,) if json_ld else ())
    return html_metadata.read(page_of(document_fromstring(page), nodes, url), KNOWLEDGE)


def _meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        ('<link rel="canonical" href="/sport/race">', URL, ("link:canonical", "https://crow.example/sport/race")),
        ('<link rel="canonical" href="/">', URL, ("document", URL)),
        ('<link rel="canonical" href="/">' + _meta("og:url", "/race"), URL, ("meta:og:url", "https://crow.example/race")),
        (_meta("og:url", "https://crow.example/a?utm_source=x"), None, ("meta:og:url", "https://crow.example/a")),
        ('<base href="https://crow.example/b/"><link rel="canonical" href="c">', None, ("link:canonical", "https://crow.example/b/c")),
        ("", "https://crow.example/a?fbclid=1", ("document", "https://crow.example/a")),
        ('<link rel="canonical" href="http://[bad/x">', None, None),
    ],
)  # fmt: skip
def test_address(head: str, url: str | None, expected: tuple[str, str] | None) -> None:
    """Absolute, never the front page for a page below it, without what only counts readers."""
    found = _read(head, url=url)
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
        (_meta("og:locale", "de_AT"), "", "", ("meta:og:locale", "de_AT")),
        ('<meta http-equiv="Content-Language" content="fr">', "", "", ("meta:content-language", "fr")),
        (_meta("og:locale", "{{ locale }}") + _meta("language", "sv"), "", "", ("meta:language", "sv")),
        ("", "", '{"@type": "NewsArticle", "inLanguage": "pt-BR"}', ("json-ld", "pt-BR")),
        ("", '<p><span property="schema:inLanguage">nl</span></p>', "", ("rdfa", "nl")),
        (_meta("language", "German, Austria"), "", "", None),
    ],
)
def test_language(head: str, body: str, json_ld: str, expected: tuple[str, str] | None) -> None:
    """What may be a language's tag, and no template that was never filled in."""
    found = _read(head, body, json_ld)
    assert (expected and found.sources["language"], found.language) == (expected or (None, None))


CRUMBS = '<ol class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/local">Local</a></li></ol>'
META_SECTION = "meta:article:section"
TAGS = '<a href="/t/1">ferry</a> <a href="/t/2">#race</a>'
MENU = '<div><ul><li class="menu-item menu-item-object-category"><a href="/category/sea">Sea</a></li></ul></div>'


@pytest.mark.parametrize(
    ("head", "body", "url", "expected"),
    [
        (_meta("article:section", "Sport"), CRUMBS, None, (META_SECTION, "Sport")),
        (_meta("article:section", "News") + _meta("article:section", "Sea"), "", None, (META_SECTION, "News; Sea")),
        ("", '<span itemprop="articleSection">Harbour</span>' + CRUMBS, None, ("itemprop", "Harbour")),
        ("", '<span property="schema:articleSection">Harbour</span>', None, ("rdfa", "Harbour")),
        ("", CRUMBS, URL, ("breadcrumb", "Local")),
        ("", '<p class="breadcrumb"><a href="/local">Local</a></p>', None, None),
        ("", "", URL, ("address", "Sport")),
        ("", MENU, None, None),
        ("", '<div class="type-post hentry category-news"><a href="/2024/older">Older story</a></div>', None, None),
        ("", '<div class="entry-category"><a href="/harbour">Harbour</a></div>', None, ("category", "Harbour")),
        ("", "", "https://crow.example/2024/ferry-race", None),
        ("", "", "https://crow.example/sport", None),
    ],
)
def test_section(head: str, body: str, url: str | None, expected: tuple[str, str] | None) -> None:
    """Declared, marked, in the line of links from the front page, or a folder that is a section's name."""
    found = _read(head, body, url=url)
    assert (expected and found.sources["section"], found.section or found.category) == (expected or (None, None))


@pytest.mark.parametrize(
    ("declared", "section"),
    [
        ('"Politics"', "Politics"),
        ('"News, Politics, World"', "Politics"),
        ('["News", "World", "Politics"]', "Politics"),
        ('["World", "World", " "]', "World"),
        ('[{"name": "Arts, Culture & Entertainment"}, "News"]', "Arts, Culture & Entertainment"),
        ('["Boats", "Ferries", "Locks", "Quays", "Sport"]', "Boats"),
    ],
)
def test_one_of_several_sections(declared: str, section: str) -> None:
    """Strings and lists alike: the one that tells most."""
    found = _read(json_ld=f'{{"@type": "NewsArticle", "articleSection": {declared}}}')
    article = one_section(Article(format="html", section=found.section), KNOWLEDGE)
    assert (article.section, found.sources["section"]) == (section, "json-ld")


@pytest.mark.parametrize(
    ("head", "body", "json_ld", "expected"),
    [
        (_meta("news_keywords", "ferry; Linden | Ferry, race"), "", "", ("ferry", "Linden", "race")),
        (_meta("article:tag", "ferry") + _meta("article:tag", "race"), "", "", ("ferry", "race")),
        ("", "", '{"@type": "NewsArticle", "keywords": ["ferry", "race, Linden"]}', ("ferry", "race", "Linden")),
        ("", '<a rel="tag" href="/t/1">ferry</a><a rel="tag nofollow" href="/t/2">race</a>', "", ("ferry", "race")),
        ("", f'<div class="trending-tags">{TAGS}</div>', "", ()),
        ("", f'<div class="post-tags">{TAGS}</div>', "", ("ferry", "race")),
        (_meta("keywords", ",".join(map(str, range(90)))), "", "", tuple(map(str, range(50)))),
    ],
)
def test_keywords(head: str, body: str, json_ld: str, expected: tuple[str, ...]) -> None:
    """Split, each once whatever its case, and no more than fifty."""
    assert _read(head, body, json_ld).keywords == expected


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("The yard on Friday. Photo: Jo Bee/Agency", "The yard on Friday.", "Jo Bee/Agency"),
        ("Der Hof am Freitag (Foto: dpa)", "Der Hof am Freitag", "dpa"),
        ("У залі два дивани. Фото: Іван Приклад", "У залі два дивани.", "Іван Приклад"),
        ("The yard on Friday. © Reuters/Jo Bee", "The yard on Friday.", "Reuters/Jo Bee"),
        ("The yard on Friday. (AP Photo/Jo Bee)", "The yard on Friday.", "Jo Bee"),
        ("The yard on Friday (Jo Bee/Harbour Images)", "The yard on Friday", "Jo Bee/Harbour Images"),
        ("Photo: AP", None, "AP"),
        ("The yard: a view from the pier", "The yard: a view from the pier", None),
        ("At the yard - photo: Jo Bee", "At the yard", "Jo Bee"),
        ("The book and the image: faith", "The book and the image: faith", None),
        ("The yard on Friday.", "The yard on Friday.", None),
        ("", None, None),
    ],
)
def test_credit(text: str, caption: str | None, credit: str | None) -> None:
    """Who made the picture is taken off its caption, by the words of many languages."""
    assert credited(text, KNOWLEDGE.pages) == (caption, credit)


@pytest.mark.parametrize(
    ("head", "body", "json_ld", "expected"),
    [
        (_meta("og:image", "/i/yard.jpg"), "", "", ("meta:og:image", "https://crow.example/i/yard.jpg")),
        (
            "",
            '<figure itemprop="image"><img itemprop="url" src="/i/yard.jpg"></figure>',
            "",
            ("itemprop", "https://crow.example/i/yard.jpg"),
        ),
        ("", '<img property="schema:image" src="/i/yard.jpg">', "", ("rdfa", "https://crow.example/i/yard.jpg")),
        (
            "",
            "",
            '{"@type": "NewsArticle", "image": [{"@type": "ImageObject", "url": "/i/yard.jpg"}]}',
            ("json-ld", "https://crow.example/i/yard.jpg"),
        ),
        (_meta("og:image", "data:image/png;base64,AAAA"), "", "", None),
    ],
)
def test_picture(head: str, body: str, json_ld: str, expected: tuple[str, str] | None) -> None:
    """Its address is absolute, or there is no picture."""
    found = _read(head, body, json_ld)
    href = found.picture.renditions[0].href if found.picture else None
    assert (expected and found.sources["picture"], href) == (expected or (None, None))


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("<figure>IMG<figcaption>The yard on Friday. Photo: Jo Bee</figcaption>", ("The yard on Friday.", "Jo Bee")),
        ("<figure>IMG<figcaption class='caption credit'>The yard. Photo: Jo Bee</figcaption>", ("The yard.", "Jo Bee")),
        ("<figure>IMG<figcaption class='photo-credit'>Jo Bee/AFP</figcaption>", (None, "Jo Bee/AFP")),
        (
            "<figure>IMG<figcaption class='text-credits'><i>The yard.</i><i class='credit'>Jo Bee</i></figcaption>",
            ("The yard.", "Jo Bee"),
        ),
        (
            "<figure>IMG<figcaption>Men of <b>Crow</b> at work <cite>Crow</cite></figcaption>",
            ("Men of Crow at work", "Crow"),
        ),
        (
            "<figure>IMG<figcaption>The yard</figcaption><p class='photographer'>Photo by Jo Bee</p>",
            ("The yard", "Jo Bee"),
        ),
        ("<div class='article-media'>IMG<p>The yard</p></div>", ("The yard", None)),
        ("<div class='article-media'>IMG<p>The yard burned on Friday.</p><p>Nobody was hurt.</p></div>", (None, None)),
        (f"<div>IMG</div><p class='caption'>{'<i>x</i>' * 99}</p>", (None, None)),
    ],
)
def test_words_at_a_picture(around: str, expected: tuple[str | None, str | None]) -> None:
    """Of its figure, or alone behind it; the smallest element that is marked as the credit is one."""
    image = '<img src="/i/yard-1.jpg">'
    picture = _read(_meta("og:image", "/i/yard-1.jpg"), around.replace("IMG", image)).picture
    told = with_words(picture, (), Frame(None, None, None), (), KNOWLEDGE)
    assert told is not None
    assert (told.caption, told.credit) == expected


@pytest.mark.parametrize(
    ("declared", "printed", "expected"),
    [
        (None, "The yard. Photo: Jo Bee", ("The yard.", "Jo Bee")),
        ("The yard", "The yard. Photo: Jo Bee", ("The yard", "Jo Bee")),
        ("The pier", "The yard. Photo: Jo Bee", ("The pier", None)),
        ("The pier. Photo: Al Cee", "The yard. Photo: Jo Bee", ("The pier.", "Al Cee")),
        (None, "08.03.2024, 18:59 Uhr • Lesezeit: 1 Minute", (None, None)),
        (None, "Facebook", (None, None)),
    ],
)
def test_words_of_a_picture(declared: str | None, printed: str, expected: tuple[str, str | None]) -> None:
    """A printed credit belongs to the picture only where its caption does."""
    picture = Association(renditions=(Rendition(href="https://crow.example/i.jpg"),), caption=declared)
    made = with_words(picture, [Line(text=printed, caption=True)], Frame(None, None, None), (), KNOWLEDGE)
    assert made is not None
    assert (made.caption, made.credit) == expected


AUTHORS = ("Jo Bee", "Al Cee")


@pytest.mark.parametrize(
    ("declared", "printed", "expected"),
    [
        (None, ["Von Jo Bee, Redakteurin", "The yard. Photo: Di Eff"], ("The yard.", "Di Eff")),
        (None, ["By Jo Bee and Al Cee", "Jo Bee"], (None, None)),
        ("Jo Bee", ["The yard. Photo: Di Eff"], ("The yard.", "Di Eff")),
        (None, ["By Di Eff"], ("By Di Eff", None)),  # nobody of the story
        (None, ["The yard burned on Friday | Photo by Jo Bee"], ("The yard burned on Friday | Photo by Jo Bee", None)),
        (None, ["The yard of Crow on Friday. Photo: Jo Bee"], ("The yard of Crow on Friday.", "Jo Bee")),
    ],
)
def test_a_byline_is_no_caption(
    declared: str | None, printed: list[str], expected: tuple[str | None, str | None]
) -> None:
    """It stands at its writer's portrait; as a picture's maker they are credited."""
    picture = Association(renditions=(Rendition(href="https://crow.example/i.jpg"),), caption=declared)
    lines = [Line(text=text, caption=True) for text in printed]
    made = with_words(picture, lines, Frame(None, None, None), AUTHORS, KNOWLEDGE)
    assert made is not None
    assert (made.caption, made.credit) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Illustration by Jo Bee", (None, "Jo Bee")),
        ("Photo by Jo Bee on Unsplash", (None, "Jo Bee on Unsplash")),
        ("Foto: Jo Bee (Crow)", (None, "Jo Bee (Crow)")),
        ("Shutterstock", (None, "Shutterstock")),
        ("Reuters", (None, "Reuters")),
        ("REUTERS/Jo Bee", (None, "REUTERS/Jo Bee")),
        ("Jo Bee / Reuters", (None, "Jo Bee / Reuters")),
        ("© Jo Bee//Getty Images", (None, "Jo Bee//Getty Images")),
        ("Bee/E+ via Getty Images", (None, "Bee/E+ via Getty Images")),
        ("Crow Town Hall", ("Crow Town Hall", None)),
        ("Sun/Moon", ("Sun/Moon", None)),
        ("Picture by the harbour", ("Picture by the harbour", None)),
        ("A view of the yard on a day / Reuters", ("A view of the yard on a day / Reuters", None)),
        ("The yard. Photo by Jo Bee", ("The yard. Photo by Jo Bee", None)),
        ("(The yard)", ("(The yard)", None)),
    ],
)
def test_a_credit_alone_is_no_caption(text: str, expected: tuple[str | None, str | None]) -> None:
    """Behind what pictures' makers are labelled with, or a row of names with an agency or a house among them."""
    assert credited(text, KNOWLEDGE.pages, KNOWLEDGE.agencies) == expected


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
    assert _read(body=body).sources.get("first_created") == expected


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
    found = _read("<title>Ferries cost more | Crow | 3.5.2024</title>", body="<h1>Ferries cost more</h1>")
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
    assert _read(_meta("og:description", declared)).description == expected
