"""OAUTHBEARER tokens: read anew each time, and why there is none is said without what may be secret."""

from pathlib import Path
from traceback import format_exception

import pytest
from settings_errors import HIDDEN, KAFKA

from worker.kafka.client import NoTokenError, TokenProvider
from worker.settings.loading import load

OAUTH = KAFKA | {"AGENCYFEED_SECURITY_PROTOCOL": "SASL_SSL", "AGENCYFEED_SASL_MECHANISM": "OAUTHBEARER"}


def provider(**given: str) -> TokenProvider:
    """One with that file or command."""
    env = {f"AGENCYFEED_SASL_OAUTH_TOKEN_{name.upper()}": value for name, value in given.items()}
    return TokenProvider(load({}, OAUTH | env, None))


def test_a_token(tmp_path: Path) -> None:
    """A file is read at each call, a command is run."""
    file = tmp_path / "token"
    file.write_text("one\n", encoding="ascii")
    tokens = provider(file=str(file))
    assert tokens.token() == "one"
    file.write_text(" two ", encoding="ascii")
    assert tokens.token() == "two"
    assert provider(command=f"cat {file}").token() == "two"


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (f"sh -c 'echo {HIDDEN} | tee /dev/stderr; exit 3' {HIDDEN}", "ended with 3"),
        (f"/nowhere/{HIDDEN} --client-secret={HIDDEN}", "No such file or directory"),
        (f"echo '{HIDDEN}", "no command line"),
        (f"printf '{HIDDEN}\\303\\266'", "no token"),
        ("true", "gives nothing"),
    ],
    ids=["fails", "missing", "open-quote", "not-ascii", "nothing"],
)
def test_no_token_and_no_secret(command: str, why: str) -> None:
    """A client's secret stands on command lines, and the client logs whatever it is told."""
    with pytest.raises(NoTokenError, match=why) as refused:
        provider(command=command).token()
    assert str(refused.value).startswith("sasl_oauth_token_command")
    assert HIDDEN not in "".join(format_exception(refused.value))


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """The sidecar is down: said as such."""
    file = tmp_path / "token"
    file.write_text("one", encoding="ascii")
    tokens = provider(file=str(file))
    file.unlink()
    with pytest.raises(NoTokenError, match="sasl_oauth_token_file: No such file"):
        tokens.token()
