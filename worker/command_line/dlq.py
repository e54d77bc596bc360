"""`agencyfeed dlq list | show | stats | redrive` as it is typed."""
# ruff: noqa: PLC0415 - see Command

import argparse
import re
from pathlib import Path
from typing import Any

from worker import points
from worker.command_line.command import Command, fail, loaded
from worker.command_line.option_flags import (
    WRITER_OPTIONS,
    add_client_settings,
    add_config,
    add_overwrite,
    number_above_zero,
    point,
    whole_number,
)
from worker.exit_codes import ExitCode
from worker.model import Reason
from worker.settings.loading import Loaded, require_kafka

EXAMPLES = """\
examples:
  agencyfeed dlq stats --from 24h
  agencyfeed dlq list --reason deadline_exceeded --stage pool | head
  agencyfeed dlq show feeds.dead-0@12
  agencyfeed dlq redrive --reason deadline_exceeded --dry-run

Letters are read from the dead-letter topic of the settings, from --topic, or from recordings of one (FILE ...).
"""
LIST_EXAMPLES = """\
examples:
  agencyfeed dlq list --from 2h
  agencyfeed dlq list --reason parse_error --stage parse:nitf --publisher 'Daily Harbour' --json | jq -r .source
  agencyfeed dlq list --header 'url=^https://sport\\.' dead.jsonl.zst

exit codes: 0 read to the end, 66 a recording cannot be read, 69 no broker, 77 a right is missing, 78 no such topic.
"""
SHOW_EXAMPLES = """\
examples:
  agencyfeed dlq show feeds.dead-0@12                  headers, history and the beginning of the value
  agencyfeed dlq show 0@12 --value | agencyfeed extract -
  agencyfeed dlq show 0@12 --json dead.jsonl.zst

exit codes: 0, 66 no letter lies there, else as `dlq list`.
"""
STATS_EXAMPLES = """\
examples:
  agencyfeed dlq stats --from 24h                      by reason and stage: topics, publishers, attempts, versions
  agencyfeed dlq stats --json dead.jsonl.zst | jq '.[] | {reason, count}'

exit codes: as `dlq list`.
"""
REDRIVE_EXAMPLES = """\
examples:
  agencyfeed dlq redrive --reason deadline_exceeded --dry-run        what would go where
  agencyfeed dlq redrive --reason deadline_exceeded --rate 50        back to the topics the records came from
  agencyfeed dlq redrive --reason parse_error --version 0.1.0 --to feeds.retry
  agencyfeed dlq redrive --through again.jsonl --from 1d             into a recording, for `replay` or `extract`
  agencyfeed dlq redrive dead.jsonl.zst --state redriven.json        from a recording of the dead letters

A redriven record is the one that died: key, value, partition, timestamp and headers, without the dlq.* of its letter
but for dlq.attempts and dlq.history, which its next dead letter counts on from and keeps.  Letters stay where they are.

Run twice, nothing is sent twice: with --group (default <group_id>-redrive) records and the memory of them are one
transaction, and of two redrives at once the older is fenced (75).  Memory is per letter: another choice under the same
group leaves out what the first one sent.  With --state, and for recordings (default FILE.redriven.json), memory is a
file written once a second; a crash may send the letters of that second again.  --again sends in spite of either.
A transaction leaves a marker in the topic: lag as `end - committed` stays 1 there until the next record.

Refused, each said by its name: attempts (tried --max-attempts times), omitted (a part was too large for the dead-letter
topic, and the record is not in its source any more), retention (the topic would delete it at once: --timestamps now),
topic (does not exist), size, compaction.
exit codes: 0 all redriven, 1 some refused, 69 no broker, 73 the --through file is there already, 75 not acknowledged or
fenced (run it again), 77 a right is missing (READ on the letters, WRITE on the topics, on the group READ and on the
transactional id <group>-redrive WRITE), 78 no such topic.
"""
MOST_MAX = 10**12


def _add_where(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="recordings of a dead-letter topic; - = standard input"
    )
    parser.add_argument("--topic", help="dead-letter topic (default: that of the settings)")


