"""Rules with other windows, and the Alertmanager configuration that is shipped."""

import re
import subprocess
from pathlib import Path

import adjusted_rules
import pytest
import yaml
from prometheus_server import program

MONITORING = Path(__file__).parents[2] / "deploy" / "monitoring"
ALERTS = re.findall(r"alert: (\w+)", "".join(path.read_text("utf-8") for path in (MONITORING / "rules").glob("*.yaml")))


@pytest.mark.parametrize(
    ("text", "faster"),
    [
        ("rate(x_total[5m])", "rate(x_total[5000ms])"),
        ("x offset 15m", "x offset 15000ms"),
        ("for: 1h", "for: 60000ms"),
        (
            "avg_over_time(a:lag:bool[1d]) > 300",
            "avg_over_time(a:lag:bool[1440000ms]) > 300",
        ),
        ("record: a:rate5m", "record: a:rate5m"),
        ("interval: 30s", "interval: 500ms"),
    ],
)
def test_durations_and_nothing_else_are_scaled(text: str, faster: str) -> None:
    """Minutes become seconds; names and thresholds stay."""
    assert adjusted_rules.faster(text, 60) == faster


def test_adjusted_rules_are_rules(tmp_path: Path) -> None:
    """With the runbooks where they were told to be."""
    argv = ["--faster", "60", "--runbooks", "https://wiki.example/books", str(tmp_path / "rules")]
    assert adjusted_rules.main(argv) == 0
    files = sorted((tmp_path / "rules").iterdir())
    assert [path.name for path in files] == [path.name for path in sorted((MONITORING / "rules").iterdir())]
    text = "".join(path.read_text("utf-8") for path in files)
    assert text.count("runbook_url: https://wiki.example/books/Agencyfeed") == len(ALERTS)
    assert not re.search(r"\[\d+[smhd]\]|(for|interval): \d+[smhd]\b", text)
    done = subprocess.run([program("promtool"), "check", "rules", *files], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_amtool_finds_the_configuration_in_order() -> None:
    """Receivers, routes, matchers."""
    command = [program("amtool", "prometheus-alertmanager"), "check-config", str(MONITORING / "alertmanager.yaml")]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_what_keeps_silent_and_why_exists() -> None:
    """Each name and pattern of the inhibitions fits an alert, and none keeps itself silent."""
    for rule in yaml.safe_load((MONITORING / "alertmanager.yaml").read_text("utf-8"))["inhibit_rules"]:
        source, target = (_fitting(rule[f"{side}_matchers"][0]) for side in ("source", "target"))
        assert source
        assert target
        assert not source & target


def _fitting(matcher: str) -> set[str]:
    pattern = re.fullmatch(r'alertname=~?"(.*)"', matcher)
    assert pattern
    for name in re.findall(r"\w+", re.sub(r"\W|Agencyfeed|Burn", " ", pattern[1])):
        assert any(name in alert for alert in ALERTS), name
    return {alert for alert in ALERTS if re.fullmatch(pattern[1], alert)}
