"""Floors of extraction quality: tests/floors.toml, whose figures only go up.

Bodies have those of sites that the block model had not seen (deploy/page_model/train_pages.py --folds, which takes too
long to be run here); on a sample of pages that it has seen none may be worse.
"""

import json
import tomllib
from functools import partial
from pathlib import Path

import page_figures
import page_sets
import pytest
import worker_reader

from worker.knowledge.loading import load

ROOT = Path(__file__).parents[2]
FLOORS = tomllib.loads((ROOT / "tests" / "floors.toml").read_text("utf-8"))["html"]
PINNED = json.loads((ROOT / "tests" / "bench" / "page_model_folds.json").read_text("utf-8"))
CARD = (ROOT / "config" / "page_model.md").read_text("utf-8")
EVERY = {"scrapinghub": 2, "fundus": 3, "wcxb": 12, "postlight": 2, "trafilatura": 5}


@pytest.mark.shared
@pytest.mark.parametrize("name", list(EVERY))
def test_quality_does_not_fall(name: str, shared: Path) -> None:
    """Every figure of the sample is at least its floor."""
    pages = list(page_sets.pages_of(shared, name, EVERY[name]))
    row = page_figures.measure(page_sets.scorer(shared), pages, partial(worker_reader.read, knowledge=load()))
    found = {figure: getattr(row, figure) for figure in FLOORS[name]}
    assert {figure: value for figure, value in found.items() if value < FLOORS[name][figure]} == {}


@pytest.mark.parametrize("name", list(PINNED))
def test_figures_on_unseen_sites_do_not_fall(name: str) -> None:
    """What the last cross-validation gave is at least the floor."""
    floors = {figure: floor for figure, floor in FLOORS[name].items() if figure in ("f1", "exact")}
    assert set(floors) == {"f1", "exact"}
    assert {figure: PINNED[name][figure] for figure, floor in floors.items() if PINNED[name][figure] < floor} == {}


@pytest.mark.parametrize("name", list(PINNED))
def test_the_card_tells_the_figures_on_unseen_sites(name: str) -> None:
    """A row of its table holds what the last cross-validation gave."""
    row = PINNED[name]
    told = [row["f1"], row["f1_deviation"], row["exact"], row["exact_deviation"]]
    digits = [f"{value:.{places}f}".lstrip("0") for value, places in zip(told, (3, 3, 2, 2), strict=True)]
    assert f"| {name} | {row['pages']} | {digits[0]} ± {digits[1]} | {digits[2]} ± {digits[3]} |" in CARD