def _add_choice(parser: argparse.ArgumentParser) -> None:
    _add_where(parser)
    begin, end = points.BEGINNING, points.END
    span_help = "as of `record`: an offset, a time, an age (2h); default: %s"
    parser.add_argument(
        "--from", dest="start", type=point, metavar="POINT", default=begin, help=span_help % "beginning"
    )
    parser.add_argument("--until", dest="stop", type=point, metavar="POINT", default=end, help=span_help % "end")
    reasons = [reason.value for reason in Reason]
    parser.add_argument("--reason", action="append", choices=reasons, default=[], help="may be repeated")
    parser.add_argument("--stage", action="append", default=[], help="or its beginning: parse is any parser's")
    parser.add_argument(
        "--source-topic", action="append", default=[], metavar="TOPIC", help="that the record came from"
    )
    parser.add_argument("--version", action="append", default=[], help="of the worker that gave it up")
    parser.add_argument("--publisher", help="publisher or site, as the record's headers name it")
    header_help = "only records with this header and a value the expression finds something in"
    parser.add_argument("--header", action="append", type=_header, default=[], metavar="NAME=REGEX", help=header_help)


def _header(text: str) -> tuple[str, re.Pattern[str]]:
    name, equals, pattern = text.partition("=")
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"{pattern!r} is no regular expression: {error}") from None
    if not name or not equals:
        raise argparse.ArgumentTypeError("NAME=REGEX")
    return name, compiled


def _add_list(parser: argparse.ArgumentParser) -> None:
    _add_choice(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--count", type=whole_number(1, MOST_MAX), metavar="N", help="N letters at most")
    add_client_settings(parser)


def _add_stats(parser: argparse.ArgumentParser) -> None:
    _add_choice(parser)
    parser.add_argument("--json", action="store_true", help="for programs")
    add_client_settings(parser)


def _add_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="PLACE", help="as `dlq list` shows it: feeds.dead-0@12, or 0@12")
    _add_where(parser)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="facts and record, for programs")
    how.add_argument("--value", action="store_true", help="the record's value alone, as it is")
    add_client_settings(parser)


def _add_redrive(parser: argparse.ArgumentParser) -> None:
    _add_choice(parser)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--to", metavar="TOPIC", help="instead of the topics the records came from")
    where.add_argument("--through", metavar="FILE|-", help="into a recording instead of topics")
    add_overwrite(parser)
    remembers = parser.add_mutually_exclusive_group()
    remembers.add_argument("--group", help="remembers what was redriven (default: <group_id>-redrive)")
    remembers.add_argument("--state", type=Path, metavar="FILE", help="remembers in a file instead")
    parser.add_argument("--again", action="store_true", help="also what was redriven before")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    number = whole_number(1, MOST_MAX)
    parser.add_argument("--count", type=number, metavar="N", help="N letters at most")
    parser.add_argument("--rate", type=number_above_zero, metavar="N", help="records a second")
    attempts_help = "letters that were tried as often are refused (default 5)"
    parser.add_argument("--max-attempts", type=number, default=5, metavar="N", help=attempts_help)
    parser.add_argument("--timestamps", choices=("keep", "now"), default="keep", help="default: keep")
    add_client_settings(parser, "group_id", *WRITER_OPTIONS)


def _lying(arguments: argparse.Namespace, settings: Loaded) -> Any:
    """Where the letters lie.  Raises SettingsError where brokers or the topic are not known."""
    from worker.commands.letters import Lying

    topic = arguments.topic or settings.settings.dead_letter_topic
    if not arguments.files:
        require_kafka(settings, ("bootstrap_servers",) if topic else ("bootstrap_servers", "dead_letter_topic"))
    span = {name: getattr(arguments, name) for name in ("start", "stop") if hasattr(arguments, name)}
    return Lying(files=arguments.files, topic=topic or "", **span)


def _choice(arguments: argparse.Namespace) -> Any:
    from worker.dead_letters.choice import Choice

    return Choice(
        reasons=frozenset(arguments.reason),
        stages=tuple(arguments.stage),
        sources=frozenset(arguments.source_topic),
        versions=frozenset(arguments.version),
        publisher=arguments.publisher,
        headers=dict(arguments.header),
    )


