"""Pictures, sound and films beside an item: Media RSS, enclosures, figures inside the text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from lxml.etree import _Element

from worker.article import Association, Rendition
from worker.formats.feed.names import Parts, elements, line, name_of, parts_of
from worker.formats.feed.text import line_in
from worker.markup.lines import clean_line
from worker.markup.links import http_url
from worker.markup.nitf_media import number
from worker.model import Limits

DURATION_MAX: Final = 1e7  # seconds
PIXEL_MAX: Final = 3  # a picture of that size counts readers, it shows nothing

_KINDS: Final[Mapping[str, str]] = {"image": "picture", "audio": "audio", "video": "video"}
_SOUNDS: Final = frozenset({"mp3", "m4a", "ogg", "wav", "aac", "opus"})
_FILMS: Final = frozenset({"mp4", "m4v", "webm", "mov", "avi", "mpg"})
_PHOTOGRAPHERS: Final = frozenset({"photographer", "author", "artist", "writer"})


def media_of(item: Parts, base: str | None, limits: Limits) -> tuple[Association, ...]:
    """The media in order, each address once; words of the item's own level belong to the only one."""
    found = [*_groups(item, base, limits), *_contents(item, base, limits), *_enclosures(item, base)]
    found += _thumbnails(item, base) if not found else []
    once = _once(found)
    if len(once) == 1:
        once = [_with_words(once[0], item, limits)]
    return tuple(once[: limits.related_max])


def _once(found: Sequence[Association]) -> list[Association]:
    """Files that were named before are left out; so is what has no file left."""
    seen: set[str] = set()
    kept = []
    for one in found:
        files = tuple(file for file in one.renditions if file.href not in seen)
        seen |= {file.href for file in files}
        kept += [replace(one, renditions=files)] if files else []
    return kept


def _groups(item: Parts, base: str | None, limits: Limits) -> Iterator[Association]:
    """A group holds one item's files."""
    for group in elements(item, "media:group"):
        parts = parts_of(group)
        contents = list(elements(parts, "media:content"))
        files = [file for one in contents if (file := _file(one, base))]
        if files:
            kind = _kind_of(contents[0], files[0])
            yield _with_words(Association(type=kind, renditions=tuple(files)), parts, limits)


def _contents(item: Parts, base: str | None, limits: Limits) -> Iterator[Association]:
    for one in elements(item, "media:content"):
        if file := _file(one, base):
            yield _with_words(Association(type=_kind_of(one, file), renditions=(file,)), parts_of(one), limits)


def _enclosures(item: Parts, base: str | None) -> Iterator[Association]:
    for one in elements(item, "enclosure", "link", "atom:link"):
        is_link = name_of(one).endswith("link")
        if (one.get("rel") or "").lower() != "enclosure" and is_link:
            continue
        if file := _file(one, base):
            title = clean_line(one.get("title") or "") or None
            duration = _duration(line(item, "itunes:duration"))
            file = replace(file, duration=file.duration or duration)
            yield Association(type=_kind_of(one, file), name="enclosure", headline=title, renditions=(file,))


def _thumbnails(item: Parts, base: str | None) -> list[Association]:
    """The picture of an item that has none in a better size."""
    for one in elements(item, "media:thumbnail", "itunes:image", "image"):
        if file := _file(one, base) or _file_in(one, base):
            return [Association(renditions=(replace(file, name="thumbnail"),))]
    return []


def _file_in(image: _Element, base: str | None) -> Rendition | None:
    """<image><url>…</url></image>, <image>https://…</image>."""
    href = http_url(line(parts_of(image), "url") or image.text, base)
    return Rendition(href=href) if href else None


def _file(one: _Element, base: str | None) -> Rendition | None:
    href = http_url(one.get("url") or one.get("href"), base)
    width, height = number(one.get("width")), number(one.get("height"))
    if href is None or max(width or 0, height or 0) in range(1, PIXEL_MAX + 1):
        return None
    return Rendition(
        href=href,
        content_type=(one.get("type") or "").strip() or None,
        width=width,
        height=height,
        size=number(one.get("fileSize") or one.get("length")),
        duration=_duration(one.get("duration")),
    )


def _kind_of(one: _Element, file: Rendition) -> str:
    """By its medium, its MIME type, else the end of its name."""
    for said in (one.get("medium") or "", (file.content_type or "").partition("/")[0]):
        if kind := _KINDS.get(said.lower()):
            return kind
    ending = file.href.partition("?")[0].rpartition(".")[2].lower()
    if ending in _SOUNDS:
        return "audio"
    return "video" if ending in _FILMS else "picture"


def _with_words(media: Association, parts: Parts, limits: Limits) -> Association:
    """`media` with the title, caption, credit and preview that stand beside it."""
    credits_ = list(elements(parts, "media:credit"))
    makers = [found for one in credits_ if _is_photographer(one) and (found := line_in(one, limits))]
    givers = [found for one in credits_ if not _is_photographer(one) and (found := line_in(one, limits))]
    return replace(
        media,
        headline=media.headline or line_in(next(elements(parts, "media:title"), None), limits),
        caption=media.caption or line_in(next(elements(parts, "media:description", "media:text"), None), limits),
        credit=media.credit or ", ".join(givers) or line(parts, "media:copyright"),
        byline=media.byline or ", ".join(makers) or None,
    )


def _is_photographer(credit: _Element) -> bool:
    return (credit.get("role") or "").lower() in _PHOTOGRAPHERS


def _duration(text: str | None) -> float | None:
    """Seconds: "95", "1:35", "01:02:03"."""
    parts = (text or "").strip().split(":")
    if len(parts) > 3 or not all(part.replace(".", "", 1).isdigit() and part.isascii() for part in parts):
        return None
    total = 0.0
    for part in parts:
        total = total * 60 + float(part[:12])
    return total if 0 < total < DURATION_MAX else None


def figures_in(root: _Element, base: str | None, limits: Limits) -> tuple[Association, ...]:
    """The figures of a body that have words of their own: text leaves them out."""
    found = (_figure(figure, base) for figure in root.iter("figure"))
    return tuple(_once([one for one in found if one and one.caption])[: limits.related_max])


def _figure(figure: _Element, base: str | None) -> Association | None:
    image = next(figure.iter("img"), None)
    href = http_url(image.get("src"), base) if image is not None else None
    if image is None or href is None:
        return None
    caption = clean_line(" ".join(str(text) for text in figure.itertext())) or None
    file = Rendition(href=href, width=number(image.get("width")), height=number(image.get("height")))
    return Association(caption=caption, renditions=(file,))
