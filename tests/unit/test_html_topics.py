"""Section and keywords of a page: where they are found, and which of several sections tells most."""

import pytest
from html_heads import KNOWLEDGE, URL, meta, read_page

from worker.article import Article
from worker.classify.section import section as one_section

CRUMBS = '<ol class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/local">Local</a></li></ol>'


META_SECTION = "meta:article:section"


TRAIL = '<a href="/sea">Sea</a><a href="/sea/ferries">Ferries</a>'
TAGS = '<a href="/t/1">ferry</a> <a href="/t/2">#race</a>'


MENU = '<div><ul><li class="menu-item menu-item-object-category"><a href="/category/sea">Sea</a></li></ul></div>'


@pytest.mark.parametrize(
    ("head", "body", "url", "expected"),
    [
        (meta("article:section", "Sport"), CRUMBS, None, (META_SECTION, "Sport")),
        (meta("article:section", "News") + meta("article:section", "Sea"), "", None, (META_SECTION, "News; Sea")),
        ("", '<span itemprop="articleSection">Harbour</span>' + CRUMBS, None, ("itemprop", "Harbour")),
        ("", '<span property="schema:articleSection">Harbour</span>', None, ("rdfa", "Harbour")),
        ("", CRUMBS, URL, ("breadcrumb", "Local")),
        ("", '<p class="breadcrumb"><a href="/local">Local</a></p>', None, None),
        ("", "", URL, ("address", "Sport")),
        ("", MENU, None, None),
        ("", '<div class="type-post hentry category-news"><a href="/2024/older">Older story</a></div>', None, None),
        ("", '<div class="entry-category"><a href="/harbour">Harbour</a></div>', None, ("category", "Harbour")),
        ("", '<span class="card-primary-tag"><a href="/tag/harbour">Harbour</a></span>', None, ("category", "Harbour")),
        ("", '<a href="/c/1" itemprop="genre">Harbour</a>', None, ("itemprop", "Harbour")),
        ("", f'<p class="breadcrumb">{TRAIL}</p>', None, ("breadcrumb", "Sea")),
        ("", '<p class="breadcrumb"><a href="/en">Home</a><a href="/en/blog">Blog</a></p>', None, None),
        ("", CRUMBS.replace("Local", "News</a><a href='/news/sea'>Sea"), None, ("breadcrumb", "Sea")),
        ("", CRUMBS.replace("Local", "News &amp; Stories</a><a href='/1'>Sea"), None, ("breadcrumb", "Sea")),
        ("", '<div class="entry-category"><a href="/c/1">Uncategorized</a></div>', None, None),
        ("", CRUMBS.replace("Local", "News</a><a href='/1'>A ferry has sunk off the"), None, ("breadcrumb", "News")),
        ("", "", "https://crow.example/2024/ferry-race", None),
        ("", "", "https://crow.example/sport", None),
    ],
)
def test_section(head: str, body: str, url: str | None, expected: tuple[str, str] | None) -> None:
    """Declared, marked, in the line of links from the front page, or a folder that is a section's name."""
    found = read_page(head, body, url=url)
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
    found = read_page(json_ld=f'{{"@type": "NewsArticle", "articleSection": {declared}}}')
    article = one_section(Article(format="html", section=found.section), KNOWLEDGE)
    assert (article.section, found.sources["section"]) == (section, "json-ld")


@pytest.mark.parametrize(
    ("head", "body", "json_ld", "expected"),
    [
        (meta("news_keywords", "ferry; Linden | Ferry, race"), "", "", ("ferry", "Linden", "race")),
        (meta("article:tag", "ferry") + meta("article:tag", "race"), "", "", ("ferry", "race")),
        ("", "", '{"@type": "NewsArticle", "keywords": ["ferry", "race, Linden"]}', ("ferry", "race", "Linden")),
        ("", '<a rel="tag" href="/t/1">ferry</a><a rel="tag nofollow" href="/t/2">race</a>', "", ("ferry", "race")),
        ("", f'<div class="trending-tags">{TAGS}</div>', "", ()),
        ("", f'<div class="post-tags">{TAGS}</div>', "", ("ferry", "race")),
        (meta("keywords", ",".join(map(str, range(90)))), "", "", tuple(map(str, range(50)))),
    ],
)
def test_keywords(head: str, body: str, json_ld: str, expected: tuple[str, ...]) -> None:
    """Split, each once whatever its case, and no more than fifty."""
    assert read_page(head, body, json_ld).keywords == expected
