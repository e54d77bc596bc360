"""Newsroom stage: who made the story and when: bylines (people, agencies, times) and sign-offs."""

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from worker.article import AltId, Article, Block, Person, changed
from worker.knowledge.agencies import Agency, with_sources
from worker.knowledge.keys import compact_key, line_key
from worker.knowledge.loading import Knowledge
from worker.newsroom import bylines, datelines, endings, house_zones, peeling, printed_bylines, signoffs
from worker.newsroom.byline_times import with_times
from worker.newsroom.bylines import Byline
from worker.newsroom.peeling import Peeled
from worker.syndicated import Grade
from worker.uris import host_in

CLOSING_MAX = 100  # characters
CLOSING = 6  # blocks at its end that may be labelled times
OPENING = 3  # blocks of the body that may be bylines
HOUSE_MIN = 4  # letters of a name that a longer one of the house may hold: "Ben" signs on bendnews.example
STRANGE_WORDS_MAX = 5  # of an author's name that no rule knows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A byline and where it stood."""

    byline: Byline
    source: str
    text: str = ""  # as it stood there


def read(article: Article, knowledge: Knowledge) -> Article:
    """The article with people, agencies and times from its bylines; bylines and sign-offs are out of the body."""
    opening, body = _opening(article.body, knowledge)
    closing, body = _closing(body, knowledge)
    found = [*_stated(article, knowledge), *_around(article, knowledge), *opening, *closing]
    peeled = peeling.peel(body, knowledge)
    signed = _with_sign_off(changed(article, body=peeled.body), peeled)
    credited = _with_signing_agencies(_with_agencies(signed, found), peeled)
    timed = with_times(_with_people(credited, found, article, knowledge), [one.byline for one in found])
    named = [agency for one in found if not one.byline.partly for agency in one.byline.agencies]
    signed_for = [agency for one in peeled.found if not one.partly for agency in one.agencies]
    return house_zones.moved(timed, named or signed_for)


def _stated(article: Article, knowledge: Knowledge) -> Iterator[_Found]:
    """What the parser was told are the authors."""
    if not article.byline:
        return
    whole = len(article.byline) <= bylines.LINE_MAX
    for line in (article.byline,) if whole else article.byline.split(", "):
        if (byline := bylines.read(line, knowledge, signed=True)) is not None:
            named = [text for text in _strange(byline) if _may_be_author(text) and not _is_house(text, article)]
            signed = (one for one in byline.people if not _is_house_uncased(one.name, article))
            people = (*signed, *(Person(name=text) for text in named))
            people = tuple(person for person in people if person.name not in article.houses)
            source = article.field_sources.get("by")
            printed = "" if source else line  # a page's own words stay on the page
            yield _Found(byline=replace(byline, people=people), source=source or "metadata", text=printed)


def _strange(byline: Byline) -> Iterator[str]:
    """Names that no rule knows; a single word beside an agency is where it writes from: "PTI, Lindesund"."""
    return (text for text in byline.strange if not (byline.agencies and " " not in text))


def _is_house(name: str, article: Article) -> bool:
    """The publisher's own name, as it is given or as the host of its address has it."""
    key = compact_key(name)
    houses = (compact_key(article.publisher or ""), *map(compact_key, host_in(article.canonical_url or "").split(".")))
    return key in houses or (len(key) >= HOUSE_MIN and any(key in house for house in houses))


def _is_house_uncased(name: str, article: Article) -> bool:
    """The publisher's own name in a script that has no capitals to tell a person's by."""
    return name.lower() == name.upper() and compact_key(name) == compact_key(article.publisher or "")


def _may_be_author(text: str) -> bool:
    return 0 < len(text.split()) <= STRANGE_WORDS_MAX and not text[0].islower() and not any(map(str.isdigit, text))


def _around(article: Article, knowledge: Knowledge) -> Iterator[_Found]:
    """Lines outside the body that are bylines; who took a picture on the page has not made the story."""
    for line in article.furniture:
        for found in _printed((line,), knowledge):
            if not _is_picture_credit(line, found.byline):
                named = _without_headings(found, article, knowledge) if found.byline.people else found
                yield _without_house(named, article)


