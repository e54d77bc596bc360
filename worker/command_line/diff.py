"""`agencyfeed diff` as it is typed."""
# ruff: noqa: PLC0415 - see Command

import argparse
import shlex
from pathlib import Path

from worker.command_line.command import Command, loaded
from worker.command_line.option_flags import add_config, add_settings, file_to_reread, whole_number

EXAMPLES = """\
examples:
  agencyfeed diff golden.jsonl today.jsonl.zst                  two recordings of output topics
  agencyfeed diff golden.jsonl raw.jsonl.zst                    a raw recording is run through this version first
  agencyfeed diff raw.jsonl.zst raw.jsonl.zst --a-command /opt/agencyfeed-0.1/bin/agencyfeed --html report.html
  agencyfeed diff golden.jsonl raw.jsonl.zst --max-changed 0.5% --max-missing 0 --max-new 0       for CI
  agencyfeed diff golden.jsonl raw.jsonl.zst --accept           B is right: it becomes the golden file

Outputs (articles and dead letters, whatever their topics are called) are joined by the record they were made of
(agencyfeed.source, dlq.source.*) and their item; order, offsets and timestamps of the outputs do not count.  What is
not compared (or, of scores, only roughly), and why, is config/diff.toml.  A limit is a count or a share of A's outputs.
exit codes: 0 nothing differs, or no more than is allowed, or accepted; 1 more differs; 66 a recording cannot be read.
"""
SHOWN_MAX = 10**9


def _limit(text: str) -> object:
    from worker.differences.report import Limit

    try:
        return Limit.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _command(text: str) -> str:
    """A flag's type: words as a shell would take them apart, at least one."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"no command: {error}") from None
    if not words:
        raise argparse.ArgumentTypeError("no command: it is empty")
    return text


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("old", type=file_to_reread, metavar="A", help="recording of outputs, or raw")
    parser.add_argument("new", type=file_to_reread, metavar="B", help="recording of outputs, or raw")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--html", type=Path, metavar="FILE", help="also write one self-contained page, side by side")
    shown = whole_number(0, SHOWN_MAX)
    parser.add_argument("--show", type=shown, default=100, metavar="N", help="differences listed (default 100)")
    topic_help = "join by partition and offset alone: one recording played into topics of two names"
    parser.add_argument("--any-topic", action="store_true", help=topic_help)
    for name, what in (("changed", "in both and different"), ("missing", "only in A"), ("new", "only in B")):
        parser.add_argument(f"--max-{name}", type=_limit, metavar="N|SHARE", help=f"outputs {what} (default 0)")
    command_help = "the agencyfeed program that runs %s, taken as raw, such as another version's"
    parser.add_argument("--a-command", type=_command, metavar="COMMAND", help=command_help % "A")
    parser.add_argument("--b-command", type=_command, metavar="COMMAND", help=command_help % "B")
    parser.add_argument("--accept", action="store_true", help="replace A by B's outputs; 0 whatever differs")
    add_settings(parser, ("pool", "limits of one record"))


def _execute(arguments: argparse.Namespace) -> int:
    settings = loaded(arguments).settings
    from worker.commands import diff
    from worker.differences.report import Limits

    given = {name: getattr(arguments, f"max_{name}") for name in ("changed", "missing", "new")}
    plan = diff.Plan(
        old=diff.Side(file=arguments.old, command=arguments.a_command),
        new=diff.Side(file=arguments.new, command=arguments.b_command),
        limits=Limits(**{name: limit for name, limit in given.items() if limit is not None}),
        shown=arguments.show,
        json=arguments.json,
        html=arguments.html,
        any_topic=arguments.any_topic,
        accept=arguments.accept,
    )
    return diff.main(settings, plan)


COMMAND = Command(
    name="diff",
    description="Compare two recordings of outputs, record by record and field by field.",
    usage="[--json] [--html FILE] [--show N] [--max-changed N|SHARE] [--max-missing N|SHARE]\n"
    "                       [--max-new N|SHARE] [--a-command COMMAND] [--b-command COMMAND] [--accept] A B",
    examples=EXAMPLES,
    add_arguments=_add_arguments,
    execute=_execute,
)
