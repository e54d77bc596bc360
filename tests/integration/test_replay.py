"""Feeds of many formats replayed through a real Kafka in exactly_once: every file has an outcome, each only once."""

from pathlib import Path

import pytest
import replay_corpora
from golden_records import CASES

FILES = (
    "newsml-g2-message-with-private-parts",
    "newsml-g2-kill-without-text",
    "newsml-g2-event-and-planning",
    "newsml1-several-items",
    "newsml1-arabic-alert-without-headline",
    "nitf-norwegian-local-clock",
    "ninjs3-hindi-video-and-package",
    "iptc7901-messages-without-frames",
    "rss-feed-of-three",
    "xhtml-with-xml-declaration",
)


def _sample() -> list[replay_corpora.File]:
    """Inputs of golden cases, one message that is no feed, and one that is nothing."""
    files = [(name, next((CASES / name).glob("input.*")).read_bytes()) for name in FILES]
    return [*files, ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("nothing", b" ")]


@pytest.mark.kafka
def test_every_file_has_one_outcome(kafka: str) -> None:
    """What comes out through Kafka is what the core makes of the same files, and nothing is lost or doubled."""
    files = _sample()
    replay, core = replay_corpora.through_kafka(files, kafka), replay_corpora.in_process(files)
    assert replay.lost == 0
    assert replay.outcomes == core.outcomes
    assert replay.dead == core.dead == {"svg": "unsupported_format", "nothing": "empty_input"}
    assert replay.skipped == core.skipped
    assert sorted(one["uri"] for one in replay.articles) == sorted(one["uri"] for one in core.articles)


def test_the_figures_name_every_outcome_and_facet(tmp_path: Path) -> None:
    """Files are found below folders and in archives, and each heading of the summary has its counts."""
    for name, data in _sample():
        (tmp_path / name).write_bytes(data)
    files = list(replay_corpora.files_of(tmp_path))
    assert [name for name, _ in files] == sorted(name for name, _ in _sample())
    lines = list(replay_corpora.summary(replay_corpora.in_process(files), {}))
    assert lines[0].startswith(f"{len(files)} files, ")
    assert lines[0].endswith(" 0 files without an outcome")
    headings = {line.split("  ")[1].strip() for line in lines[1:] if line.strip()}
    assert {"outcome", "format", "pubStatus", "signal", "language", "genre", "top-level topic"} <= headings
