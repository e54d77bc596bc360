"""Settings for tests: the environment of a worker on Kafka, files, and the words of a refusal."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from worker.settings.loading import SettingsError, load

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
