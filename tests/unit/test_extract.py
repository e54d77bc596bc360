"""What `extract` makes of inputs and outcomes: order kept, unreadable ones in their place."""

from collections.abc import Iterable, Iterator

import pytest

from worker.commands.extract import Line, Mapper, Tally, line_of, through
from worker.commands.inputs import Input
from worker.model import DeadLetter, EncodedArticle, Handled, Published, RawMessage, Reason, Skipped, SkipReason

TOMBSTONE = Handled(outcome=Skipped(reason=SkipReason.TOMBSTONE))


def given(name: str, *, readable: bool = True) -> Input:
    """An input that can be read or not."""
    return Input(name, RawMessage(topic="file", partition=0, offset=0)) if readable else Input(name, error="gone")


def ahead(raws: Iterable[RawMessage]) -> Iterator[Handled]:
    """A mapper that reads everything before it gives anything, as a pool may."""
    yield from [TOMBSTONE for _ in list(raws)]


def step_by_step(raws: Iterable[RawMessage]) -> Iterator[Handled]:
    """A mapper that reads one and gives one."""
    return (TOMBSTONE for _ in raws)


@pytest.mark.parametrize("mapper", [ahead, step_by_step])
@pytest.mark.parametrize("readable", [(), (True,), (False,), (False, True, False, False, True), (True, False)])
def test_order(mapper: Mapper, readable: tuple[bool, ...]) -> None:
    """Every input comes out once and in order, with an outcome exactly when it could be read."""
    read = [given(str(n), readable=flag) for n, flag in enumerate(readable)]
    out = list(through(iter(read), mapper))
    assert [one for one, _ in out] == read
    assert [handled is not None for _, handled in out] == list(readable)


def test_lines() -> None:
    """The words for each outcome."""
    one = given("a")
    article = EncodedArticle(uri="u", body=b"{}")
    published = Published(articles=(article,), dropped=((Reason.NO_ARTICLE, "a teaser"),))
    letter = DeadLetter(reason=Reason.TOO_LARGE, stage="envelope", detail="record of 9 bytes")
    assert line_of(one, Handled(outcome=published)) == Line(
        input="a", outcome="published", detail="no_article: a teaser", articles=(b"{}",)
    )
    assert line_of(one, Handled(outcome=letter)) == Line(
        input="a", outcome="dead_lettered", reason="too_large", detail="record of 9 bytes"
    )
    assert line_of(one, TOMBSTONE) == Line(input="a", outcome="skipped", reason="tombstone")
    assert line_of(given("b", readable=False), None) == Line(input="b", detail="gone")


def test_tally() -> None:
    """Counts in words."""
    tally = Tally()
    assert str(tally) == "0 inputs: none; 0 articles"
    tally.add(Line(input="a", outcome="published", articles=(b"{}", b"{}")))
    tally.add(Line(input="b", outcome="dead_lettered"))
    tally.add(Line(input="c"))
    assert str(tally) == "3 inputs: 1 dead-lettered, 1 published, 1 unreadable; 2 articles"
