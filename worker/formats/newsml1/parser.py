"""NewsML 1.0 to 1.2: every NewsItem's stories, each an article with the metadata of the components round it alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element

from worker.article import (
    AltId,
    Article,
    Association,
    Block,
    Dateline,
    Description,
    Flag,
    Headline,
    ItemType,
    PubStatus,
    Subject,
)
from worker.formats.newsml1 import choice, components, content, credit, item, metadata, pictures
from worker.formats.newsml1.components import Piece, Story, Unit
from worker.formats.newsml1.credit import Sender
from worker.formats.newsml1.item import Identity
from worker.formats.newsml1.metadata import Chain, own_metadata
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import read_timestamp
from worker.markup.named import Found, line
from worker.markup.xml import line_of, read_xml
from worker.model import Document, Left, Limits, Reason, Rejected, SkipReason

Fields = dict[str, Any]  # of Article

_TYPES: Final = frozenset(ItemType)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A NewsItem, and what all its stories share."""

    element: _Element
    envelope: _Element | None
    management: Found
    identity: Identity
    transmission: Mapping[str, str]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A story's words: its text, the metadata round it, what belongs to it."""

    unit: Unit
    body: tuple[Block, ...]
    pieces: Sequence[Piece]
    chain: Chain
    media: tuple[Association, ...]


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """The articles of every item in order.  May raise Rejected for what is no XML."""
    tree = read_xml(document, knowledge.limits)
    etree.strip_elements(tree.root, "note", with_tail=False)  # NITF's notes to editors
    envelope = tree.root.find("NewsEnvelope")
    elements = list(tree.root.iter("NewsItem"))
    if not elements and tree.root.find(".//TopicSet") is not None:
        yield Left(reason=SkipReason.CONCEPT_ITEM, detail="a set of topics, no news item")
    for element in elements:
        management = item.management_of(element)
        whole = _Item(
            element=element,
            envelope=envelope,
            management=management,
            identity=item.identity(management),
            transmission=item.transmission(envelope),
            flags=tree.flags(element),
        )
        try:
            yield from _articles(document, knowledge, whole)
        except Rejected as exc:  # of one item's content: its siblings go on
            yield Left(reason=exc.reason, detail=exc.detail)


def _articles(document: Document, knowledge: Knowledge, whole: _Item) -> Iterator[Article | Left]:
    stories = components.stories(whole.element)
    if not stories:
        yield _without_story(document, knowledge, whole)
    taken: set[str] = set()
    for index, story in enumerate(stories):
        uri = _uri(whole, story, index, alone=len(stories) == 1)
        uri = f"{uri}:{index + 1}" if uri in taken else uri
        taken |= {uri} if uri else set()
        yield _article(document, knowledge, whole, story, uri)


def _without_story(document: Document, knowledge: Knowledge, whole: _Item) -> Article | Left:
    """A cancellation needs no text; an item that updates, lists or defines other things is none of ours."""
    if item.pub_status(whole.management, knowledge.status, dated=False) is PubStatus.CANCELED:
        return Article(
            format=document.format,
            language=document.language,
            received_at=document.fetched_at,
            flags=whole.flags,
            uri=whole.identity.uri,
            transmission=whole.transmission,
            **_administration(whole, (), knowledge),
        )
    if whole.element.find("Update") is not None:
        return Left(reason=SkipReason.PARTIAL_ITEM, detail="instructions to change an item that was sent before")
    if whole.element.find("TopicSet") is not None:
        return Left(reason=SkipReason.CONCEPT_ITEM, detail="a set of topics")
    return Left(reason=Reason.NO_ARTICLE, detail="the NewsItem has no NewsComponent")


def _uri(whole: _Item, story: Story, index: int, *, alone: bool) -> str | None:
    """The item's identifier, with the component's behind it where the item holds several stories."""
    uri = whole.identity.uri or story.unit.chain[-1].get("Duid")  # TASS has its key there alone
    if uri is None or alone or (story.whole and not index):
        return uri
    return f"{uri}:{story.unit.chain[0].get('Duid') or f'part-{index + 1}'}"


