"""What can be set: every option with its type, default, bounds and help, as the fields of one frozen `Settings`.

The dataclass is the table.  Flags, environment variables, file keys, `check-config` and the example file are all
read off it, so an option is added by adding a field here and nowhere else.
"""
# ruff: noqa: RUF009 - the calls are what makes the fields

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, TypeVar, get_args

from worker.model import Limits

Value = str | int | float | bool | tuple[str, ...] | None
T = TypeVar("T")

KIB, MIB = 1024, 1024 * 1024
INT_MAX = 2**31 - 1
_LIMITS = Limits()

Delivery = Literal["at_least_once", "exactly_once"]
Compression = Literal["none", "gzip", "lz4", "snappy", "zstd"]
SecurityProtocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"]
LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["json", "console"]
Tracing = Literal["off", "otlp"]


class Kind(StrEnum):
    """How a value is written and read."""

    TEXT = "text"
    LIST = "list"
    INTEGER = "integer"
    NUMBER = "number"
    SIZE = "size"  # bytes: 65536, "64KiB", "64MiB"
    FLAG = "flag"
    FILE = "file"  # a path that must be readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One row of the table."""

    name: str = ""
    kind: Kind
    group: str
    help: str
    default: Value = None
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None  # exclusive lower bound
    secret: bool = False


def _option(default: T, row: Option) -> T:
    """A dataclass field that carries its row; typed as the value it stands for."""
    return field(default=default, repr=not row.secret, metadata={"option": row})


def _text(default: T, group: str, help_: str, *, secret: bool = False) -> T:
    return _option(default, Option(kind=Kind.TEXT, group=group, help=help_, secret=secret))


def _file(group: str, help_: str) -> str | None:
    return _option(None, Option(kind=Kind.FILE, group=group, help=help_))


def _list(group: str, help_: str) -> tuple[str, ...]:
    return _option((), Option(kind=Kind.LIST, group=group, help=help_))


def _choice(default: T, values: object, group: str, help_: str) -> T:
    return _option(default, Option(kind=Kind.TEXT, group=group, help=help_, choices=get_args(values)))


def _integer(default: int, group: str, help_: str, *, minimum: int = 1, maximum: int = INT_MAX) -> int:
    return _option(default, Option(kind=Kind.INTEGER, group=group, help=help_, minimum=minimum, maximum=maximum))


def _size(default: int, group: str, help_: str, *, minimum: int = KIB) -> int:
    return _option(default, Option(kind=Kind.SIZE, group=group, help=help_, minimum=minimum))


def _seconds(default: float, group: str, help_: str) -> float:
    return _option(default, Option(kind=Kind.NUMBER, group=group, help=help_, above=0, maximum=86_400))


def _ratio(default: float, group: str, help_: str) -> float:
    return _option(default, Option(kind=Kind.NUMBER, group=group, help=help_, above=0, maximum=1))


def _flag(default: bool, group: str, help_: str) -> bool:
    return _option(default, Option(kind=Kind.FLAG, group=group, help=help_))


