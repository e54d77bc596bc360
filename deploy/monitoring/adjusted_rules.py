"""Writes the rules with other time windows, or with runbooks at an address of yours.

    python deploy/monitoring/adjusted_rules.py --faster 60 drill-rules
    python deploy/monitoring/adjusted_rules.py --runbooks https://wiki.example/agencyfeed /etc/prometheus/rules

`--faster 60` makes minutes of seconds, in ranges, offsets, intervals and waiting times: for a drill that shows within a
minute that an alarm reaches somebody.  Thresholds stay as they are.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

RULES = Path(__file__).parent / "rules"
RUNBOOKS = "deploy/monitoring/runbooks/"
MILLISECONDS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}

# rate(x[5m])   x offset 15m   for: 2m   interval: 1m
_DURATION = re.compile(r"(?P<before>\[|offset |for: |interval: )(?P<count>\d{1,6})(?P<unit>[smhd])\b")


def faster(text: str, factor: int) -> str:
    """Every duration of the rules divided by `factor`, not below a millisecond."""

    def scaled(match: re.Match[str]) -> str:
        milliseconds = int(match["count"]) * MILLISECONDS[match["unit"]] // factor
        return f"{match['before']}{max(1, milliseconds)}ms"

    return _DURATION.sub(scaled, text)


def with_runbooks(text: str, base: str) -> str:
    """Links to the runbooks below `base`."""
    return text.replace(RUNBOOKS, base.rstrip("/") + "/")


def write(folder: Path, factor: int = 1, runbooks: str = RUNBOOKS) -> None:
    """All rule files, adjusted, into `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(RULES.glob("*.yaml")):
        text = path.read_text("utf-8")
        text = text if factor == 1 else faster(text, factor)
        (folder / path.name).write_text(with_runbooks(text, runbooks), "utf-8")


def main(arguments: Sequence[str]) -> int:
    """Write them where told."""
    parser = argparse.ArgumentParser(
        "adjusted_rules", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the adjusted files go")
    parser.add_argument("--faster", type=int, default=1, metavar="FACTOR", help="divide every duration by this")
    parser.add_argument("--runbooks", default=RUNBOOKS, metavar="URL", help="where the runbooks are")
    given = parser.parse_args(arguments)
    if given.faster < 1:
        parser.error("--faster: a whole number of at least 1")
    write(given.folder, given.faster, given.runbooks)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
