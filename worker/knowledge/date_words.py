"""config/dates.toml: months, numbers and zones of all languages, as dates are read with them."""

import re
from collections.abc import Mapping
from datetime import UTC, timedelta, timezone, tzinfo

from worker.knowledge import tables
from worker.knowledge.dates import DateWords, fold
from worker.knowledge.tables import Entry


def date_words(entry: Entry) -> DateWords:
    """Months of all languages, zones, halves of the day; a word may not mean two months."""
    entry.only("months", "numbers", "zones", "meridiem", "sites", "languages")
    meridiem = tables.section(entry, "meridiem").only("am", "pm")
    return DateWords(
        months=_months(tables.section(entry, "months")),
        zones=_zones(tables.section(entry, "zones")),
        am=frozenset(fold(word).replace(" ", "") for word in meridiem.texts("am")),
        pm=frozenset(fold(word).replace(" ", "") for word in meridiem.texts("pm")),
        numbers=_numbers(tables.section(entry, "numbers")),
        sites=_zones(tables.section(entry, "sites")),
        languages=_zones(tables.section(entry, "languages")),
    )


def _months(entry: Entry) -> Mapping[str, int]:
    """A word that means different months in different languages (Czech and Croatian "listopad") counts for none."""
    months: dict[str, int] = {}
    doubtful: set[str] = set()
    for language in entry.fields:
        names = entry.texts(language)
        if len(names) != 12:
            raise entry.error(language, f"has {len(names)} months; allowed: 12")
        for number, spellings in enumerate(names, 1):
            for word in map(fold, spellings.split("|")):
                if months.setdefault(word, number) != number:
                    doubtful.add(word)
    return {word: number for word, number in months.items() if word not in doubtful}


def _numbers(entry: Entry) -> Mapping[str, int]:
    """Days of the month in words, of which every language has 31."""
    numbers: dict[str, int] = {}
    for language in entry.fields:
        names = entry.texts(language)
        if len(names) != 31:
            raise entry.error(language, f"has {len(names)} numbers; allowed: 31")
        numbers |= {word: number for number, spellings in enumerate(names, 1) for word in spellings.split("|")}
    return numbers


def _zones(entry: Entry) -> Mapping[str, tzinfo]:
    return {
        fold(name): entry.read(name, _clock_zone, "an offset like +05:30, or a zone of the IANA database")
        for name in entry.fields
    }


def _clock_zone(text: str) -> tzinfo:
    """An offset, or a zone whose offset the day gives."""
    return tables.zone_called(text) if "/" in text else _offset(text)


def _offset(text: str) -> tzinfo:
    match = re.fullmatch(r"([+-])(\d\d):([0-5]\d)", text)
    if match is None or int(match[2]) > 14:
        raise ValueError(text)
    shift = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-shift if match[1] == "-" else shift) if shift else UTC
