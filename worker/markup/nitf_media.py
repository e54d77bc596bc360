"""Pictures and other media inside a NITF text, with their words."""

from typing import Final

from lxml.etree import _Element

from worker.article import Association, Rendition
from worker.markup.lines import clean_line
from worker.markup.xml import find_line, line_of

_TYPES: Final = {"image": "picture", "photo": "picture", "graphic": "graphic", "video": "video", "audio": "audio"}
_CREDITS: Final = frozenset({"byline", "credit"})
_DIGITS_MAX: Final = 9  # of pixels or bytes: a longer number is no size


def media_of(content: _Element, most: int) -> tuple[Association, ...]:
    """The media of a body in order, up to `most`; one that neither shows nor says anything is left out."""
    found = (_association(media) for _, media in zip(range(most), content.iter("media"), strict=False))
    return tuple(media for media in found if media.renditions or media.caption)


def _association(media: _Element) -> Association:
    kind = (media.get("media-type") or "image").lower()
    renditions = [rendition for reference in media.iter("media-reference") if (rendition := _rendition(reference))]
    credit, producer = _metadata(media, "credit"), find_line(media, ".//media-producer")
    return Association(
        type=_TYPES.get(kind, "picture"),
        name=media.get("id") or None,
        caption=_caption(media),
        credit=credit or producer,
        byline=find_line(media, ".//media-caption/byline")
        or _metadata(media, "byline")
        or (producer if credit else None),
        renditions=tuple(renditions),
    )


def _caption(media: _Element) -> str | None:
    """The captions without the byline and credit inside them."""
    lines = [line for caption in media.iter("media-caption") for line in _lines(caption)]
    return " ".join(line for line in lines if line) or None


def _lines(caption: _Element) -> list[str | None]:
    if caption.find("byline") is None and caption.find("credit") is None:
        return [line_of(caption)]
    parts: list[str | None] = [clean_line(caption.text or "")]
    for part in caption:
        parts += [None if part.tag in _CREDITS else line_of(part), clean_line(part.tail or "")]
    return parts


def _rendition(reference: _Element) -> Rendition | None:
    """The file; a pointer to another part of the delivery ("#photo0") is none."""
    href = clean_line(reference.get("source") or reference.get("data-location") or "")
    if not href or href.startswith("#"):
        return None
    return Rendition(
        href=href,
        name=reference.get("name") or "web",
        content_type=reference.get("mime-type") or None,
        title=reference.get("alternate-text") or None,
        width=number(reference.get("width")),
        height=number(reference.get("height")),
    )


def _metadata(media: _Element, name: str) -> str | None:
    """The value of <media-metadata name="credit" value="…"/>."""
    values = (data.get("value") for data in media.iter("media-metadata") if (data.get("name") or "").lower() == name)
    return next((clean_line(value) for value in values if value), None)


def number(text: str | None) -> int | None:
    """A size in figures, None for anything else."""
    value = (text or "").strip()
    if not (value.isascii() and value.isdigit() and len(value) <= _DIGITS_MAX):
        return None
    return int(value) or None
