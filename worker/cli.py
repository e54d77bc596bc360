"""The command line: `agencyfeed run | extract | check-config`.  Heavy imports stand inside the commands."""
# ruff: noqa: PLC0415 - `--help` and a wrong flag must not wait for parsers and clients to load

import argparse
import os
import platform
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from worker.exit_codes import ExitCode
from worker.settings.loading import Loaded, SettingsError, environment, load_with_origins, require_kafka
from worker.settings.options import OPTIONS, SECRETS, Option
from worker.settings.values import bounds, written

EXAMPLES = """\
examples:
  agencyfeed extract page.html                     one article a line, as JSON
  agencyfeed extract --outcomes feed/              one line an input, what became of it
  agencyfeed run --source day.jsonl.zst --sink -   a recording through the same loop, without Kafka
  agencyfeed run --config /etc/agencyfeed.toml     Kafka to Kafka
  agencyfeed check-config --json                   the settings in force, and where each came from

settings: flag, then environment AGENCYFEED_<NAME>, then the file of --config or AGENCYFEED_CONFIG, then the default.
exit codes: 0 done, 2 usage, 66 an input could not be read, 69 no broker at start, 70 a bug, 75 not drained or fenced
(start again), 77 a right is missing, 78 wrong settings.
"""

RUN_EXAMPLES = """\
examples:
  agencyfeed run --bootstrap-servers kafka:9092 --input-topics feeds.raw \\
      --output-topic feeds.articles --dead-letter-topic feeds.dead
  AGENCYFEED_CONFIG=/etc/agencyfeed.toml agencyfeed run --delivery exactly_once --group-instance-id worker-0
  agencyfeed run --source monday.jsonl.zst tuesday.jsonl.zst --sink articles.jsonl

signals: TERM and INT finish what is begun, commit and leave; a second one leaves at once; USR1 writes all stacks.
"""

EXTRACT_EXAMPLES = """\
examples:
  agencyfeed extract page.html --url https://example.org/story
  agencyfeed extract --outcomes --jobs 4 feed/ more.html.gz > outcomes.jsonl
  curl -s https://example.org/story | agencyfeed extract --content-type text/html -

Directories are walked in order of names, hidden files left out; recordings (.jsonl, .jsonl.zst) give their records.
gzip, zstd, deflate and brotli content is unpacked within the limits.  An input that cannot be read has no outcome:
its line says so and the exit code is 66.
"""

CHECK_EXAMPLES = """\
examples:
  agencyfeed check-config
  agencyfeed check-config --config /etc/agencyfeed.toml --json
  agencyfeed check-config --example > agencyfeed.toml
  agencyfeed check-config --files                  for `run --source`, which needs no Kafka
"""


class Words(NamedTuple):
    """What the help says of a command."""

    description: str
    usage: str
    examples: str


