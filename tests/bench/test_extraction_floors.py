"""Floors of extraction quality on a fixed sample of real pages: tests/floors.toml, whose figures only go up."""

import tomllib
from pathlib import Path

import page_figures
import page_readers
import page_sets
import pytest

from worker.knowledge.loading import load

FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text("utf-8"))["html"]
EVERY = {"scrapinghub": 2, "fundus": 3, "wcxb": 12, "postlight": 2}


@pytest.mark.shared
@pytest.mark.parametrize("name", list(EVERY))
def test_quality_does_not_fall(name: str, shared: Path) -> None:
    """Every figure of the sample is at least its floor."""
    pages = list(page_sets.pages_of(shared, name, EVERY[name]))
    row = page_figures.measure(page_sets.scorer(shared), pages, page_readers.our_reader(load()))
    found = {figure: getattr(row, figure) for figure in FLOORS[name]}
    assert {figure: value for figure, value in found.items() if value < FLOORS[name][figure]} == {}
