"""Settings: four sources, one winner, and errors that say what to do."""

import re
import time
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.model import Limits
from worker.settings import loading as settings_module
from worker.settings import rules as consistency
from worker.settings import values as option_values
from worker.settings.loading import Loaded, SettingsError, environment, load, load_with_origins, require_kafka, shown
from worker.settings.options import OPTIONS, SECRETS, Kind, Settings
from worker.settings.values import allowed, parse

HIDDEN = "swordfish"
KAFKA = {
    "AGENCYFEED_BOOTSTRAP_SERVERS": "one:9092,two:9092",
    "AGENCYFEED_INPUT_TOPICS": "raw",
    "AGENCYFEED_OUTPUT_TOPIC": "articles",
    "AGENCYFEED_DEAD_LETTER_TOPIC": "dead",
}
SASL = {
    "AGENCYFEED_SECURITY_PROTOCOL": "SASL_SSL",
    "AGENCYFEED_SASL_MECHANISM": "SCRAM-SHA-512",
    "AGENCYFEED_SASL_USERNAME": "alice",
}


def written(folder: Path, text: str) -> Path:
    """A settings file."""
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def error_of(env: Mapping[str, str], cli: Mapping[str, str] | None = None, file: Path | None = None) -> str:
    """The words of the refusal."""
    with pytest.raises(SettingsError) as refused:
        load(cli or {}, env, file)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_defaults_need_nothing() -> None:
    """Without any source everything has its default, and workers is a real number of CPUs."""
    settings = load({}, {}, None)
    assert settings == Settings(workers=settings.workers)
    assert settings.workers >= 1


def test_precedence(tmp_path: Path) -> None:
    """Flag over environment over file over default, each with its origin."""
    file = written(tmp_path, 'linger_ms = 1\ngroup_id = "file"\nclient_id = "file"\n')
    env = {"AGENCYFEED_GROUP_ID": "env", "AGENCYFEED_CLIENT_ID": "env", "UNRELATED": "x"}
    loaded = load_with_origins({"client_id": "flag"}, env, file)
    assert (loaded.settings.linger_ms, loaded.settings.group_id, loaded.settings.client_id) == (1, "env", "flag")
    assert loaded.origins["linger_ms"] == f"file {file}, key linger_ms"
    assert loaded.origins["group_id"] == "environment variable AGENCYFEED_GROUP_ID"
    assert loaded.origins["client_id"] == "flag --client-id"
    assert loaded.origins["delivery"] == "default"


def test_file_named_by_the_environment(tmp_path: Path) -> None:
    """AGENCYFEED_CONFIG names the file; --config wins over it."""
    file = written(tmp_path, "linger_ms = 7\n")
    assert load({}, {"AGENCYFEED_CONFIG": str(file)}, None).linger_ms == 7
    assert load({}, {"AGENCYFEED_CONFIG": "/nowhere"}, file).linger_ms == 7


@pytest.mark.parametrize(
    ("text", "bytes_"),
    [("65536", 65_536), ("64KiB", 65_536), ("12 MiB", 12 * 2**20), ("13mb", 13_000_000), ("2048B", 2048)],
)
def test_sizes(text: str, bytes_: int) -> None:
    """A size is a number of bytes or has a unit."""
    assert load({}, {"AGENCYFEED_ATTRIBUTE_MAX_BYTES": text}, None).attribute_max_bytes == bytes_


def test_native_values_of_a_file(tmp_path: Path) -> None:
    """TOML's own numbers, booleans and lists are taken as they are."""
    numbers = 'record_cpu_deadline_s = 2.5\nmax_inflight_bytes = "32MiB"\n'
    text = 'input_topics = ["a", "b"]\nssl_check_hostname = false\n' + numbers
    settings = load({}, {}, written(tmp_path, text))
    assert settings.input_topics == ("a", "b")
    assert settings.ssl_check_hostname is False
    assert settings.record_cpu_deadline_s == 2.5
    assert settings.max_inflight_bytes == 32 * 2**20


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("workers", "many", "a whole number, at least 0 and at most 512"),
        ("workers", "-1", "a whole number, at least 0"),
        ("delivery", "at_most_once", "one of at_least_once, exactly_once"),
        ("http_port", "70000", "at least -1 and at most 65535"),
        ("record_cpu_deadline_s", "0", "a number, greater than 0"),
        ("record_cpu_deadline_s", "nan", "a number, greater than 0"),
        ("record_cpu_deadline_s", "inf", "a number, greater than 0"),
        ("dead_letter_max_ratio", "1.5", "at most 1"),
        ("max_inflight_bytes", "64 apples", "a number of bytes such as 65536, 64KiB or 64MiB"),
        ("ssl_check_hostname", "maybe", "true or false"),
        ("input_topics", "", "one or more names"),
        ("input_topics", "a,,b", "one or more names"),
        ("group_id", " ", "text on one line, not empty"),
    ],
)
def test_wrong_value(name: str, value: str, allowed: str) -> None:
    """The error names the key, the variable it came from, the value and what is allowed."""
    variable = f"AGENCYFEED_{name.upper()}"
    error = error_of({variable: value})
    assert error.startswith(f"{name}: {value!r} (from environment variable {variable}) is not allowed; allowed: ")
    assert allowed in error


