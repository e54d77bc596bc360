"""RSS that is broken, mixed up or no RSS: no item costs another, none has the words of another."""

import pytest
from hypothesis import HealthCheck, given, settings
from rss_feeds import feed, parsed
from xml_mutations import mutated, outcomes, torn

from worker.article import Article, Flag
from worker.model import Left, Reason, Rejected


def test_an_empty_item_costs_no_sibling() -> None:
    """Its reason is given in its place."""
    first, second = parsed(feed("<item><guid>1</guid></item><item><title>T</title></item>"))
    assert isinstance(first, Left)
    assert first.reason is Reason.NO_ARTICLE
    assert isinstance(second, Article)


def test_a_flood_in_one_item_costs_no_sibling() -> None:
    """Too much markup in a content."""
    flood = "&lt;div&gt;" * 3000
    first, second = parsed(
        feed(f"<item><content:encoded>{flood}</content:encoded></item><item><title>T</title></item>")
    )
    assert isinstance(first, Left)
    assert first.reason is Reason.TOO_LARGE
    assert isinstance(second, Article)


def test_an_item_without_an_end() -> None:
    """It says so, and keeps its hands off the next."""
    first, second = parsed(feed("<item><title>A</title><guid>1</guid><item><title>B</title><guid>2</guid></item>"))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.headline, first.uri, second.headline, second.uri) == ("A", "1", "B", "2")
    assert Flag.TRUNCATED in first.flags
    assert Flag.TRUNCATED not in second.flags


def test_two_items_in_one() -> None:
    """The tags between them are lost: neither can be told from the other."""
    first, second = parsed(
        feed("<item><title>A</title><guid>1</guid><title>B</title></x></item><item><title>C</title></item>")
    )
    assert isinstance(first, Left)
    assert isinstance(second, Article)


def test_no_rss() -> None:
    """Another root is refused."""
    with pytest.raises(Rejected) as caught:
        parsed("<html><body/></html>")
    assert caught.value.reason is Reason.PARSE_ERROR


MARKS = ("ALPHA", "BRAVO", "DELTA")


MARKED = feed(
    "".join(
        f"<item><guid isPermaLink='false'>id{mark}</guid><title>head{mark}</title><link>https://h.example/{mark}</link>"
        f"<dc:creator>by{mark}</dc:creator><pubDate>Thu, 16 May 2024 17:05:00 GMT</pubDate><category>w{mark}</category>"
        f"<content:encoded>&lt;p>text{mark}&lt;/p></content:encoded><media:content url='https://h.example/{mark}.jpg'>"
        f"<media:title>pic{mark}</media:title></media:content><source url='https://h.example/'>src{mark}</source></item>"
        for mark in MARKS
    )
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(MARKED))
def test_mutations_never_raise(xml: str) -> None:
    """Elements moved, dropped, doubled, emptied: an outcome for every item, or a reason for the whole."""
    assert all(isinstance(one, Article | Left) for one in outcomes(parsed, xml))


@settings(deadline=None, max_examples=200)
@given(torn(MARKED))
def test_items_never_mix(xml: str) -> None:
    """Whatever is missing or broken in one item, no other item's words are in it."""
    assert all(sum(mark in repr(article) for mark in MARKS) <= 1 for article in outcomes(parsed, xml))
