"""Draws what extraction_quality measured: `PYTHON page_picture.py OUT.png`, the panels as JSON on standard input.

Runs where matplotlib is installed (page_peers.txt), and imports nothing of ours.
"""

import importlib
import json
import math
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

Panel = Mapping[str, Any]
COLUMNS: Final = 3
WIDTH, HEIGHT = 0.3, 0.045  # of a name, in parts of the panel
MIDDLE: Final = 0.55  # names of points right of it stand left of them
# The first letters of a reader's name -> its colour; the rest are grey.
COLOURS: Final = {"agencyfeed": "#c0392b", "trafilatura": "#2c6fbb", "rs-trafilatura": "#e08e0b"}


def main(target: str, panels: Sequence[Panel]) -> None:
    """Writes the picture."""
    matplotlib: Any = importlib.import_module("matplotlib")
    matplotlib.use("Agg")
    plots: Any = importlib.import_module("matplotlib.pyplot")
    columns = min(COLUMNS, len(panels))
    rows = math.ceil(len(panels) / columns)
    figure, places = plots.subplots(rows, columns, figsize=(6 * columns, 4.6 * rows), squeeze=False)
    for place in places.flat[len(panels) :]:
        place.axis("off")
    for place, panel in zip(places.flat, panels, strict=False):
        DRAW[panel["kind"]](place, panel)
        place.set_title(panel["title"])
        place.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(target, dpi=130)


def _speed(place: Any, panel: Panel) -> None:
    """Quality against speed, a labelled point a reader."""
    for point in panel["points"]:
        colour = next((COLOURS[name] for name in COLOURS if point["reader"].startswith(name)), "#777777")
        place.errorbar(point["per_second"], point["f1"], yerr=point["deviation"], fmt="o", color=colour, elinewidth=0.8)
    place.set_xscale("log")
    place.margins(x=0.25, y=0.15)
    place.set_xlabel("pages per CPU second")
    place.set_ylabel("body F1 (bars: one standard deviation)")
    _label(place, panel["points"])


def _label(place: Any, points: Sequence[Mapping[str, Any]]) -> None:
    """Names beside the points; where that is taken, the nearest height that is free, with a line to the point."""
    low, high = place.get_ylim()
    left, right = (math.log10(end) for end in place.get_xlim())
    taken: list[tuple[float, float]] = []
    for point in sorted(points, key=lambda one: one["per_second"]):
        x = (math.log10(point["per_second"]) - left) / (right - left)
        y = (point["f1"] - low) / (high - low)
        ends = x > MIDDLE
        beside = x - 0.03 if ends else x + 0.03
        across = beside - WIDTH if ends else beside
        height = _free(across, y, taken)
        taken.append((across, height))
        place.annotate(
            point["reader"],
            (x, y),
            (beside, height),
            xycoords="axes fraction",
            textcoords="axes fraction",
            fontsize=8,
            va="center",
            ha="right" if ends else "left",
            arrowprops={"arrowstyle": "-", "color": "#aaaaaa", "linewidth": 0.6},
        )


def _free(across: float, y: float, taken: Sequence[tuple[float, float]]) -> float:
    """The height nearest to `y`, inside the panel, at which no name is in the way."""
    heights = [y, *(y + sign * step * HEIGHT / 4 for step in range(1, 100) for sign in (1, -1))]
    inside = (height for height in heights if HEIGHT / 2 < height < 1 - HEIGHT / 2)
    free = (up for up in inside if all(abs(across - x) >= WIDTH or abs(up - h) >= HEIGHT for x, h in taken))
    return next(free, y)


def _curve(place: Any, panel: Panel) -> None:
    """Confidence against what came true."""
    bins = panel["bins"]
    across = [part["confidence"] for part in bins]
    place.plot(across, [part["f1"] for part in bins], "o-", color="#c0392b", label="mean F1")
    place.plot(across, [part["good"] for part in bins], "s--", color="#2c6fbb", label="share of pages with F1 >= .9")
    low = min([*across, *(part["good"] for part in bins), *(part["f1"] for part in bins)])
    place.plot([low, 1], [low, 1], color="#999999", linewidth=0.8)
    place.set_xlabel("confidence (mean of a tenth of the pages)")
    place.legend()


def _cascade(place: Any, panel: Panel) -> None:
    """F1 and speed by the share of pages that the second reader reads."""
    across = [100 * step["share"] for step in panel["steps"]]
    place.plot(across, [step["f1"] for step in panel["steps"]], "o-", color="#c0392b")
    place.set_xlabel("% of pages to trafilatura, the least sure first")
    place.set_ylabel("body F1", color="#c0392b")
    if panel["steps"][0]["per_second"] is None:
        return
    beside = place.twinx()
    beside.plot(across, [step["per_second"] for step in panel["steps"]], "s--", color="#2c6fbb")
    beside.set_ylabel("pages per CPU second", color="#2c6fbb")


DRAW: Final = {"speed": _speed, "curve": _curve, "cascade": _cascade}


if __name__ == "__main__":
    main(sys.argv[1], json.load(sys.stdin))
