"""Output records as what is compared: where each was made of, and its fields as one tree."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import orjson

from worker.model import RawMessage
from worker.output_records import DROPPED_HEADER

Place = tuple[str, int, int, int]  # topic, partition, offset of the record, item in it
Tree = dict[str, Any]

DEAD_LETTER: Final = "dlq."
SOURCE: Final = "dlq.source."
NOBODY: Final = "-"
ANY_TOPIC: Final = "*"


class Kind(StrEnum):
    """What became of the item."""

    ARTICLE = "published"
    DEAD_LETTER = "dead_lettered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One output: `raw` as it was recorded, `tree` its fields."""

    place: Place
    kind: Kind
    tree: Tree
    raw: RawMessage

    @property
    def format(self) -> str:
        """Of the record it was made of, as far as it is known."""
        if self.kind is Kind.ARTICLE:
            return str(_member(self.tree, "agencyfeed", "source").get("format", NOBODY))
        stage = str(_member(self.tree, "dlq").get("stage", ""))
        return stage.removeprefix("parse:") if stage.startswith("parse:") else NOBODY

    @property
    def agency(self) -> str:
        """Who provided it; the first source when none is named provider."""
        found = self.tree.get("infoSources")
        sources = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
        provider = next((one for one in sources if one.get("role") == "provider"), sources[0] if sources else {})
        return str(provider.get("name", NOBODY))

    @property
    def name(self) -> str:
        """For people: feeds.raw-2@7150, with #item where it is not the first."""
        topic, partition, offset, item = self.place
        return f"{topic}-{partition}@{offset}" + (f"#{item}" if item else "")


def _member(tree: Tree, *names: str) -> Mapping[str, Any]:
    found: Any = tree
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def outputs(records: Iterable[RawMessage]) -> Iterator[Output]:
    """The outputs among `records`; what is none is passed over."""
    return (output for output in map(output_of, records) if output is not None)


def output_of(raw: RawMessage) -> Output | None:
    """The record as an output; None when it is neither an article of ours nor a dead letter."""
    headers = {name: (value or b"").decode("utf-8", "replace") for name, value in raw.headers}
    try:
        if "dlq.reason" in headers:
            return _dead_letter(raw, headers)
        return _article(raw, headers)
    except (KeyError, TypeError, ValueError):
        return None


def _dead_letter(raw: RawMessage, headers: Mapping[str, str]) -> Output:
    place = (headers[SOURCE + "topic"], int(headers[SOURCE + "partition"]), int(headers[SOURCE + "offset"]), 0)
    tree: Tree = {}
    for name, text in headers.items():
        if name.startswith(DEAD_LETTER) and not name.startswith(SOURCE):
            _set(tree, name.split("."), text)
    return Output(place=place, kind=Kind.DEAD_LETTER, tree=tree, raw=raw)


def _set(tree: Tree, path: list[str], text: str) -> None:
    """A header's dotted name as members in one another."""
    for name in path[:-1]:
        below = tree.setdefault(name, {})
        if not isinstance(below, dict):
            return
        tree = below
    tree[path[-1]] = text


def _article(raw: RawMessage, headers: Mapping[str, str]) -> Output:
    tree = orjson.loads(raw.value or b"")
    source = tree["agencyfeed"]["source"]
    place = (str(source["topic"]), int(source["partition"]), int(source["offset"]), int(source["item"]))
    if DROPPED_HEADER in headers:
        tree["dropped"] = headers[DROPPED_HEADER]
    return Output(place=place, kind=Kind.ARTICLE, tree=tree, raw=raw)


def anonymous(output: Output) -> Output:
    """The output as if it came from a topic without a name: for a recording that was played into another one."""
    tree = output.tree
    if source := _member(tree, "agencyfeed", "source"):
        tree = tree | {"agencyfeed": tree["agencyfeed"] | {"source": {**source, "topic": ANY_TOPIC}}}
    return replace(output, place=(ANY_TOPIC, *output.place[1:]), tree=tree)
