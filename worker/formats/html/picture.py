"""The main picture: its address, the caption under it, and whom it is credited to."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from worker.article import Association, Rendition
from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.author_names import NAME_MAX, names_in
from worker.formats.html.cues import is_stamp
from worker.formats.html.figures import SENTENCE_END, words_at
from worker.formats.html.page import Line
from worker.formats.html.places import Candidate, Page, from_meta, marked, source_of
from worker.formats.html.shown_pictures import shown_picture
from worker.formats.html.surroundings import Frame
from worker.knowledge.agencies import Agencies
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.knowledge.page_words import PageWords
from worker.markup.lines import capped, key_of
from worker.markup.links import http_url

CAPTION_MAX: Final = 1_000
CREDIT_MAX: Final = 100
BUTTON_WORDS_MAX: Final = 2
CREDIT_WORDS_MAX: Final = 10
LONE_WORDS_MAX: Final = 6  # "Photo by Jo Bee on Unsplash"
MAKER_WORDS_MAX: Final = 4
BYLINE_WORDS_MAX: Final = 3  # beside the names
LEAD_MAX: Final = 20  # lines from a standfirst to the first paragraph
PROSE_MIN: Final = 120  # characters of that

# the end of "The yard on Friday. Photo: Jo Bee/Agency" and of "Der Hof (Foto: dpa)"
_LABELLED: Final = re.compile(
    r"(?:^|[\s(（\[|–—-])(?P<word>[^\W\d_][^:：/()\[\].!?。（）|]{1,24}?)\s?[:：/]\s?(?P<credit>[^:：()（）\[\]]{2,100})[)）\]]?\s?$"
)
# the start of "Photo: Jo Bee" and of "Photograph by Jo Bee"
_OPENING: Final = re.compile(
    r"^\W{0,3}(?P<word>[^\W\d_][^:：/\d]{1,20}?)(?:\s?[:：/]|\s(?:by|von|de|di|par|por)\s)\s?(?=\S)"
)
# where a word may begin in "at the yard - Photo"
_WORD_START: Final = re.compile(r"(?:^|[\s–—-])(?=[^\W\d_])")
# the end of "The yard on Friday. © Reuters/Jo Bee"
_SIGNED: Final = re.compile(r"(?:^|[\s(\[|])(?:©|\(c\)|ⓒ)\s?(?P<credit>[^©()\[\]]{2,100})[)\]]?\s?$", re.IGNORECASE)
# the end of "The yard on Friday. (Jo Bee/Harbour Images)"
_BRACKETED: Final = re.compile(r"[(\[](?P<credit>[^()\[\]/]{2,50}/\s?[^()\[\]/]{2,50})[)\]]\s?\.?$")
# the end of "The yard on Friday. Photo by Jo Bee." and of "Der Hof. Foto von Jo Bee"
_BY: Final = re.compile(
    r"(?:^|(?<=[.!?)]\s))(?P<word>[^\W\d_]{3,12}\s(?:by|von|de|di))\s(?P<credit>[^.!?:()]{2,60})\.?$", re.IGNORECASE
)
# the end of "가로등 [시 제공. 재판매 및 DB 금지]" and of "가로등 [연합뉴스 자료사진]"
_GIVEN: Final = re.compile(r"[\[(](?P<credit>[^\[\]().]{1,30}?)\s?(?:제공|자료사진|촬영)(?:\.[^\[\]()]{0,20})?[\])]$")
# the end of "The yard on Friday. AGENCY/Jo Bee"
_AGENCYS: Final = re.compile(r"(?:^|(?<=[.!?)]\s))(?P<credit>(?P<agency>[^\s/.]{2,20})/[^/.!?]{3,50})$")
# the end of "의암호. (사진=춘천시 제공) 2024.05.17."
_EQUALLED: Final = re.compile(
    r"[(\[](?:사진|그래픽|写真|撮影)\s?[=＝]\s?(?P<credit>[^()\[\]]{1,40}?)(?:\s?제공)?[)\]](?:\s?\d{4}\.\d\d\.\d\d\.?)?$"
)
# the end of "The yard on Friday. — AFP"
_DASHED: Final = re.compile(r"\s[—–-]\s?(?P<credit>[^—–.!?-]{2,30})$")
# what staff and notices of rights add behind a caption
_BEHIND: Final = re.compile(
    r"[\s|–—-]{0,3}(?:[*※]?\s?재판매 및 DB 금지|[\w.+-]{1,40}@[\w.-]{3,60}|RIPRODUZIONE RISERVATA)[\s.]?$",
    re.IGNORECASE,
)
_BEHIND_SIGNS: Final = ("@", "재판매", "ISERVATA", "iservata")  # what each of these holds
# the end of "The yard on Friday. (AFP)"
_AGENCY: Final = re.compile(r"[(（\[](?P<credit>[^()（）\[\]]{2,40})[)）\]]\s?\.?$")

# between the makers of "Jo Bee/Reuters", "Bee Studios//Getty Images", "Jo Bee via Getty Images"
_MAKERS: Final = re.compile("/| via ")


def main_picture(page: Page, words: PageWords, title: str | None) -> Candidate | None:
    """(source, picture) as JSON-LD, <meta> or marked elements name it, else as shown; its words are split later."""
    item = _story_image(page)
    for source, value in _addresses(page, item):
        if href := http_url(value, page.url):
            own = item if source == "json-ld" else {"creditText": item.get("creditText")}
            return source, _picture(page, href, own, words)
    shown = shown_picture(page, title)
    return ("img", _picture(page, shown, {}, words)) if shown else None


def _picture(page: Page, href: str, item: html_json_ld.Node, words: PageWords) -> Association:
    """The picture of that address with its own words, else with those that stand at it."""
    own = {key: capped(html_json_ld.first_text(item.get(key)), CAPTION_MAX) for key in ("caption", "creditText")}
    at = words_at(page, href)
    caption = own["caption"] or capped(at.caption, CAPTION_MAX)
    credit = own["creditText"] or (at.credit and _bare(at.credit, words))
    return Association(renditions=(Rendition(href=href),), caption=caption, credit=credit)


def _bare(credit: str, words: PageWords) -> str:
    """A credit that has an element of its own, without what it opens with and brackets: "Photo by Jo Bee"."""
    line = capped(credit, CREDIT_MAX) or ""
    return (_behind_label(line, words) or line).strip(" ()（）[].,;:|–—-©")


def _behind_label(line: str, words: PageWords) -> str | None:
    label = _OPENING.match(line)
    return line[label.end() :] if label and line_key(label["word"]) in words.pictures else None


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
    picture: Association | None, lines: Sequence[Line], frame: Frame, authors: Sequence[str], knowledge: Knowledge
) -> Association | None:
    """`picture` with the caption printed near the headline and the credit in it, where its own are missing.

    The byline of the story's authors is no caption: it stands at their portraits.
    """
    if picture is None:
        return None
    words, agencies = knowledge.pages, knowledge.agencies
    captions = (text for text in _captions(lines, frame, words) if not _is_byline(text, authors, knowledge))
    printed, by = credited(next(captions, ""), words, agencies)
    caption, credit = credited(picture.caption or "", words, agencies)
    caption = None if caption and _is_byline(caption, authors, knowledge) else caption
    same = not caption or key_of(printed or "").startswith(key_of(caption)[:CREDIT_MAX])
    credit = picture.credit or credit or (by if same else None)
    told = caption or printed
    return replace(picture, caption=None if told == credit else told, credit=credit)


def _is_byline(text: str, authors: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether a line names authors of the story and nothing else: "By Jo Bee, reporter"."""
    names = names_in(text, knowledge.authors) if authors and len(text) <= NAME_MAX else ()
    others = len(text.split()) - sum(len(name.split()) for name in names)
    named = {key_of(name) for name in authors}.issuperset(map(key_of, names))
    return bool(names) and named and others <= BYLINE_WORDS_MAX


