"""`agencyfeed inspect` as it is typed."""
# ruff: noqa: PLC0415 - see Command

import argparse

from worker.command_line.command import Command, loaded
from worker.command_line.option_flags import add_config, add_settings

EXAMPLES = """\
examples:
  agencyfeed inspect monday.jsonl.zst
  agencyfeed inspect *.jsonl.zst --json | jq -r 'select(.whole | not) | .file'
  agencyfeed record feeds.raw --out - --from 1h | agencyfeed inspect -

Topics, partitions, offsets, times, sizes; formats of raw records as the worker would tell them; outcomes and agencies
where they are outputs of the worker; and whether the file is whole: its end line is there and the SHA-256 fits.
exit codes: 0 all are whole, 66 one is damaged, cut off or no recording.
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("files", nargs="+", metavar="FILE|-", help="recordings; - = standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object a file")
    parser.add_argument("--no-formats", action="store_true", help="do not tell formats: several times as fast")
    add_settings(parser, ("pool", "limits of one record"))


def _execute(arguments: argparse.Namespace) -> int:
    settings = loaded(arguments).settings
    from worker.commands import inspection

    plan = inspection.Plan(files=arguments.files, json=arguments.json, formats=not arguments.no_formats)
    return inspection.main(settings, plan)


COMMAND = Command(
    name="inspect",
    description="Say what recordings hold, and whether they are whole.",
    usage="[--json] [--no-formats] [--SETTING VALUE ...] FILE|- ...",
    examples=EXAMPLES,
    add_arguments=_add_arguments,
    execute=_execute,
)