def _without_headings(found: _Found, article: Article, knowledge: Knowledge) -> _Found:
    """Nobody of a section's name, "North Korea 09:31 May 17, 2024", or of two tags' side by side."""
    tags = map("".join, itertools.pairwise(article.keywords))
    headings = {compact_key(name) for name in (*knowledge.sections.names(article.section or ""), *tags)}
    people = tuple(person for person in found.byline.people if compact_key(person.name) not in headings)
    return replace(found, byline=replace(found.byline, people=people))


def _without_house(found: _Found, article: Article) -> _Found:
    """Nobody of the house's name, nor of the place behind it: "By Jo Bee, Crow News — Linden"; a lone "By Jo" signs."""
    people = found.byline.people
    at = next((number for number, one in enumerate(people) if _is_house(one.name, article)), None)
    if at is None or (found.byline.explicit and not at):
        return found
    return replace(found, byline=replace(found.byline, people=people[:at]))


def _is_picture_credit(line: str, byline: Byline) -> bool:
    """Like "REUTERS/Jo Bee" and "JO BEE/AFP/Getty Images"; not "Jo Bee (AGENCY/Paper)"."""
    front, bracket, _ = line.partition("(")
    named = bool(bracket and front.strip() and byline.people) and "/" not in front
    return not named and "/" in line.strip("/ ") and not (byline.dated or byline.explicit)


def _printed(lines: Iterable[str], knowledge: Knowledge) -> Iterator[_Found]:
    """Those of the lines that are bylines."""
    for line in lines:
        byline = printed_bylines.printed(line, knowledge)
        if byline is not None:
            yield _Found(byline=byline, source="byline")


def _opening(body: tuple[Block, ...], knowledge: Knowledge) -> tuple[list[_Found], tuple[Block, ...]]:
    """The bylines that the body starts with, and the rest of it; a body of nothing else stays."""
    found: list[_Found] = []
    for index, block in enumerate(body[:OPENING]):
        lines = list(_printed((block.text,), knowledge)) if not _is_dateline(block.text, knowledge) else []
        if not any(_says_something(line.byline) for line in lines) or index + 1 == len(body):
            return found, body[index:]
        found += [replace(line, text=block.text) for line in lines]
    return found, body[len(found) :]


def _is_dateline(text: str, knowledge: Knowledge) -> bool:
    """A dateline on a line of its own, with the agency between signs: "København, fredag /ritzau/"."""
    if text[-1:] not in {"/", ")"} or len(text) > CLOSING_MAX:
        return False
    found = datelines.read(text, knowledge)
    return found is not None and bool(found.places and found.agencies) and found.end >= len(text)


def _says_something(byline: Byline) -> bool:
    """Whether anything is read from the line: "THROUGH JULY 5" above a table is text."""
    whom = byline.people or byline.agencies or byline.others or byline.desks or byline.strange
    return bool(whom or byline.published or byline.updated or byline.labelled)


def _closing(body: tuple[Block, ...], knowledge: Knowledge) -> tuple[list[_Found], tuple[Block, ...]]:
    """Labelled times under the body ("Last Updated: …"), and the body without them."""
    found: list[_Found] = []
    for index in range(len(body) - 1, max(0, len(body) - CLOSING - 1), -1):
        text = body[index].text
        fits = _fitting(text, knowledge, last=index + 1 == len(body)) if len(text) <= CLOSING_MAX else None
        lines = [one for one in _printed((text,), knowledge) if fits(one.byline)] if fits else []
        if lines:
            found = [*lines, *found]
            body = (*body[:index], *body[index + 1 :])
        elif not endings.ends_story(text, knowledge):
            break
    return found, body


def _fitting(text: str, knowledge: Knowledge, *, last: bool) -> Callable[[Byline], bool] | None:
    """What a line under the body may be: a time, or who wrote it where it is the last and no sign-off."""
    if any(map(str.isdigit, text)):
        return _is_time
    first = line_key(text.partition(" ")[0]) if last else ""
    by = first in knowledge.bylines.by_first or first in knowledge.bylines.signed
    return _signs if by and signoffs.read(text, knowledge) is None else None


def _signs(byline: Byline) -> bool:
    """Who wrote it, under the text: "By Jo Bee and Ann Cee"."""
    return byline.explicit and bool(byline.people) and not (byline.others or byline.dated)


def _is_time(byline: Byline) -> bool:
    """A labelled time; "Quelle: Börse Lindau Stand: 16:34 Uhr" says whose the figures above are, and stays."""
    return byline.labelled and not byline.others


