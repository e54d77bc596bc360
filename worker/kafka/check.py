"""Looks at the cluster before the first record: reachable, allowed, topics there, how large their records may be."""

import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import AuthorizationError, KafkaConnectionError, KafkaError, KafkaTimeoutError

from worker.kafka import client as kafka_client
from worker.logs import FirstCause
from worker.output_records import Route
from worker.settings.loading import Settings

MESSAGE_MAX_BYTES = "max.message.bytes"
CLEANUP_POLICY = "cleanup.policy"
UNKNOWN_TOPIC = 3  # Kafka's error code

T = TypeVar("T")

log = logging.getLogger(__name__)


class Unreachable(Exception):  # noqa: N818
    """No broker answered; the message says what the client saw first and which setting to look at."""


class NotAuthorised(Exception):  # noqa: N818
    """A broker said no; the message names the right that is missing."""


class TopicMissing(Exception):  # noqa: N818
    """An output topic does not exist; the worker creates none."""


# What the client saw first -> what to look at.  kafka-python itself only says "Unable to bootstrap".
_WANTS_OURS = "ssl_certfile, ssl_keyfile: the listener wants a client certificate that it trusts"
REFUSED = "SaslAuthenticationFailed"
_MAYBE_REFUSED = "sasl_username, sasl_password, sasl_mechanism, the token; security_protocol (plain to a TLS listener?)"
LOOK_AT = (
    ("sasl_oauth_token_file", "sasl_oauth_token_file"),
    ("sasl_oauth_token_command", "sasl_oauth_token_command"),
    (REFUSED, "sasl_username, sasl_password, sasl_mechanism"),
    ("UnsupportedSaslMechanism", "sasl_mechanism"),
    ("IllegalSaslState", "security_protocol: the listener expects or forbids SASL"),
    ("CERTIFICATE_VERIFY_FAILED", "ssl_cafile, ssl_check_hostname"),
    ("ALERT_CERTIFICATE", _WANTS_OURS),
    ("ALERT_BAD_CERTIFICATE", _WANTS_OURS),
    ("ALERT_UNKNOWN_CA", _WANTS_OURS),
    ("UNEXPECTED_EOF", "security_protocol: the listener does not speak TLS"),
    ("WRONG_VERSION_NUMBER", "security_protocol: the listener does not speak TLS"),
    ("Invalid frame length", "security_protocol: the listener speaks TLS"),
    ("disconnected", _MAYBE_REFUSED),
    ("reset by peer", _MAYBE_REFUSED),
    ("SASL Authentication timed out", _MAYBE_REFUSED),
    ("refused", "bootstrap_servers: nothing listens there"),
    ("resolution", "bootstrap_servers: the name is unknown"),
    ("getaddrinfo", "bootstrap_servers: the name is unknown"),
)

RIGHTS = {
    "GroupAuthorization": "READ on group {group_id}",
    "TransactionalId": "WRITE on transactional id {transactional_id}",
    "ClusterAuthorization": "WRITE on topics {output_topic} and {dead_letter_topic} (none of them is allowed)",
    "TopicAuthorization": (
        "READ and DESCRIBE on {input_topics}, WRITE and DESCRIBE on {output_topic} and {dead_letter_topic}"
    ),
}


def look_at(cause: str) -> str:
    """The settings to look at for what the client saw."""
    return next((hint for sign, hint in LOOK_AT if sign.lower() in cause.lower()), "bootstrap_servers")


def missing_right(error: Exception, settings: Settings) -> str:
    """The right that `error` says is missing, with this worker's names in it."""
    name = type(error).__name__
    right = next((right for sign, right in RIGHTS.items() if sign in name), "the rights listed in the README")
    return right.format(
        group_id=settings.group_id,
        transactional_id=settings.transactional_id,
        output_topic=settings.output_topic,
        dead_letter_topic=settings.dead_letter_topic,
        input_topics=", ".join(settings.input_topics),
    )


def connected(make: Callable[[], T], settings: Settings, first_cause: FirstCause) -> T:
    """The client that `make` makes.  Raises Unreachable, which names the setting to look at."""
    try:
        return make()
    except AuthorizationError:
        raise
    except (KafkaTimeoutError, KafkaConnectionError, KafkaError, OSError) as error:
        cause = first_cause.text or repr(error)
        servers = ",".join(settings.bootstrap_servers)
        raise Unreachable(f"no broker at {servers} let us in: {cause}. Look at {look_at(cause)}") from error


