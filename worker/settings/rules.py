"""Settings that are each allowed but contradict one another."""

import re
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from worker.settings.options import Settings
from worker.settings.tls_files import authorities_are_usable, certificate_is_usable

# a legal topic name: newsroom.raw_v2-eu
_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}")
# localhost:9092   [::1]:9092   kafka-0.kafka.svc:9092
_SERVER = re.compile(r"(?:\[[0-9A-Fa-f:.%]{2,60}\]|[A-Za-z0-9._-]{1,255}):(?P<port>\d{1,5})")

# http://collector.observability.svc:4318/v1/traces
_URL = re.compile(r"https?://[A-Za-z0-9\[\]:.%_-]{1,255}(?:/[!-~]{0,1000})?")


class Contradiction(Exception):  # noqa: N818 - names the finding
    """`key` is the setting to look at first, `allowed` what would be right."""

    def __init__(self, key: str, allowed: str) -> None:
        super().__init__(key, allowed)
        self.key = key
        self.allowed = allowed


class Rule(NamedTuple):
    """`holds` or the value of `key` is wrong; `allowed` says what would be right."""

    key: str
    holds: Callable[[Settings], bool]
    allowed: str


def _topics(s: Settings) -> list[str]:
    return [*s.input_topics, *(t for t in (s.output_topic, s.dead_letter_topic) if t)]


def _server(text: str) -> bool:
    match = _SERVER.fullmatch(text)
    return match is not None and 0 < int(match["port"]) < 65_536


def _topic(text: str | None) -> bool:
    return text is None or (_TOPIC.fullmatch(text) is not None and text not in {".", ".."})


def _sasl(s: Settings) -> bool:
    return s.security_protocol.startswith("SASL_")


def _ssl(s: Settings) -> bool:
    return s.security_protocol.endswith("SSL")


def _password_mechanism(s: Settings) -> bool:
    return s.sasl_mechanism is not None and s.sasl_mechanism != "OAUTHBEARER"


def _installed(distribution: str) -> bool:
    try:
        return bool(version(distribution))
    except PackageNotFoundError:
        return False


_EXPORTER = "opentelemetry-exporter-otlp-proto-http"
_SASL_NEEDED = "nothing, unless security_protocol is SASL_PLAINTEXT or SASL_SSL"
_SSL_NEEDED = "nothing, unless security_protocol is SSL or SASL_SSL"
_NAME = "a topic name: letters, digits, '.', '_' and '-', at most 249"

