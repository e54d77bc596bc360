"""Writes the Grafana dashboard from the table of its panels.

    python deploy/monitoring/dashboard/dashboard_json.py > deploy/monitoring/grafana/agencyfeed.json

Grafana's own JSON model (schema 41) as plain dictionaries: no library is smaller than what is needed of one.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from dashboard_panel import NUMBER, Panel
from dashboard_rows import ROWS

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
WORKERS = 'job=~"$job", instance=~"$instance"'
HEIGHT, STAT_HEIGHT, GRID = 8, 4, 24

Json = dict[str, Any]

COLOURS: Mapping[str, str] = {
    "published": "green",
    "dead_lettered": "red",
    "skipped": "blue",
    "ok": "green",
    "failed": "red",
    "committed": "green",
    "aborted": "orange",
    "fenced": "red",
}


def expression(query: str) -> str:
    """A query of the table as PromQL with Grafana's variables."""
    return query.replace("@", WORKERS).replace("[]", "[$__rate_interval]")


def dashboard() -> Json:
    """The whole model."""
    return {
        "uid": "agencyfeed",
        "title": "agencyfeed",
        "description": "Workers that turn news-agency feeds into articles. Written by a script: change its table.",
        "tags": ["agencyfeed", "kafka"],
        "schemaVersion": 41,
        "editable": True,
        "graphTooltip": 1,
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "timezone": "browser",
        "templating": {"list": list(variables())},
        "annotations": {"list": [_starts()]},
        "panels": list(panels()),
    }


def _starts() -> Json:
    """A mark where a worker started: most changes of behaviour are rollouts."""
    return {
        "name": "Starts",
        "datasource": DATASOURCE,
        "enable": True,
        "iconColor": "blue",
        "expr": f"changes(process_start_time_seconds{{{WORKERS}}}[1m]) > 0",
        "titleFormat": "{{instance}} started",
    }


def variables() -> Iterator[Json]:
    """Data source, then the labels by which everything is chosen, then where runbooks are."""
    yield {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"}
    yield _labels("job", "agencyfeed_build_info")
    yield _labels("instance", 'agencyfeed_build_info{job=~"$job"}')
    yield _labels("topic", 'agencyfeed_records_consumed_total{job=~"$job"}')
    yield _labels("agency", 'agencyfeed_articles_published_total{job=~"$job"}')
    where = "deploy/monitoring/runbooks"
    yield {"name": "runbooks", "label": "Runbooks at", "type": "textbox", "query": where, "current": {"value": where}}


def _labels(label: str, selector: str) -> Json:
    return {
        "name": label,
        "label": label.capitalize(),
        "type": "query",
        "datasource": DATASOURCE,
        "query": {"query": f"label_values({selector}, {label})", "refId": label},
        "refresh": 2,
        "sort": 1,
        "multi": True,
        "includeAll": True,
        "allValue": ".*",
        "current": {"text": ["All"], "value": ["$__all"]},
    }


def panels() -> Iterator[Json]:
    """Rows with their panels, laid out from left to right; ids count up."""
    ids, y = count(1), 0
    for title, row in ROWS:
        yield {"id": next(ids), "type": "row", "title": title, "collapsed": False, "panels": [], "gridPos": _at(0, y)}
        y += 1
        x, tallest = 0, 0
        for panel in row:
            if x + panel.width > GRID:
                x, y, tallest = 0, y + tallest, 0
            height = STAT_HEIGHT if panel.kind == "stat" else HEIGHT
            yield {"id": next(ids), **_panel(panel), "gridPos": _at(x, y, panel.width, height)}
            x, tallest = x + panel.width, max(tallest, height)
        y += tallest


def _at(x: int, y: int, width: int = GRID, height: int = 1) -> Json:
    return {"x": x, "y": y, "w": width, "h": height}


def _panel(panel: Panel) -> Json:
    kind = {"stat": "stat", "bars": "bargauge"}.get(panel.kind, "timeseries")
    defaults: Json = {"unit": panel.unit, "min": 0, "thresholds": _thresholds(panel), "custom": {}}
    if panel.unit == NUMBER:
        defaults["decimals"] = 0
    if kind == "timeseries":
        defaults["custom"] = _drawing(panel)
    return {
        "type": kind,
        "title": panel.title,
        "description": panel.description,
        "datasource": DATASOURCE,
        "links": [_runbook(alert) for alert in panel.alerts],
        "fieldConfig": {"defaults": defaults, "overrides": list(_colours(panel))},
        "options": OPTIONS[kind],
        "targets": list(_targets(panel.queries, instant=kind == "bargauge", exemplars=kind == "timeseries")),
    }


OPTIONS: Mapping[str, Json] = {
    "stat": {"reduceOptions": {"calcs": ["lastNotNull"]}, "colorMode": "value", "graphMode": "area"},
    "bargauge": {"reduceOptions": {"calcs": ["lastNotNull"]}, "orientation": "horizontal", "displayMode": "basic"},
    "timeseries": {
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
        "tooltip": {"mode": "multi", "sort": "desc"},
    },
}


def _drawing(panel: Panel) -> Json:
    stacked = panel.kind == "stacked"
    drawing: Json = {"lineWidth": 1, "fillOpacity": 40 if stacked else 8, "showPoints": "never"}
    drawing["stacking"] = {"mode": "normal" if stacked else "none", "group": "A"}
    drawing["thresholdsStyle"] = {"mode": "off" if panel.limit is None else "dashed"}
    return drawing


def _colours(panel: Panel) -> Iterator[Json]:
    """Good and bad ends look so, on whatever panel shows ends."""
    if {"{{outcome}}", "{{result}}"} & panel.queries.keys():
        for name, colour in COLOURS.items():
            fixed = {"id": "color", "value": {"mode": "fixed", "fixedColor": colour}}
            yield {"matcher": {"id": "byName", "options": name}, "properties": [fixed]}


def _thresholds(panel: Panel) -> Json:
    steps: list[Json] = [{"color": "green", "value": None}]
    if panel.limit is not None:
        steps.append({"color": "red", "value": panel.limit})
    return {"mode": "absolute", "steps": steps}


def _runbook(alert: str) -> Json:
    return {"title": f"Runbook {alert}", "url": f"${{runbooks}}/Agencyfeed{alert}.md", "targetBlank": True}


def _targets(queries: Mapping[str, str], *, instant: bool, exemplars: bool) -> Iterator[Json]:
    for number, (legend, query) in enumerate(queries.items()):
        yield {
            "refId": chr(ord("A") + number),
            "datasource": DATASOURCE,
            "expr": expression(query),
            "legendFormat": legend or "__auto",
            "instant": instant,
            "range": not instant,
            "exemplar": exemplars and "_bucket{" in query,
        }


def main(arguments: Sequence[str]) -> int:
    """Print it."""
    if arguments:
        print(__doc__)
        return 2
    print(json.dumps(dashboard(), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
