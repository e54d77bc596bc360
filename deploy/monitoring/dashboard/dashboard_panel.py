"""A panel as a row of a table: what it asks, its unit, what it is for; and short words for queries that come often.

In a query `@` stands for the chosen workers (job and instance), `[]` for `[$__rate_interval]`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SHARE, PER_S, SECONDS, BYTES, NUMBER = "percentunit", "suffix:/s", "s", "bytes", "short"


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel; `queries` by legend (Grafana's `{{label}}` in it), `alerts` whose runbooks it links to."""

    title: str
    unit: str
    description: str
    queries: Mapping[str, str]
    alerts: tuple[str, ...] = ()
    kind: str = "timeseries"  # | stacked | stat | bars
    limit: float | None = None  # from here on it is red; None: no colour says anything
    width: int = 8  # of 24


def stat(
    title: str, unit: str, description: str, query: str, limit: float | None = None, alerts: tuple[str, ...] = ()
) -> Panel:
    """One number, with its course behind it."""
    return Panel(title, unit, description, {"": query}, alerts, "stat", limit, width=3)


def quantiles(histogram: str, by: str = "") -> dict[str, str]:
    """Three quantiles of all, or the 95th by a label."""
    if by:
        asked = f"histogram_quantile(0.95, sum by (le, {by}) (rate({histogram}_bucket{{@}}[])))"
        return {f"{{{{{by}}}}}": asked}
    return {
        f"p{share * 100:.0f}": f"histogram_quantile({share}, sum by (le) (rate({histogram}_bucket{{@}}[])))"
        for share in (0.5, 0.95, 0.99)
    }


def rates(counter: str, by: str, matchers: str = "@") -> dict[str, str]:
    """Events a second by a label."""
    return {f"{{{{{by}}}}}": f"sum by ({by}) (rate({counter}{{{matchers}}}[]))"}
