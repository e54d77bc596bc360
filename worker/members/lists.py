"""The items of a JSON document: one, a list of them, or a list inside an answer of an interface."""

from collections.abc import Iterator
from typing import Any, Final

from worker.envelope.shapes import items_in
from worker.model import Left, Reason

_WRAPPINGS: Final = ("item", "content_item", "newsitem")


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
