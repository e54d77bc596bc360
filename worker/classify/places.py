"""Stage `places`: where the story was filed, as a city of a country with its coordinates, where that is clear.

Which of several cities a name means is said, in this order, by
1. the region printed behind it ("PARIS, Texas"), of two regions of one name the one that has such a city;
2. the agency's country, or the region of the language ("en-IN"), unless another city is ten times as large or
   the beginning of the text speaks of another's country alone; up to 25 times it may be either, whatever the size.
   Agencies of the United States, and Reuters, print state or country behind small cities: there the size counts;
   Before either: what the beginning calls it, "the Lebanese port city of Tripoli", "Tripoli, Lebanon".
3. the size: five times the next one's, a capital counting five times;
4. the country that the beginning of the text names, where it names just one of them.
Else no city is given; the country still is, where all of them lie in it or the region names it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from worker.article import Article, Entity, changed
from worker.classify import namesakes
from worker.knowledge.gazetteer import City, Gazetteer, Region, place_key
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge

PLACES_MAX: Final = 5
PLACE_MAX: Final = 60  # characters
TEXT_MAX: Final = 600  # of the text that may name a country
CALLED_MAX: Final = 4  # words before and behind a city's name that say of which country it is
STEM: Final = 5  # letters that a country and its adjective share: Lebanon, Lebanese
AT_HOME, NOT_AT_HOME, DOMINANT = 10, 25, 5  # times as large as the other
SCHEME: Final = "iso3166-1a2"
REL: Final = "located"

# Whose agencies print state or country behind all but the large cities: without one a small city at home is not meant.
STATED: Final = frozenset({"US", "GB"})

# Per cent, by what decided: estimates, which the precision in tests/bench/classification_rules.py must bear out.
BY_REGION, ALONE, BY_SIZE, BY_HOME, BY_TEXT, COUNTRY_ALONE = 97, 93, 93, 90, 75, 85

# en-IN   pt-BR   zh-Hant-TW
_TAG_REGION: Final = re.compile(r"-([A-Z]{2})$")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A country, a city of it where that is clear, and how sure that is in per cent."""

    country: str
    city: City | None
    confidence: int


def places(article: Article, knowledge: Knowledge) -> Article:
    """The article with its dateline's places among its own, those of the feed completed."""
    source, printed = _printed(article)
    if not printed:
        return article
    found = [
        (name, resolved)
        for name in islice(dict.fromkeys(printed), PLACES_MAX)
        if len(name) <= PLACE_MAX and (resolved := resolve(name, article, knowledge))
    ]
    return (
        namesakes.told(changed(article, places=_merged(article.places, found, source)), knowledge) if found else article
    )


def resolve(name: str, article: Article, knowledge: Knowledge) -> Resolved | None:
    """The place that a name in the article's dateline means; None where that is not clear."""
    cities = _named(name, article, knowledge)
    if regions := _regions(article, knowledge.gazetteer):
        return _by_region(cities, regions)
    if not cities:
        return None
    if len(cities) == 1:
        return Resolved(cities[0].country, cities[0], ALONE)
    alike = {city.country for city in cities}
    country_alone = Resolved(cities[0].country, None, COUNTRY_ALONE) if len(alike) == 1 else None
    home = _home(article, knowledge) if not _region(article) else None  # "ST. JOHN'S, Someland (AP)" is far from it
    told = _told(cities, article, knowledge.gazetteer)
    return (
        _as_called(name, cities, article, knowledge)
        or _by_home(cities, home, told)
        or (None if _may_be_at_home(cities, home) else _by_size(cities))
        or country_alone
        or _by_text(cities, told)
    )


def _region(article: Article) -> str | None:
    """What is printed behind the place: in the dateline, else where the feed says that the story was made."""
    if article.dateline and article.dateline.places:
        return article.dateline.region
    return (article.located or "").partition(",")[2].strip() or None


def _regions(article: Article, gazetteer: Gazetteer) -> Sequence[Region]:
    return gazetteer.region(printed) if (printed := _region(article)) else ()


def _by_region(cities: Sequence[City], regions: Sequence[Region]) -> Resolved | None:
    """In the region; of several of one name ("Georgia") in the only one that has a city of this name."""
    inside = {region: [city for city in cities if _lies_in(city, region)] for region in regions}
    held = [region for region in regions if inside[region]] or regions
    return Resolved(held[0].country, _clear(inside[held[0]]), BY_REGION) if len(held) == 1 else None


def _named(name: str, article: Article, knowledge: Knowledge) -> Sequence[City]:
    """The cities of the name; of "Frankfurt (Oder)" the one called so, of "Frankfurt/Main" those before the river."""
    behind = _region(article)
    whole = knowledge.gazetteer.cities(f"{name} {behind}") if behind else ()
    if cities := whole or knowledge.gazetteer.cities(name):
        return cities
    front, slash, river = name.partition("/")
    return knowledge.gazetteer.cities(front) if slash and river in knowledge.places.rivers else ()


def _lies_in(city: City, region: Region) -> bool:
    return city.country == region.country and region.state in {"", city.state}


def _clear(cities: Sequence[City]) -> City | None:
    """The one that is meant where only size tells."""
    if not cities:
        return None
    return cities[0] if len(cities) == 1 or cities[0].weight >= DOMINANT * cities[1].weight else None


