"""XML of agencies' own: one generic reader, a row of config/agency_xml.toml for each shape."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lxml.etree import _Element

from worker.article import (
    AltId,
    Article,
    Association,
    Block,
    Description,
    Flag,
    Headline,
    InfoSource,
    ItemType,
    PubStatus,
    Rendition,
    Signal,
    Status,
    Subject,
)
from worker.formats.agency_xml.paths import elements, value, values
from worker.knowledge.agencies import Agency, unique
from worker.knowledge.agency_xml import Paths, Shape
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import LENGTH_MAX, Timestamp, read_timestamp
from worker.markup.blocks import NO_TEXT, blocks_of
from worker.markup.fragment import html_blocks
from worker.markup.lines import clean_line
from worker.markup.links import host_of, http_url
from worker.markup.xml import read_xml
from worker.members.values import plain_blocks
from worker.model import Document, Left, Limits, Reason, Rejected, SkipReason

Fields = dict[str, Any]  # of Article

_DATES: Final = {
    "first_created": "firstCreated",
    "version_created": "versionCreated",
    "content_created": "contentCreated",
    "embargo": "embargoedUntil",
    "expires": "expires",
}
# Economy, Traffic; Norway
_COMMA: Final = re.compile(r"[,;]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """What an item is read with: its row, its sender, what has to be said of its XML."""

    shape: Shape
    agency: Agency | None
    flags: tuple[Flag, ...]


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """The items in order.  May raise Rejected: UNSUPPORTED_FORMAT where no row knows the shape, or what is no XML."""
    tree = read_xml(document, knowledge.limits)
    shape = next((row for row in knowledge.agency_xml if _fits(row, tree.root, document.format)), None)
    if shape is None:
        raise Rejected(Reason.UNSUPPORTED_FORMAT, "XML with this root element, but of no agency's known shape")
    if shape.skip is not None:
        yield Left(reason=shape.skip, detail=f"{shape.name}: it holds no story")
        return
    _strip(tree.root, shape)
    for item in list(elements(tree.root, shape.item)):
        source = _Source(shape=shape, agency=_agency(item, shape, knowledge), flags=tree.flags(item))
        try:
            yield _outcome(item, source, document, knowledge)
        except Rejected as exc:
            yield Left(reason=exc.reason, detail=exc.detail)


def _fits(row: Shape, root: _Element, format_name: str) -> bool:
    return (
        row.format == format_name
        and row.root.lower() == str(root.tag).lower()
        and all(root.find(path) is not None for path in row.requires)
    )


def _strip(root: _Element, shape: Shape) -> None:
    """Takes out what is nobody's business, wherever it stands."""
    for element in list(root.iter(*shape.private)) if shape.private else ():
        tail = element.tail
        element.clear()
        element.tail = tail


def _agency(item: _Element, shape: Shape, knowledge: Knowledge) -> Agency | None:
    host = host_of(value(item, *shape.lines.get("link", ())))
    named = shape.hosts.get(host or "") or shape.agency
    return knowledge.agencies.named(named) if named else None


def _outcome(item: _Element, source: _Source, document: Document, knowledge: Knowledge) -> Article | Left:
    article = _article(item, source, document, knowledge)
    if article.headlines or article.body or article.descriptions or article.pub_status is PubStatus.CANCELED:
        return article
    if article.type is not ItemType.TEXT:
        return Left(reason=SkipReason.MEDIA_WITHOUT_TEXT, detail="neither headline nor caption")
    return Left(reason=Reason.NO_ARTICLE, detail="neither headline nor text")


def _article(item: _Element, source: _Source, document: Document, knowledge: Knowledge) -> Article:
    shape = source.shape
    lines = {name: found for name, paths in shape.lines.items() if (found := value(item, *paths))}
    status = _status(item, shape)
    withdrawn = status["pub_status"] is PubStatus.CANCELED
    language = lines.get("language")
    return Article(
        format=document.format,
        uri=lines.get("uri"),
        version=lines.get("version"),
        canonical_url=http_url(lines.get("link"), None) or document.url,
        type=_type(item, shape),
        headlines=_headlines(lines),
        slugline=lines.get("slugline"),
        byline=lines.get("byline"),
        located=lines.get("located"),
        section=lines.get("section"),
        language=shape.languages.get(language or "", language) or document.language,
        publisher=lines.get("publisher") or document.publisher,
        copyright_notice=lines.get("copyright"),
        usage_terms=lines.get("usage_terms"),
        genres=(Subject(name=lines["genre"], creator="feed"),) if "genre" in lines else (),
        info_sources=_info_sources(lines, source, knowledge),
        urgency=knowledge.urgency.of(shape.urgency[0], value(item, shape.urgency[1])) if shape.urgency else None,
        body=() if withdrawn else _blocks(item, "body", shape, knowledge.limits),
        descriptions=() if withdrawn else _descriptions(item, shape, knowledge.limits),
        ednote=_note(item, shape, knowledge.limits),
        subjects=_subjects(item, shape),
        keywords=_keywords(item, shape, knowledge.limits.related_max),
        alt_ids=tuple(
            AltId(role=role, value=found) for role, path in shape.alt_ids.items() if (found := value(item, path))
        ),
        transmission={name: found for name, path in shape.transmission.items() if (found := value(item, path))},
        associations=_pictures(item, shape, knowledge.limits.related_max),
        renditions=_renditions(item, shape),
        flags=(*shape.flags, *source.flags),
        received_at=document.fetched_at,
        **status,
        **_times(item, source),
    )