K, D, C, S, P, G, L, O = (  # noqa: E741 - headings of the help, short so that a row of the table stays a line
    "topics and group",
    "delivery",
    "Kafka client",
    "security",
    "pool",
    "dead-letter breaker",
    "limits of one record",
    "operations",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the worker can be told, checked.  Secrets stay out of the repr."""

    bootstrap_servers: tuple[str, ...] = _list(K, "brokers, host:port")
    input_topics: tuple[str, ...] = _list(K, "topics to read")
    output_topic: str | None = _text(None, K, "topic of the articles")
    dead_letter_topic: str | None = _text(None, K, "topic of the records that cannot become articles")
    group_id: str = _text("agencyfeed", K, "consumer group")
    client_id: str = _text("agencyfeed", K, "name of this client in broker logs and quotas")
    group_instance_id: str | None = _text(None, K, "static membership: a name per slot, never two live")

    delivery: Delivery = _choice("at_least_once", Delivery, D, "exactly_once uses transactions")
    transactional_id: str | None = _text(
        None, D, "never two live; left out: <group_id>-<group_instance_id or host name>"
    )
    transaction_timeout_ms: int = _integer(15_000, D, "broker aborts a transaction open for longer", maximum=900_000)
    transaction_call_timeout_s: float = _seconds(45, D, "the process leaves when one transaction call takes longer")
    commit_interval_ms: int = _integer(1_000, D, "time between commits", maximum=60_000)

    session_timeout_ms: int = _integer(45_000, C, "a silent member is removed after this", minimum=1_000)
    heartbeat_interval_ms: int = _integer(3_000, C, "at most a third of session_timeout_ms", minimum=100)
    max_poll_interval_ms: int = _integer(300_000, C, "a member that does not poll is removed after this", minimum=1_000)
    fetch_max_bytes: int = _size(16 * MIB, C, "most of one fetch response")
    max_partition_fetch_bytes: int = _size(11 * MIB, C, "most of one partition in a fetch response")
    max_request_size: int = _size(12 * MIB, C, "largest record sent; at most the topics' max.message.bytes")
    retry_backoff_ms: int = _integer(20, C, "wait before a retry; dominates the time of a transaction", maximum=60_000)
    reconnect_backoff_max_ms: int = _integer(1_000, C, "longest wait before a reconnect", maximum=60_000)
    bootstrap_timeout_ms: int = _integer(10_000, C, "the first connection must stand within", maximum=600_000)
    request_timeout_ms: int = _integer(30_000, C, "one request must be answered within", minimum=1_000)
    compression: Compression = _choice("zstd", Compression, C, "how batches are compressed")
    linger_ms: int = _integer(20, C, "wait for a fuller batch", minimum=0, maximum=10_000)

    security_protocol: SecurityProtocol = _choice("PLAINTEXT", SecurityProtocol, S, "how brokers are talked to")
    sasl_mechanism: SaslMechanism | None = _choice(
        None, SaslMechanism, S, "how the user is proved, with a SASL protocol"
    )
    sasl_username: str | None = _text(None, S, "user name for PLAIN and SCRAM")
    sasl_password: str | None = _text(None, S, "password for PLAIN and SCRAM", secret=True)
    sasl_oauth_token_file: str | None = _file(S, "for OAUTHBEARER: file holding the token, read again when it expires")
    sasl_oauth_token_command: str | None = _text(None, S, "for OAUTHBEARER: command that prints the token")
    ssl_cafile: str | None = _file(S, "PEM file of the authorities that sign the brokers")
    ssl_certfile: str | None = _file(S, "PEM file of the client certificate")
    ssl_keyfile: str | None = _file(S, "PEM file of the client key")
    ssl_key_password: str | None = _text(None, S, "password of the client key", secret=True)
    ssl_check_hostname: bool = _flag(True, S, "the broker's certificate must name its host")

    workers: int = _integer(0, P, "child processes; 0 = as many as CPUs (cgroup quota counts)", minimum=0, maximum=512)
    max_inflight_records: int = _integer(
        256, P, "records read and not yet finished; more are not polled", maximum=1_000_000
    )
    max_inflight_bytes: int = _size(64 * MIB, P, "their keys and values together", minimum=MIB)
    record_cpu_deadline_s: float = _seconds(10, P, "most CPU time one record may take")
    record_wall_deadline_s: float = _seconds(30, P, "most time one record may take")
    child_memory_bytes: int = _size(512 * MIB, P, "address space one record may add to a child", minimum=32 * MIB)
    child_recycle_records: int = _integer(10_000, P, "a child is replaced after so many records")
    child_recycle_rss_bytes: int = _size(400 * MIB, P, "a child is replaced above this memory", minimum=32 * MIB)
    pool_kills_per_minute_max: int = _integer(20, P, "more lost children a minute open the breaker")

    dead_letter_max_ratio: float = _ratio(0.5, G, "share of dead letters in the window that opens the breaker; 1 = off")
    dead_letter_ratio_window: int = _integer(200, G, "records the share is taken over", minimum=10, maximum=1_000_000)
    dead_letter_max_consecutive: int = _integer(100, G, "dead letters in a row that open the breaker")
    breaker_cooldown_s: float = _seconds(30, G, "pause before records are tried again")

    record_max_bytes: int = _size(_LIMITS.record_max_bytes, L, "largest value of a record")
    expanded_max_bytes: int = _size(_LIMITS.expanded_max_bytes, L, "most after decompression, all layers together")
    expansion_max_ratio: int = _integer(
        _LIMITS.expansion_max_ratio, L, "most expanded : compressed, judged above 1 MiB"
    )
    envelope_max_depth: int = _integer(_LIMITS.envelope_max_depth, L, "deepest nesting of a JSON envelope", maximum=500)
    markup_max_tags: int = _integer(_LIMITS.markup_max_tags, L, "most tags of a page")
    markup_max_depth: int = _integer(_LIMITS.markup_max_depth, L, "deepest nesting of a page's tags")
    attribute_max_bytes: int = _size(_LIMITS.attribute_max_bytes, L, "largest attribute of a tag")
    articles_max: int = _integer(_LIMITS.articles_max, L, "most articles of a record")
    related_max: int = _integer(_LIMITS.related_max, L, "most related stories kept of an article", minimum=0)

    drain_deadline_s: float = _seconds(25, O, "after SIGTERM, finish and commit within; below the pod's grace period")
    stall_timeout_s: float = _seconds(120, O, "a partition with lag and without progress for so long is stalled")
    http_host: str = _text("127.0.0.1", O, "address of /metrics, /livez, /readyz, /startupz")
    http_port: int = _integer(9108, O, "-1 = off, 0 = any free one", minimum=-1, maximum=65_535)
    log_level: LogLevel = _choice("info", LogLevel, O, "least level that is logged")
    log_format: LogFormat = _choice("json", LogFormat, O, "json: one object a line; console: for people")
    tracing: Tracing = _choice("off", Tracing, O, "otlp: spans to an OpenTelemetry collector (needs the extra otel)")
    tracing_endpoint: str = _text("http://127.0.0.1:4318/v1/traces", O, "where its OTLP/HTTP receiver takes traces")
    tracing_sample_ratio: float = _ratio(0.01, O, "share of traces begun here; one that a record brings decides itself")

    @property
    def limits(self) -> Limits:
        """The part of the settings that the core enforces."""
        return Limits(**{f.name: getattr(self, f.name) for f in fields(Limits)})


def _rows() -> dict[str, Option]:
    rows: dict[str, Option] = {}
    for f in fields(Settings):
        row: Option = f.metadata["option"]
        rows[f.name] = _named(row, f.name, f.default)
        if row.secret:
            file_row = Option(kind=Kind.FILE, group=row.group, help=f"file holding {f.name}")
            rows[f"{f.name}_file"] = _named(file_row, f"{f.name}_file", None)
    return rows


def _named(row: Option, name: str, default: object) -> Option:
    return replace(row, name=name, default=default)  # type: ignore[arg-type]


OPTIONS: Mapping[str, Option] = MappingProxyType(_rows())
SECRETS: tuple[str, ...] = tuple(name for name, row in OPTIONS.items() if row.secret)
