"""The main picture: its address, the caption under it, and whom it is credited to."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from worker.article import Association, Rendition
from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.page import Line
from worker.formats.html.places import Candidate, Page, from_meta, marked, source_of
from worker.formats.html.surroundings import Frame
from worker.knowledge.keys import line_key
from worker.knowledge.page_words import PageWords
from worker.markup.lines import capped, key_of
from worker.markup.links import http_url

CAPTION_MAX: Final = 1_000
CREDIT_MAX: Final = 100
CREDIT_WORDS_MAX: Final = 10

# the end of "The yard on Friday. Photo: Jo Bee/Agency" and of "Der Hof (Foto: dpa)"
_LABELLED: Final = re.compile(
    r"(?:^|[\s(（\[|–—-])(?P<word>[^\W\d_][^:：/()\[\].!?。（）|]{1,24}?)\s?[:：/]\s?(?P<credit>[^:：()（）\[\]]{2,100})[)）\]]?\s?$"
)
# the end of "The yard on Friday. © Reuters/Jo Bee"
_SIGNED: Final = re.compile(r"(?:^|[\s(\[|])(?:©|\(c\)|ⓒ)\s?(?P<credit>[^©()\[\]]{2,100})[)\]]?\s?$", re.IGNORECASE)
# the end of "The yard on Friday. (Jo Bee/Harbour Images)"
_BRACKETED: Final = re.compile(r"[(\[](?P<credit>[^()\[\]/]{2,50}/\s?[^()\[\]/]{2,50})[)\]]\s?\.?$")


def declared_picture(page: Page) -> Candidate | None:
    """(source, picture) as JSON-LD, <meta> or marked elements name it; its words are split later."""
    item = _story_image(page)
    for source, value in _addresses(page, item):
        if href := http_url(value, page.url):
            own = {
                key: capped(html_json_ld.first_text(item.get(key)), CAPTION_MAX) for key in ("caption", "creditText")
            }
            caption = own["caption"] if source == "json-ld" else None
            files = (Rendition(href=href),)
            return source, Association(renditions=files, caption=caption, credit=own["creditText"])
    return None


def _story_image(page: Page) -> html_json_ld.Node:
    image = page.story.get("image")
    item = html_json_ld.resolve(image[0] if isinstance(image, list) and image else image, page.nodes)
    return item if isinstance(item, dict) else {"url": item}


def _addresses(page: Page, item: html_json_ld.Node) -> Iterator[tuple[str, str | None]]:
    yield from (("json-ld", text) for key in ("url", "contentUrl") for text in html_json_ld.texts(item.get(key)))
    yield from from_meta(
        page, ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
    )
    for element in itertools.islice(marked(page, frozenset({"image", "thumbnailurl"})), 5):
        inner = next(element.iter("img"), element)
        yield source_of(element), element.get("content") or inner.get("src") or element.get("href")


def with_words(
    picture: Association | None, lines: Sequence[Line], frame: Frame, words: PageWords
) -> Association | None:
    """`picture` with the caption printed near the headline and the credit in it, where its own are missing."""
    if picture is None:
        return None
    printed, by = credited(_caption(lines, frame) or "", words)
    caption, credit = credited(picture.caption or "", words)
    same = not caption or key_of(printed or "").startswith(key_of(caption)[:CREDIT_MAX])
    return replace(picture, caption=caption or printed, credit=picture.credit or credit or (by if same else None))


def credited(text: str, words: PageWords) -> tuple[str | None, str | None]:
    """(caption, credit) of a picture's line: "… the yard. Photo: Jo Bee", "… (AP Photo/Jo Bee)", "… © Reuters"."""
    line = text.strip()[-CAPTION_MAX:]
    for pattern in (_LABELLED, _SIGNED, _BRACKETED):
        match = pattern.search(line)
        if match and (pattern is not _LABELLED or line_key(match["word"]) in words.pictures):
            credit = match["credit"].strip(" .,;")
            if len(credit.split()) <= CREDIT_WORDS_MAX:
                return line[: match.start()].rstrip(" |-–—([") or None, credit or None
    return line or None, None


def _caption(lines: Sequence[Line], frame: Frame) -> str | None:
    """The first caption from a few lines above the headline to a few below the lead."""
    start = max(0, (frame.headline or frame.first or 0) - 5)
    near = lines[start : (frame.first if frame.first is not None else start) + 6]
    return next((line.text for line in near if line.caption and len(line.text) <= CAPTION_MAX), None)