def _article(document: Document, knowledge: Knowledge, whole: _Item, story: Story, uri: str | None) -> Article | Left:
    told = _told(whole, story, uri, knowledge.limits)
    language = _language(whole, told)
    words = _words(whole, told, knowledge)
    own = _own(told)
    empty = not (told.body or words["headlines"] or words["descriptions"])
    if empty and item.pub_status(whole.management, knowledge.status, dated=False) is not PubStatus.CANCELED:
        return _left(story.unit)
    return Article(
        format=document.format,
        uri=uri,
        **_administration(whole, told.chain, knowledge),
        **words,
        **_topics(told, language, knowledge),
        **own,
        body=told.body,
        transmission=_carried(whole, told.pieces),
        language=language or document.language,
        publisher=document.publisher,
        canonical_url=document.url,
        received_at=document.fetched_at,
        flags=(*whole.flags, *credit.remarks(told.chain)),
    )


def _left(unit: Unit) -> Left:
    """Why a component gave nothing to read."""
    if unit.chain[0].find(".//NewsItemRef") is not None:
        return Left(reason=SkipReason.PACKAGE_ITEM, detail="a package that refers to other items")
    kinds = {(metadata.formal_name(piece.item.find("MediaType")) or "").lower() for piece in unit.media}
    if "text" in kinds:
        return Left(reason=SkipReason.PARTIAL_ITEM, detail="the text is sent as a file of its own")
    if unit.media:
        return Left(reason=SkipReason.MEDIA_WITHOUT_TEXT, detail="media with neither headline nor caption")
    return Left(reason=Reason.NO_ARTICLE, detail="the NewsItem holds neither a headline nor any text")


def _told(whole: _Item, story: Story, uri: str | None, limits: Limits) -> _Told:
    unit = story.unit
    pieces, body = choice.chosen(unit.bodies, limits)
    chain = tuple(own_metadata(component) for component in (pieces[0].chain if pieces else unit.chain))
    beside = [found for inner in story.media for found in pictures.beside(inner, uri, limits)]
    inline = [found for piece in pieces for found in content.media(piece.item, limits)]
    linked = [
        Association(type="item", name="associated", rel="associated", uri=other) for other in _links(whole, story)
    ]
    files = pictures.loose(unit, uri) if body and unit.kind is None else []
    media = (*files, *beside, *inline, *linked)[: limits.related_max]
    return _Told(unit=unit, body=body, pieces=pieces, chain=chain, media=media)


def _links(whole: _Item, story: Story) -> tuple[str, ...]:
    return item.linked(whole.management) if story.whole else ()


def _administration(whole: _Item, chain: Chain, knowledge: Knowledge) -> Fields:
    management = whole.management
    sender = Sender(sent_from=item.sender(whole.envelope), provider_id=line(management, "ProviderId"))
    sources = credit.sources(chain, sender, knowledge.agencies)
    named = (knowledge.agencies.named(source.name) for source in sources)
    times = item.times(management, next((agency.zone for agency in named if agency and agency.zone), None))
    rights = credit.rights(chain)
    printed = whole.identity.printed
    return {
        "version": whole.identity.version,
        **times.fields(),
        "pub_status": item.pub_status(management, knowledge.status, dated=times.embargo is not None),
        "status": item.status(management, knowledge.status),
        "urgency": item.urgency(management),
        "alt_ids": (AltId(role="public-identifier", value=printed),) if printed else (),
        "info_sources": sources,
        "copyright_notice": rights.notice,
        "copyright_holder": rights.holder,
        "usage_terms": rights.terms,
    }


def _carried(whole: _Item, pieces: Sequence[Piece]) -> Mapping[str, str]:
    """The envelope's facts, and the word count of the text."""
    counts = (
        count
        for piece in pieces
        for prop in piece.item.iterfind("Characteristics/Property")
        if (prop.get("FormalName") or "").lower() in {"words", "wordcount"} and (count := prop.get("Value"))
    )
    words = next(counts, None)
    return {**whole.transmission, "words": words} if words else whole.transmission


