"""Every pattern of the JSON formats on 100 kB of the worst it can meet."""

import pytest
from pattern_timing import Pattern, grows_faster_than_its_text, patterns_of

from worker.envelope import shapes
from worker.formats import news_api, wordpress
from worker.formats.ap_media import parser as ap_media
from worker.formats.digitalwires import categories, notes
from worker.formats.digitalwires import parser as digitalwires
from worker.formats.ninjs import concepts, media
from worker.members import values

ROOMS = (shapes, news_api, wordpress, ap_media, categories, notes, digitalwires, concepts, media, values)
WORST = (
    *("a", " ", "a.", "a-", "<", "<a ", '<a href="', "&", "&#1", "[", "[…", "[+1", ", 8th Ld ", "dpa:", "0", "\n "),
    *("(", '"\\', "1"),
)


@pytest.mark.parametrize(("name", "pattern"), patterns_of(ROOMS))
def test_patterns_take_linear_time(name: str, pattern: Pattern) -> None:
    """Four times the text takes about four times as long."""
    assert grows_faster_than_its_text(pattern, WORST, 100_000) is None, name
