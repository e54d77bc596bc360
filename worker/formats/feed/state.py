"""What may be done with an item: drafts, private posts, what an export holds besides posts, withdrawals."""

from collections.abc import Mapping
from typing import Final

from worker.article import PubStatus
from worker.formats.feed.names import Parts, line, parts_of
from worker.model import Left, SkipReason

_STATES: Final[Mapping[str, PubStatus]] = {
    "draft": PubStatus.WITHHELD,
    "pending": PubStatus.WITHHELD,
    "future": PubStatus.WITHHELD,
    "trash": PubStatus.CANCELED,
}
_HIDDEN: Final = frozenset({"private", "auto-draft", "inherit"})
_POSTS: Final = frozenset({"post", "news", "article", "press_release"})
_OTHERS: Final[Mapping[str, Left]] = {
    "attachment": Left(reason=SkipReason.MEDIA_WITHOUT_TEXT, detail="an attachment of a WordPress post"),
    "nav_menu_item": Left(reason=SkipReason.NO_NEWS_ITEM, detail="an entry of a site's menu"),
}


def left_of(item: Parts) -> Left | None:
    """Why an entry of a WordPress export is no article: no post, or not for readers."""
    kind, status = line(item, "wp:post_type"), line(item, "wp:status")
    if kind is not None and kind in _OTHERS:
        return _OTHERS[kind]
    if kind is not None and kind not in _POSTS:
        return Left(reason=SkipReason.NO_NEWS_ITEM, detail="a page or another part of a WordPress site, no post")
    if status in _HIDDEN or line(item, "wp:post_password"):
        return Left(reason=SkipReason.PRIVATE_ITEM, detail="a private or protected post of a WordPress site")
    return None


def pub_status(item: Parts) -> PubStatus:
    """Drafts are withheld; what is in the bin is withdrawn."""
    drafts = (line(parts_of(control), "app:draft", "draft") for control in item.get("app:control", ()))
    if any(draft == "yes" for draft in drafts):
        return PubStatus.WITHHELD
    return _STATES.get(line(item, "wp:status") or "", PubStatus.USABLE)