def _list(arguments: argparse.Namespace) -> int:
    settings = loaded(arguments)
    from worker.commands import dlq_reading as reading

    lying, choice = _lying(arguments, settings), _choice(arguments)
    return reading.show_list(settings.settings, lying, choice, json=arguments.json, most=arguments.count)


def _stats(arguments: argparse.Namespace) -> int:
    settings = loaded(arguments)
    from worker.commands import dlq_reading as reading

    return reading.show_stats(settings.settings, _lying(arguments, settings), _choice(arguments), json=arguments.json)


def _show(arguments: argparse.Namespace) -> int:
    settings = loaded(arguments)
    from worker.commands import dlq_reading as reading

    try:
        place = reading.Place.parse(arguments.place)
    except ValueError as error:
        return fail(ExitCode.USAGE, str(error))
    lying = _lying(arguments, settings)
    return reading.show_one(settings.settings, lying, place, json=arguments.json, value=arguments.value)


def _redrive(arguments: argparse.Namespace) -> int:
    settings = loaded(arguments)
    if arguments.overwrite and not arguments.through:
        return fail(ExitCode.USAGE, "--overwrite goes with --through")
    if not arguments.through:
        require_kafka(settings, ("bootstrap_servers",))
    from worker.commands import dlq_redrive

    plan = dlq_redrive.Plan(
        lying=_lying(arguments, settings),
        choice=_choice(arguments),
        to=arguments.to,
        through=arguments.through,
        overwrite=arguments.overwrite,
        group=_group(arguments, settings),
        state=_state(arguments),
        again=arguments.again,
        most=arguments.count,
        rate=arguments.rate,
        attempts_max=arguments.max_attempts,
        keep_timestamps=arguments.timestamps == "keep",
        dry_run=arguments.dry_run,
    )
    return dlq_redrive.main(settings.settings, plan)


def _group(arguments: argparse.Namespace, settings: Loaded) -> str | None:
    """None where memory is a file's: a group's is about the offsets of a topic that is read."""
    if arguments.files or arguments.state or arguments.through:
        return None
    return arguments.group or f"{settings.settings.group_id}-redrive"


def _state(arguments: argparse.Namespace) -> Path | None:
    if arguments.state or arguments.through or not arguments.files:
        return arguments.state  # type: ignore[no-any-return]
    return Path(f"{arguments.files[0]}.redriven.json")


CHOICE = "[--reason NAME] [--stage NAME] [--from POINT] [--until POINT] [--publisher NAME] [--header NAME=REGEX]\n"
COMMAND = Command(
    name="dlq",
    description="Look at dead letters, and send them back.",
    examples=EXAMPLES,
    parts=(
        Command(
            name="list",
            description="A line for each dead letter.",
            usage=f"{CHOICE}                           [--json] [--count N] [--topic TOPIC | FILE ...]",
            examples=LIST_EXAMPLES,
            add_arguments=_add_list,
            execute=_list,
        ),
        Command(
            name="show",
            description="One dead letter in full.",
            usage="[--json|--value] [--topic TOPIC] PLACE [FILE ...]",
            examples=SHOW_EXAMPLES,
            add_arguments=_add_show,
            execute=_show,
        ),
        Command(
            name="stats",
            description="Dead letters counted by reason and stage.",
            usage=f"{CHOICE}                            [--json] [--topic TOPIC | FILE ...]",
            examples=STATS_EXAMPLES,
            add_arguments=_add_stats,
            execute=_stats,
        ),
        Command(
            name="redrive",
            description="Send dead letters back, each once, with their history.",
            usage=f"{CHOICE}                              [--to TOPIC|--through FILE [--overwrite]]\n"
            "                              [--group NAME|--state FILE] [--again] [--dry-run] [--count N] [--rate N]\n"
            "                              [--topic TOPIC | FILE ...]",
            examples=REDRIVE_EXAMPLES,
            add_arguments=_add_redrive,
            execute=_redrive,
        ),
    ),
)