COMMANDS = {
    "run": Words(
        "Read raw messages, publish articles and dead letters, until told to stop.",
        "[--config FILE] [--source FILE ... [--sink FILE|-]] [--SETTING VALUE ...]",
        RUN_EXAMPLES,
    ),
    "extract": Words(
        "Print the articles of files, one JSON object a line.",
        "[--outcomes] [--jobs N] [--url URL] [--content-type TYPE] [--format NAME]\n"
        "                          [--SETTING VALUE ...] PATH|DIR|- ...",
        EXTRACT_EXAMPLES,
    ),
    "check-config": Words(
        "Load everything `run` would load, print the settings in force and where each came from.",
        "[--config FILE] [--json] [--files] [--connect] [--example] [--SETTING VALUE ...]",
        CHECK_EXAMPLES,
    ),
}
Add = Callable[..., argparse.ArgumentParser]
Formatter = argparse.RawDescriptionHelpFormatter
EXTRACT_GROUPS = ("pool", "limits of one record")
OF_THE_LOOP = ("workers", "max_inflight_records", "max_inflight_bytes", "pool_kills_per_minute_max")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is one of `ExitCode`."""
    try:
        code = _dispatch(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:  # `agencyfeed extract feed/ | head`: no reader, no complaint
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.BROKEN_PIPE
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    return code


def _dispatch(argv: Sequence[str]) -> int:
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except SettingsError as error:
        return _fail(ExitCode.CONFIG, str(error))
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001 - the last word before the process ends: a bug has its own exit code
        from worker.knowledge.loading import ConfigError

        if isinstance(error, ConfigError):
            return _fail(ExitCode.CONFIG, str(error))
        traceback.print_exc()
        return _fail(ExitCode.SOFTWARE, "this is a bug: please report the lines above")


def _fail(code: ExitCode, text: str) -> int:
    print(f"agencyfeed: {text}", file=sys.stderr)  # noqa: T201 - the command line's own voice
    return code


def _run(arguments: argparse.Namespace) -> int:
    loaded = _loaded(arguments)
    if arguments.sink and not arguments.source:
        return _fail(ExitCode.USAGE, "--sink goes with --source; with Kafka the sink is --output-topic")
    if not arguments.source:
        require_kafka(loaded)
    from worker import logs
    from worker.commands import run

    logs.configure(loaded.settings)
    return run.main(loaded.settings, arguments.source, arguments.sink)


def _extract(arguments: argparse.Namespace) -> int:
    loaded = _loaded(arguments)
    from worker.commands import extract
    from worker.model import Hints

    hints = Hints(url=arguments.url, content_type=arguments.content_type, format=arguments.format)
    plan = extract.Plan(paths=arguments.paths, hints=hints, jobs=arguments.jobs, outcomes=arguments.outcomes)
    return extract.main(loaded.settings, plan)


def _check_config(arguments: argparse.Namespace) -> int:
    from worker.commands import check_config

    if arguments.example:
        sys.stdout.writelines(f"{line}\n" for line in check_config.example())
        return ExitCode.OK
    loaded = _loaded(arguments)
    wanted = check_config.Wanted(json=arguments.json, files=arguments.files, connect=arguments.connect)
    return check_config.main(loaded, wanted)


def _loaded(arguments: argparse.Namespace) -> Loaded:
    given = {name: value for name, value in vars(arguments).items() if name in OPTIONS}
    return load_with_origins(given, environment(), arguments.config)


def _parser() -> argparse.ArgumentParser:
    description = "Raw news-agency feed messages in, structured IPTC ninjs articles out."
    parser = argparse.ArgumentParser(
        "agencyfeed", description=description, epilog=EXAMPLES, formatter_class=Formatter, allow_abbrev=False
    )
    known = f"agencyfeed {version('agencyfeed')} (Python {platform.python_version()})"
    parser.add_argument("--version", action="version", version=known)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    _add_run(commands.add_parser)
    _add_extract(commands.add_parser)
    _add_check_config(commands.add_parser)
    return parser


def _add_run(add: Add) -> None:
    parser = _subcommand(add, "run")
    files = parser.add_argument_group("files instead of Kafka")
    files.add_argument(
        "--source", nargs="+", type=Path, metavar="FILE", default=[], help="recordings to read; ends with them"
    )
    files.add_argument("--sink", metavar="FILE|-", help="recording to write; - = standard output, the default")
    _add_settings(parser, {option.group for option in OPTIONS.values()})
    parser.set_defaults(command=_run)


def _add_extract(add: Add) -> None:
    parser = _subcommand(add, "extract")
    parser.add_argument("paths", nargs="+", metavar="PATH|DIR|-", help="files, directories, - = standard input")
    parser.add_argument("--outcomes", action="store_true", help="one line an input: outcome, reason, detail, articles")
    jobs_help = "child processes (default: CPUs); 0 = in this process, where a hostile input costs the whole run"
    parser.add_argument("--jobs", type=_jobs, metavar="N", help=jobs_help)
    parser.add_argument("--url", help="where the inputs were found")
    parser.add_argument("--content-type", help="such as 'text/html; charset=iso-8859-1'")
    parser.add_argument("--format", help="do not sniff: html or text")
    _add_settings(parser, EXTRACT_GROUPS, without=OF_THE_LOOP)
    parser.set_defaults(command=_extract)


def _add_check_config(add: Add) -> None:
    parser = _subcommand(add, "check-config")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--example", action="store_true", help="print a settings file that explains every option")
    parser.add_argument("--connect", action="store_true", help="ask the brokers too, as `run` does first")
    parser.add_argument("--files", action="store_true", help="check for `run --source`: Kafka's settings may be absent")
    _add_settings(parser, {option.group for option in OPTIONS.values()})
    parser.set_defaults(command=_check_config)


def _subcommand(add: Add, name: str) -> argparse.ArgumentParser:
    words = COMMANDS[name]
    parser = add(
        name,
        help=words.description,
        description=words.description,
        usage=f"agencyfeed {name} {words.usage}",
        epilog=words.examples,
        formatter_class=Formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="TOML file of settings (or AGENCYFEED_CONFIG)")
    return parser


def _add_settings(parser: argparse.ArgumentParser, groups: Iterable[str], without: Sequence[str] = ()) -> None:
    """Every option of `groups` as a flag; secrets only by the file that holds them: argv is for all to read."""
    wanted = [o for o in OPTIONS.values() if o.group in groups and o.name not in (*SECRETS, *without)]
    headings = {option.group: parser.add_argument_group(option.group) for option in wanted}
    for option in wanted:
        flag = "--" + option.name.replace("_", "-")
        headings[option.group].add_argument(
            flag, dest=option.name, metavar=_metavar(option), default=argparse.SUPPRESS, help=_help(option)
        )


def _metavar(option: Option) -> str:
    return "|".join(option.choices) if option.choices else option.kind.value.upper()


def _help(option: Option) -> str:
    default = "" if option.default in (None, ()) else f"default {written(option, option.default)}"
    notes = "; ".join(note for note in (bounds(option), default) if note)
    return f"{option.help} ({notes})".replace(" ()", "").replace("%", "%%")


def _jobs(text: str) -> int:
    jobs = int(text)
    if not 0 <= jobs <= 512:
        raise argparse.ArgumentTypeError("a whole number from 0 to 512")
    return jobs
