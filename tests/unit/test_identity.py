"""Identity: which URI an article goes out under, and which words its fingerprint is of."""

from dataclasses import replace

import pytest

from worker.article import AltId, Article, Block, Dateline, Headline
from worker.knowledge.loading import Knowledge
from worker.newsroom.fingerprint import fingerprint
from worker.newsroom.identity import identify, story_text
from worker.syndicated import Syndication

STORY = ("Works in the harbour start in June, the port authority said.", "They end in May.")


def article(*paragraphs: str, headline: str = "Harbour works") -> Article:
    """An article of these paragraphs."""
    return Article(
        format="text",
        headlines=(Headline(value=headline),),
        body=tuple(Block(text=text) for text in paragraphs or STORY),
    )


def test_one_story_on_two_sites_has_one_fingerprint(knowledge: Knowledge) -> None:
    """Another headline, another dateline, another disclaimer, a sign-off here and none there."""
    one = replace(
        article(
            "Lindesund, May 17 (NN) " + STORY[0], STORY[1], "--NN", "Published from a feed.", headline="Works start"
        ),
        dateline=Dateline(text="Lindesund, May 17 (NN)"),
        sign_off="--NN",
        syndication=Syndication(disclaimer="Published from a feed."),
    )
    other = replace(
        article("LINDESUND (NordNews) — " + STORY[0].replace("'", "’"), STORY[1], headline="Harbour to be dredged"),
        dateline=Dateline(text="LINDESUND (NordNews) —"),
    )
    first, second = identify(one, knowledge), identify(other, knowledge)
    assert first.fingerprint == second.fingerprint == fingerprint("\n".join(STORY))
    assert first.uri != second.uri


def test_a_sign_off_behind_the_last_sentence_does_not_count() -> None:
    """Initials at the end of the last paragraph are no words of the story."""
    assert (
        story_text(replace(article(STORY[0], STORY[1] + " hh/ts"), sign_off="hh/ts")).split()
        == "\n".join(STORY).split()
    )


def test_the_feeds_id_comes_first(knowledge: Knowledge) -> None:
    """A URI stays as it is; the page's address becomes another id."""
    given = replace(article(), uri="urn:newsml:nn.example:1", canonical_url="https://site.example/a")
    found = identify(given, knowledge)
    assert (found.uri, found.field_sources["uri"]) == ("urn:newsml:nn.example:1", "feed")
    assert found.alt_ids == (AltId(role="canonical-url", value="https://site.example/a"),)


def test_a_feeds_id_that_is_no_uri_is_kept_beside(knowledge: Knowledge) -> None:
    """The schema demands a URI: one of the number, the same for all versions of the story; the number is not lost."""
    given = replace(article(), uri="240517-99", canonical_url="https://site.example/ä")
    found = identify(given, knowledge)
    assert found.uri
    assert found.uri.startswith("urn:uuid:")
    assert found.uri == identify(replace(given, version="2", body=()), knowledge).uri
    assert AltId(role="feed-id", value="240517-99") in found.alt_ids


@pytest.mark.parametrize("url", [None, "https://site.example/", "javascript:alert(1)", "not a url"])
def test_without_an_address_the_content_names_itself(url: str | None, knowledge: Knowledge) -> None:
    """The same content always gets the same URN, other content another; a home page names no article."""
    found = identify(replace(article(), canonical_url=url), knowledge)
    assert found.uri
    assert found.uri.startswith("urn:uuid:")
    assert found.uri == identify(replace(article(), canonical_url=url), knowledge).uri
    assert found.uri != identify(replace(article(headline="Another"), canonical_url=url), knowledge).uri
    assert found.field_sources["uri"] == "content"


def test_an_article_without_text_still_has_a_name(knowledge: Knowledge) -> None:
    """Alerts are a headline alone; what is not there has no fingerprint."""
    found = identify(replace(article(), body=()), knowledge)
    assert found.fingerprint is None
    assert found.uri
