"""JSON-LD blocks as pages have them: whole, broken, nested, hostile."""

import json

import pytest

from worker.formats.html.json_ld import article_of, first_text, nodes_of, resolve, texts

ARTICLE = {"@type": "NewsArticle", "headline": "A head"}


@pytest.mark.parametrize(
    "value",
    [ARTICLE, [ARTICLE], {"@graph": [{"@type": "WebPage"}, ARTICLE]}, {"@type": "WebPage", "mainEntity": ARTICLE}],
    ids=["object", "list", "graph", "main-entity"],
)
def test_the_article_is_found(value: object) -> None:
    """Wherever blocks put it."""
    assert article_of(nodes_of((json.dumps(value),)))["headline"] == "A head"


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"NewsArticle","headline":"A head",}',
        '<!-- {"@type":"NewsArticle","headline":"A head"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","headline":"A head"}\n//]]>',
        '{"@type":"NewsArticle","x":"line\none\x01","headline":"A head"};',
        '{"@type":"http://schema.org/NewsArticle","x":[1,2,],"headline":"A head"}',
    ],
    ids=["trailing-comma", "html-comment", "cdata", "control-characters", "type-url"],
)
def test_mending(block: str) -> None:
    """Mistakes that leave no doubt are mended."""
    assert article_of(nodes_of((block,)))["headline"] == "A head"


@pytest.mark.parametrize(
    "block",
    [
        "",
        "null",
        "1",
        '"x"',
        "[null]",
        '{"@type":1}',
        '{"@type":[]}',
        '{"@graph":null}',
        "{broken",
        "[" * 100_000,
        '{"a":' * 5_000 + "1" + "}" * 5_000,
    ],
    ids=range(11),
)
def test_nothing_raises(block: str) -> None:
    """Shapes that break code give no article."""
    assert article_of(nodes_of((block,))) == {}


def test_the_fullest_article_wins() -> None:
    """A teaser node does not hide the story's."""
    full = {**ARTICLE, "headline": "The story", "datePublished": "2024-01-01", "author": "X"}
    assert article_of(nodes_of((json.dumps([ARTICLE, full]),)))["headline"] == "The story"


def test_references_are_followed() -> None:
    """{"@id": ...} stands for the node of that id."""
    nodes = nodes_of(('{"@graph":[{"@id":"#p","@type":"Person","name":"Ada Invented"}]}',))
    assert first_text(resolve({"@id": "#p"}, nodes)) == "Ada Invented"


def test_texts_of_any_shape() -> None:
    """Strings, lists and named nodes give their texts unescaped, anything else none."""
    value = ["A &amp; B", {"name": ["C", 1]}, {"@value": "D"}, 5, None, [["x"]]]
    assert list(texts(value)) == ["A & B", "C", "D"]
