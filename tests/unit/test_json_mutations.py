"""Every JSON format under fire: members lost, doubled, renamed or of the wrong type, anywhere in a sound document."""

import copy
import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from golden_records import CASES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worker.article import Article
from worker.formats import PARSERS
from worker.knowledge.loading import load
from worker.model import Document, Left, Rejected

KNOWLEDGE: Final = load()
PREFIXES: Final = {
    "ninjs1": "ninjs1-",
    "ninjs2": "ninjs2-",
    "ninjs3": "ninjs3-",
    "bbc_ninjs": "bbc-ninjs-",
    "ap_media_json": "ap-media-json-",
    "digitalwires_json": "digitalwires-json-",
    "wordpress_json": "wordpress-json-",
    "json_feed": "json-feed-",
    "news_api": "news-api-",
}
SOUND: Final = [
    (name, json.loads((case / "input.json").read_text("utf-8")))
    for name, prefix in PREFIXES.items()
    for case in sorted(CASES.glob(f"{prefix}*"))
]
STRANGE: Final[st.SearchStrategy[Any]] = st.sampled_from(
    [
        *(
            None,
            True,
            False,
            0,
            -1,
            7,
            10**18,
            1.5,
            "",
            " ",
            "x",
            "<p>",
            "&#0;",
            "2024-13-45T99:99:99Z",
            "\ud800",
            "\x00",
        ),
        *([], {}, [[]], [None], [{}], {"x": []}, ["a", 1, None], {"name": {"name": 1}}, [[["deep"]]], "a" * 20_000),
    ]
)
Slot = tuple[Any, Any]  # (container, key or index)


def slots(tree: Any) -> Iterator[Slot]:
    """Every place in the tree that holds a value."""
    members = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, member in list(members):
        yield tree, key
        yield from slots(member)


def _put(container: Any, key: Any, value: Any) -> None:
    container[key] = value


def _lose(container: Any, key: Any, _value: Any) -> None:
    del container[key]


def _wrap(container: Any, key: Any, _value: Any) -> None:
    container[key] = [container[key], copy.deepcopy(container[key])]


def _rename(container: Any, key: Any, value: Any) -> None:
    if isinstance(container, dict):
        container[str(key).upper()] = container.pop(key)
    else:
        container.insert(key, value)


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, Any]:
    """A sound document after up to eight blows."""
    name, sound = draw(st.sampled_from(SOUND))
    tree = copy.deepcopy(sound)
    for _ in range(draw(st.integers(1, 8))):
        places = list(slots(tree))
        if not places:
            break
        container, key = places[draw(st.integers(0, len(places) - 1))]
        draw(st.sampled_from([_put, _put, _lose, _wrap, _rename]))(container, key, copy.deepcopy(draw(STRANGE)))
    return name, tree


def read(name: str, tree: Any) -> list[Article | Left]:
    """What the parser of the format makes of the tree; none when it refuses the document."""
    try:
        return list(PARSERS[name](Document(data=b"", text="", tree=tree, format=name), KNOWLEDGE))
    except Rejected:
        return []


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(broken())
def test_whatever_is_broken_a_parser_gives_articles_or_reasons(pair: tuple[str, Any]) -> None:
    """Nothing is raised but Rejected; every article holds what its fields are declared to hold."""
    name, tree = pair
    for item in read(name, tree):
        assert isinstance(item, Article | Left)
        if isinstance(item, Article):
            _is_sound(item)


def _is_sound(article: Article) -> None:
    for value in (article.uri, article.version, article.byline, article.headline, article.ednote, article.slugline):
        assert value is None or (isinstance(value, str) and value.strip())
    for when in (article.first_created, article.version_created, article.embargoed_until):
        assert when is None or when.utcoffset() is not None
    assert all(isinstance(block.text, str) and block.text for block in article.body)
    assert all(isinstance(word, str) for word in article.keywords)
    assert article.urgency is None or 1 <= article.urgency <= 9
    hash((article.subjects, article.people, article.info_sources, article.places, article.associations))


@pytest.mark.parametrize("name", PREFIXES)
@pytest.mark.parametrize(
    "tree", [{}, [], [[]], [None], {"items": None}, {"data": {"item": []}}, "x", 7, True, [{}] * 3]
)
def test_nothing_in_the_right_place_is_no_crash(name: str, tree: Any) -> None:
    """Trees that no format's sniffing would let through."""
    assert not any(isinstance(item, Article) for item in read(name, tree))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SOUND), st.randoms(use_true_random=False))
def test_the_order_of_members_says_nothing(pair: tuple[str, Any], random: Any) -> None:
    """The same articles from the same members in any order."""
    name, tree = pair

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            members = [
                (key, shuffled(member)) for key, member in value.items() if key not in {"renditions", "associations"}
            ]
            random.shuffle(members)
            kept = [(key, value[key]) for key in ("renditions", "associations") if key in value]
            return dict([*members, *kept])
        return [shuffled(member) for member in value] if isinstance(value, list) else value

    assert read(name, shuffled(tree)) == read(name, tree)


def test_items_do_not_share_anything() -> None:
    """What one item says never shows in its sibling."""
    one = {"uri": "urn:x:1", "headline": "Alpha", "body_html": "<p>Alpha</p>", "byline": "Alpha", "ednote": "Alpha"}
    two = {"uri": "urn:x:2", "headline": "Beta"}
    first, second = read("ninjs1", [one, two])
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert "Alpha" not in repr(second)
    assert read("ninjs1", [two, one]) == [second, first]
