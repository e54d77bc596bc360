"""The real `agencyfeed` command as a user runs it: exit codes, words on stderr, lines on stdout."""

import json
import re
from pathlib import Path

import pytest
from run_command import run


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["run"],
        ["record"],
        ["replay"],
        ["inspect"],
        ["backfill"],
        ["diff"],
        ["dlq"],
        ["dlq", "list"],
        ["dlq", "show"],
        ["dlq", "stats"],
        ["dlq", "redrive"],
        ["extract"],
        ["check-config"],
    ],
)
def test_help_has_examples(arguments: list[str]) -> None:
    """Help on every level shows how it is used, and of every command how it ends."""
    done = run(*arguments, "--help")
    assert done.returncode == 0
    assert b"examples:\n  agencyfeed " in done.stdout
    assert b"\nexit codes: " in done.stdout or arguments == ["dlq"]


def test_version() -> None:
    """Name, version, Python."""
    done = run("--version")
    assert done.returncode == 0
    assert done.stdout.startswith(b"agencyfeed 0.")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["extract"],
        ["run", "--frobnicate"],
        ["extract", "--jobs", "-1", "x"],
        ["run", "--sink", "x"],
        ["run", "--overwrite"],
        ["record", "topic"],
        ["record", "topic", "--out", "x", "--from", "yesterday"],
        ["replay", "x", "--speed", "2"],
        ["replay", "x", "--to", "a", "--to", "b=c"],
        ["replay", "x", "--to", "a", "--overwrite"],
        ["diff", "a"],
        ["dlq"],
        ["dlq", "list", "--reason", "bad_luck"],
        ["dlq", "redrive", "--group", "a", "--state", "b"],
        ["dlq", "redrive", "x", "--overwrite"],
    ],
)
def test_usage(arguments: list[str]) -> None:
    """What cannot be understood is 2 and says so on stderr alone."""
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert not done.stdout


def test_no_secret_flag() -> None:
    """A password on the command line is refused: everybody could read it there."""
    done = run("run", "--sasl-password", "swordfish")
    assert done.returncode == 2
    assert b"swordfish" not in done.stderr
    assert b"swordfish" not in run("run", "--sasl-password=swordfish").stderr
    assert b"--sasl-password-file" in run("run", "--help").stdout


@pytest.mark.parametrize(
    ("arguments", "last"),
    [
        (
            ["run", "--group-idd", "x"],
            "agencyfeed run: error: --group-idd is no flag of this command; the nearest is --group-id",
        ),
        (
            ["dlq", "list", "--reson=x"],
            "agencyfeed dlq list: error: --reson is no flag of this command; the nearest is --reason",
        ),
        (["inspect", "--qqqqqq", "x"], "agencyfeed inspect: error: --qqqqqq is no flag of this command"),
        (["check-config", "more"], "agencyfeed check-config: error: one argument too many: more"),
    ],
)
def test_unknown_flags(arguments: list[str], last: str) -> None:
    """2, the usage of the command that was meant, and the flag that comes nearest."""
    done = run(*arguments)
    assert done.returncode == 2
    usage, *_, said = done.stderr.decode().splitlines()
    assert usage.startswith(f"usage: {last.partition(':')[0]} ")
    assert said == last


@pytest.mark.parametrize(
    ("arguments", "env", "words"),
    [
        (["run"], {}, "bootstrap_servers is not set, and Kafka cannot be used without: brokers, host:port"),
        (["run", "--workers", "x"], {}, "workers: 'x' (from flag --workers) is not allowed; allowed: a whole number"),
        (["check-config"], {"AGENCYFEED_WORKRS": "2"}, "the nearest is AGENCYFEED_WORKERS"),
        (["check-config", "--config", "/nowhere.toml"], {}, "settings file /nowhere.toml cannot be read"),
        (
            ["extract", "x"],
            {"AGENCYFEED_RECORD_MAX_BYTES": "big"},
            "record_max_bytes: 'big' (from environment variable",
        ),
    ],
)
def test_wrong_settings(arguments: list[str], env: dict[str, str], words: str) -> None:
    """78 and one line that names key, origin, value and what is allowed."""
    done = run(*arguments, env=env)
    assert done.returncode == 78
    assert words in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_check_config_shows_origins(tmp_path: Path) -> None:
    """The effective value and the origin of every setting; secrets only as a mask."""
    secret = tmp_path / "secret"
    secret.write_text("swordfish\n", encoding="utf-8")
    config = tmp_path / "x.toml"
    config.write_text(
        'group_id = "night"\nsecurity_protocol = "SASL_SSL"\nsasl_mechanism = "PLAIN"\n', encoding="utf-8"
    )
    env = {"AGENCYFEED_SASL_PASSWORD_FILE": str(secret), "AGENCYFEED_SASL_USERNAME": "alice"}
    done = run("check-config", "--files", "--json", "--config", config, "--linger-ms", "5", env=env)
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["group_id"] == {"value": "night", "origin": f"file {config}, key group_id"}
    assert shown["linger_ms"] == {"value": 5, "origin": "flag --linger-ms"}
    assert shown["sasl_password"]["value"] == "********"
    assert b"swordfish" not in done.stdout
    table = run("check-config", "--files", "--config", config, env=env)
    assert table.returncode == 0
    assert b"group_id" in table.stdout
    assert b"swordfish" not in table.stdout


def test_check_config_says_what_run_would(tmp_path: Path) -> None:
    """Without a broker or topics `run` could not start, so neither is this 0; with them it is."""
    assert run("check-config").returncode == 78
    names = {"bootstrap_servers": ["k:9092"], "input_topics": ["raw"]}
    text = "".join(f"{name} = {json.dumps(value)}\n" for name, value in names.items())
    config = tmp_path / "x.toml"
    config.write_text(text + 'output_topic = "out"\ndead_letter_topic = "dead"\n', encoding="utf-8")
    assert run("check-config", env={"AGENCYFEED_CONFIG": str(config)}).returncode == 0


def test_connect_says_why_not(tmp_path: Path) -> None:
    """With --connect a broker that is not there is 69, naming the server and the setting to look at."""
    config = tmp_path / "x.toml"
    config.write_text(
        'bootstrap_servers = "127.0.0.1:1"\ninput_topics = "raw"\noutput_topic = "out"\ndead_letter_topic = "dead"\n'
        "bootstrap_timeout_ms = 1000\n",
        encoding="utf-8",
    )
    done = run("check-config", "--connect", "--config", config)
    assert done.returncode == 69, done.stderr.decode()
    assert b"127.0.0.1:1" in done.stderr
    assert b"bootstrap_servers" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_example_file() -> None:
    """The documented settings file is the one in config/, and every line of it is a valid setting."""
    example = run("check-config", "--example").stdout
    shipped = Path(__file__).parents[2] / "config" / "agencyfeed.example.toml"
    assert example == shipped.read_bytes()


def test_uncommented_example_is_valid(tmp_path: Path) -> None:
    """Every commented-out default of the example is what it claims: a legal value."""
    lines = run("check-config", "--example").stdout.decode().splitlines()
    settings = [line[1:] for line in lines if re.match(r"#\w", line) and '"..."' not in line]
    assert len(settings) > 50
    kafka_only = ("sasl_mechanism", "transactional_id")
    config = tmp_path / "all.toml"
    config.write_text("\n".join(line for line in settings if not line.startswith(kafka_only)), encoding="utf-8")
    done = run("check-config", "--config", config)
    assert done.returncode == 0, done.stderr.decode()
