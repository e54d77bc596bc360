"""The items of a JSON document: one, a list of them, or a list inside an answer of an interface."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from worker.article import Article
from worker.envelope.shapes import items_in
from worker.knowledge.loading import Knowledge
from worker.model import Document, Left, Reason, Rejected

_WRAPPINGS: Final = ("item", "content_item", "newsitem")


Read = Callable[[dict[str, Any], Document, Knowledge], Article | Left]


def each(document: Document, knowledge: Knowledge, read: Read) -> Iterator[Article | Left]:
    """What `read` makes of the document's items in order; one that it rejects costs itself alone.

    May raise Rejected(PARSE_ERROR) where the document is no JSON.
    """
    if document.tree is None:
        raise Rejected(Reason.PARSE_ERROR, "no JSON document")
    for item in items_of(document.tree):
        if isinstance(item, Left):
            yield item
            continue
        try:
            yield read(item, document, knowledge)
        except Rejected as exc:
            yield Left(reason=exc.reason, detail=exc.detail)


def items_of(tree: Any) -> Iterator[dict[str, Any] | Left]:
    """Every item in order; a Left for a member of a list that is no object."""
    for entry in _entries(tree):
        if isinstance(entry, dict):
            yield _unwrapped(entry)
        else:
            yield Left(reason=Reason.PARSE_ERROR, detail="an entry of the list is no JSON object")


def _entries(tree: Any) -> list[Any]:
    if isinstance(tree, list):
        return tree
    data = tree.get("data") if isinstance(tree, dict) else None
    return items_in(tree) or [data if isinstance(data, dict) else tree]


def _unwrapped(entry: dict[str, Any]) -> dict[str, Any]:
    """The item in an entry that also says something about it: {"meta": {}, "item": {}}."""
    return next((entry[name] for name in _WRAPPINGS if isinstance(entry.get(name), dict)), entry)
