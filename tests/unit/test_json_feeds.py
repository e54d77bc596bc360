"""WordPress posts, JSON Feed and news interfaces: one of several contents, states, times, items that are nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from worker.article import Article, Flag, ItemType, PubStatus, Subject
from worker.formats import PARSERS
from worker.knowledge.loading import Knowledge
from worker.model import Document, Left, Reason, Rejected, SkipReason

POST: dict[str, Any] = {
    "link": "https://x.example/ferry/",
    "guid": {"rendered": "https://x.example/?p=1"},
    "title": {"rendered": "Ferry &#8211; late &amp; slow"},
    "content": {"rendered": "<p>The ferry is <em>late</em>.</p>", "protected": False},
}


def read(name: str, tree: Any, knowledge: Knowledge) -> list[Article | Left]:
    """Everything that the parser of the format makes of the tree."""
    return list(PARSERS[name](Document(data=b"", text="", tree=tree, format=name), knowledge))


def one(name: str, tree: Any, knowledge: Knowledge) -> Article:
    """The one article of the tree."""
    (found,) = read(name, tree, knowledge)
    assert isinstance(found, Article)
    return found


def test_a_post_with_its_embedded_parts(knowledge: Knowledge) -> None:
    """References resolved everywhere; UTC where the member says so; categories are subjects, tags are keywords."""
    embedded = {
        "author": [{"name": "Ida &amp; Per"}, {"code": "rest_user_invalid_id"}],
        "wp:term": [
            [{"taxonomy": "category", "name": "Sea &amp; Harbour", "slug": "sea"}],
            [{"taxonomy": "post_tag", "name": "ferry", "slug": "ferry"}],
            None,
        ],
        "wp:featuredmedia": [
            {"source_url": "https://x.example/p.jpg", "caption": {"rendered": "<p>Quay</p>"}},
            {"id": 7},
        ],
    }
    found = one(
        "wordpress_json",
        {**POST, "date": "2024-05-17T19:10:00", "date_gmt": "2024-05-17T17:10:00", "_embedded": embedded},
        knowledge,
    )
    assert found.headline == "Ferry – late & slow"
    assert found.first_created == datetime(2024, 5, 17, 17, 10, tzinfo=UTC)
    assert found.field_sources["firstCreated"] == "feed"
    assert (found.uri, found.canonical_url) == ("https://x.example/?p=1", "https://x.example/ferry/")
    assert (found.byline, found.section, found.keywords) == ("Ida & Per", "Sea & Harbour", ("ferry",))
    assert found.subjects == (Subject(name="Sea & Harbour", literal="category:sea", rel="category", creator="feed"),)
    assert [picture.caption for picture in found.associations] == ["Quay"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("publish", PubStatus.USABLE),
        ("draft", PubStatus.WITHHELD),
        ("trash", PubStatus.CANCELED),
    ],
)
def test_what_a_site_does_not_show_is_not_usable(status: str, expected: PubStatus, knowledge: Knowledge) -> None:
    """Drafts are withheld; one in the trash is withdrawn."""
    assert one("wordpress_json", {**POST, "status": status}, knowledge).pub_status is expected


def test_a_private_post_goes_nowhere(knowledge: Knowledge) -> None:
    """It is for nobody outside, withheld or not."""
    document = Document(data=b"", tree=[{**POST, "status": "private"}, POST], format="wordpress_json")
    hidden, shown = PARSERS["wordpress_json"](document, knowledge)
    assert isinstance(hidden, Left)
    assert hidden.reason is SkipReason.PRIVATE_ITEM
    assert isinstance(shown, Article)


def test_a_scheduled_post_is_embargoed_until_its_day(knowledge: Knowledge) -> None:
    """The date it is to appear on."""
    found = one("wordpress_json", {**POST, "status": "future", "date_gmt": "2024-05-20T05:00:00"}, knowledge)
    assert found.embargoed_until == datetime(2024, 5, 20, 5, 0, tzinfo=UTC)


def test_content_behind_a_password_stays_there(knowledge: Knowledge) -> None:
    """Whatever an interface gave with it."""
    hidden = {"rendered": "<p>Secret</p>", "protected": True}
    found = one("wordpress_json", {**POST, "content": hidden, "excerpt": hidden}, knowledge)
    assert (found.body, found.descriptions) == ((), ())


def test_an_excerpt_ends_where_the_theme_cut_it(knowledge: Knowledge) -> None:
    """Its marks and prompts are no words."""
    excerpt = {"rendered": '<p>The ferry is [&hellip;] <a href="/x">Continue reading</a></p>'}
    found = one("wordpress_json", {**POST, "excerpt": excerpt}, knowledge)
    assert [line.value for line in found.descriptions] == ["The ferry is …"]


def test_media_are_what_their_type_says(knowledge: Knowledge) -> None:
    """A file with a title or a caption."""
    media = {**POST, "type": "attachment", "mime_type": "video/mp4", "source_url": "https://x.example/v.mp4"}
    found = one("wordpress_json", media, knowledge)
    assert (found.type, found.body, found.renditions[0].href) == (ItemType.VIDEO, (), "https://x.example/v.mp4")
    (left,) = read("wordpress_json", {**media, "title": {"rendered": ""}}, knowledge)
    assert isinstance(left, Left)


def test_a_json_feed_gives_the_feeds_facts_where_items_have_none(knowledge: Knowledge) -> None:
    """Language and authors of the feed; HTML before plain text; a number is an id."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Post",
        "language": "en",
        "authors": [{"name": "Reuters"}],
        "items": [{"id": 7, "title": "Ferry late", "content_html": "<p>One</p><p>Two</p>", "content_text": "One Two"}],
    }
    found = one("json_feed", feed, knowledge)
    assert (found.uri, found.language, found.publisher, found.byline) == ("7", "en", "Harbour Post", "Reuters")
    assert [block.text for block in found.body] == ["One", "Two"]
    with pytest.raises(Rejected):
        read("json_feed", {"version": "https://jsonfeed.org/version/1.1"}, knowledge)


