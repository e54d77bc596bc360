"""What a consumer sees of one file: the output documents of its record, and their texts in comparable form."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import orjson

from worker import pipeline
from worker.classify.media_topics import MODEL, SECTION
from worker.knowledge.agencies import Agencies
from worker.knowledge.loading import Knowledge
from worker.model import DeadLetter, Handled, Published, RawMessage, Reason, Skipped

Json = dict[str, Any]
RECEIVED_MS = 1_795_000_000_000  # a record's own clock, years after every file's
# Marks that wires, feeds and typesetters spell differently; bullets and stars are layout.
_DASHES: Final = str.maketrans("–—_`´‘’“”„«»", '---\'\'\'\'"""""', "*•")
_TAG = re.compile(r"<[^<>]*>")
# Members of the output that say how it was made, not what the feed says.
_OURS = frozenset({"fingerprint", "fieldSources", "worker", "source"})


def plain(value: Any) -> str:
    """A text without markup, entities and doubled white space."""
    text = str(value)
    if "<" in text and ">" in text:
        text = _TAG.sub(" ", text)
    return " ".join(html.unescape(text).replace("\u200b", "").replace("\u00ad", "").split())


def compact(value: Any) -> str:
    """A text without any white space, small letters, one dash: what is left when layout is no matter."""
    return "".join(plain(value).split()).casefold().translate(_DASHES)


def strings(value: Any) -> Iterator[str]:
    """Every string and number inside a JSON value, at every depth."""
    if isinstance(value, Mapping):
        for key, member in value.items():
            if key not in _OURS:
                yield from strings(member)
    elif isinstance(value, list):
        for member in value:
            yield from strings(member)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)


@dataclass(frozen=True)
class Seen:
    """The outcome of one file; `article` is the document that its facts are held against."""

    handled: Handled
    documents: tuple[Json, ...]
    agencies: Agencies
    index: int = 0
    beside: tuple[str, ...] = ()  # texts that the other reading has outside the body

    @property
    def article(self) -> Json:
        """The document in question; an empty one when there is none."""
        return self.documents[self.index] if self.index < len(self.documents) else {}

    def at(self, index: int) -> "Seen":
        """The same outcome, held against another of its documents."""
        return replace(self, index=index)

    @property
    def outcome(self) -> str:
        """published, skipped:<reason> or dead:<reason>."""
        match self.handled.outcome:
            case Published():
                return "published"
            case Skipped(reason=reason):
                return f"skipped:{reason.value}"
            case DeadLetter(reason=reason):
                return f"dead:{reason.value}"

    @property
    def unreasoned(self) -> bool:
        """A failure of ours: no reason that the input gives."""
        dropped = self.handled.outcome.dropped if isinstance(self.handled.outcome, Published) else ()
        return self.outcome == "dead:internal_error" or any(reason is Reason.INTERNAL_ERROR for reason, _ in dropped)

    @property
    def left(self) -> int:
        """Items that rightly or wrongly became no article."""
        outcome = self.handled.outcome
        return len(outcome.dropped) if isinstance(outcome, Published) else int(isinstance(outcome, Skipped))

    def get(self, name: str) -> Any:
        """A member of the document, `a.b` for a member of a member."""
        value: Any = self.article
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value

    def wire(self, *keys: str) -> list[str]:
        """Values of agencyfeed.transmission."""
        return [value for key in keys if (value := self.get(f"agencyfeed.transmission.{key}"))]

    def values(self, name: str, *members: str) -> list[str]:
        """Members of the entries of a list: `values("subjects", "name", "literal")`."""
        entries = self.get(name) or []
        return [
            str(entry[key]) for entry in entries for key in members if isinstance(entry, Mapping) and entry.get(key)
        ]

    @cached_property
    def body(self) -> str:
        """The plain text of the main body."""
        texts = [one["value"] for one in self.article.get("bodies", ()) if one.get("contentType") == "text/plain"]
        return texts[0] if texts else ""

    @cached_property
    def markup(self) -> str:
        """The body as HTML."""
        texts = [one["value"] for one in self.article.get("bodies", ()) if one.get("contentType") == "text/html"]
        return texts[0] if texts else ""

    @cached_property
    def people(self) -> list[str]:
        """Everyone who is named as a maker of the story, parties included."""
        own = [*self.values("people", "name"), *self.values("infoSources", "name", "literal", "uri")]
        printed = list(strings(self.get("agencyfeed.printed")))
        return [*([self.article["by"]] if self.article.get("by") else []), *own, *printed]

    def has_agency(self, name: str) -> bool:
        """The name is an agency's, and the document has it among its sources, spelled otherwise or not."""
        agency = self.agencies.named(name.strip(" –—-"))
        return agency is not None and agency.code in self.values("infoSources", "literal")

    @cached_property
    def outside(self) -> list[str]:
        """Every string of the document but the body's."""
        return list(strings({key: value for key, value in self.article.items() if key != "bodies"}))

    @cached_property
    def everything(self) -> list[str]:
        """Every string of every document of the record."""
        return list(strings(list(self.documents)))

    @cached_property
    def codes(self) -> set[str]:
        """Every identifier that the document holds, whole and without its scheme, small letters."""
        found = {text.casefold() for text in self._identifiers() if text}
        return found | {part for text in found for part in (re.split(r"[/:]", text)[-1],)}

    def _identifiers(self) -> Iterator[str]:
        for name in ("subjects", "genres", "places", "organisations", "events", "people", "infoSources"):
            yield from self.values(name, "literal", "uri", "name")
        status = self.get("agencyfeed.status") or {}
        yield from (str(status.get(key, "")) for key in ("signal", "label"))
        yield from (self.article.get("pubStatus", ""), f"stat:{self.article.get('pubStatus', '')}")
        yield f"sig:{status.get('signal', '')}"
        yield from map(str, (self.get("agencyfeed.transmission") or {}).values())
        yield from self.get("agencyfeed.flags") or ()