def credited(text: str, words: PageWords, agencies: Agencies | None = None) -> tuple[str | None, str | None]:
    """(caption, credit) of a picture's line: "… the yard. Photo: Jo Bee", "… (AP Photo/Jo Bee)", "… © Reuters".

    Also of one that is a credit alone: "Photo by Jo Bee", "Jo Bee / Reuters".
    """
    line = text.strip()[-CAPTION_MAX:]
    while (
        any(map(line.__contains__, _BEHIND_SIGNS))
        and (added := _BEHIND.search(line, max(0, len(line) - CREDIT_MAX))) is not None
    ):
        line = line[: added.start()]
    for pattern in (_LABELLED, _SIGNED, _BRACKETED, _BY, _GIVEN, _EQUALLED, _AGENCYS, _AGENCY, _DASHED):
        match = pattern.search(line)
        start = _start_of(match, words, agencies) if match else None
        if match and start is not None:
            credit = match["credit"].strip(" .,;")
            if len(credit.split()) <= CREDIT_WORDS_MAX:
                return line[:start].rstrip(" ,|-–—([") or None, credit or None
    alone = _lone_credit(line, words, agencies)
    return (None, alone) if alone else (line or None, None)


def _lone_credit(line: str, words: PageWords, agencies: Agencies | None) -> str | None:
    """The makers that a line names and nothing else: behind a label, or in a row with a house that sells pictures."""
    if not 0 < len(line) <= CREDIT_MAX or SENTENCE_END.search(line):
        return None
    labelled = (_behind_label(line, words) or "").strip(" .,;")
    if labelled and len(labelled.split()) <= LONE_WORDS_MAX and not labelled[0].islower():
        return labelled
    makers = [maker for part in _MAKERS.split(line) if (maker := part.strip())]
    houses = (line_key(one) in words.picture_houses or (agencies and agencies.named(one)) for one in makers)
    return line.strip("© ") if all(len(one.split()) <= MAKER_WORDS_MAX for one in makers) and any(houses) else None


