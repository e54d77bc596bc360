"""Floors of the rules of classification: tests/floors.toml, whose figures only go up."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import classification_rules as bench
import pytest

from worker.knowledge.loading import Knowledge

FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text("utf-8"))["rules"]
KINDS = ["genre", "urgency", "section", "place", "language"]


def _below(
    shares: Mapping[tuple[str, str], bench.Share], floors: Mapping[str, Mapping[str, float]], group: str
) -> list[str]:
    low = []
    for kind, floor in floors.items():
        share = shares[kind, group]
        low += [
            f"{kind} {name}: {getattr(share, name):.4f} < {least}"
            for name, least in floor.items()
            if getattr(share, name) < least
        ]
    return low


def test_lines_of_our_own_are_read_no_worse_than_before(knowledge: Knowledge) -> None:
    """Precision and recall of every rule."""
    shares = bench.shares(bench.gold(knowledge))
    assert [kind for kind in KINDS if kind not in FLOORS["gold"]] == []
    assert _below(shares, FLOORS["gold"], "gold") == []


@pytest.mark.shared
def test_feeds_own_codes_are_met_no_worse_than_before(shared: Path, knowledge: Knowledge) -> None:
    """The codes hidden from the rules."""
    assert _below(bench.shares(bench.feeds(shared, knowledge)), FLOORS["feeds"], "codes of feeds") == []


@pytest.mark.shared
def test_languages_are_told_no_worse_than_before(shared: Path, knowledge: Knowledge) -> None:
    """Sentences and headlines that the model has not seen."""
    shares = bench.shares(bench.languages(shared, knowledge))
    low = {group: share.even for (_, group), share in shares.items() if share.even < FLOORS["languages"][group]}
    assert low == {}
