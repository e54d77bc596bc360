"""The words of config/bylines.toml, as keys of worker.keys.line_key."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BylineWords:
    """Words of the lines that say who made a story and when."""

    by: Mapping[str, str]  # what stands before a name -> the person's rel
    joiners: frozenset[str]  # between two names, as printed
    updated: frozenset[str]
    published: frozenset[str]
    nobody: frozenset[str]  # desks, ranks without a name
    house: frozenset[str]  # words that only names of papers and departments hold
    articles: frozenset[str]  # before the name of a paper, as printed in small letters
    ranks: frozenset[str]  # the last word of a rank