def reconnected(make: Callable[[], T]) -> T:
    """As `make`, by a process that was let in before.

    Raises Unreachable when its credentials are no longer taken: they were changed, and only a new start reads them.
    Every other outage is a KafkaError, to be waited out.
    """
    listening = FirstCause.install()
    try:
        return make()
    except KafkaTimeoutError as error:
        if REFUSED not in (cause := listening.text or ""):
            raise
        raise Unreachable(f"the brokers let us in no more: {cause}. Look at {look_at(cause)}") from error
    finally:
        listening.remove()


def check(settings: Settings, first_cause: FirstCause, *, wait_for_inputs: bool = True) -> Route:
    """Where outcomes go and how large they may be.  Raises Unreachable, NotAuthorised or TopicMissing.

    An input topic may come later and is only warned of; without `wait_for_inputs` it is as missing as another.
    """
    client = connected(lambda: kafka_client.admin(settings), settings, first_cause)
    try:
        missing = _missing(client, settings.input_topics)
        if missing and not wait_for_inputs:
            raise TopicMissing(f"input topic {missing[0]} does not exist: `run` would wait for it to come")
        for name in missing:  # until it comes a wrong name looks like silence
            log.warning("input topic %s does not exist (yet)", name, extra={"event": "input_topic_missing"})
        return _route(client, settings)
    except AuthorizationError as error:
        raise NotAuthorised(f"{type(error).__name__}: needs {missing_right(error, settings)}") from error
    except KafkaError as error:
        raise Unreachable(f"the brokers let us in and then did not answer: {error!r}") from error
    finally:
        client.close()


def _route(client: Any, settings: Settings) -> Route:
    topics = [topic for topic in (settings.output_topic, settings.dead_letter_topic) if topic]
    _must_exist(client, topics)
    configs = _configs(client, topics)
    limits = {topic: int(config[MESSAGE_MAX_BYTES]) for topic, config in configs.items()}
    sizes = [min(settings.max_request_size, limits.get(topic, settings.max_request_size)) for topic in topics]
    compacted = "compact" in configs.get(topics[1], {}).get(CLEANUP_POLICY, "")
    if compacted:
        what = "%s is compacted: of letters with the same key the last one alone is kept; set cleanup.policy=delete"
        log.warning(what, topics[1], extra={"event": "letters_need_keys"})
    return Route(
        output_topic=topics[0],
        dead_letter_topic=topics[1],
        output_max_bytes=sizes[0],
        dead_letter_max_bytes=sizes[1],
        letters_need_keys=compacted,
    )


def _must_exist(client: Any, topics: Sequence[str]) -> None:
    there = {topic["name"]: topic for topic in client.describe_topics(list(topics))}
    for name in topics:
        code = there.get(name, {}).get("error_code", UNKNOWN_TOPIC)
        if code == 29:  # TOPIC_AUTHORIZATION_FAILED
            raise NotAuthorised(f"TopicAuthorizationFailedError: needs WRITE and DESCRIBE on {name}")
        if code != 0:
            raise TopicMissing(f"topic {name} does not exist: create it, the worker creates none")


def _missing(client: Any, topics: Sequence[str]) -> list[str]:
    described = client.describe_topics(list(topics))
    return [topic["name"] for topic in described if topic.get("error_code") == UNKNOWN_TOPIC]


def _configs(client: Any, topics: Sequence[str]) -> dict[str, dict[str, str]]:
    """What matters of each topic's settings; nothing where DESCRIBE_CONFIGS is not allowed (max_request_size rules)."""
    wanted = (MESSAGE_MAX_BYTES, CLEANUP_POLICY)
    resources = [ConfigResource(ConfigResourceType.TOPIC, topic, dict.fromkeys(wanted)) for topic in topics]
    try:
        described = client.describe_configs(resources, config_filter="all").get("topic", {})
        return {name: {key: str(entries[key]["value"]) for key in wanted} for name, entries in described.items()}
    except (KafkaError, KeyError, TypeError) as error:
        log.info("topic limits unknown, max_request_size rules: %r", error, extra={"event": "topic_limits_unknown"})
        return {}
