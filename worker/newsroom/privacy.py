"""Newsroom stage, the first: nothing that an agency tells its customers alone is in any field of an article.

That is what stands behind "not for publication" or under a notepad's heading, and in notes to editors whom to call.
Contacts inside a story's own text, a charity's telephone, are part of it.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from worker.article import Article, Block, Flag, changed
from worker.knowledge.loading import Knowledge
from worker.knowledge.private_words import HEADING_MAX, PrivateWords

END_SHARE: Final = 0.5  # of the text that a heading may cut off, unless what follows it speaks for itself
_SENTENCE_ENDS: Final = (".", "!", "?", ")", "。")
_RULE: Final = frozenset("*-_=~•·–—# ")
_RULE_MIN: Final = 3  # characters
# the worker's own words, and the body, which is read block by block
_APART: Final = frozenset({"format", "type", "pub_status", "flags", "fingerprint", "field_sources", "body", "urgency"})
# of the parts: addresses and codes
_CODES: Final = frozenset(
    {"uri", "url", "href", "rel", "role", "creator", "code", "literal", "confidence", "type", "content_type", "signal"}
    | {"number", "width", "height", "size", "duration", "date", "grade"}
)
_NAMES: Final = tuple(one.name for one in fields(Article) if one.name not in _APART and "datetime" not in str(one.type))
_VALUES: Final = attrgetter(*_NAMES)


def withhold(article: Article, knowledge: Knowledge) -> Article:
    """The article without what is private; the same object where nothing is."""
    words = knowledge.pages.private
    changes = _public_fields(article, words) if words.begins_in(_texts(article)) else {}
    body = changes.get("body", article.body)
    cut = _notepad(body, knowledge)
    if cut is not None:
        changes["body"] = body[:cut]
    note = changes.get("ednote", article.ednote)
    if note and (public := _public_note(note, article, knowledge)) != note:
        changes["ednote"] = public
    return changed(article, **changes) if changes else article


def _public_note(note: str, article: Article, knowledge: Knowledge) -> str | None:
    """Without whom to call; of an item that was cut short without a last sentence that has no end: it may say so."""
    if Flag.TRUNCATED in article.flags:
        note = note[: max(map(note.rfind, _SENTENCE_ENDS)) + 1]
    return knowledge.contacts.public_note(note)


# ---- "Not for publication"


def _texts(article: Article) -> list[str]:
    texts = [block.text for block in article.body]
    for value in filter(None, _VALUES(article)):
        _collect(value, texts)
    return texts


def _collect(value: Any, texts: list[str]) -> None:
    kind = value.__class__
    if kind is str:
        texts.append(value)
    elif kind is tuple:
        for one in value:
            _collect(one, texts)
    elif names := _words_of(kind):
        for name in names:
            if inner := getattr(value, name):
                _collect(inner, texts)
    elif isinstance(value, Mapping):
        texts += value.values()


@lru_cache(maxsize=64)
def _words_of(kind: Any) -> tuple[str, ...]:
    """The fields of a part of an article that hold words of the feed; () for what is no such part."""
    return tuple(one.name for one in fields(kind) if one.name not in _CODES) if is_dataclass(kind) else ()


def _public_fields(article: Article, words: PrivateWords) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name, value in zip(_NAMES, _VALUES(article), strict=True):
        if value and (kept := _public(value, words)) != value:
            changes[name] = kept
    if article.headlines and not changes.get("headlines", article.headlines):
        return {**changes, "body": (), "descriptions": (), "ednote": None}  # the item as a whole is the desks' own
    body = _public_body(article.body, words)
    return changes if body is article.body else {**changes, "body": body}


def _public_body(body: tuple[Block, ...], words: PrivateWords) -> tuple[Block, ...]:
    """The body up to where it says so, in the middle of a block too."""
    for index, block in enumerate(body):
        at = words.start(block.text)
        if at is not None:
            text = block.text[:at].rstrip()
            whole = not text or block.tag == "table"  # its rows are in its HTML
            return body[:index] if whole else (*body[:index], Block(tag=block.tag, text=text))
    return body


def _public(value: Any, words: PrivateWords) -> Any:
    """The value up to where it says so; None of a text, and of a part that is nothing without it."""
    if type(value) is str:
        at = words.start(value)
        return value if at is None else value[:at].rstrip() or None
    if type(value) is tuple:
        return tuple(kept for one in value if (kept := _public(one, words)) is not None)
    if isinstance(value, Mapping):
        return {key: kept for key, one in value.items() if (kept := _public(one, words)) is not None}
    return _public_part(value, words) if is_dataclass(value) else value


def _public_part(part: Any, words: PrivateWords) -> Any:
    changes: dict[str, Any] = {}
    for name in _words_of(part.__class__):
        value = getattr(part, name)
        if value and (kept := _public(value, words)) != value:
            if kept is None and name in _needed(part.__class__):
                return None
            changes[name] = kept
    return replace(part, **changes) if changes else part


@lru_cache(maxsize=64)
def _needed(kind: Any) -> frozenset[str]:
    return frozenset(one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING)


# ---- notepads


def _notepad(body: tuple[Block, ...], knowledge: Knowledge) -> int | None:
    """Where the desks' notepad begins, with the rule above it."""
    words = knowledge.pages.private
    for index, block in enumerate(body):
        if len(block.text) > HEADING_MAX:
            continue
        ruled = index > 0 and _is_rule(body[index - 1].text)
        if not (words.is_notepad(block.text) or words.is_box(block.text, ruled=ruled)):
            continue
        if _speaks_for_itself(body[index:], knowledge) or (index and _is_at_end(body, index)):
            return index - ruled
    return None


def _is_rule(text: str) -> bool:
    return len(text) >= _RULE_MIN and _RULE.issuperset(text)


def _is_at_end(body: tuple[Block, ...], index: int) -> bool:
    behind = sum(len(block.text) for block in body[index:])
    return behind <= END_SHARE * sum(len(block.text) for block in body)


def _speaks_for_itself(part: tuple[Block, ...], knowledge: Knowledge) -> bool:
    """Whether more of a notepad follows its heading: another heading of its kind, or how to reach somebody."""
    words, contacts = knowledge.pages.private, knowledge.contacts
    heading = part[0].text
    return any(
        (block.text != heading and (words.is_notepad(block.text) or words.is_box(block.text, ruled=False)))
        or contacts.reaches_someone(block.text)
        for block in part[1:]
    )
