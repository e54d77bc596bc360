"""Alerts and recording rules: Prometheus's own checks and tests, a runbook each, nothing asked that nobody exposes."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_server import program
from promql import exposed, rules_of, selectors

from worker.cli import COMMANDS, _parser

ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "deploy" / "monitoring"
RULE_FILES = sorted((MONITORING / "rules").glob("*.yaml"))
TEST_FILES = sorted((MONITORING / "tests").glob("*.yaml"))
OPEN_VALUES = {"instance", "job", "topic", "agency", "version"}  # labels whose values are no list of ours


def rules() -> Iterator[dict[str, Any]]:
    """Every rule of every file."""
    for path in RULE_FILES:
        for group in yaml.safe_load(path.read_text("utf-8"))["groups"]:
            yield from group["rules"]


RULES = list(rules())
ALERTS = {rule["alert"]: rule for rule in RULES if "alert" in rule}
RECORDED = {rule["record"] for rule in RULES if "record" in rule}
EXPOSED = exposed()


def promtool(*arguments: str) -> str:
    """What it says; a failure of the test with its words when it is not content."""
    done = subprocess.run([program("promtool"), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_promtool_finds_the_rules_in_order() -> None:
    """Syntax, templates, duplicates."""
    said = promtool("check", "rules", "--lint-fatal", *map(str, RULE_FILES))
    assert sum(int(count) for count in re.findall(r"(\d+) rules found", said)) == len(RULES)


@pytest.mark.parametrize("path", TEST_FILES, ids=lambda path: path.stem)
def test_promtools_tests_of_the_alerts_pass(path: Path) -> None:
    """Each alert fires on what it is for, with these words, and keeps silent on what looks like it."""
    promtool("test", "rules", str(path))


def ways() -> dict[str, set[bool]]:
    """By alert: whether there is a test in which it fires (True), one in which it does not (False)."""
    seen: dict[str, set[bool]] = {}
    for path in TEST_FILES:
        for test in yaml.safe_load(path.read_text("utf-8"))["tests"]:
            for case in test["alert_rule_test"]:
                seen.setdefault(case["alertname"], set()).add(bool(case["exp_alerts"]))
    return seen


def test_every_alert_is_tested_both_ways() -> None:
    """That it fires, and that it does not."""
    assert ways() == {alert: {True, False} for alert in ALERTS}
    assert len(ALERTS) > 20


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_says_how_urgent_it_is_and_where_to_read_on(name: str) -> None:
    """Severity of a closed list; a summary, a description, and the runbook of its own name."""
    rule = ALERTS[name]
    assert name.startswith("Agencyfeed")
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["annotations"].keys() == {"summary", "description", "runbook_url"}
    assert rule["annotations"]["runbook_url"] == f"deploy/monitoring/runbooks/{name}.md"
    assert (ROOT / rule["annotations"]["runbook_url"]).is_file()


def test_every_runbook_belongs_to_an_alert() -> None:
    """None is left behind by an alert that is gone."""
    assert {path.stem for path in (MONITORING / "runbooks").iterdir()} == ALERTS.keys()


def asked() -> Iterator[tuple[str, str]]:
    """(where, expression) of each rule and of each query in a runbook."""
    for rule in RULES:
        yield rule.get("alert") or rule["record"], rule["expr"]
    for path in sorted((MONITORING / "runbooks").glob("*.md")):
        for query in re.findall(r"^promtool query .*\$PROMETHEUS '(.*)'$", path.read_text("utf-8"), re.MULTILINE):
            yield path.name, query


@pytest.mark.parametrize(("where", "expression"), list(asked()))
def test_only_what_is_exposed_is_asked_for(where: str, expression: str) -> None:
    """Metrics, recorded series, and values of labels that exist: a misspelt one would keep silent for ever."""
    found = list(selectors(expression))
    assert found, where
    for name, labels in found:
        assert name in EXPOSED or name in RECORDED, f"{where}: {name}"
        for label, value in labels.items():
            assert label in OPEN_VALUES or value in EXPOSED[name].get(label, ()), f"{where}: {name} {label}={value}"


def test_queries_of_runbooks_are_promql(tmp_path: Path) -> None:
    """What somebody pastes at night is understood."""
    queries = [query for where, query in asked() if where.endswith(".md")]
    assert len(queries) > len(ALERTS)
    file = tmp_path / "queries.yaml"
    file.write_text(rules_of(queries), encoding="utf-8")
    promtool("check", "rules", str(file))


@pytest.mark.parametrize("name", ALERTS)
def test_a_runbook_has_three_commands_and_says_how_to_mute(name: str) -> None:
    """What it means, what to type first, what then, and the silence of this very alert."""
    text = (MONITORING / "runbooks" / f"{name}.md").read_text("utf-8")
    assert re.findall(r"^#+ (.*)$", text, re.MULTILINE) == [name, "First", "Then", "Mute"]
    first, mute = re.findall(r"```sh\n(.*?)\n```", text, re.DOTALL)
    assert len(first.splitlines()) == 3
    assert f"alertname={name} " in mute
    assert set(re.findall(r"`agencyfeed ([a-z][a-z-]+)", text)) <= {command.name for command in COMMANDS}
    for line in re.findall(r"^agencyfeed (.*)$", first, re.MULTILINE):
        _parser().parse_args(shlex.split(line.split(" | ")[0]))
    assert set(re.findall(r"Agencyfeed[A-Z]\w+", text)) <= ALERTS.keys()


@pytest.mark.parametrize("name", ALERTS)
def test_runbooks_read_logs_that_are_not_all_json(name: str) -> None:
    """A wrong setting ends the start with a plain line, SIGUSR1 writes stacks: neither may hide the lines after it."""
    log = "agencyfeed: group_idd is not a setting\n"
    log += '{"level": "error", "event": "delivery_failed", "message": "m", "logger": "l"}\n'
    for asked_of_log in re.findall(r"jq (-\w+) '([^']+)'", (MONITORING / "runbooks" / f"{name}.md").read_text("utf-8")):
        done = subprocess.run(
            [program("jq", "jq"), *asked_of_log], input=log, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert ("group_idd" in done.stdout) == ("//" in asked_of_log[1])
