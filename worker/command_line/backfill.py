"""`agencyfeed backfill` as it is typed."""
# ruff: noqa: PLC0415 - see Command

import argparse
from dataclasses import replace
from pathlib import Path

from worker.command_line.command import Command, loaded
from worker.command_line.option_flags import add_config, add_settings, file_to_reread, whole_number

EXAMPLES = """\
examples:
  agencyfeed backfill --out articles-2025.jsonl.zst recordings/2025-*.jsonl.zst
  agencyfeed backfill --out archive.jsonl.zst --jobs 16 /archive/wire/
  nice agencyfeed backfill --out articles.jsonl.zst day.jsonl.zst --json > summary.json

All inputs in order through as many child processes as there are CPUs; articles and dead letters into one recording.
Run the same command again after a stop, a crash or kill -9: it goes on from OUT.checkpoint, and the output is the same
to the byte.  Other inputs, limits or another version are refused (78); --restart begins anew.
exit codes: 0 done, 66 done but for inputs that could not be read, 73 the output is there already, 78 another plan was
begun, 130 stopped.
"""
JOBS_MAX, EVERY_MAX = 512, 10**6


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument(
        "paths", nargs="+", type=file_to_reread, metavar="PATH|DIR", help="recordings, files, directories of either"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="recording of what comes out")
    parser.add_argument("--jobs", type=whole_number(1, JOBS_MAX), metavar="N", help="child processes (default: CPUs)")
    every_help = "records between checkpoints (default %(default)s)"
    number = whole_number(1, EVERY_MAX)
    parser.add_argument("--checkpoint-every", type=number, default=500, metavar="N", help=every_help)
    parser.add_argument("--restart", action="store_true", help="forget what is there")
    parser.add_argument("--json", action="store_true", help="the summary for programs")
    add_settings(parser, ("pool", "limits of one record"), without=("workers", "pool_kills_per_minute_max"))


def _execute(arguments: argparse.Namespace) -> int:
    settings = loaded(arguments).settings
    from worker.commands import backfill

    plan = backfill.Plan(
        paths=arguments.paths,
        out=arguments.out,
        every=arguments.checkpoint_every,
        restart=arguments.restart,
        json=arguments.json,
    )
    return backfill.main(replace(settings, workers=arguments.jobs or settings.workers), plan)


COMMAND = Command(
    name="backfill",
    description="Run recordings or files of years through the pipeline, to be stopped and gone on with at any time.",
    usage="[--jobs N] [--checkpoint-every N] [--restart] [--json] [--SETTING VALUE ...]\n"
    "                           --out FILE PATH|DIR ...",
    examples=EXAMPLES,
    add_arguments=_add_arguments,
    execute=_execute,
)
