"""Log lines: one JSON object each (or text for people), no payload, bounded, and quiet in an outage.

`log.warning("child %d restarted after %s", pid, cause, extra={"event": "pool_child_lost", "pid": pid})`: the event
is a word of `EVENTS`, other extras become fields of the line.  config/agencyfeed-log.schema.json describes the lines.
"""

import json
import logging
import re
import sys
import textwrap
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Self, TextIO

from worker.settings.loading import Settings

TEXT_MAX = 200  # characters of anything that may come from outside
MESSAGE_MAX = 2_000
TRACE_MAX = 20_000
FIELDS_MAX = 20
SAME_PER_MINUTE = 5  # identical lines of a library
SAME_KEYS_MAX = 200

# What is logged and what it means: alerts and runbooks refer to these words.
EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "running": "everything is set up, the loop begins",
        "cannot_run": "the worker ends before or instead of running; the message says why and what to look at",
        "signal": "told to stop",
        "draining": "no new records; what is begun is finished and committed",
        "drain_incomplete": "the drain deadline passed; what was not committed is done again after the restart",
        "files_unfinished": "told to stop before the files ended; the recording has no end line and reads as cut off",
        "partitions_assigned": "this worker owns these partitions from now on",
        "partitions_revoked": "partitions go to another worker in order",
        "partitions_lost": "partitions went to another worker because this one was silent for too long",
        "partition_stalled": "a partition has records and makes no progress; /livez fails",
        "delivery_slow": "outputs wait long for the brokers' acknowledgement, and the loop with them",
        "letters_need_keys": "the dead-letter topic is compacted: letters of a key replace each other, others get one",
        "delivery_failed": "what was published since the last checkpoint is void and done again",
        "rewound": "reading begins again at the committed offset (None: at the beginning)",
        "recovery_failed": "starting over failed too and is tried again",
        "commit_failed": "the broker refused the offsets",
        "abort_failed": "a transaction could not be aborted; a new producer settles it",
        "producer_close_failed": "an old producer did not close cleanly; it is left behind",
        "broker_not_ready": "a transactional request waits for a broker that is away",
        "transaction_call_hung": "a call of the client did not return; the process leaves to be restarted",
        "input_topic_missing": "a topic to read does not exist: a wrong name, or it is to come",
        "drain_deadline": "the drain deadline passed in a call that does not come back; the process leaves",
        "offset_out_of_range": "records were deleted before they were read; reading goes on at the first that is left",
        "records_lost": "so many offsets were deleted before they were read; metric records_lost_total counts them",
        "input_topic_recreated": "a topic was deleted and made anew, or cut: reading begins again at its beginning",
        "topic_limits_unknown": "max.message.bytes of the topics may not be read; max_request_size rules",
        "items_lost": "items of a record gave no article while their siblings did; the reasons are named",
        "breaker_open": "too many dead letters: consumption pauses rather than drain the topic",
        "breaker_closed": "consumption resumes",
        "pool_breaker_open": "too many lost children: consumption pauses",
        "pool_child_deadline_exceeded": "a child was killed because its record took too long",
        "pool_child_worker_crashed": "a child died of its record",
        "pool_child_memory_exceeded": "a child ran out of memory",
        "pool_jail_incomplete": "the kernel refused a part of a child's jail",
        "pool_file_refused": "a child tried to open a file it should not need",
        "pool_template_silent": "the template does not answer and is replaced",
        "pool_template_lost": "the template died; another one is started",
        "http_listening": "where metrics and probes are",
        "http_request": "someone asked for metrics or a probe (debug)",
        "http_request_failed": "a client of metrics or a probe hung up or said nothing (debug)",
        "kafka_client": "the Kafka client's own words: connections that fail or are refused",
        "tracing_export": "OpenTelemetry's own words: spans that could not be sent; the work goes on without",
        "python_warning": "a warning of Python or of a library",
        "library": "any other library's own words",
    }
)
# Whose lines come without an event: the first part of the logger's name -> ours.
LIBRARIES: Mapping[str, str] = MappingProxyType(
    {"kafka": "kafka_client", "opentelemetry": "tracing_export", "urllib3": "tracing_export", "py": "python_warning"}
)
OTHER_LIBRARY = "library"

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "event", "taskName"}
# line breaks, terminal escapes, bidi overrides: what could forge or hide a line
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# 'node_id=1 ... 0x7f3a1c': what differs between two lines that say the same
_NUMBERS = re.compile(r"(?:0x[0-9a-f]{1,16}|\d{1,20}(?:\.\d{1,20})?)")


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Send every logger's lines to `stream` (stderr), as the settings say."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else Console())
    handler.addFilter(Flood())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    logging.getLogger("kafka").setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # a full disk or a closed stderr must not end the work