def _by_home(cities: Sequence[City], home: str | None, told: Sequence[str]) -> Resolved | None:
    at_home = [city for city in cities if city.country == home]
    if not at_home or home in STATED or AT_HOME * at_home[0].weight < cities[0].weight:
        return None
    if at_home[0] is not cities[0] and told and home not in told:  # "Valence (AFP)" with Spain in the text
        return None
    return Resolved(at_home[0].country, _clear(at_home), BY_HOME)


def _may_be_at_home(cities: Sequence[City], home: str | None) -> bool:
    """Whether the agency's own city is too large beside the largest to be out of the question: León of Spain."""
    if home in STATED:
        return False
    return any(city.country == home and NOT_AT_HOME * city.weight >= cities[0].weight for city in cities[1:])


def _as_called(name: str, cities: Sequence[City], article: Article, knowledge: Knowledge) -> Resolved | None:
    """By a country's name behind the city's, or its adjective before a word for a city and the name."""
    words = _beginning(article).split()
    own = line_key(name).split()
    countries = list(dict.fromkeys(city.country for city in cities))
    for at in range(1, len(words) - len(own) + 1):
        if words[at : at + len(own)] != own:
            continue
        before, behind = words[max(0, at - CALLED_MAX) : at], f" {' '.join(words[at + len(own) :][:CALLED_MAX])} "
        titled = not knowledge.places.settlements.isdisjoint(before)
        found = [one for one in countries if _calls(one, before if titled else (), behind, knowledge.gazetteer)]
        if len(found) == 1:
            return Resolved(found[0], _clear([city for city in cities if city.country == found[0]]), BY_HOME)
    return None


def _calls(country: str, before: Sequence[str], behind: str, gazetteer: Gazetteer) -> bool:
    """Whether the words before begin as the country's name does ("Lebanese"), or those behind are its name."""
    names = gazetteer.mentions.get(country, ())
    stems = tuple({name.strip()[:STEM] for name in names if len(name.strip()) >= STEM})
    return any(word.startswith(stems) for word in before) or any(map(behind.startswith, names))


def _by_size(cities: Sequence[City]) -> Resolved | None:
    largest = _clear(cities)
    return Resolved(largest.country, largest, BY_SIZE) if largest else None


def _told(cities: Sequence[City], article: Article, gazetteer: Gazetteer) -> Sequence[str]:
    """Those of the cities' countries that the beginning of the text names."""
    text = _beginning(article)
    return [country for country in dict.fromkeys(city.country for city in cities) if gazetteer.mentioned(country, text)]


def _by_text(cities: Sequence[City], told: Sequence[str]) -> Resolved | None:
    if len(told) != 1:
        return None
    return Resolved(told[0], _clear([city for city in cities if city.country == told[0]]), BY_TEXT)


def _printed(article: Article) -> tuple[str, Sequence[str]]:
    """Where the places stand, and the places: of the dateline, else where the feed says that it was made."""
    if article.dateline and article.dateline.places:
        return "dateline", article.dateline.places
    name = (article.located or "").partition(",")[0].strip()  # Negombo, Sri Lanka
    return "located", (name,) if name else ()


def _home(article: Article, knowledge: Knowledge) -> str | None:
    """The country of the first agency that has one, else that of the language's tag."""
    codes = (source.code for source in article.info_sources if source.code)
    countries = (agency.country for code in codes if (agency := knowledge.agencies.coded(code)))
    tagged = _TAG_REGION.search(article.language or "")
    return next(filter(None, countries), tagged[1] if tagged else None)


def _beginning(article: Article) -> str:
    """The headline and first words as a key between blanks."""
    text = " ".join([article.headline or "", *(block.text for block in article.body[:3])])
    return f" {line_key(text[:TEXT_MAX])} "


def _merged(own: Sequence[Entity], found: Iterable[tuple[str, Resolved]], source: str) -> tuple[Entity, ...]:
    """The feed's places, completed where they are the same, then the others."""
    merged = list(own)
    for name, resolved in found:
        told = _entity(name, resolved, source)
        keys = {place_key(name), place_key(told.name or "")}
        at = next((index for index, one in enumerate(merged) if place_key(one.name or "") in keys), None)
        if at is None:
            merged.append(told)
        elif merged[at].creator is None:
            merged[at] = _completed(merged[at], told)
    return tuple(merged)


def _entity(name: str, resolved: Resolved, source: str) -> Entity:
    city = resolved.city
    return Entity(
        name=city.name if city else name,
        uri=city.uri if city else None,
        code=f"{SCHEME}:{resolved.country}",
        rel=REL,
        position=(city.latitude, city.longitude) if city else None,
        creator=source,
        confidence=resolved.confidence,
    )


def _completed(own: Entity, told: Entity) -> Entity:
    """The feed's place with what it lacks; one that has a position knows better."""
    if own.position is not None or (own.uri and own.code):
        return own
    return replace(
        own,
        uri=own.uri or told.uri,
        code=own.code or told.code,
        rel=own.rel or told.rel,
        position=told.position,
        creator=told.creator,
        confidence=told.confidence,
    )