def _with_sign_off(article: Article, peeled: Peeled) -> Article:
    """Ids and people of the sign-off."""
    if not peeled.found:
        return article
    ids = [one for one in peeled.found if one.item_id]
    people = [person for one in peeled.found for person in one.people]
    sources = dict(article.field_sources)
    if people:
        sources.setdefault("people", "sign-off")
    return changed(
        article,
        sign_off=peeled.text,
        people=_named_once((*article.people, *people)),
        alt_ids=(*article.alt_ids, *(AltId(role="dpa-id", value=one.item_id) for one in ids if one.item_id)),
        version=article.version or next((one.version for one in ids), None),
        field_sources=sources,
    )


def _with_agencies(article: Article, found: Sequence[_Found]) -> Article:
    """Byline agencies: the first provides, unless the line says that only parts are its."""
    named = article
    for one in found:
        shared = bool(one.byline.others and one.byline.agencies)
        named = _naming(named, one.byline.agencies, partly=one.byline.partly, shared=shared)
    new = named.info_sources != article.info_sources
    return _told_by(next(one.source for one in found if one.byline.agencies), named) if new else named


def _with_signing_agencies(article: Article, peeled: Peeled) -> Article:
    if not peeled.found:
        return article
    agencies = [agency for one in peeled.found for agency in one.agencies]
    named = _naming(article, agencies, partly=any(one.partly for one in peeled.found), shared=False)
    return _told_by("sign-off", named) if agencies else named


def _naming(article: Article, agencies: Sequence[Agency], *, partly: bool, shared: bool) -> Article:
    """The article with these agencies, of which it is in part where no more is known: `shared` with others."""
    sources = with_sources(article.info_sources, agencies, first="credit" if partly else "provider")
    less = (partly or shared) and article.syndication.grade is Grade.UNKNOWN
    grade = Grade.PARTLY if less else article.syndication.grade
    return changed(article, info_sources=sources, syndication=replace(article.syndication, grade=grade))


def _told_by(source: str, article: Article) -> Article:
    return changed(article, field_sources={"infoSources": source, **article.field_sources})


def _with_people(article: Article, found: Sequence[_Found], raw: Article, knowledge: Knowledge) -> Article:
    """People of bylines before those of sign-offs; `by` names the authors."""
    everybody = (*raw.people, *(person for one in found for person in one.byline.people), *article.people)
    people = _without_places(_named_once(everybody), knowledge)
    authors = [person.name for person in people if person.rel == "author"]
    sources = {name: source for name, source in article.field_sources.items() if name != "by"}
    signed = next((one.source for one in found if one.byline.people), "sign-off")
    if authors:
        sources["by"] = signed
    if people:
        sources.setdefault("people", signed)
    byline = ", ".join(authors) or None
    lines = (*raw.printed_bylines, *(one.text for one in found if one.text != byline))
    printed = tuple(dict.fromkeys(filter(None, lines)))
    return changed(article, people=people, byline=byline, printed_bylines=printed, field_sources=sources)


def _without_places(people: Sequence[Person], knowledge: Knowledge) -> tuple[Person, ...]:
    """Without a name that is another's with the place of writing behind: "Jo Bee Linden" on a line without signs."""
    names = frozenset(person.name for person in people)
    return tuple(
        person for person in people if not any(_is_place(one, knowledge) for one in _behind(person.name, names))
    )


def _behind(name: str, names: Collection[str]) -> Iterator[str]:
    """What stands behind each of the names that it begins with."""
    words = name.split(" ")
    return (" ".join(words[at:]) for at in range(1, len(words)) if " ".join(words[:at]) in names)


def _is_place(name: str, knowledge: Knowledge) -> bool:
    return knowledge.places.known(name) or bool(knowledge.gazetteer.cities(name))


def _named_once(people: Iterable[Person]) -> tuple[Person, ...]:
    """Each name once, and none that is two of the others: "Jo Bee Al Cee" where a page parts them elsewhere."""
    named: dict[str, Person] = {}
    for person in people:
        named.setdefault(person.name.casefold(), person)
    pairs = {" ".join(pair) for pair in itertools.pairwise(named)}
    return tuple(person for name, person in named.items() if name not in pairs)
