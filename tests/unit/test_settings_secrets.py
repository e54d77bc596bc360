"""Secrets: from the environment or a file, never shown, never a flag."""

from dataclasses import fields
from pathlib import Path

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
