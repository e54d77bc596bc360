"""Settings that contradict one another, or that Kafka needs: the refusal names them."""

import pytest
from settings_errors import KAFKA, error_of

from worker.settings.loading import SettingsError, load_with_origins, require_kafka


@pytest.mark.parametrize(
    ("changed", "key", "words"),
    [
        ({"OUTPUT_TOPIC": "raw"}, "output_topic", "none of input_topics"),
        ({"DEAD_LETTER_TOPIC": "raw"}, "dead_letter_topic", "none of input_topics"),
        ({"DEAD_LETTER_TOPIC": "articles"}, "dead_letter_topic", "another topic than output_topic"),
        ({"OUTPUT_TOPIC": "no spaces"}, "output_topic", "a topic name"),
        ({"INPUT_TOPICS": "raw,.."}, "input_topics", "a topic name"),
        ({"BOOTSTRAP_SERVERS": "kafka"}, "bootstrap_servers", "host:port"),
        ({"BOOTSTRAP_SERVERS": "kafka:0"}, "bootstrap_servers", "host:port"),
        ({"SESSION_TIMEOUT_MS": "300000"}, "session_timeout_ms", "less than max_poll_interval_ms (300000)"),
        ({"HEARTBEAT_INTERVAL_MS": "20000"}, "heartbeat_interval_ms", "a third of session_timeout_ms (45000)"),
        (
            {"BOOTSTRAP_TIMEOUT_MS": "30000"},
            "transaction_call_timeout_s",
            "more than twice bootstrap_timeout_ms (30000)",
        ),
        ({"MAX_PARTITION_FETCH_BYTES": "17MiB"}, "max_partition_fetch_bytes", "at most fetch_max_bytes (16777216)"),
        ({"MAX_REQUEST_SIZE": "1MiB"}, "max_request_size", "greater than record_max_bytes (10485760)"),
        ({"MAX_INFLIGHT_BYTES": "1MiB"}, "max_inflight_bytes", "not less than record_max_bytes"),
        ({"EXPANDED_MAX_BYTES": "1MiB"}, "expanded_max_bytes", "not less than record_max_bytes"),
        ({"RECORD_WALL_DEADLINE_S": "5"}, "record_wall_deadline_s", "not less than record_cpu_deadline_s (10)"),
        ({"STALL_TIMEOUT_S": "30"}, "stall_timeout_s", "greater than record_wall_deadline_s (30)"),
        ({"RETRY_BACKOFF_MS": "20000"}, "bootstrap_timeout_ms", "not less than retry_backoff_ms"),
        ({"TRANSACTIONAL_ID": "x"}, "transactional_id", "nothing, unless delivery is exactly_once"),
        (
            {"DELIVERY": "exactly_once", "COMMIT_INTERVAL_MS": "15000"},
            "commit_interval_ms",
            "less than transaction_timeout_ms (15000)",
        ),
        ({"SASL_MECHANISM": "PLAIN"}, "sasl_mechanism", "nothing, unless security_protocol is SASL_"),
        ({"SECURITY_PROTOCOL": "SASL_SSL"}, "sasl_mechanism", "as security_protocol is SASL_SSL"),
        ({"SASL_USERNAME": "alice"}, "sasl_username", "PLAIN or SCRAM"),
        ({"SASL_PASSWORD": "hunter2"}, "sasl_password", "PLAIN or SCRAM"),
        (
            {"SECURITY_PROTOCOL": "SASL_SSL", "SASL_MECHANISM": "PLAIN"},
            "sasl_username",
            "a name, as sasl_mechanism is PLAIN",
        ),
        (
            {"SECURITY_PROTOCOL": "SASL_SSL", "SASL_MECHANISM": "PLAIN", "SASL_USERNAME": "alice"},
            "sasl_password",
            "sasl_password_file",
        ),
        (
            {"SECURITY_PROTOCOL": "SASL_SSL", "SASL_MECHANISM": "OAUTHBEARER"},
            "sasl_oauth_token_file",
            "or a sasl_oauth_token_command",
        ),
        ({"SASL_OAUTH_TOKEN_COMMAND": "token"}, "sasl_oauth_token_command", "unless sasl_mechanism is OAUTHBEARER"),
        ({"SASL_OAUTH_TOKEN_FILE": __file__}, "sasl_oauth_token_file", "unless sasl_mechanism is OAUTHBEARER"),
        ({"SSL_CAFILE": __file__}, "ssl_cafile", "nothing, unless security_protocol is SSL"),
        ({"SSL_CERTFILE": __file__}, "ssl_certfile", "nothing, unless security_protocol is SSL"),
        ({"SSL_KEYFILE": __file__}, "ssl_keyfile", "nothing, without ssl_certfile"),
        ({"SSL_KEY_PASSWORD": "hunter2"}, "ssl_key_password", "nothing, without ssl_certfile"),
        ({"SSL_CAFILE": "/nowhere/ca.pem", "SECURITY_PROTOCOL": "SSL"}, "ssl_cafile", "No such file"),
    ],
)
def test_contradictions(changed: dict[str, str], key: str, words: str) -> None:
    """Settings that are each allowed but contradict one another are one error naming one key."""
    error = error_of(KAFKA | {f"AGENCYFEED_{name}": value for name, value in changed.items()})
    assert error.startswith(f"{key}: ")
    assert words in error
    assert "hunter2" not in error


@pytest.mark.parametrize("missing", sorted(KAFKA))
def test_kafka_needs(missing: str) -> None:
    """Without a broker or a topic there is nothing to run, and the error names what is missing."""
    loaded = load_with_origins({}, {name: value for name, value in KAFKA.items() if name != missing}, None)
    with pytest.raises(SettingsError, match=missing.removeprefix("AGENCYFEED_").lower()):
        require_kafka(loaded)
    require_kafka(load_with_origins({}, KAFKA, None))
