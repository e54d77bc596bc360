"""Certificates and keys that the client could not use are refused with the setting's name, before it asks anybody."""

from pathlib import Path

import pytest
from certificates import key_and_certificate, pem, pkcs8
from cryptography.hazmat.primitives import serialization
from settings_errors import HIDDEN, KAFKA, error_of

from worker.settings.loading import load

SSL = KAFKA | {"AGENCYFEED_SECURITY_PROTOCOL": "SSL"}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Paths: a certificate, its key, the key under a password, another's key, and no PEM at all."""
    certificate, key = key_and_certificate("worker")
    locked = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(HIDDEN.encode()),
    )
    contents = {
        "certificate": pem(certificate),
        "key": pkcs8(key),
        "locked": locked,
        "other": pkcs8(key_and_certificate("other")[1]),
        "text": b"no PEM\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: str(tmp_path / name) for name in contents}


@pytest.mark.parametrize("given", [{"KEYFILE": "key"}, {"KEYFILE": "locked", "KEY_PASSWORD": HIDDEN}])
def test_what_the_client_can_use(files: dict[str, str], given: dict[str, str]) -> None:
    """The key lies open, or its password is known."""
    env = {f"AGENCYFEED_SSL_{name}": files.get(value, value) for name, value in given.items()}
    loaded = load({}, SSL | env | {"AGENCYFEED_SSL_CERTFILE": files["certificate"]}, None)
    assert loaded.ssl_certfile == files["certificate"]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"KEYFILE": "other"},
        {"KEYFILE": "text"},
        {"KEYFILE": "locked"},
        {"KEYFILE": "locked", "KEY_PASSWORD": "wrong"},
        {"KEYFILE": "locked", "KEY_PASSWORD": "x" * 2_000},
    ],
    ids=["no-key", "of-another", "no-pem", "no-password", "wrong-password", "no-password-at-all"],
)
def test_a_certificate_without_its_key(files: dict[str, str], given: dict[str, str]) -> None:
    """Named at once; without a password nobody is asked for one, on no terminal."""
    env = {f"AGENCYFEED_SSL_{name}": files.get(value, value) for name, value in given.items()}
    error = error_of(SSL | env | {"AGENCYFEED_SSL_CERTFILE": files["certificate"]})
    assert error.startswith("ssl_certfile: ")
    assert "ssl_keyfile" in error
    assert "ssl_key_password" in error
    assert "wrong" not in error


def test_authorities_without_a_certificate(files: dict[str, str]) -> None:
    """A file of something else."""
    assert "a PEM file with at least one certificate" in error_of(SSL | {"AGENCYFEED_SSL_CAFILE": files["text"]})