def test_news_interfaces_call_things_by_many_names(knowledge: Knowledge) -> None:
    """Title or headline, author or creator, content or body."""
    first = {
        "title": "Ferry late",
        "author": "Ida Holm",
        "url": "https://x.example/1",
        "content": "One",
        "publishedAt": "2024-05-17T09:00:00Z",
    }
    second = {
        "Headline": "Ferry late",
        "creator": ["Ida Holm"],
        "link": "https://x.example/1",
        "body": "One",
        "pubDate": "2024-05-17T09:00:00Z",
    }
    assert one("news_api", {"articles": [first]}, knowledge) == one("news_api", {"results": [second]}, knowledge)


def test_a_text_that_the_interface_cut_says_so(knowledge: Knowledge) -> None:
    """Without the mark; a bracket of the story's own stays."""
    cut = one("news_api", [{"title": "Ferry", "content": "The ferry is… [+1234 chars]"}], knowledge)
    assert ([block.text for block in cut.body], cut.flags) == (["The ferry is"], (Flag.TRUNCATED,))
    whole = one("news_api", [{"title": "Ferry", "content": "The ferry is [sic] late"}], knowledge)
    assert ([block.text for block in whole.body], whole.flags) == (["The ferry is [sic] late"], ())


def test_the_site_behind_a_headline_is_no_part_of_it(knowledge: Knowledge) -> None:
    """Only where it is the source's own name."""
    item = {"title": "Ferry late - Harbour Post", "source": {"name": "Harbour Post"}, "url": "https://x.example/1"}
    assert one("news_api", [item], knowledge).headline == "Ferry late"
    assert one("news_api", [{**item, "source": {"name": "Other"}}], knowledge).headline == "Ferry late - Harbour Post"


def test_removed_articles_are_none(knowledge: Knowledge) -> None:
    """Their siblings go on."""
    gone = {"title": "[Removed]", "description": "[Removed]", "content": "[Removed]", "url": "https://removed.example"}
    found = read("news_api", {"articles": [gone, {"title": "Ferry late"}]}, knowledge)
    assert isinstance(found[0], Left)
    assert found[0].reason is Reason.NO_ARTICLE
    assert isinstance(found[1], Article)
