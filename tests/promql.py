"""What a PromQL expression asks for: metrics, and values of labels."""

import json
import re
from collections.abc import Iterable, Iterator

from busy_telemetry import busy

from worker.telemetry import Telemetry

# agencyfeed_commits_total{result="failed"}   agencyfeed:lag_seconds:max   up{job=~".*"}
_SELECTOR = re.compile(r"\b(agencyfeed[_:][a-z0-9_:]+|process_\w+|python_\w+|up)\b(?:\{([^}]*)\})?")
_EQUAL = re.compile(r'(\w+)="([^"]*)"')  # not =~, != or !~


def selectors(expression: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each metric that is asked for with the values its labels must have."""
    for name, matchers in _SELECTOR.findall(expression):
        yield name, dict(_EQUAL.findall(matchers or ""))


def rules_of(queries: Iterable[str]) -> str:
    """A file of rules that ask them, for promtool to parse."""
    rules = [{"record": f"query:{number}", "expr": query} for number, query in enumerate(queries)]
    return json.dumps({"groups": [{"name": "queries", "rules": rules}]})


def exposed(telemetry: Telemetry | None = None) -> dict[str, dict[str, set[str]]]:
    """Every series of a busy worker: the values of each label, by name; the scrape's own `up` among them."""
    names: dict[str, dict[str, set[str]]] = {"up": {}}
    for metric in (telemetry or busy()).registry.collect():
        for sample in metric.samples:
            labels = names.setdefault(sample.name, {})
            for label, value in sample.labels.items():
                labels.setdefault(label, set()).add(value)
    return names
