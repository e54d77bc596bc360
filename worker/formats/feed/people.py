"""Who made an item and who sent it, as feeds name them: never by their e-mail addresses."""

from collections.abc import Iterator, Mapping

from worker.article import InfoSource, Person
from worker.formats.feed.names import Parts, elements, line, lines, parts_of
from worker.knowledge.agencies import Agencies
from worker.markup.lines import capped
from worker.markup.links import http_url
from worker.markup.xml import line_of

NAME_MAX = 200  # characters
TITLE_PARTS_MAX = 4

_BRACKETS = str.maketrans('<>()[]"', "       ")
_DIVIDERS = (" - ", " | ", " – ", " — ", ": ", " > ", " » ", " · ", " :: ", " / ")


def name_of(text: str | None) -> str | None:
    """The name in "mail@site.example (Name)", "Name <mail@site.example>" or a plain name."""
    line = capped(text, NAME_MAX)
    if line is None or "@" not in line:
        return line
    words = line.replace("mailto:", " ").translate(_BRACKETS).split()
    return " ".join(word for word in words if "@" not in word).strip(" ,;-") or None


def makers(item: Parts, logins: Mapping[str, str]) -> tuple[str, ...]:
    """The authors' names; `logins` gives the names that accounts of the site show."""
    found = [*_persons(item, "author", "atom:author"), *_named(item, "dc:creator", "creator")]
    found = found or list(_named(item, "author", "atom:author", "itunes:author", "byline", "news:author"))
    return tuple(dict.fromkeys(logins.get(name, name) for name in found))


def contributors(item: Parts) -> tuple[Person, ...]:
    """Who helped."""
    found = [*_persons(item, "contributor", "atom:contributor"), *_named(item, "dc:contributor")]
    return tuple(Person(name=name, rel="contributor") for name in dict.fromkeys(found))


def _persons(item: Parts, *names: str) -> Iterator[str]:
    """Names inside Atom's person constructs."""
    for element in elements(item, *names):
        parts = parts_of(element)
        for name in (line(parts, "name", "atom:name"),):
            if name and (found := name_of(name)):
                yield found


def _named(item: Parts, *names: str) -> Iterator[str]:
    """Names that stand alone; a construct of mail and uri without a name has none."""
    for element in elements(item, *names):
        if not len(element) and (found := name_of(line_of(element))):
            yield found


def senders(channel: Parts, agencies: Agencies) -> tuple[InfoSource, ...]:
    """The agency that the feed's title, publisher or author name as a whole; an author of a feed is mostly a desk."""
    authors = tuple(_persons(channel, "author", "atom:author"))
    for name in (*lines(channel, "dc:publisher", "title", "atom:title", "dc:creator"), *authors):
        for part in _parts(name):
            if agency := agencies.named(part):
                return (agency.source("provider"),)
    return tuple(InfoSource(name=name, role="author") for name in dict.fromkeys(authors))


def _parts(title: str) -> Iterator[str]:
    """The title, and what dividers make of it: "AP News: World" names AP News."""
    yield title
    for divider in _DIVIDERS:
        if divider in title:
            yield from title.split(divider, TITLE_PARTS_MAX)[:TITLE_PARTS_MAX]


def origins(item: Parts, base: str | None, agencies: Agencies) -> Iterator[InfoSource]:
    """The feeds and agencies that an item was taken from."""
    for element in elements(item, "source", "atom:source", "dc:source", "news:source", "prism:distributor"):
        title = line(parts_of(element), "title", "atom:title") if len(element) else line_of(element)
        name = capped(title, NAME_MAX)
        if name is None or "://" in name:
            continue
        agency = agencies.named(name)
        yield (
            agency.source("credit")
            if agency
            else InfoSource(name=name, role="credit", uri=http_url(element.get("url"), base))
        )