def _headlines(lines: Mapping[str, str]) -> tuple[Headline, ...]:
    main, below = lines.get("headline"), lines.get("subheadline")
    found = (Headline(value=main),) if main else ()
    return (*found, Headline(value=below, role="subheadline")) if below else found


def _info_sources(lines: Mapping[str, str], source: _Source, knowledge: Knowledge) -> tuple[InfoSource, ...]:
    """Who is named as the source provides, else the agency of the row; whose credit is printed is credited."""
    named = knowledge.agencies.named(lines.get("source", "")) or source.agency
    credit = lines.get("credit")
    credited = knowledge.agencies.named(credit) if credit else None
    found = [named.source("provider")] if named else []
    found += [one.source("credit") for one in unique(filter(None, (credited, source.agency))) if one is not named]
    return (*found, InfoSource(name=credit, role="credit")) if credit and not credited else tuple(found)


def _type(item: _Element, shape: Shape) -> ItemType:
    if shape.types is None:
        return ItemType.TEXT
    path, known = shape.types
    return known.get((value(item, path) or "").lower(), ItemType.TEXT)


def _status(item: _Element, shape: Shape) -> Fields:
    """What the first rules that fit say of use and of kind."""
    fitting = [rule for rule in shape.status if (value(item, rule.path) or "").lower() in rule.values]
    use = next((rule.pub_status for rule in fitting if rule.pub_status), PubStatus.USABLE)
    rule = next((rule for rule in fitting if rule.signal), None)
    label = value(item, rule.path) if rule else None
    number = int(label) if label and label.isascii() and label.isdigit() else None
    signal = rule.signal if rule and rule.signal else Signal.NEW
    return {"pub_status": use, "status": Status(signal=signal, number=number)}


def _blocks(item: _Element, name: str, shape: Shape, limits: Limits) -> tuple[Block, ...]:
    """The first text of that name.  May raise Rejected for a flood of markup."""
    for element in _found(item, shape.html.get(name, ())):
        markup = element.text or ""
        blocks = blocks_of(element, None, NO_TEXT) if len(element) else html_blocks(markup, limits)
        if blocks:
            return blocks
    texts = (plain_blocks("".join(map(str, one.itertext()))) for one in _found(item, shape.text.get(name, ())))
    return next(filter(None, texts), ())


def _found(item: _Element, paths: Paths) -> Iterator[_Element]:
    for path in paths:
        yield from elements(item, path)


def _descriptions(item: _Element, shape: Shape, limits: Limits) -> tuple[Description, ...]:
    texts = ((role, _blocks(item, role, shape, limits)) for role in ("summary", "caption"))
    return tuple(
        Description(value=" ".join(block.text for block in found), role=role) for role, found in texts if found
    )


def _note(item: _Element, shape: Shape, limits: Limits) -> str | None:
    return " ".join(block.text for block in _blocks(item, "ednote", shape, limits)) or None


def _subjects(item: _Element, shape: Shape) -> tuple[Subject, ...]:
    found: dict[str, Subject] = {}
    for row in shape.subjects:
        for element in elements(item, row.item):
            code, label = value(element, row.code), value(element, row.label)
            if code:
                literal = f"{row.scheme}:{code}"
                found.setdefault(literal, Subject(literal=literal, name=label, creator="feed"))
    return tuple(found.values())


def _keywords(item: _Element, shape: Shape, most: int) -> tuple[str, ...]:
    words = (word for text in values(item, shape.keywords) for word in _COMMA.split(text))
    return tuple(dict.fromkeys(word for raw in words if (word := clean_line(raw))))[:most]


def _pictures(item: _Element, shape: Shape, most: int) -> tuple[Association, ...]:
    row = shape.pictures
    if row is None:
        return ()
    found = [
        Association(caption=value(one, row.caption), credit=value(one, row.credit), renditions=(Rendition(href=href),))
        for one in elements(item, row.item)
        if (href := value(one, row.href))
    ]
    return tuple(found[:most])


def _renditions(item: _Element, shape: Shape) -> tuple[Rendition, ...]:
    href = value(item, shape.rendition) if _type(item, shape) is not ItemType.TEXT else None
    return (Rendition(href=href),) if href else ()


def _times(item: _Element, source: _Source) -> Fields:
    stamps = {name: _stamp(item, paths, source) for name, paths in source.shape.dates.items()}
    when: dict[str, datetime] = {name: stamp.when for name, stamp in stamps.items() if stamp}
    return {
        "first_created": when.get("first_created"),
        "version_created": when.get("version_created") or when.get("first_created"),
        "content_created": when.get("content_created"),
        "embargoed_until": when.get("embargo"),
        "expires": when.get("expires"),
        "field_sources": {_DATES[name]: stamp.source for name, stamp in stamps.items() if stamp},
    }


def _stamp(item: _Element, paths: Paths, source: _Source) -> Timestamp | None:
    """A date in the row's forms or ISO 8601; a clock without a zone is the row's, else the agency's."""
    zone = source.shape.zone if source.shape.zone and not source.shape.hosts else None
    zone = zone or (source.agency.zone if source.agency else None) or source.shape.zone
    for text in values(item, paths):
        iso = next((found for form in source.shape.clocks if (found := _iso(text, form))), text)
        if stamp := read_timestamp(iso, zone):
            return stamp
    return None


def _iso(text: str, form: str) -> str | None:
    if len(text) > LENGTH_MAX:
        return None
    try:
        return datetime.strptime(text, form).isoformat()  # noqa: DTZ007 - the zone is the agency's
    except ValueError:
        return None