_RULES: tuple[Rule, ...] = (
    Rule("bootstrap_servers", lambda s: all(map(_server, s.bootstrap_servers)), "host:port, separated by commas"),
    Rule("input_topics", lambda s: all(map(_topic, s.input_topics)), _NAME),
    Rule("output_topic", lambda s: _topic(s.output_topic), _NAME),
    Rule("dead_letter_topic", lambda s: _topic(s.dead_letter_topic), _NAME),
    Rule(
        "output_topic", lambda s: s.output_topic not in s.input_topics, "none of input_topics: it would be read again"
    ),
    Rule(
        "dead_letter_topic",
        lambda s: s.dead_letter_topic not in s.input_topics,
        "none of input_topics: dead letters would be read again",
    ),
    Rule(
        "dead_letter_topic",
        lambda s: s.dead_letter_topic is None or s.dead_letter_topic != s.output_topic,
        "another topic than output_topic",
    ),
    Rule(
        "session_timeout_ms",
        lambda s: s.session_timeout_ms < s.max_poll_interval_ms,
        "less than max_poll_interval_ms ({s.max_poll_interval_ms})",
    ),
    Rule(
        "heartbeat_interval_ms",
        lambda s: s.heartbeat_interval_ms * 3 <= s.session_timeout_ms,
        "at most a third of session_timeout_ms ({s.session_timeout_ms})",
    ),
    Rule(
        "bootstrap_timeout_ms",
        lambda s: s.bootstrap_timeout_ms >= s.retry_backoff_ms,
        "not less than retry_backoff_ms ({s.retry_backoff_ms})",
    ),
    Rule(
        "transaction_call_timeout_s",
        lambda s: s.transaction_call_timeout_s * 1000 > 2 * s.bootstrap_timeout_ms,
        "more than twice bootstrap_timeout_ms ({s.bootstrap_timeout_ms}): connecting counts as one call",
    ),
    Rule(
        "max_partition_fetch_bytes",
        lambda s: s.max_partition_fetch_bytes <= s.fetch_max_bytes,
        "at most fetch_max_bytes ({s.fetch_max_bytes})",
    ),
    Rule(
        "max_request_size",
        lambda s: s.max_request_size > s.record_max_bytes,
        "greater than record_max_bytes ({s.record_max_bytes}): a dead letter carries the whole record and its headers",
    ),
    Rule(
        "max_inflight_bytes",
        lambda s: s.max_inflight_bytes >= s.record_max_bytes,
        "not less than record_max_bytes ({s.record_max_bytes})",
    ),
    Rule(
        "expanded_max_bytes",
        lambda s: s.expanded_max_bytes >= s.record_max_bytes,
        "not less than record_max_bytes ({s.record_max_bytes})",
    ),
    Rule(
        "record_wall_deadline_s",
        lambda s: s.record_wall_deadline_s >= s.record_cpu_deadline_s,
        "not less than record_cpu_deadline_s ({s.record_cpu_deadline_s:g})",
    ),
    Rule(
        "stall_timeout_s",
        lambda s: s.stall_timeout_s > s.record_wall_deadline_s,
        "greater than record_wall_deadline_s ({s.record_wall_deadline_s:g}): a slow record is no stall",
    ),
    Rule(
        "commit_interval_ms",
        lambda s: s.delivery != "exactly_once" or s.commit_interval_ms < s.transaction_timeout_ms,
        "less than transaction_timeout_ms ({s.transaction_timeout_ms}): the broker would abort every transaction",
    ),
    Rule(
        "transactional_id",
        lambda s: s.transactional_id is None or s.delivery == "exactly_once",
        "nothing, unless delivery is exactly_once",
    ),
    Rule("sasl_mechanism", lambda s: s.sasl_mechanism is None or _sasl(s), _SASL_NEEDED),
    Rule(
        "sasl_mechanism",
        lambda s: s.sasl_mechanism is not None or not _sasl(s),
        "a mechanism, as security_protocol is {s.security_protocol}",
    ),
    Rule(
        "sasl_username",
        lambda s: s.sasl_username is None or _password_mechanism(s),
        "nothing, unless sasl_mechanism is PLAIN or SCRAM",
    ),
    Rule(
        "sasl_password",
        lambda s: s.sasl_password is None or _password_mechanism(s),
        "nothing, unless sasl_mechanism is PLAIN or SCRAM",
    ),
    Rule(
        "sasl_username",
        lambda s: s.sasl_username is not None or not _password_mechanism(s),
        "a name, as sasl_mechanism is {s.sasl_mechanism}",
    ),
    Rule(
        "sasl_password",
        lambda s: s.sasl_password is not None or not _password_mechanism(s),
        "a password (AGENCYFEED_SASL_PASSWORD or sasl_password_file), as sasl_mechanism is {s.sasl_mechanism}",
    ),
    Rule(
        "sasl_oauth_token_file",
        lambda s: s.sasl_oauth_token_file is None or s.sasl_mechanism == "OAUTHBEARER",
        "nothing, unless sasl_mechanism is OAUTHBEARER",
    ),
    Rule(
        "sasl_oauth_token_command",
        lambda s: s.sasl_oauth_token_command is None or s.sasl_mechanism == "OAUTHBEARER",
        "nothing, unless sasl_mechanism is OAUTHBEARER",
    ),
    Rule(
        "sasl_oauth_token_file",
        lambda s: (
            s.sasl_mechanism != "OAUTHBEARER"
            or (s.sasl_oauth_token_file is None) != (s.sasl_oauth_token_command is None)
        ),
        "a file, or a sasl_oauth_token_command, but not both, as sasl_mechanism is OAUTHBEARER",
    ),
    Rule(
        "tracing",
        lambda s: s.tracing == "off" or _installed(_EXPORTER),
        "off, as long as the extra is missing: pip install 'agencyfeed[otel]'",
    ),
    Rule(
        "tracing_endpoint",
        lambda s: _URL.fullmatch(s.tracing_endpoint) is not None,
        "a URL such as http://collector:4318/v1/traces",
    ),
    Rule("ssl_cafile", lambda s: s.ssl_cafile is None or _ssl(s), _SSL_NEEDED),
    Rule("ssl_certfile", lambda s: s.ssl_certfile is None or _ssl(s), _SSL_NEEDED),
    Rule("ssl_keyfile", lambda s: s.ssl_keyfile is None or s.ssl_certfile is not None, "nothing, without ssl_certfile"),
    Rule(
        "ssl_key_password",
        lambda s: s.ssl_key_password is None or s.ssl_certfile is not None,
        "nothing, without ssl_certfile",
    ),
    Rule("ssl_cafile", authorities_are_usable, "a PEM file with at least one certificate"),
    Rule(
        "ssl_certfile",
        certificate_is_usable,
        "a PEM certificate whose key is in ssl_keyfile ({s.ssl_keyfile}) and opens with ssl_key_password",
    ),
)

RUN_NEEDS = ("bootstrap_servers", "input_topics", "output_topic", "dead_letter_topic")


def check(settings: Settings) -> None:
    """`Contradiction` for the first rule that does not hold."""
    for rule in _RULES:
        if not rule.holds(settings):
            raise Contradiction(rule.key, rule.allowed.format(s=settings))


def missing_for_kafka(settings: Settings, needs: Sequence[str] = RUN_NEEDS) -> str | None:
    """The first of `needs` that is not set, None when all are there."""
    return next((key for key in needs if not getattr(settings, key)), None)
