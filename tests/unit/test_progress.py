"""The progress bar: on a terminal, and nowhere else."""

import io

import pytest

from worker.commands.progress import Bar


class Terminal(io.StringIO):
    """Text that says it is a terminal."""

    def isatty(self) -> bool:
        """It does."""
        return True


def test_on_a_terminal() -> None:
    """The last step is always shown, a message stands on a line of its own, and the end wipes the bar away."""
    out = Terminal()
    with Bar(2, out, io.StringIO()) as bar:
        bar.step("1 published")
        bar.say("page.html: dead-lettered")
        bar.step("2 published")
    text = out.getvalue()
    assert "[############............] 1/2" in text
    assert "\r\x1b[Kpage.html: dead-lettered\n" in text
    assert "[########################] 2/2" in text
    assert text.endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("total", "out", "other"),
    [(5, io.StringIO(), io.StringIO()), (5, Terminal(), Terminal()), (1, Terminal(), io.StringIO())],
)
def test_silent(total: int, out: io.StringIO, other: io.StringIO) -> None:
    """Nothing in a pipe, nothing where results go to the same terminal, nothing for one input."""
    with Bar(total, out, other) as bar:
        bar.step("1 published")
    assert out.getvalue() == ""


def test_more_than_expected() -> None:
    """A recording among the files gives more inputs than there are files."""
    out = Terminal()
    with Bar(2, out, io.StringIO()) as bar:
        for _ in range(5):
            bar.step("")
    assert "] 5/5 " in out.getvalue()
