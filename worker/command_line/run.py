"""`agencyfeed run` as it is typed."""
# ruff: noqa: PLC0415 - see Command

import argparse
from pathlib import Path

from worker.command_line.command import Command, fail, loaded
from worker.command_line.option_flags import ALL_GROUPS, add_config, add_overwrite, add_settings
from worker.exit_codes import ExitCode
from worker.settings.loading import require_kafka

EXAMPLES = """\
examples:
  agencyfeed run --bootstrap-servers kafka:9092 --input-topics feeds.raw \\
      --output-topic feeds.articles --dead-letter-topic feeds.dead
  AGENCYFEED_CONFIG=/etc/agencyfeed.toml agencyfeed run --delivery exactly_once --group-instance-id worker-0
  agencyfeed run --source monday.jsonl.zst tuesday.jsonl.zst --sink articles.jsonl
  agencyfeed run --source monday.jsonl.zst --sink articles.jsonl --overwrite       in place of the one that is there

signals: TERM and INT finish what is begun, commit and leave; a second one leaves at once; USR1 writes all stacks.
exit codes: 0 told to stop, or the files ended; 69 no broker let us in; 70 a bug; 75 not drained in time or fenced
(start again); 77 a right is missing; 78 wrong settings or tables, no such output or dead-letter topic.
With files: 66 damaged or cut off, 73 the sink is there already or cannot be written, 130 told to stop before they
ended.  Whatever does not end with 0 leaves a sink without an end line, which reads as cut off.  Dead letters open no
breaker there.
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    files = parser.add_argument_group("files instead of Kafka")
    files.add_argument(
        "--source", nargs="+", type=Path, metavar="FILE", default=[], help="recordings to read; ends with them"
    )
    files.add_argument("--sink", metavar="FILE|-", help="recording to write; - = standard output, the default")
    add_overwrite(files)
    add_settings(parser, ALL_GROUPS)


def _execute(arguments: argparse.Namespace) -> int:
    settings = loaded(arguments)
    if (arguments.sink or arguments.overwrite) and not arguments.source:
        return fail(ExitCode.USAGE, "--sink and --overwrite go with --source; with Kafka the sink is --output-topic")
    if not arguments.source:
        require_kafka(settings)
    from worker import logs
    from worker.commands import run

    logs.configure(settings.settings)
    return run.main(settings.settings, arguments.source, arguments.sink, overwrite=arguments.overwrite)


COMMAND = Command(
    name="run",
    description="Read raw messages, publish articles and dead letters, until told to stop.",
    usage="[--config FILE] [--source FILE ... [--sink FILE|- [--overwrite]]] [--SETTING VALUE ...]",
    examples=EXAMPLES,
    add_arguments=_add_arguments,
    execute=_execute,
)
