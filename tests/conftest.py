"""What every suite shares: the tables, the shared material where it exists, and how hypothesis runs."""

import os
import signal
from pathlib import Path

import hypothesis
import pytest

from worker.knowledge.loading import Knowledge, load

# A shell's background job ignores SIGINT, and so would every command that a test interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)

CHECKOUT = Path(__file__).resolve().parents[1]

hypothesis.settings.register_profile("suite", deadline=None, max_examples=150, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/golden --update-golden` rewrites every expected.json; the diff is the review."""
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/cases/*/expected.json")


@pytest.fixture(scope="session", name="knowledge")
def _knowledge() -> Knowledge:
    """The tables as shipped."""
    return load()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real material that tests measure on and that is never part of the repository."""
    folder = Path(os.environ.get("AGENCYFEED_SHARED", CHECKOUT.parent / "shared"))
    if not (folder / "seed").is_dir():
        pytest.skip(f"no shared material in {folder}; AGENCYFEED_SHARED names its folder")
    return folder
