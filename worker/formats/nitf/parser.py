"""NITF 2.5 to 3.6, with or without namespace: one document, one article."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from lxml import etree
from lxml.etree import _Element

from worker.article import Article, Association, Block, Dateline, Description, Flag, Headline, ItemType, Person
from worker.formats.nitf import parties, state, topics
from worker.knowledge.agencies import Agency
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import read_timestamp
from worker.knowledge.urgency import figure
from worker.markup.blocks import NO_TEXT, blocks_of
from worker.markup.lines import clean_line
from worker.markup.named import Found, by_name, line, lines, value
from worker.markup.nitf_media import media_of
from worker.markup.xml import XML_LANG, line_of, read_xml
from worker.model import Document, Left, Reason, Rejected

# gr/bp   tsn   ab/de/dl-hmw: duty initials where a name is due
_INITIALS: Final = re.compile(r"[a-z]{2,4}|[A-Za-z]{1,5}(?:[/-][A-Za-z]{1,5}){1,6}")
# Oslo   Sao Paulo   Aix-en-Provence: a dateline that is a place and nothing else
_PLACE: Final = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,4}")
_PLACE_MAX: Final = 40
_TEXTS: Final = cast("Callable[[_Element], Sequence[Any]]", etree.XPath(".//text()"))  # each knows its element
_WIDER: Final = frozenset({"country", "state", "region"})  # elements of a location beside its city
_TYPES: Final = frozenset(ItemType)
_SUBHEADLINE_IN_BYLINE: Final = frozenset({"ansa"})  # codes of agencies that put it there
_NO_STORY: Final = NO_TEXT | {"body.head", "body.end"}  # where paragraphs stand in the body itself
_HL2_ROLES: Final = {"originalheadline": "original"}  # AP's ids; else it is the line under the headline

Fields = dict[str, Any]  # of Article


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """The document's article.  May raise Rejected for what is no XML or holds no nitf element."""
    tree = read_xml(document, knowledge.limits)
    root = tree.root if tree.root.tag == "nitf" else next(tree.root.iter("nitf"), None)
    if root is None:
        raise Rejected(Reason.PARSE_ERROR, "the document has no nitf element")
    etree.strip_elements(root, "note", with_tail=False)  # to editors, with headlines and paragraphs like the story's
    yield _article(document, knowledge, root, tree.flags(root))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """The body: its blocks, and the media inside it."""

    blocks: tuple[Block, ...]
    media: tuple[Association, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A document taken apart: head and body.head by element names, the text, the meta elements of the head."""

    root: _Element
    head: Found
    top: Found
    text: _Text
    header: Mapping[str, str]
    agencies: tuple[Agency, ...]


def _article(document: Document, knowledge: Knowledge, root: _Element, flags: tuple[Flag, ...]) -> Article:
    head, top = by_name(root.find("head")), by_name(root.find("body/body.head"))
    header = state.metas(head)
    parts = _Parts(
        root=root,
        head=head,
        top=top,
        text=_text(root, knowledge),
        header=header,
        agencies=parties.agencies(head, top, header, knowledge.agencies),
    )
    return Article(
        format=document.format,
        **_administration(parts, knowledge),
        **_words(parts),
        **_topics(parts, knowledge),
        **_body(parts.text),
        flags=flags,
        language=_language(root) or document.language,
        publisher=document.publisher,
        canonical_url=document.url,
        received_at=document.fetched_at,
    )


def _administration(parts: _Parts, knowledge: Knowledge) -> Fields:
    head, top = parts.head, parts.top
    times = state.times(head, top, next((agency.zone for agency in parts.agencies if agency.zone), None))
    rights = parties.rights(head, top)
    return {
        "uri": value(head, "doc-id", "id-string"),
        "version": value(head, "du-key", "version"),
        **times.fields(),
        "pub_status": state.pub_status(head, dated=times.embargo is not None),
        "status": state.status(head, knowledge.status),
        "urgency": figure(value(head, "urgency", "ed-urg")),
        "info_sources": parties.sources(parts.agencies, head, top),
        "copyright_notice": rights.notice,
        "copyright_holder": rights.holder,
        "usage_terms": rights.terms,
        "ednote": state.ednote(head, knowledge.pages),
        "transmission": state.transmission(parts.header, head),
    }


def _words(parts: _Parts) -> Fields:
    head, top = parts.head, parts.top
    byline, sign_off = _byline(top)
    headlines = _headlines(head, top)
    if byline and any(agency.code in _SUBHEADLINE_IN_BYLINE for agency in parts.agencies[:1]):
        headlines, byline = (*headlines, Headline(value=byline, role="subheadline")), None
    return {
        "title": _title(head, top),
        "headlines": headlines,
        "slugline": state.slugline(head, parts.header),
        "byline": byline,
        "sign_off": sign_off,
        "people": _people(top),
        "located": _located(top),
        "dateline": _dateline(top, parts.text.blocks),
        "descriptions": _descriptions(top, parts.text),
    }


def _topics(parts: _Parts, knowledge: Knowledge) -> Fields:
    head = parts.head
    return {
        "places": topics.places(head),
        "organisations": topics.organisations(head),
        "events": topics.events(head),
        "subjects": topics.subjects(head),
        "genres": topics.genres(head),
        "keywords": topics.keywords(head, parts.header, knowledge.limits.related_max),
        "section": topics.section(head),
    }


def _body(text: _Text) -> Fields:
    """The blocks with the media beside them; without blocks the first of the media is the item itself."""
    if text.blocks or not text.media:
        return {"body": text.blocks, "associations": text.media}
    item = text.media[0]
    kind = ItemType(item.type) if item.type in _TYPES else ItemType.TEXT
    return {"type": kind, "renditions": item.renditions, "associations": text.media[1:]}


def _text(root: _Element, knowledge: Knowledge) -> _Text:
    """The blocks of body.content, the tagline under them: a contributors' line belongs to the story as printed."""
    content = root.find("body/body.content")
    if content is None:
        content = next(root.iter("body.content", "body"), None)
    blocks = () if content is None else blocks_of(content, skipped=_NO_STORY)
    taglines = tuple(Block(text=text) for text in lines(by_name(root.find("body/body.end")), "tagline"))
    media = () if content is None else media_of(content, knowledge.limits.related_max)
    return _Text(blocks=(*blocks, *taglines), media=media)


def _headlines(head: Found, top: Found) -> tuple[Headline, ...]:
    main = list(dict.fromkeys(lines(top, "hl1"))) or [title for title in (state.title(head),) if title]
    below = {text: _role(element) for element in top.get("hl2", ()) if (text := line_of(element)) and text not in main}
    loose = line(top, "hedline") if not main and not below else None
    found = [
        *(Headline(value=text) for text in main),
        *(Headline(value=text, role=role) for text, role in below.items()),
    ]
    return tuple(found) or ((Headline(value=loose),) if loose else ())


def _role(hl2: _Element) -> str:
    return _HL2_ROLES.get((hl2.get("id") or "").lower(), "subheadline")


def _title(head: Found, top: Found) -> str | None:
    """The title where it says something else than the headline."""
    title = state.title(head)
    return title if title and line(top, "hl1") not in {None, title} else None


def _language(root: _Element) -> str | None:
    places = (root, root.find("body"), root.find("head"))
    tags = (part.get(name) for part in places if part is not None for name in ("baselang", XML_LANG, "lang"))
    return next((tag for tag in tags if tag), None)


def _byline(top: Found) -> tuple[str | None, str | None]:
    """(byline as printed without the title of its person, duty initials that stand in its place)."""
    printed = [text for element in top.get("byline", ()) if (text := _without_title(element))]
    names = [text for text in dict.fromkeys(printed) if not _INITIALS.fullmatch(text)]
    initials = [text for text in printed if _INITIALS.fullmatch(text)]
    return ", ".join(names) or None, next(iter(initials), None)


def _without_title(byline: _Element) -> str | None:
    pieces = [byline.text or ""]
    for child in byline:
        pieces += [" " if child.tag == "byttl" else f" {line_of(child) or ''} ", child.tail or ""]
    return clean_line("".join(pieces)).rstrip(" ,;") or None


def _people(top: Found) -> tuple[Person, ...]:
    """The persons that a byline marks as such."""
    names = (line_of(person) for byline in top.get("byline", ()) for person in byline.iter("person"))
    return tuple(Person(name=name) for name in dict.fromkeys(names) if name)


def _located(top: Found) -> str | None:
    """The city of the dateline, else its place, else all of it where it is no more than a place."""
    for dateline in top.get("dateline", ()):
        cities = [text for name in ("city", "location") for part in dateline.iter(name) if (text := line_of(part))]
        if cities:
            return cities[0].strip(" ,-")
        if (printed := line_of(dateline)) and len(printed) <= _PLACE_MAX and _PLACE.fullmatch(printed):
            return printed
    return None


def _dateline(top: Found, blocks: Sequence[Block]) -> Dateline | None:
    """As printed, unless it is a machine's date, or the text begins with it anyway."""
    for element in top.get("dateline", ()):
        parts = [_in_its_place(text) for text in _TEXTS(element)]
        printed = " ".join(part for part in parts if part and read_timestamp(part) is None)
        printed = printed.replace(" ,", ",").replace(",,", ",").strip(" ,")
        if printed and not (blocks and blocks[0].text.startswith(printed)):
            return Dateline(text=printed)
    return None


def _in_its_place(text: Any) -> str:
    """A text of a dateline; a country or state behind its city is parted from it."""
    line, parent = clean_line(str(text)), text.getparent()
    wider = text.is_text and parent.tag in _WIDER and parent.getprevious() is not None
    return f", {line}" if line and wider else line


def _descriptions(top: Found, text: _Text) -> tuple[Description, ...]:
    """The abstract, and the caption of a document that is a picture."""
    summaries = [Description(value=summary, role="summary") for summary in dict.fromkeys(lines(top, "abstract"))]
    captions = [media.caption for media in text.media[:1] if media.caption] if not text.blocks else []
    return (*summaries, *(Description(value=caption, role="caption") for caption in captions))
