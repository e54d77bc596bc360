"""config/places.tsv, countries.tsv and regions.toml: which city of which country a name means."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from worker.knowledge import tables
from worker.knowledge.keys import line_key, unmarked
from worker.knowledge.tables import ConfigError, Entry

PLACES, COUNTRIES = "places.tsv", "countries.tsv"
PRINTED_MAX: Final = 200  # characters of a region
RENOWNED: Final = 250  # thousands of people: a city that other names than its first stand for beside namesakes
CAPITAL: Final = 5  # how many times its size a capital counts, and a city that stands alone


@dataclass(frozen=True, slots=True)
class City:
    """A row of places.tsv; degrees of WGS 84."""

    id: int  # of GeoNames
    name: str
    country: str  # ISO 3166-1 alpha-2
    state: str  # letters of a state of the United States, else ""
    latitude: float
    longitude: float
    weight: int  # thousands of people, more for capitals

    @property
    def uri(self) -> str:
        """The identifier that GeoNames gives it."""
        return f"https://sws.geonames.org/{self.id}/"


@dataclass(frozen=True, slots=True)
class Region:
    """What is printed behind a place: a country, and a state where it is one of the United States."""

    country: str
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """The tables; names as `place_key`s."""

    main: Mapping[str, Sequence[City]]  # by their first name, the weightiest first
    other: Mapping[str, Sequence[City]]
    regions: Mapping[str, Sequence[Region]]  # two for "Georgia"
    mentions: Mapping[str, Sequence[str]]  # country -> keys of its names between blanks

    def cities(self, name: str) -> Sequence[City]:
        """The cities of a name, the weightiest first."""
        key = place_key(name)
        main, other = self.main.get(key, ()), self.other.get(key, ())
        if not main or not other:
            return main or other
        countries = {city.country for city in main}  # Delhi is called New Delhi, too, which has one of its own
        renowned = (city for city in other if city.weight >= RENOWNED and city.country not in countries)
        return sorted((*main, *renowned), key=lambda city: -city.weight)

    def region(self, printed: str) -> Sequence[Region]:
        """What "Texas", "Himachal Pradesh, India" may mean: the last part that is known, the state of it before."""
        found = [some for part in printed[:PRINTED_MAX].split(",") if (some := self.regions.get(place_key(part)))]
        return next((some for some in found if all(region.state for region in some)), found[-1]) if found else ()

    def mentioned(self, country: str, key: str) -> bool:
        """Whether a text, as its key between blanks, names the country."""
        return any(map(key.__contains__, self.mentions.get(country, ())))


def place_key(name: str) -> str:
    """How names of places are compared: no case, no blanks, no marks on letters, no punctuation."""
    key = _bare(line_key(name))
    return f"saint{key[2:]}" if key.startswith("st") and name.lstrip()[:3].casefold() in {"st.", "st "} else key


def _bare(key: str) -> str:
    """A line's key without blanks and marks."""
    return unmarked(key.replace(" ", ""))


def gazetteer(entry: Entry) -> Gazetteer:
    """The three tables; `entry` is regions.toml."""
    entry.only("countries", "states", "parts", "names", "former", "alone")
    countries = {code: keys.split("|") for code, keys in _rows(COUNTRIES)}
    main: dict[str, list[City]] = {}
    other: dict[str, list[City]] = {}
    for city, names in _named(entry, frozenset(countries)):
        main.setdefault(place_key(city.name), []).append(city)
        for key in names:
            other.setdefault(key, []).append(city)
    for found in (*main.values(), *other.values()):
        found.sort(key=lambda city: -city.weight)
    mentions = {code: tuple(f" {key} " for key in keys) for code, keys in countries.items()}
    return Gazetteer(main=main, other=other, regions=_all_regions(entry, countries), mentions=mentions)


def _all_regions(entry: Entry, countries: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[Region]]:
    """Whatever bears a name: "Georgia" is two."""
    known = frozenset(countries)
    regions = {_bare(key): (Region(code),) for code, keys in countries.items() for key in keys}
    for kind, region in (("countries", Region), ("parts", Region), ("states", _state)):
        for key, one in _regions(tables.section(entry, kind), region, known if kind != "states" else None):
            regions[key] = tuple(dict.fromkeys((*regions.get(key, ()), one)))
    return regions


def _named(entry: Entry, known: frozenset[str]) -> Iterator[tuple[City, Iterable[str]]]:
    """The cities with the keys of their other names, of which regions.toml adds some and drops some."""
    alone = frozenset(entry.texts("alone"))
    more, former = (_by_number(tables.section(entry, kind)) for kind in ("names", "former"))
    left = {*alone, *more, *former}
    for city, names in _cities(known, alone):
        id_ = str(city.id)
        left.discard(id_)
        dropped = former.get(id_, ())
        yield city, [key for key in dict.fromkeys((*names, *more.get(id_, ()))) if key not in dropped]
    for id_ in sorted(left):
        raise entry.error(id_, f"is no city of config/{PLACES}")


def _by_number(entry: Entry) -> dict[str, Sequence[str]]:
    """Keys of names by the number of their city."""
    return {id_: tuple(map(place_key, entry.texts(id_))) for id_ in entry.fields}


def _state(code: str) -> Region:
    return Region("US", code)


def _regions(
    entry: Entry, region: Callable[[str], Region], known: frozenset[str] | None
) -> Iterator[tuple[str, Region]]:
    for code in entry.fields:
        if known is not None and code not in known:
            raise entry.error(code, "is no code of config/countries.tsv")
        yield from ((place_key(name), region(code)) for name in entry.texts(code))


def _cities(known: frozenset[str], alone: frozenset[str]) -> Iterator[tuple[City, Iterable[str]]]:
    for fields in _rows(PLACES):
        id_, name, country, state, latitude, longitude, thousands, capital, keys = (*fields, "", "")[:9]
        if country not in known:
            raise ConfigError(f"config/{PLACES}: {id_}: {country!r} is no code of config/{COUNTRIES}")
        weight = int(thousands) * (CAPITAL if capital or id_ in alone else 1)
        city = City(int(id_), name, country, state, float(latitude), float(longitude), weight)
        yield city, filter(None, keys.split("|"))


def _rows(file: str) -> Iterator[list[str]]:
    """The lines of a table of the package, by their tabs."""
    text = (files("worker.config") / file).read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.startswith("#"):
            fields = line.split("\t")
            if len(fields) < (7 if file == PLACES else 2):
                raise ConfigError(f"config/{file}: line {number}: {line[:60]!r}: has {len(fields)} fields")
            yield fields
