"""Ways to hold a fact against members of the output, and what the members are called together.

A judge gives (right, what the output has there); nothing there and not right means missing.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

import conformance_times
from conformance_output import Seen, compact, plain, strings

Finding = tuple[bool, Any]
Judge = Callable[[Seen, Any], Finding]

TIMES: Final = ("firstCreated", "versionCreated", "contentCreated", "embargoedUntil", "expires")


def listed(value: Any) -> list[Any]:
    """A fact's values, one by one; what is empty is no value."""
    if isinstance(value, list):
        return [inner for one in value for inner in listed(one)]
    return [value] if value not in (None, "", [], {}) else []


def equal(*paths: str) -> Judge:
    """One of the members is the value, white space apart."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = [value for path in paths for value in strings(seen.get(path))]
        return plain(wanted) in [plain(value) for value in found], found

    return judge


def each_in(collect: Callable[[Seen], Iterable[str]]) -> Judge:
    """Every value is one of what is collected."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = list(collect(seen))
        have = set(map(compact, found))
        return all(compact(one) in have for one in listed(wanted)), found

    return judge


def within(collect: Callable[[Seen], Iterable[str]]) -> Judge:
    """Every value stands, whole, in one of what is collected."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = list(collect(seen))
        have = list(map(compact, found))
        return all(any(compact(one) in text for text in have) for one in listed(wanted)), found

    return judge


def instant(*paths: str) -> Judge:
    """One of the members is the time."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = [value for path in paths for value in strings(seen.get(path))]
        return conformance_times.same(wanted, found), found

    return judge


def number(collect: Callable[[Seen], Iterable[Any]]) -> Judge:
    """One of what is collected is the number."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = list(collect(seen))
        return str(wanted).strip().lstrip("0") in [str(value).strip().lstrip("0") for value in found], found

    return judge


def count(path: str) -> Judge:
    """The list has as many entries."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = len(seen.get(path) or [])
        return found == wanted, found or None

    return judge


def wire(*keys: str) -> Judge:
    """The transmission member is the value."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = seen.wire(*keys)
        return compact(wanted) in map(compact, found), found

    return judge


def headlines(seen: Seen) -> list[str]:
    """Every headline, as it is and as it was printed with its status label or column tag."""
    found = seen.values("headlines", "value")
    marks = [seen.get("agencyfeed.status.label"), seen.get("agencyfeed.column")]
    return [*found, *(f"{mark} {one}" for mark in marks if mark for one in found)]


def places(seen: Seen) -> list[str]:
    """Where the story is from and about."""
    return [
        *strings(seen.get("located")),
        *seen.values("places", "name"),
        *(seen.get("agencyfeed.dateline.places") or []),
    ]


def descriptions(seen: Seen) -> list[str]:
    """Descriptions, and the words of what belongs to the article."""
    return [*seen.values("descriptions", "value"), *strings(seen.get("associations"))]


def terms(seen: Seen) -> list[str]:
    """Subjects, keywords, genres and the slugline."""
    return [*seen.values("subjects", "name", "literal"), *seen.values("genres", "name"), *strings(seen.get("slugline"))]
