"""The dashboard: written from its table, complete, and asking only for what a worker exposes."""

import json
import subprocess
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from dashboard_json import dashboard
from dashboard_rows import NOT_SHOWN
from prometheus_server import program
from promql import exposed, rules_of, selectors

MONITORING = Path(__file__).parents[2] / "deploy" / "monitoring"
PANELS = [panel for panel in dashboard()["panels"] if panel["type"] != "row"]
OPEN_VALUES = {"instance", "job", "topic", "agency"}
PARTS = ("_bucket", "_sum", "_count")


def queries() -> list[str]:
    """Every expression of every panel."""
    return [target["expr"] for panel in PANELS for target in panel["targets"]]


def test_the_file_is_what_the_table_gives() -> None:
    """Run dashboard_json.py after a change."""
    assert json.loads((MONITORING / "grafana" / "agencyfeed.json").read_text("utf-8")) == dashboard()


def test_every_metric_is_on_a_panel_or_has_a_reason_not_to_be() -> None:
    """A histogram is shown by any of its parts."""
    shown = {_metric(name) for query in queries() for name, _ in selectors(query)}
    metrics = {_metric(name) for name in exposed()}
    assert metrics - shown == NOT_SHOWN.keys() & metrics
    assert not shown & NOT_SHOWN.keys()


def _metric(name: str) -> str:
    return next((name.removesuffix(part) for part in PARTS if name.endswith(part)), name)


@pytest.mark.parametrize("query", queries())
def test_only_what_is_exposed_is_asked_for(query: str) -> None:
    """Metrics and values of labels that exist."""
    names = exposed()
    for name, labels in selectors(query):
        assert name in names, query
        for label, value in labels.items():
            assert label in OPEN_VALUES or value in names[name][label], f"{name}: {label}={value}"


def test_queries_are_promql(tmp_path: Path) -> None:
    """Once Grafana has filled in its variables."""
    filled = [query.replace("$__rate_interval", "1m").replace("$__range", "1m") for query in queries()]
    file = tmp_path / "queries.yaml"
    file.write_text(rules_of(filled), encoding="utf-8")
    done = subprocess.run([program("promtool"), "check", "rules", str(file)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel["title"])
def test_a_panel_explains_itself(panel: dict[str, Any]) -> None:
    """A description, a unit, runbooks that exist, and exemplars where a histogram has them."""
    assert panel["description"].endswith(".")
    assert panel["fieldConfig"]["defaults"]["unit"]
    for link in panel["links"]:
        assert (MONITORING / "runbooks" / Path(link["url"]).name).is_file()
    for target in panel["targets"]:
        assert target["exemplar"] == (panel["type"] == "timeseries" and "_bucket{" in target["expr"])


def test_panels_have_ids_and_do_not_overlap() -> None:
    """Within 24 columns."""
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    for first, second in combinations([panel["gridPos"] for panel in panels], 2):
        apart = _apart(first, second, "x", "w") or _apart(first, second, "y", "h")
        assert apart, (first, second)
    assert all(at["x"] + at["w"] <= 24 for at in (panel["gridPos"] for panel in panels))


def _apart(first: dict[str, int], second: dict[str, int], start: str, size: str) -> bool:
    return first[start] + first[size] <= second[start] or second[start] + second[size] <= first[start]


def test_variables() -> None:
    """All panels follow the data source, job and instance that are chosen; topic and agency where there is one."""
    names = [variable["name"] for variable in dashboard()["templating"]["list"]]
    assert names == ["datasource", "job", "instance", "topic", "agency", "runbooks"]
    for panel in PANELS:
        assert panel["datasource"]["uid"] == "${datasource}"
        assert all("$job" in target["expr"] or "ALERTS" in target["expr"] for target in panel["targets"])


def test_what_draws_the_picture_is_locked() -> None:
    """Every package by its hash, from whichever registry npm is set to."""
    packages = json.loads((MONITORING / "render" / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = json.loads((MONITORING / "render" / "package.json").read_text("utf-8"))["dependencies"]
    assert packages.pop("")["dependencies"] == wanted
    assert all("integrity" in package and "resolved" not in package for package in packages.values())


@pytest.mark.parametrize("path", sorted((MONITORING / "grafana").rglob("*.yaml")), ids=lambda path: path.parent.name)
def test_provisioning_is_yaml_of_version_1(path: Path) -> None:
    """Of the two kinds that Grafana reads."""
    read = yaml.safe_load(path.read_text("utf-8"))
    assert read["apiVersion"] == 1
    assert read.keys() - {"apiVersion"} <= {"datasources", "providers"}