@pytest.mark.parametrize(
    "text", ["workers = true", "workers = 1.5", "group_id = 5", 'input_topics = "a"\nworkers = []']
)
def test_wrong_type_in_a_file(tmp_path: Path, text: str) -> None:
    """A value of another TOML type is refused with the file and the key."""
    file = written(tmp_path, text)
    assert f"(from file {file}, key " in error_of({}, file=file)


@pytest.mark.parametrize(
    ("env", "cli", "text", "error"),
    [
        ({"AGENCYFEED_WORKRS": "1"}, {}, "", "AGENCYFEED_WORKRS (environment variable) {no} AGENCYFEED_WORKERS"),
        ({}, {"linger": "1"}, "", "--linger (flag) {no} --linger-ms"),
        ({}, {}, "max_inflight = 1", "max_inflight (file {file}) {no} max_inflight_bytes"),
        (
            {"AGENCYFEED_HTP_PORT": "9108"},
            {},
            "",
            "AGENCYFEED_HTP_PORT (environment variable) {no} AGENCYFEED_HTTP_PORT",
        ),
    ],
)
def test_unknown_key(tmp_path: Path, env: dict[str, str], cli: dict[str, str], text: str, error: str) -> None:
    """A key that does not exist is an error that names the nearest one that does."""
    file = written(tmp_path, text)
    assert error.format(file=file, no="is not a setting; the nearest is") in error_of(env, cli, file)


def test_a_table_is_no_setting(tmp_path: Path) -> None:
    """It is named as one: the nearest setting would be a guess."""
    assert "[kafka] (file " in error_of({}, {}, written(tmp_path, '[kafka]\ngroup_id = "a"\n'))


def test_what_kubernetes_adds_is_no_setting() -> None:
    """Service links of a Service called agencyfeed or agencyfeed-metrics do not stop the worker."""
    links = {
        "AGENCYFEED_SERVICE_HOST": "10.0.0.7",
        "AGENCYFEED_SERVICE_PORT": "9108",
        "AGENCYFEED_SERVICE_PORT_HTTP": "9108",
        "AGENCYFEED_PORT": "tcp://10.0.0.7:9108",
        "AGENCYFEED_PORT_9108_TCP": "tcp://10.0.0.7:9108",
        "AGENCYFEED_PORT_9108_TCP_ADDR": "10.0.0.7",
        "AGENCYFEED_METRICS_PORT": "tcp://10.0.0.7:9108",
        "AGENCYFEED_METRICS_SERVICE_HOST": "10.0.0.7",
    }
    assert load({}, links, None) == load({}, {}, None)


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


def test_secret_from_a_file(tmp_path: Path) -> None:
    """A secret's file gives its content without the newline; flag's file wins over the environment's value."""
    secret = tmp_path / "password"
    secret.write_text("swordfish\n", encoding="utf-8")
    loaded = load_with_origins(
        {"sasl_password_file": str(secret)}, KAFKA | SASL | {"AGENCYFEED_SASL_PASSWORD": "env"}, None
    )
    assert loaded.settings.sasl_password == HIDDEN
    assert loaded.origins["sasl_password"].startswith("flag --sasl-password-file")


def test_secret_twice(tmp_path: Path) -> None:
    """A secret and its file in one place are one too many."""
    secret = tmp_path / "password"
    secret.write_text("swordfish", encoding="utf-8")
    both = {"AGENCYFEED_SASL_PASSWORD": "swordfish", "AGENCYFEED_SASL_PASSWORD_FILE": str(secret)}
    error = error_of(SASL | both)
    assert "AGENCYFEED_SASL_PASSWORD and AGENCYFEED_SASL_PASSWORD_FILE are both set" in error


def test_empty_secret_file(tmp_path: Path) -> None:
    """A secret's file without a secret is refused."""
    secret = tmp_path / "password"
    secret.write_text("\n", encoding="utf-8")
    assert "is empty" in error_of(SASL | {"AGENCYFEED_SASL_PASSWORD_FILE": str(secret)})


def test_secrets_are_never_shown() -> None:
    """Neither the repr, nor what is shown, nor an error holds a secret."""
    settings = load({}, SASL | {"AGENCYFEED_SASL_PASSWORD": "swordfish"}, None)
    assert settings.sasl_password == HIDDEN
    assert "swordfish" not in repr(settings)
    assert "swordfish" not in str([shown(settings, f.name) for f in fields(Settings)])
    assert "swordfish" not in error_of({"AGENCYFEED_SASL_PASSWORD": "swordfish\nagain"})


