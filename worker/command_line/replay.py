"""`agencyfeed replay` as it is typed."""
# ruff: noqa: PLC0415 - see Command

import argparse
from pathlib import Path

from worker.command_line.command import Command, fail, loaded
from worker.command_line.option_flags import (
    WRITER_OPTIONS,
    add_client_settings,
    add_config,
    add_overwrite,
    add_settings,
    number_above_zero,
    whole_number,
)
from worker.exit_codes import ExitCode
from worker.replaying import Keeping, Refusal, Targets
from worker.settings.loading import require_kafka

EXAMPLES = """\
examples:
  agencyfeed replay monday.jsonl.zst --sink articles.jsonl        through the pipeline, without a broker: the
                                                                  same as `agencyfeed run --source monday.jsonl.zst`
  agencyfeed replay monday.jsonl.zst --to feeds.test               as fast as it goes
  agencyfeed replay monday.jsonl.zst --to feeds.test --speed 10    ten times as fast as it was
  agencyfeed replay monday.jsonl.zst --to feeds.test --rate 200 --timestamps now
  agencyfeed replay both.jsonl.zst --to feeds.raw=test.raw --to feeds.dead=test.dead
  agencyfeed record feeds.raw --out - --from 1h | agencyfeed replay - --to feeds.test

Key, value, headers, partition and timestamp are kept unless told otherwise.  Before the first record the whole file is
read and the topic is asked: too few partitions, max.message.bytes, retention.ms that would delete old timestamps at
once, and compaction are refused, each with its cure and the name that --ignore takes:
  partitions  recorded partition modulo those there are      size        larger records are left out
  retention   sent all the same                              compaction  records without key are left out
exit codes: 0 all acknowledged, 66 damaged or cut off, 69 no broker, 73 the --sink is there already, 75 a record was not
acknowledged (--skip goes on), 77 a right is missing (WRITE, DESCRIBE), 78 no such topic or refused, 130 interrupted: a
--sink then has no end line.
"""
SKIP_MAX = 10**12
OF_THE_PIPELINE = ("pool", "limits of one record", "operations")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("file", metavar="FILE|-", help="recording to play; - = standard input (with --to)")
    to_help = "topic to send to; OLD=NEW: the records of one recorded topic, may be repeated"
    parser.add_argument("--to", action="append", default=[], metavar="TOPIC|OLD=NEW", help=to_help)
    parser.add_argument(
        "--sink", metavar="FILE|-", help="without --to: recording of what comes out; - = standard output"
    )
    add_overwrite(parser)
    pace = parser.add_mutually_exclusive_group()
    pace.add_argument(
        "--speed", type=number_above_zero, metavar="X", help="1 = as it was recorded, 10 = ten times that"
    )
    pace.add_argument("--rate", type=number_above_zero, metavar="N", help="records a second")
    _add_keeping(parser)
    parser.add_argument("--skip", type=whole_number(0, SKIP_MAX), default=0, metavar="N", help="leave the first N out")
    names = [refusal.value for refusal in Refusal]
    parser.add_argument("--ignore", action="append", choices=names, default=[], help="override one refusal")
    parser.add_argument("--dry-run", action="store_true", help="only say what speaks against it and what would be sent")
    add_client_settings(parser, *WRITER_OPTIONS)
    add_settings(parser, OF_THE_PIPELINE)


def _add_keeping(parser: argparse.ArgumentParser) -> None:
    keep = "default: keep"
    parser.add_argument("--partitions", choices=("keep", "by-key"), default="keep", help=keep)
    parser.add_argument("--timestamps", choices=("keep", "now"), default="keep", help=keep)
    parser.add_argument("--keys", choices=("keep", "drop"), default="keep", help=keep)


def _execute(arguments: argparse.Namespace) -> int:
    settings = loaded(arguments)
    if not arguments.to and (given := _only_with_to(arguments)):
        return fail(ExitCode.USAGE, f"{given} goes with --to")
    if not arguments.to:
        from worker import logs
        from worker.commands import run

        logs.configure(settings.settings)
        return run.main(settings.settings, [Path(arguments.file)], arguments.sink, overwrite=arguments.overwrite)
    if arguments.sink or arguments.overwrite or (targets := _targets(arguments.to)) is None:
        return fail(ExitCode.USAGE, "--to is one topic, or OLD=NEW each time; --sink and --overwrite go without it")
    require_kafka(settings, ("bootstrap_servers",))
    from worker.commands import replay

    plan = replay.Plan(
        file=arguments.file,
        targets=targets,
        keeping=Keeping(
            partition=arguments.partitions == "keep",
            timestamp=arguments.timestamps == "keep",
            key=arguments.keys == "keep",
        ),
        speed=arguments.speed,
        rate=arguments.rate,
        skip=arguments.skip,
        overridden=[Refusal(name) for name in arguments.ignore],
        dry_run=arguments.dry_run,
    )
    return replay.main(settings.settings, plan)


def _only_with_to(arguments: argparse.Namespace) -> str | None:
    """The first flag that means nothing to the pipeline, which would pass it over in silence."""
    plain = {"partitions": "keep", "timestamps": "keep", "keys": "keep", "skip": 0, "ignore": [], "dry_run": False}
    names = {"speed": None, "rate": None, **plain}
    return next(
        (f"--{name.replace('_', '-')}" for name, nothing in names.items() if getattr(arguments, name) != nothing), None
    )


def _targets(given: list[str]) -> Targets | None:
    """None when plain topics and OLD=NEW are mixed, or there are several plain ones: `=` is in no topic's name."""
    pairs = [one.partition("=") for one in given]
    if len(given) == 1 and not pairs[0][1]:
        return Targets(all_to=given[0])
    if not all(old and new for old, _, new in pairs):
        return None
    return Targets(by_topic={old: new for old, _, new in pairs})


COMMAND = Command(
    name="replay",
    description="Play a recording into a topic, or through the pipeline.",
    usage="[--to TOPIC|OLD=NEW ... [--speed X|--rate N] [--ignore NAME] | --sink FILE|- [--overwrite]]\n"
    "                         [--partitions keep|by-key] [--timestamps keep|now] [--keys keep|drop] FILE|-",
    examples=EXAMPLES,
    add_arguments=_add_arguments,
    execute=_execute,
)