def _words(whole: _Item, told: _Told, knowledge: Knowledge) -> Fields:
    chain, unit = told.chain, told.unit
    label = line(whole.management, "NameLabel")
    medium = not told.body and bool(unit.media)
    return {
        "title": label,
        "headlines": _headlines(told, knowledge.limits),
        "slugline": metadata.line(chain, "SlugLine") or label,
        "byline": credit.byline(chain),
        "sign_off": credit.initials(chain),
        "people": credit.people(chain, rel="photographer" if medium else "author", known=knowledge.agencies),
        "located": metadata.located(chain),
        "dateline": _dateline(told),
        "descriptions": _descriptions(told, knowledge.limits),
        "ednote": _ednote(chain, knowledge),
    }


def _topics(told: _Told, language: str | None, knowledge: Knowledge) -> Fields:
    genres = metadata.formal_names(told.chain, "Genre")
    inside = (keyword for piece in told.pieces for keyword in piece.item.iter("keyword"))
    return {
        "places": metadata.places(told.chain),
        "subjects": metadata.subjects(told.chain, language),
        "genres": tuple(Subject(name=name, literal=f"genre:{name}", creator="feed") for name in genres),
        "keywords": metadata.keywords(told.chain, inside, language, knowledge.limits.related_max),
    }


def _own(told: _Told) -> Fields:
    """The type and the files of an item that is a medium itself; the media beside a text."""
    unit = told.unit
    kind = unit.kind or (pictures.kind_of(unit.media) if not told.body else None)
    if kind not in _TYPES or not unit.media:
        return {"associations": told.media}
    return {"type": ItemType(kind), "renditions": pictures.renditions(unit.media), "associations": told.media}


def _headlines(told: _Told, limits: Limits) -> tuple[Headline, ...]:
    """The nearest headline line, else a title component, else the text's own; then what stands under it."""
    titles = _role_texts(told.unit, components.TITLES, limits)
    inside = [line_of(element) for piece in told.pieces for element in piece.item.iter("hl1")]
    main = metadata.line(told.chain, "HeadLine", "Headline") or next(filter(None, [*titles, *inside]), None)
    below = [*metadata.lines(told.chain, "SubHeadLine"), *_role_texts(told.unit, components.SUBTITLES, limits)]
    found = [Headline(value=text, role="subheadline") for text in dict.fromkeys(below) if text != main]
    return (Headline(value=main), *found) if main else tuple(found)


def _descriptions(told: _Told, limits: Limits) -> tuple[Description, ...]:
    """Abstracts; the caption where the item is a medium."""
    summary = " ".join(_role_texts(told.unit, components.SUMMARIES, limits))
    caption = pictures.caption(told.unit, limits) if not told.body else None
    found = [(summary, "summary"), (caption, "caption")]
    return tuple(Description(value=text, role=role) for text, role in found if text)


def _role_texts(unit: Unit, roles: frozenset[str], limits: Limits) -> list[str]:
    return [block.text for piece in unit.pieces(roles) for block in content.blocks(piece.item, limits)]


def _dateline(told: _Told) -> Dateline | None:
    """As printed, unless it is a machine's date, or the text begins with it anyway."""
    printed = metadata.line(told.chain, "DateLine")
    if not printed or read_timestamp(printed) is not None:
        return None
    starts = bool(told.body) and told.body[0].text.startswith(printed.rstrip(" -–—_:."))
    return None if starts else Dateline(text=printed)


def _ednote(chain: Chain, knowledge: Knowledge) -> str | None:
    """The product line, the one note that is public; advisory lines and all others stay inside."""
    notes = [text for text in metadata.typed_lines(chain, "productline") if not knowledge.pages.is_private(text)]
    return " ".join(notes) or None


def _language(whole: _Item, told: _Told) -> str | None:
    """The nearest language element, else xml:lang of the nearest component or of the item."""
    named = next(metadata.formal_names(told.chain, "Language"), None)
    around = [*(told.pieces[0].chain if told.pieces else told.unit.chain), whole.element]
    return named or next((tag for element in around if (tag := metadata.language_of(element))), None)