def _start_of(match: re.Match[str], words: PageWords, agencies: Agencies | None) -> int | None:
    """Where the credit begins, None where the tables do not have what it names."""
    if match.re is _LABELLED:
        return _label_at(match, words)
    if match.re is _BY:
        named = line_key(match["word"]) in words.pictures and not match["credit"][0].islower()
        return match.start() if named else None
    if match.re in {_AGENCY, _AGENCYS, _DASHED}:
        name = match.groupdict().get("agency") or match["credit"]
        known = line_key(name) in words.picture_houses or (agencies and agencies.credited(name))
        return match.start() if known else None
    return match.start()


def _label_at(match: re.Match[str], words: PageWords) -> int | None:
    """Where the word for a picture's maker begins: at the end of what stands before the colon."""
    word = match["word"]
    starts = (found.end() for found in _WORD_START.finditer(word))
    # not in "and the image: ..."
    apart = (at for at in starts if not (word[at].islower() and word[:at].rstrip()[-1:].isalpha()))
    return next((match.start("word") + at for at in apart if line_key(word[at:]) in words.pictures), None)


def _captions(lines: Sequence[Line], frame: Frame, words: PageWords) -> Iterator[str]:
    """The captions from a few lines above the headline to a few below the lead; no date, no button to share."""
    start = max(0, (frame.headline or frame.first or 0) - 5)
    lead = frame.first if frame.first is not None else start
    opening = enumerate(lines[lead : lead + LEAD_MAX], lead)
    prose = next((at for at, line in opening if len(line.text) >= PROSE_MIN), lead)
    near = lines[start : prose + 6]  # the body may begin with a short standfirst over the picture
    texts = (line.text for line in near if line.caption and len(line.text) <= CAPTION_MAX)
    return (text for text in texts if not (is_stamp(text) or _is_button(text, words)))


def _is_button(text: str, words: PageWords) -> bool:
    return len(text.split()) <= BUTTON_WORDS_MAX and words.is_furniture(text)
