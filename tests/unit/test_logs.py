"""Log lines: one object each, bounded, unforgeable, and few of the same."""

import ast
import io
import json
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import log_lines
import pytest
from log_lines import SCHEMA

from worker import logs
from worker.settings.loading import Settings

PACKAGE = Path(logs.__file__).parent
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


@pytest.fixture(autouse=True)
def _root_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.getLogger("kafka").level, logging.raiseExceptions)
    yield
    root.handlers[:], level, kafka_level, logging.raiseExceptions = before
    root.setLevel(level)
    logging.getLogger("kafka").setLevel(kafka_level)
    logging.captureWarnings(capture=False)


def record(message: str, *args: object, name: str = "worker.x", at: float = 0.0, **extra: object) -> logging.LogRecord:
    """A record as the logging module makes it."""
    made = logging.getLogger(name).makeRecord(name, logging.WARNING, "x.py", 1, message, args, None, extra=extra)
    made.created = at
    return made


def test_json_line() -> None:
    """Time, level, logger, event, message and the extra fields, on one line."""
    line = logs.JsonLines().format(
        record("lost %d of %s", 3, "x", event="pool_template_lost", pid=7, at=1_700_000_000.5)
    )
    assert json.loads(line) == {
        "time": "2023-11-14T22:13:20.500Z",
        "level": "warning",
        "logger": "worker.x",
        "event": "pool_template_lost",
        "message": "lost 3 of x",
        "pid": 7,
    }


def test_configured_lines_reach_the_stream() -> None:
    """After `configure` every logger writes JSON to the stream, from the level on that the settings name."""
    stream = io.StringIO()
    logs.configure(Settings(log_level="warning"), stream)
    logging.getLogger("worker.y").info("quiet", extra={"event": "running"})
    logging.getLogger("worker.y").warning("loud", extra={"event": "running"})
    lines = stream.getvalue().splitlines()
    assert [json.loads(line)["message"] for line in lines] == ["loud"]


def test_console_line() -> None:
    """For people: level, message, fields."""
    line = logs.Console().format(record("lost %s", "x", event="running", pid=7))
    assert line.endswith("WARNING lost x pid=7")


@pytest.mark.parametrize("formatter", [logs.JsonLines(), logs.Console()])
def test_no_forged_lines(formatter: logging.Formatter) -> None:
    """What comes from outside cannot begin a new line, reach the terminal or hide text."""
    hostile = 'x\n{"level":"critical"}\r\x1b[2J\u2028\u202e\x00\x85\ud800'
    line = formatter.format(record("got %s", hostile, event="running", field=hostile))
    assert len(line.splitlines()) == 1
    assert not set(line) & set("\n\r\x1b\u2028\u202e\x00\x85\ud800")
    line.encode("utf-8")


@pytest.mark.parametrize("conversion", ["%s", "%r"])
def test_arguments_are_cut(conversion: str) -> None:
    """No more than 200 characters of anything that fills a message or a field."""
    error = ValueError("y" * 5000)
    line = json.loads(logs.JsonLines().format(record(f"failed: {conversion}", error, event="running", page="z" * 5000)))
    assert line["message"].count("y") <= 200
    assert ("ValueError" in line["message"]) is (conversion == "%r")
    assert len(line["page"]) == 200


def test_many_fields_are_cut() -> None:
    """A record with hundreds of extras stays a line."""
    extras: dict[str, Any] = {f"field{n}": n for n in range(300)}
    assert len(json.loads(logs.JsonLines().format(record("m", **extras)))) <= 5 + logs.FIELDS_MAX


def test_broken_arguments() -> None:
    """A message that does not fit its arguments is still a line."""
    assert json.loads(logs.JsonLines().format(record("%d apples", "three")))["message"] == "%d apples"


@pytest.mark.parametrize("formatter", [logs.JsonLines(), logs.Console()])
def test_traceback_is_bounded(formatter: logging.Formatter) -> None:
    """A traceback is kept, but not the page that its error quotes."""
    made = record("broke", event="cannot_run")
    try:
        int("p" * 5000 + "\nforged\n")
    except ValueError as error:
        made.exc_info = (ValueError, error, error.__traceback__)
    line = formatter.format(made)
    assert "ValueError" in line
    assert line.count("p" * 50) <= 4
    assert "\nforged" not in line


def test_flood_of_the_client() -> None:
    """Five of the same a minute; numbers do not make them different; the next minute says how many were left out."""
    flood = logs.Flood()
    first = [flood.filter(record("node %d away, %s", n, "refused", name="kafka.net", at=n / 100)) for n in range(500)]
    assert first == [True] * 5 + [False] * 495
    later = record("node 1 away, refused", name="kafka.net", at=61.0)
    assert flood.filter(later)
    assert vars(later)["suppressed"] == 495
    assert flood.filter(record("another", name="kafka.net", at=1.0))


def test_own_lines_are_never_suppressed() -> None:
    """Only libraries' loggers are limited."""
    flood = logs.Flood()
    assert all(flood.filter(record("the same", at=0.0)) for _ in range(100))
    assert sum(flood.filter(record("the same", name="workerlike", at=0.0)) for _ in range(100)) == 5


