"""Settings: four sources, one winner, and errors that say what to do."""

import re
import time
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from settings_errors import error_of, written

from worker.model import Limits
from worker.settings import loading as settings_module
from worker.settings import rules as consistency
from worker.settings import values as option_values
from worker.settings.loading import Loaded, environment, load, load_with_origins
from worker.settings.options import OPTIONS, SECRETS, Kind, Settings
from worker.settings.values import allowed, parse


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


@pytest.mark.parametrize("content", [b"group_id = ", b"group_id = '\xff'", b"[kafka\n"])
def test_broken_file(tmp_path: Path, content: bytes) -> None:
    """A file that is no TOML is named with the parser's position."""
    file = tmp_path / "broken.toml"
    file.write_bytes(content)
    assert f"settings file {file} is not valid TOML" in error_of({}, file=file)


def test_a_mark_before_the_first_key(tmp_path: Path) -> None:
    """Editors on Windows begin a file with a byte-order mark; the file is read all the same."""
    file = tmp_path / "marked.toml"
    file.write_bytes(b"\xef\xbb\xbfgroup_id = 'a'\r\n")
    assert load({}, {}, file).group_id == "a"


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
