"""Writes components/monitoring/prometheusrule.yaml: the rules of deploy/monitoring/rules as the operator takes them.

`python deploy/kubernetes/prometheus_rule.py`, after each change of those.
"""

from collections.abc import Iterator
from pathlib import Path
from textwrap import indent

RULES = Path(__file__).parents[1] / "monitoring" / "rules"
TARGET = Path(__file__).parent / "components" / "monitoring" / "prometheusrule.yaml"
HEAD = """\
# Written by deploy/kubernetes/prometheus_rule.py from deploy/monitoring/rules.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: agencyfeed
  labels: {app.kubernetes.io/name: agencyfeed}
spec:
  groups:
"""


def rendered() -> str:
    """The whole file."""
    return HEAD + "".join(indent(_groups(path.read_text("utf-8")), "  ") for path in sorted(RULES.glob("*.yaml")))


def _groups(text: str) -> str:
    """What stands below `groups:`, with its comments."""
    return "".join(_without_head(text.splitlines(keepends=True)))


def _without_head(lines: list[str]) -> Iterator[str]:
    below = False
    for line in lines:
        if below:
            yield line
        below = below or line.startswith("groups:")


if __name__ == "__main__":
    TARGET.write_text(rendered(), "utf-8")
