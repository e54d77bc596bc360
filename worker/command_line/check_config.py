"""`agencyfeed check-config` as it is typed."""
# ruff: noqa: PLC0415 - see Command

import argparse
import sys

from worker.command_line.command import Command, loaded
from worker.command_line.option_flags import ALL_GROUPS, add_config, add_settings
from worker.exit_codes import ExitCode

EXAMPLES = """\
examples:
  agencyfeed check-config
  agencyfeed check-config --config /etc/agencyfeed.toml --json
  agencyfeed check-config --example > agencyfeed.toml
  agencyfeed check-config --files                  for `run --source`, which needs no Kafka

exit codes: 0 `run` could begin; 69 no broker let us in, 77 a right is missing (both with --connect); 78 wrong or
missing settings, a broken table, no such topic.  The secrets' values are not shown.
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--example", action="store_true", help="print a settings file that explains every option")
    parser.add_argument("--connect", action="store_true", help="ask the brokers too, as `run` does first")
    parser.add_argument("--files", action="store_true", help="check for `run --source`: Kafka's settings may be absent")
    add_settings(parser, ALL_GROUPS)


def _execute(arguments: argparse.Namespace) -> int:
    from worker.commands import check_config

    if arguments.example:
        sys.stdout.writelines(f"{line}\n" for line in check_config.example())
        return ExitCode.OK
    settings = loaded(arguments)
    wanted = check_config.Wanted(json=arguments.json, files=arguments.files, connect=arguments.connect)
    return check_config.main(settings, wanted)


COMMAND = Command(
    name="check-config",
    description="Load everything `run` would load, print the settings in force and where each came from.",
    usage="[--config FILE] [--json] [--files] [--connect] [--example] [--SETTING VALUE ...]",
    examples=EXAMPLES,
    add_arguments=_add_arguments,
    execute=_execute,
)
