"""Secrets: from the environment or a file, never shown, never a flag."""

from dataclasses import fields
from pathlib import Path

import pytest
from settings_errors import HIDDEN, KAFKA, SASL, error_of

from worker.settings.loading import load, load_with_origins, shown
from worker.settings.options import Settings


def test_secret_from_a_file(tmp_path: Path) -> None:
    """A secret's file gives its content without the newline; flag's file wins over the environment's value."""
    secret = tmp_path / "password"
    secret.write_text("swordfish\n", encoding="utf-8")
    loaded = load_with_origins(
        {"sasl_password_file": str(secret)}, KAFKA | SASL | {"AGENCYFEED_SASL_PASSWORD": "env"}, None
    )
    assert loaded.settings.sasl_password == HIDDEN
    assert loaded.origins["sasl_password"].startswith("flag --sasl-password-file")


def test_a_mark_is_no_part_of_a_secret(tmp_path: Path) -> None:
    """A byte-order mark before the password would be a wrong password."""
    secret = tmp_path / "password"
    secret.write_bytes(b"\xef\xbb\xbfswordfish\r\n")
    env = SASL | {"AGENCYFEED_SASL_PASSWORD_FILE": str(secret)}
    assert load({}, env, None).sasl_password == HIDDEN


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOOTSTRAP_SERVERS", "one:9092,alice:sword/fish@two:9092"),
        ("BOOTSTRAP_SERVERS", "SASL_SSL://alice:sword,fish@two:9092"),
        ("TRACING_ENDPOINT", "https://alice:sword@fish@two:4318/v1/traces"),
    ],
)
def test_credentials_before_a_host_are_never_shown(name: str, value: str) -> None:
    """Other clients take them there, we do not; the refusal goes into a log that many may read."""
    error = error_of({f"AGENCYFEED_{name}": value})
    assert "two:" in error
    assert not [word for word in ("alice", "sword", "fish") if word in error]


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
