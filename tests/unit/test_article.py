"""Articles are changed by copies."""

import pytest

from worker.article import Article, Headline, changed


def test_a_change_is_a_copy_with_everything_else() -> None:
    """As dataclasses.replace gives it; the original stays."""
    before = Article(format="nitf", uri="urn:x:1", headlines=(Headline(value="A"),), field_sources={"uri": "feed"})
    after = changed(before, uri="urn:x:2", urgency=3)
    assert after == Article(
        format="nitf", uri="urn:x:2", urgency=3, headlines=before.headlines, field_sources={"uri": "feed"}
    )
    assert (before.uri, before.urgency) == ("urn:x:1", None)


def test_an_unknown_name_is_a_mistake() -> None:
    """A typo never gets lost."""
    with pytest.raises(KeyError):
        changed(Article(format="nitf"), headlin="A")
