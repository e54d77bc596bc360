"""`agencyfeed extract` as it is typed."""
# ruff: noqa: PLC0415 - see Command

import argparse

from worker.command_line.command import Command, loaded
from worker.command_line.option_flags import add_config, add_settings, whole_number
from worker.metric_labels import FORMATS

EXAMPLES = """\
examples:
  agencyfeed extract page.html --url https://example.org/story
  agencyfeed extract --outcomes --jobs 4 feed/ more.html.gz > outcomes.jsonl
  curl -s https://example.org/story | agencyfeed extract --content-type text/html -

Directories are walked in order of names, hidden files left out; recordings (.jsonl, .jsonl.zst, or on standard input)
give their records.
gzip, zstd, deflate and brotli content is unpacked within the limits.  An input that cannot be read has no outcome:
its line says so.
exit codes: 0 all have an outcome, be it a dead letter; 66 an input could not be read; 73 the output cannot be written;
78 wrong settings.
"""
GROUPS = ("pool", "limits of one record")
OF_THE_LOOP = ("workers", "max_inflight_records", "max_inflight_bytes", "pool_kills_per_minute_max")
JOBS_MAX = 512


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("paths", nargs="+", metavar="PATH|DIR|-", help="files, directories, - = standard input")
    parser.add_argument("--outcomes", action="store_true", help="one line an input: outcome, reason, detail, articles")
    jobs_help = "child processes (default: CPUs); 0 = in this process, where a hostile input costs the whole run"
    parser.add_argument("--jobs", type=whole_number(0, JOBS_MAX), metavar="N", help=jobs_help)
    parser.add_argument("--url", help="where the inputs were found")
    parser.add_argument("--content-type", help="such as 'text/html; charset=iso-8859-1'")
    parser.add_argument("--format", metavar="NAME", help=f"do not sniff; one of {', '.join(sorted(FORMATS))}")
    add_settings(parser, GROUPS, without=OF_THE_LOOP)


def _execute(arguments: argparse.Namespace) -> int:
    settings = loaded(arguments).settings
    from worker.commands import extract
    from worker.model import Hints

    hints = Hints(url=arguments.url, content_type=arguments.content_type, format=arguments.format)
    plan = extract.Plan(paths=arguments.paths, hints=hints, jobs=arguments.jobs, outcomes=arguments.outcomes)
    return extract.main(settings, plan)


COMMAND = Command(
    name="extract",
    description="Print the articles of files, one JSON object a line.",
    usage="[--outcomes] [--jobs N] [--url URL] [--content-type TYPE] [--format NAME]\n"
    "                          [--SETTING VALUE ...] PATH|DIR|- ...",
    examples=EXAMPLES,
    add_arguments=_add_arguments,
    execute=_execute,
)
