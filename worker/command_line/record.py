"""`agencyfeed record` as it is typed."""
# ruff: noqa: PLC0415 - see Command

import argparse
from pathlib import Path

from worker import points
from worker.command_line.command import Command, loaded
from worker.command_line.option_flags import add_client_settings, add_config, add_overwrite, point, share, whole_number
from worker.settings.loading import require_kafka

EXAMPLES = """\
examples:
  agencyfeed record feeds.raw --out monday.jsonl.zst --from 2026-03-02T00:00Z --to 2026-03-03T00:00Z
  agencyfeed record feeds.raw feeds.dead --out now.jsonl.zst         all that is there as of now
  agencyfeed record feeds.raw --out - --from 2h | jq -r .key         the last two hours, to a pipe
  agencyfeed record feeds.raw --out tail.jsonl --from end --to never until Ctrl-C
  agencyfeed record feeds.raw --out one.jsonl --from 2:7150 --count 1
  agencyfeed record feeds.raw --out small.jsonl.zst --sample-share 1% --redact redaction.toml

A point is `beginning`, `end` (as of the start), an offset (1200), offsets of partitions (0:100,2:250: only those are
read), a time (2026-03-01T06:00Z; UTC without zone) or an age (90s, 15m, 2h, 3d); --to is exclusive.
No consumer group is joined and no offset committed.  .zst names are compressed.  config/redaction.example.toml
explains redaction; the manifest says that a recording was redacted or sampled.
exit codes: 0 all that was asked for, 69 no broker, 73 the file is there already, 75 records were deleted before they
could be read, 77 a right is missing (READ, DESCRIBE on the topics), 78 no such topic or wrong rules, 130 interrupted.
Whatever does not end with 0 leaves a file without an end line, which reads as cut off.
"""
COUNT_MAX = 10**12


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("topics", nargs="+", metavar="TOPIC", help="topics to record")
    parser.add_argument("--out", required=True, metavar="FILE|-", help="recording to write; - = standard output")
    add_overwrite(parser)
    begin, end = points.BEGINNING, points.END
    parser.add_argument("--from", dest="start", type=point, metavar="POINT", default=begin, help="default: beginning")
    parser.add_argument("--to", dest="stop", type=point, metavar="POINT", default=end, help="default: end; or never")
    number = whole_number(1, COUNT_MAX)
    parser.add_argument("--count", type=number, metavar="N", help="stop after N records were written")
    sample = parser.add_mutually_exclusive_group()
    nth_help = "only records whose offset is a multiple of N"
    sample.add_argument("--sample-every", dest="nth", type=number, metavar="N", help=nth_help)
    share_help = "only this share of all keys, by a stable hash (0.05 or 5%%)"
    sample.add_argument("--sample-share", dest="share", type=share, metavar="SHARE", help=share_help)
    parser.add_argument("--redact", type=Path, metavar="FILE", help="TOML file of what to blank")
    parser.add_argument(
        "--isolation",
        choices=("read_committed", "read_uncommitted"),
        default="read_committed",
        help="default: %(default)s",
    )
    add_client_settings(parser)


def _execute(arguments: argparse.Namespace) -> int:
    settings = loaded(arguments)
    require_kafka(settings, ("bootstrap_servers",))
    from worker.commands import record

    plan = record.Plan(
        topics=arguments.topics,
        out=arguments.out,
        start=arguments.start,
        stop=arguments.stop,
        count=arguments.count,
        isolation=arguments.isolation,
        nth=arguments.nth,
        share=arguments.share,
        redact=arguments.redact,
        overwrite=arguments.overwrite,
    )
    return record.main(settings.settings, plan)


COMMAND = Command(
    name="record",
    description="Write topics into a file, lossless, without joining a group.",
    usage="[--from POINT] [--to POINT] [--count N] [--sample-every N|--sample-share SHARE]\n"
    "                         [--redact FILE] [--overwrite] [--SETTING VALUE ...] --out FILE|- TOPIC ...",
    examples=EXAMPLES,
    add_arguments=_add_arguments,
    execute=_execute,
)
