"""Scales of urgency: what is shipped reads as it says, what is wrong is named, nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.knowledge import loading as knowledge
from worker.knowledge.loading import ConfigError
from worker.knowledge.tables import Entry
from worker.knowledge.urgency import urgencies

URGENCY = knowledge.load().urgency


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [
        ("iptc", "4", 4),
        ("iptc", 4, 4),
        ("iptc", " 2 ", 2),
        ("iptc", "urgency:3", 3),
        ("iptc", "0", None),
        ("iptc", "10", None),
        ("iptc", "DEFAULT", None),
        ("iptc", None, None),
        ("iptc", "", None),
        ("iptc7901", "3", 3),
        ("anpa1312", "f", 1),
        ("anpa1312", "B", 2),
        ("anpa1312", "u", 3),
        ("anpa1312", "r", 4),
        ("anpa1312", "d", 5),
        ("anpa1312", "h", 5),
        ("anpa1312", "z", None),
        ("anpa1312", "3", None),
        ("ap", "r", 4),
        ("ap", "5", 5),
        ("ritzau", "3", 3),
        ("words", "FLASH", 1),
        ("words", "Eil", 2),
        ("words", "URGENT", 3),
        ("words", "med", None),
        ("a scale of nobody's", "7", 7),
    ],
)
def test_a_value_is_read_on_its_own_scale(scheme: str, value: str | int | None, expected: int | None) -> None:
    """1 is the most urgent on every scale; what a scale does not know is no urgency."""
    assert URGENCY.of(scheme, value) == expected


@given(st.text(), st.text())
def test_whatever_is_asked_the_answer_is_an_urgency_or_none(scheme: str, value: str) -> None:
    """Never raises, never leaves 1 .. 9."""
    assert URGENCY.of(scheme, value) in {None, *range(1, 10)}


def test_a_wrong_figure_and_a_scale_named_twice_are_refused() -> None:
    """The complaint names the row and the value."""
    row = {"scheme": "x", "source": "a test", "figures": False, "values": {"a": 10}}
    with pytest.raises(ConfigError, match=r"scale.*values.*a = 10"):
        urgencies(Entry("urgency.toml", "top level", {"scale": [row]}))
    good = {**row, "values": {"a": 1}}
    with pytest.raises(ConfigError, match="already taken"):
        urgencies(Entry("urgency.toml", "top level", {"scale": [good, good]}))
