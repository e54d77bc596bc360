"""Reads the words of a ninjs item: headlines, descriptions and one of the body's alternatives."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from worker.article import Block, Description, Headline
from worker.markup.blocks import NO_TEXT, blocks_of
from worker.markup.fragment import html_blocks
from worker.markup.xml import read_xml
from worker.members.reading import Fields, first, first_line, line, lowered, objects, text
from worker.members.values import marked_line, plain_blocks
from worker.model import Document, Limits

Words = Callable[[Any], str | None]

# Formats of one and the same text are no roles; the main headline has none.
_NO_ROLES: Final = frozenset({"main", "text", "html", "xhtml", "plain", "plaintext", "headline"})
_SUMMARIES: Final = frozenset({"lead", "abstract", "teaser", "standfirst", "summary", "description"})
_CREDITS: Final = frozenset({"creditline", "credit"})  # of descriptions that are none


def words_reader(limits: Limits, *, plain: bool) -> Words:
    """Reads a line of words: as it is, or without the tags and references that feeds leave in plain text."""
    return line if plain else partial(marked_line, limits=limits)


def headlines_of(item: Fields, words_of: Words) -> tuple[Headline, ...]:
    """The headlines, the main one without a role; ninjs 1 has the role in the property's name."""
    listed = [(one.get("role"), one.get("value")) for one in map(lowered, objects(item.get("headlines")))]
    named = [(role, item[name]) for name, role in _suffixed(item, "headline")]
    read = ((role, words_of(value)) for role, value in (*listed, *named))
    found = (Headline(value=value, role=_role(role)) for role, value in read if value)
    return tuple(dict.fromkeys(found))


def descriptions_of(item: Fields, words_of: Words, plain_role: str) -> tuple[Description, ...]:
    """The descriptions; one without a role is `plain_role` (a standfirst, a picture's caption)."""
    listed = [(one.get("role"), one.get("value")) for one in map(lowered, objects(item.get("descriptions")))]
    named = [(role, item[name]) for name, role in _suffixed(item, "description") if _role(role)]
    found: dict[str, Description] = {}
    for role, value in (*listed, (None, _plain_description(item)), *named):
        kind = _description_role(role, plain_role)
        words = words_of(value) if kind else None
        if words:
            found.setdefault(words, Description(value=words, role=kind))
    return tuple(found.values())


def _plain_description(item: Fields) -> Any:
    """The description of ninjs 1, one of its formats; superdesk's own items call it otherwise."""
    formats = [name for name, role in _suffixed(item, "description") if _role(role) is None]
    return first(item, *formats, "abstract", "archive_description")


def credit_of(item: Fields) -> str | None:
    """The credit line that ninjs 2 and 3 keep among the descriptions."""
    listed = (lowered(one) for one in objects(item.get("descriptions")))
    return next(
        (found for one in listed if first_line(one, "role") in _CREDITS and (found := first_line(one, "value"))), None
    )


def body_of(item: Fields, document: Document, limits: Limits) -> tuple[Block, ...]:
    """The text, of the alternative that keeps most of its structure: HTML, NITF, plain text."""
    found = dict(reversed(list(_bodies(item))))
    blocks = html_blocks(found["html"], limits) if "html" in found else ()
    if not blocks and "nitf" in found:
        blocks = _nitf_blocks(found["nitf"], document, limits)
    return blocks or plain_blocks(found.get("plain", ""))


def _bodies(item: Fields) -> Iterator[tuple[str, str]]:
    """(html | nitf | plain, text) in the order of the feed."""
    for one in map(lowered, objects(item.get("bodies"))):
        value = text(one.get("value"))
        if value:
            yield _kind(f"{one.get('contenttype')} {one.get('role')}", value), value
    for name, value in item.items():
        if name.startswith("body_") and isinstance(value, str) and value.strip():
            yield _kind(name, value), value


def _kind(said: str, value: str) -> str:
    named = said.lower()
    if "nitf" in named:
        return "nitf"
    return "html" if "html" in named or ("plain" not in named and value.lstrip().startswith("<")) else "plain"


def _nitf_blocks(value: str, document: Document, limits: Limits) -> tuple[Block, ...]:
    """The content of a NITF document inside a member."""
    root = read_xml(replace(document, text=value), limits).root
    contents = (found for found in root.iter("body.content") if next(found.iterancestors("note"), None) is None)
    return blocks_of(next(contents, root), skipped=NO_TEXT)


def _suffixed(item: Fields, stem: str) -> Iterator[tuple[str, str | None]]:
    """(name, role) of the members headline, headline_short, description_html …, plain before marked up."""
    names = sorted(name for name in item if name == stem or name.startswith(f"{stem}_"))
    for name in sorted(names, key=lambda name: name.endswith("html")):
        yield name, name.removeprefix(stem).lstrip("_") or None


def _role(value: Any) -> str | None:
    role = value.strip() if isinstance(value, str) else ""
    return None if role.lower() in _NO_ROLES or not role else role


def _description_role(value: Any, plain_role: str) -> str | None:
    """The role it gets; None for a credit line."""
    role = _role(value)
    if role is None:
        return plain_role
    if role.lower() in _CREDITS:
        return None
    return "summary" if role.lower() in _SUMMARIES else role