def test_flood_of_different_lines_is_bounded() -> None:
    """What is remembered about lines does not grow with them."""
    flood = logs.Flood()
    for n in range(5000):
        flood.filter(record("x" * (n % 190) + "ab"[n % 2] * (n // 190), name="kafka", at=0.0))
    assert len(flood._seen) <= logs.SAME_KEYS_MAX


def test_first_cause() -> None:
    """The first warning of the client since it listens, whatever follows."""
    first = logs.FirstCause.install()
    try:
        assert first.text is None
        logging.getLogger("kafka.net").info("connecting")
        logging.getLogger("kafka.net").error("%s: %s", "SaslAuthenticationFailedError", "wrong\npassword")
        logging.getLogger("kafka.net").error("socket disconnected")
    finally:
        first.remove()
    logging.getLogger("kafka.net").error("later")
    assert first.text == "SaslAuthenticationFailedError: wrong\\npassword"


def test_first_cause_that_says_more() -> None:
    """A wrong password is told in one attempt, and is a closed connection in the others, before and after."""
    first = logs.FirstCause.install()
    try:
        logging.getLogger("kafka.net").warning("Sending username and password in the clear")
        logging.getLogger("kafka.net").error("socket disconnected")
        assert first.text == "socket disconnected"
        logging.getLogger("kafka.net").error("SaslAuthenticationFailedError: no")
        logging.getLogger("kafka.net").error("Unable to bootstrap")
    finally:
        first.remove()
    assert first.text == "SaslAuthenticationFailedError: no"


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="log"), attr=level)) if level in LEVELS:
                    yield f"{path.name}:{node.lineno}", node


def _extras(call: ast.Call) -> Iterator[ast.Constant]:
    for keyword in call.keywords:
        if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict):
            yield from (key for key in keyword.value.keys if isinstance(key, ast.Constant))


def _event(call: ast.Call) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict):
            pairs = zip(keyword.value.keys, keyword.value.values, strict=True)
            return next((v for k, v in pairs if isinstance(k, ast.Constant) and k.value == "event"), None)
    return None


def test_every_line_has_a_known_event() -> None:
    """Each call of a logger names an event, and a literal one is in the table."""
    for where, call in _calls():
        event = _event(call)
        assert event is not None, f"{where} logs without an event"
        if isinstance(event, ast.Constant):
            assert event.value in logs.EVENTS, f"{where}: {event.value!r} is not in logs.EVENTS"


def test_every_known_event_is_logged() -> None:
    """The table holds no word that nothing logs: each stands as a literal, or behind the prefix of an f-string."""
    literals: set[str] = set()
    prefixes: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if path.name == "logs.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Constant(value=str() as text):
                    literals.add(text)
                case ast.JoinedStr(values=[ast.Constant(value=str() as prefix), *_]):
                    prefixes.add(prefix)
    prefixes = {prefix for prefix in prefixes if prefix.endswith("_")}
    unused = [name for name in logs.EVENTS if name not in literals and not any(name.startswith(p) for p in prefixes)]
    assert set(unused) == {*logs.LIBRARIES.values(), logs.OTHER_LIBRARY}


@pytest.mark.parametrize(
    ("logger", "event"),
    [
        ("kafka.net", "kafka_client"),
        ("opentelemetry.sdk.trace", "tracing_export"),
        ("py.warnings", "python_warning"),
        ("trafilatura", "library"),
        ("root", "library"),
    ],
)
def test_a_library_s_line_has_an_event_too(logger: str, event: str) -> None:
    """So that no line is without one."""
    assert json.loads(logs.JsonLines().format(record("its own words", name=logger)))["event"] == event


def test_the_schema_lists_the_events_with_their_meaning() -> None:
    """What operators and their tools read is what the worker's table says."""
    listed = {row["const"]: row["description"] for row in SCHEMA["properties"]["event"]["oneOf"]}
    assert listed == logs.EVENTS


def test_the_schema_knows_every_field() -> None:
    """Extras that the package's calls name are fields of the schema."""
    extras = {key.value for _, call in _calls() for key in _extras(call)}
    assert extras - {"event"} <= set(SCHEMA["properties"])


def test_lines_fit_the_schema() -> None:
    """Hostile arguments, a traceback and a flood's count; and the schema refuses what is none of ours."""
    made = record("broke %s", "\x1b[2J" * 500, event="cannot_run", suppressed=3)
    try:
        int("p" * 5000)
    except ValueError as error:
        made.exc_info = (ValueError, error, error.__traceback__)
    line = logs.JsonLines().format(made)
    assert log_lines.problems(line) == []
    assert log_lines.problems(line.replace("cannot_run", "cannot_walk"))
    assert log_lines.problems(line.replace('"suppressed"', '"page"'))
    assert log_lines.problems("Traceback (most recent call last):")


@pytest.mark.parametrize("text", ["\x1b" * 100_000, "0x" * 50_000, "1." * 50_000, "1" * 100_000])
@pytest.mark.parametrize("regex", [logs._CONTROL, logs._NUMBERS])
def test_regexes_are_linear(regex: re.Pattern[str], text: str) -> None:
    """100 kB of the worst takes no time."""
    began = time.process_time()
    regex.sub("#", text)
    assert time.process_time() - began < 0.5
