"""Whose copy an article is: how much of it an agency's, and the fingerprint by which its other copies are found."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Grade(StrEnum):
    """How much of an article is an agency's: `agencyfeed.syndication.grade`."""

    SYNDICATED = "syndicated"  # the agency's copy, published (nearly) as it came
    PARTLY = "partly"  # "with inputs from agencies"
    ORIGINAL = "original"  # the publisher's own
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Syndication:
    """`agencies`: canonical names in order of appearance; `disclaimer`: the publisher's words."""

    grade: Grade = Grade.UNKNOWN
    agencies: tuple[str, ...] = ()
    disclaimer: str | None = None


UNJUDGED: Final = Syndication()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """Of the body without dateline, sign-off and disclaimer: `sha256` (64) and `simhash` (16 hex digits)."""

    sha256: str
    simhash: str