def test_no_secret_as_a_flag() -> None:
    """A secret is not taken from argv, which everybody on the machine can read."""
    assert "--sasl-password-file" in error_of({}, {"sasl_password": "swordfish"})


@pytest.mark.parametrize("content", [b"group_id = ", b"group_id = '\xff'", b"[kafka\n"])
def test_broken_file(tmp_path: Path, content: bytes) -> None:
    """A file that is no TOML is named with the parser's position."""
    file = tmp_path / "broken.toml"
    file.write_bytes(content)
    assert f"settings file {file} is not valid TOML" in error_of({}, file=file)


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    assert f"settings file {tmp_path / 'x.toml'} cannot be read: No such file" in error_of({}, file=tmp_path / "x.toml")


def test_transactional_id_has_a_default() -> None:
    """Exactly once gets an id that is stable for the slot."""
    env = {"AGENCYFEED_DELIVERY": "exactly_once", "AGENCYFEED_GROUP_INSTANCE_ID": "worker-3"}
    assert load({}, env, None).transactional_id == "agencyfeed-worker-3"
    assert re.fullmatch(
        r"agencyfeed-.+", load({}, {"AGENCYFEED_DELIVERY": "exactly_once"}, None).transactional_id or ""
    )


def test_limits_are_the_cores() -> None:
    """Every limit of the core is a setting with the same default, and arrives there."""
    names = [f.name for f in fields(Limits) if not f.name.endswith("depth")]
    env = dict.fromkeys([f"AGENCYFEED_{name.upper()}" for name in names], "120000000")
    room = {"AGENCYFEED_MAX_REQUEST_SIZE": "130000000", "AGENCYFEED_MAX_INFLIGHT_BYTES": "120000000"}
    assert Settings().limits == Limits()
    changed = load({}, env | room | {"AGENCYFEED_ENVELOPE_MAX_DEPTH": "7", "AGENCYFEED_MARKUP_MAX_DEPTH": "8"}, None)
    assert set(asdict(changed.limits).values()) == {120_000_000, 7, 8}


def test_table_is_complete() -> None:
    """Every field has a row with a help, a unit in its name where it has one, and a default that its row allows."""
    for f in fields(Settings):
        row = OPTIONS[f.name]
        assert row.help, f.name
        assert not row.choices or row.default is None or row.default in row.choices
        if row.kind is Kind.SIZE:
            assert re.search(r"bytes|size", f.name)
    assert {f"{name}_file" for name in SECRETS} <= set(OPTIONS)


def test_only_settings_reads_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """`environment` gives our variables alone, and no other module of the package looks at any."""
    monkeypatch.setenv("AGENCYFEED_LINGER_MS", "3")
    assert environment()["AGENCYFEED_LINGER_MS"] == "3"
    assert all(name.startswith("AGENCYFEED_") for name in environment())
    package = Path(__file__).parents[2] / "worker"
    # to tell a library something is no reading
    reading = re.compile(r"""os\.environb?(?!\.clear\(\)|\.setdefault\("OPENBLAS)|getenv""")
    readers = [p.name for p in package.rglob("*.py") if reading.search(p.read_text("utf-8"))]
    assert readers == ["loading.py"]


def test_loaded_is_a_pair() -> None:
    """Every field has an origin."""
    loaded = load_with_origins({}, {}, None)
    assert isinstance(loaded, Loaded)
    assert set(loaded.origins) == {f.name for f in fields(Settings)}


@given(
    name=st.sampled_from(sorted(OPTIONS)),
    value=st.one_of(
        st.text(), st.integers(), st.floats(), st.booleans(), st.lists(st.text() | st.integers()), st.none()
    ),
)
def test_any_value_is_taken_or_explained(name: str, value: object) -> None:
    """Whatever a value is, it is taken or refused in words: nothing else is ever raised."""
    row = OPTIONS[name]
    try:
        taken = parse(row, value)
    except OSError:
        assert row.kind is Kind.FILE
    except ValueError:
        assert allowed(row)
    else:
        assert taken is not None


WORST = (
    "_SERVICE_PORT" * 8_000 + "-",
    "AGENCYFEED_" + "_PORT_1" * 14_000,
    "1" * 100_000,
    "a." * 50_000,
    "[" + ":" * 99_999,
)


@pytest.mark.parametrize("text", WORST, ids=lambda text: text[:12])
@pytest.mark.parametrize(
    "regex",
    [
        settings_module._SERVICE_LINK,
        settings_module._OF_TESTS,
        consistency._TOPIC,
        consistency._SERVER,
        option_values._SIZE,
    ],
)
def test_regexes_are_linear(regex: re.Pattern[str], text: str) -> None:
    """100 kB of the worst takes no time."""
    began = time.process_time()
    regex.fullmatch(text)
    regex.search(text)
    assert time.process_time() - began < 0.5
