"""`agencyfeed check-config`: everything `run` would load, loaded; the settings in force, secrets masked."""
# ruff: noqa: PLC0415 - the client loads only when brokers are asked

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from itertools import groupby

from worker.exit_codes import ExitCode
from worker.knowledge import loading as knowledge
from worker.settings.loading import Loaded, Settings, require_kafka, shown
from worker.settings.options import OPTIONS, Kind, Option
from worker.settings.values import allowed, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asked for: `files` = without Kafka, `connect` = ask the brokers too."""

    json: bool = False
    files: bool = False
    connect: bool = False


def main(loaded: Loaded, wanted: Wanted) -> int:
    """Print the settings, then say what is missing for `run`; raises SettingsError or ConfigError for what is wrong."""
    knowledge.load(loaded.settings.limits)
    lines = _json(loaded) if wanted.json else _table(loaded)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()
    if not wanted.files:
        require_kafka(loaded)
    return _connect(loaded.settings) if wanted.connect else ExitCode.OK


def _connect(settings: Settings) -> int:
    """Ask the brokers what `run` would ask them first; an input topic that `run` would wait for is missing, too."""
    from worker import logs
    from worker.kafka import check as kafka_check

    logs.configure(replace(settings, log_format="console", log_level="error"))
    logging.getLogger("kafka").propagate = False  # what it says first is in the error
    try:
        route = kafka_check.check(settings, logs.FirstCause.install(), wait_for_inputs=False)
    except kafka_check.Unreachable as error:
        return _refused(ExitCode.UNAVAILABLE, error)
    except kafka_check.NotAuthorised as error:
        return _refused(ExitCode.NOT_AUTHORISED, error)
    except kafka_check.TopicMissing as error:
        return _refused(ExitCode.CONFIG, error)
    sys.stderr.write(f"agencyfeed: connected; {route.output_topic} takes records of {route.output_max_bytes} bytes\n")
    return ExitCode.OK


def _refused(code: ExitCode, error: Exception) -> int:
    sys.stderr.write(f"agencyfeed: {error}\n")
    return code


def _json(loaded: Loaded) -> Iterator[str]:
    listed = {name: {"value": shown(loaded.settings, name), "origin": loaded.origins[name]} for name in _names()}
    yield json.dumps(listed, indent=2)


def _table(loaded: Loaded) -> Iterator[str]:
    rows = [(name, _text(loaded.settings, name), loaded.origins[name]) for name in _names()]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, value, origin in rows:
        yield f"{name:{widths[0]}}  {value:{widths[1]}}  {origin}"


def _text(settings: Settings, name: str) -> str:
    value = shown(settings, name)
    return "-" if value in (None, ()) else written(OPTIONS[name], value)


def _names() -> list[str]:
    return [f.name for f in fields(Settings)]


def example() -> Iterator[str]:
    """The lines of a settings file that says of every option what it is, all at their defaults."""
    yield "# Settings of agencyfeed, every one with its default; `agencyfeed check-config --example` prints this file."
    yield "# A flag wins over the environment (AGENCYFEED_<NAME>), the environment over this file."
    for group, options in groupby(OPTIONS.values(), key=lambda option: option.group):
        yield f"\n# ---- {group}"
        for option in options:
            yield f"\n# {option.help} ({allowed(option)})"
            yield f"#{option.name} = {_toml(option)}"


def _toml(option: Option) -> str:
    """The default as TOML; for an option without one, a value of its kind."""
    if option.default in (None, ()):
        return _SAMPLES.get(option.name) or json.dumps(option.choices[0] if option.choices else "...")
    text = written(option, option.default)
    return text if option.kind in _BARE or text.isdigit() else json.dumps(text)


_BARE = (Kind.INTEGER, Kind.NUMBER, Kind.FLAG)
_SAMPLES = {
    "bootstrap_servers": '["kafka-0:9092", "kafka-1:9092"]',
    "input_topics": '["feeds.raw"]',
    "output_topic": '"feeds.articles"',
    "dead_letter_topic": '"feeds.dead"',
}
