"""Media of a NewsItem: files as renditions, and units of files with their words as associations."""

from collections.abc import Sequence
from typing import Final

from lxml.etree import _Element

from worker.article import Association, Rendition
from worker.formats.newsml1 import content
from worker.formats.newsml1.components import CAPTIONS, KINDS, Piece, Unit, role_of
from worker.formats.newsml1.metadata import formal_name, line, own_metadata, parties
from worker.markup.lines import clean_line
from worker.markup.nitf_media import number
from worker.markup.xml import line_of
from worker.model import Limits

_FILE_KINDS: Final = {"image": "picture", "video": "video", "audio": "audio"}
# Format and MimeType as feeds write them, in small letters -> the media type
_MIMES: Final = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "jpegbaseline": "image/jpeg", "png": "image/png", "gif": "image/gif",
    "mp3": "audio/mpeg", "mpeg3": "audio/mpeg", "audio/mpeg3": "audio/mpeg", "wav": "audio/x-wav", "mp4": "video/mp4",
}  # fmt: skip
_WIDTHS: Final = ("Width", "PixelWidth")
_HEIGHTS: Final = ("Height", "PixelHeight")
_USES: Final = ("ImageUse", "MultiMediaUse")


def kind_of(pieces: Sequence[Piece]) -> str | None:
    """The ninjs type of a set of files: what a role or a media type of any of them says."""
    for piece in pieces:
        words = [piece.role, (formal_name(piece.item.find("MediaType")) or "").lower()]
        if known := next((KINDS[word] for word in words if word in KINDS), None):
            return known
        if known := _FILE_KINDS.get((_mime(piece.item) or "").partition("/")[0]):
            return known
    return None


def renditions(pieces: Sequence[Piece]) -> tuple[Rendition, ...]:
    """The files in order."""
    return tuple(_rendition(piece) for piece in pieces)


def _rendition(piece: Piece) -> Rendition:
    item = piece.item
    properties = {prop.get("FormalName"): prop.get("Value") for prop in item.iter("Property")}
    return Rendition(
        href=clean_line(item.get("Href") or ""),
        name=_first(properties, _USES) or _own_role(piece) or "web",
        content_type=_mime(item),
        width=number(_first(properties, _WIDTHS)),
        height=number(_first(properties, _HEIGHTS)),
        size=number(line_of(item.find(".//SizeInBytes"))),
        duration=number(properties.get("Duration")),
    )


def _mime(item: _Element) -> str | None:
    """The media type, also where the format stands for it."""
    given = [formal_name(item.find(name)) for name in ("MimeType", "Format")]
    told = ["".join(name.lower().split()) for name in given if name]
    return next((mime for name in told if (mime := _MIMES.get(name) or (name if "/" in name else None))), None)


def _first(properties: dict[str | None, str | None], names: Sequence[str]) -> str | None:
    return next((value for name in names if (value := properties.get(name))), None)


def _own_role(piece: Piece) -> str | None:
    return formal_name(piece.chain[0].find("Role"))


def caption(unit: Unit, limits: Limits) -> str | None:
    """The unit's caption, else its other words: a picture's roleless text is its caption."""
    pieces = unit.pieces(CAPTIONS) or unit.bodies[:1]
    texts = [block.text for piece in pieces[:1] for block in content.blocks(piece.item, limits)]
    return " ".join(texts) or None


def beside(unit: Unit, uri: str | None, limits: Limits) -> list[Association]:
    """The media units inside `unit`, and those inside them."""
    nested = [found for inner in unit.inside for found in beside(inner, uri, limits)]
    return [association(unit, uri, limits), *nested] if unit.media or unit.pieces(CAPTIONS) else nested


def association(unit: Unit, uri: str | None, limits: Limits) -> Association:
    """A unit of media as what belongs to a story; its identifier is the item's with the component's behind it."""
    chain = (own_metadata(unit.chain[0]),)
    words = caption(unit, limits)
    headline = line(chain, "HeadLine", "Headline")
    return Association(
        type=kind_of(unit.media) or unit.kind or "picture",
        name=unit.chain[0].get("Duid") or None,
        uri=_uri(uri, unit.chain[0].get("Duid"), unit.media),
        headline=headline if headline != words and words else None,
        caption=words or headline,
        credit=line(chain, "CreditLine"),
        byline=line(chain, "ByLine") or next(parties(chain, "Creator"), None),
        renditions=renditions(unit.media),
    )


def _uri(item: str | None, duid: str | None, files: Sequence[Piece]) -> str | None:
    """The item's identifier with the component's behind it, else the name of its first file; None: its address does."""
    href = clean_line(files[0].item.get("Href") or "") if files else ""
    name = duid or ("" if "://" in href else href)
    return f"{item}:{name}" if item and name else None


def loose(unit: Unit, uri: str | None) -> list[Association]:
    """The unit's own files beside its text: those of one component are one medium."""
    groups: dict[_Element, list[Piece]] = {}
    for piece in unit.media:
        groups.setdefault(piece.chain[0], []).append(piece)
    return [
        Association(
            type=kind_of(pieces) or "picture",
            name=(component.get("Duid") if component is not unit.chain[0] else None) or None,
            rel=role_of(component) or None,
            uri=_uri(uri, component.get("Duid") if component is not unit.chain[0] else None, pieces),
            renditions=renditions(pieces),
        )
        for component, pieces in groups.items()
    ]