def see(data: bytes, knowledge: Knowledge) -> Seen:
    """What the worker makes of the bytes of one file."""
    raw = RawMessage(topic="conformance", partition=0, offset=0, timestamp_ms=RECEIVED_MS, value=data)
    handled = pipeline.handle(raw, knowledge)
    outcome = handled.outcome
    encoded = outcome.articles if isinstance(outcome, Published) else ()
    return Seen(handled, tuple(_of_the_feed(orjson.loads(article.body)) for article in encoded), knowledge.agencies)


def _of_the_feed(document: dict[str, Any]) -> dict[str, Any]:
    """Without what classification adds to it, which is no fact of the feed and is measured elsewhere."""
    ours = document.get("agencyfeed", {})
    told = {place["name"] for place in ours.get("places", ())}
    kept = {
        "subjects": lambda one: not one.get("creator", "").startswith((SECTION, MODEL)),
        "places": lambda one: one.get("name") not in told,
    }
    lists = {name: list(filter(keep, document[name])) for name, keep in kept.items() if name in document}
    return document | lists


def identifiers(seen: Seen) -> list[str]:
    """The identifiers of a document, with and without its version."""
    own = [str(seen.article.get("uri") or ""), *seen.values("altIds", "value")]
    version = seen.get("version")
    joined = [f"{one}{mark}{version}{tail}" for one in own for mark in (":", "/", "_") for tail in ("", "N", "U", "A")]
    bare = [one.removeprefix("mid:") for one in own]
    return [one for one in (*own, *bare, *(joined if version else ())) if one]


def chosen(seen: Seen, wanted: Iterable[str]) -> Seen:
    """Held against the document with one of the identifiers, else against the first."""
    goal = {compact(str(one).strip("<>")) for one in wanted if one}
    for index in range(len(seen.documents)):
        if goal & set(map(compact, identifiers(seen.at(index)))):
            return seen.at(index)
    return seen
