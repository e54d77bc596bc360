"""The main picture's words: the caption under it and whom it is credited to."""

import re
from collections.abc import Sequence
from dataclasses import replace

from worker.article import Association
from worker.formats.html.page import Line
from worker.formats.html.surroundings import Frame

CAPTION_MAX = 1_000
# Workers leave the yard. Photo: Jo Bee/Agency    and   Workers leave the yard (Foto: dpa)
_CREDIT = re.compile(
    r"(?:^|[\s(\[|])(?:photo|photograph|foto|bild|image|picture|credit|crédit|quelle|source|fotografía)\s?(?:by|credit|von)?\s?[:©/]"
    r"\s?(?P<credit>[^:()\[\]]{2,100})[)\]]?\s?$",
    re.IGNORECASE,
)


def with_words(picture: Association | None, lines: Sequence[Line], frame: Frame) -> Association | None:
    """`picture` with the caption printed near the headline and the credit in it, where its own are missing."""
    if picture is None:
        return None
    caption = picture.caption or _caption(lines, frame)
    if caption is None:
        return picture
    match = _CREDIT.search(caption)
    if match is None:
        return replace(picture, caption=caption)
    text = caption[: match.start()].rstrip(" |-–—([") or None
    return replace(picture, caption=text, credit=picture.credit or match["credit"].strip())


def _caption(lines: Sequence[Line], frame: Frame) -> str | None:
    """The first caption from a few lines above the headline to a few below the lead."""
    start = max(0, (frame.headline or frame.first or 0) - 5)
    near = lines[start : (frame.first if frame.first is not None else start) + 6]
    return next((line.text for line in near if line.caption and len(line.text) <= CAPTION_MAX), None)