def clean(text: str, limit: int = TEXT_MAX) -> str:
    """One line of at most `limit` characters: control characters escaped, the rest cut off."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape", "surrogatepass").decode("ascii"), cut)


def _fields(record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
    extras = [(key, value) for key, value in vars(record).items() if key not in _STANDARD]
    for key, value in extras[:FIELDS_MAX]:
        yield key, value if isinstance(value, bool | int | float) or value is None else clean(str(value))


class _Cut:
    """An argument of a message, of which %s and %r show one short line."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __str__(self) -> str:
        return clean(str(self._value))

    def __repr__(self) -> str:
        return clean(repr(self._value))


def _traceback(formatter: logging.Formatter, exc_info: Any) -> str:
    """The traceback's last lines, each cut: the error's own words may quote what it choked on."""
    lines = formatter.formatException(exc_info)[-TRACE_MAX:].split("\n")
    return "\n".join(clean(line) for line in lines)


def _arguments_cut(record: logging.LogRecord) -> str:
    """The message, each text argument cut: the format is ours, what fills it may come from outside."""
    args = record.args
    if isinstance(args, tuple):
        args = tuple(arg if isinstance(arg, int | float) else _Cut(arg) for arg in args)
    try:
        message = str(record.msg) % args if args else str(record.msg)
    except (TypeError, ValueError):
        message = str(record.msg)
    return clean(message, MESSAGE_MAX if record.name.startswith("worker") else TEXT_MAX * 2)


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, event, message, fields, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, ASCII only."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": event_of(record),
            "message": _arguments_cut(record),
            **dict(_fields(record)),
        }
        if record.exc_info:
            line["traceback"] = _traceback(self, record.exc_info)
        return json.dumps(line, allow_nan=True)


class Console(logging.Formatter):
    """For people: time, level, message, fields; a traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        """The line or, with a traceback, lines."""
        at = time.strftime("%H:%M:%S", time.localtime(record.created))
        fields = "".join(f" {key}={value}" for key, value in _fields(record))
        line = f"{at} {record.levelname:7} {_arguments_cut(record)}{fields}"
        if not record.exc_info:
            return line
        return line + "\n" + textwrap.indent(_traceback(self, record.exc_info), "  | ")


class Flood(logging.Filter):
    """At most `per_minute` identical lines of a library a minute; the next one says how many were left out."""

    def __init__(self, per_minute: int = SAME_PER_MINUTE) -> None:
        super().__init__()
        self._per_minute = per_minute
        self._seen: dict[tuple[str, str], tuple[float, int]] = {}  # key -> (minute began, lines since)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        if _root(record) == "worker":
            return True
        key = (record.name, _NUMBERS.sub("#", record.getMessage()[:TEXT_MAX]))
        began, count = self._seen.get(key, (record.created, 0))
        if record.created - began >= 60:
            if (suppressed := count - self._per_minute) > 0:
                record.suppressed = suppressed
            began, count = record.created, 0
        if len(self._seen) >= SAME_KEYS_MAX and key not in self._seen:
            self._seen.clear()
        self._seen[key] = (began, count + 1)
        return count < self._per_minute


def event_of(record: logging.LogRecord) -> str:
    """The line's event: as its writer named it, or whose library's line it is."""
    named: str | None = getattr(record, "event", None)
    return named or LIBRARIES.get(_root(record), OTHER_LIBRARY)


def _root(record: logging.LogRecord) -> str:
    return record.name.partition(".")[0]


VAGUE = (logging.WARNING + logging.ERROR) // 2
SAYS_LITTLE = ("disconnected", "Unable to bootstrap", "Error receiving network data")


class FirstCause(logging.Handler):
    """Keeps what the Kafka client's time-outs do not tell: its first error that says more than that there is one.

    Without one the first that does not, without that the first warning.  The answer to a wrong password is an error in
    the one attempt and a closed connection in the next.
    """

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.text: str | None = None  # "SaslAuthenticationFailedError: ..."; None while all is well
        self._level = logging.NOTSET

    @classmethod
    def install(cls) -> Self:
        """One that listens from now on."""
        listening = cls()
        logging.getLogger("kafka").addHandler(listening)
        return listening

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the first one; a first error beats a warning before it (credentials in the clear)."""
        text = _arguments_cut(record)
        level = min(record.levelno, VAGUE if any(words in text for words in SAYS_LITTLE) else logging.ERROR)
        if level > self._level:
            self.text, self._level = text, level

    def remove(self) -> None:
        """Listen no more; what was heard stays."""
        logging.getLogger("kafka").removeHandler(self)
