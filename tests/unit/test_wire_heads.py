"""Keywords, takes and initials of telegrams: which line is the headline, which is no text."""

from worker.knowledge.loading import load
from worker.wire import heads, prose

KNOWLEDGE = load()


def test_a_slug_below_a_take_is_no_headline() -> None:
    """Dpa's ACHTUNG stands above all."""
    head = heads.read(["ACHTUNG", "Harbour/Linden/", "Harbour town opens old canal =", "", "Text."], KNOWLEDGE)
    assert (head.takes, head.slugline, head.headline) == (
        ("ACHTUNG",),
        "Harbour/Linden/",
        "Harbour town opens old canal",
    )


def test_editors_under_an_agencys_name_are_a_line_of_their_own() -> None:
    """A line that ends without a stop does not go on in initials."""
    rows = [
        "   The ferry sails to the islands on Friday and comes back the day after.",
        "   It came to the old harbour of Linden. EFE",
        "   rmp/cmm",
    ]
    assert [block.text for block in prose.blocks(rows)][-1] == "rmp/cmm"


def test_a_keyword_alone_above_a_blank_line_is_no_headline() -> None:
    """The headline stands below it."""
    rows = ["CHIEFS-LAND", "", "Council settles boundary case", "", "Tamale, Oct. 3, GNA - The council has settled it."]
    head = heads.read(rows, KNOWLEDGE)
    assert (head.slugline, head.headline) == ("CHIEFS-LAND", "Council settles boundary case")
    assert rows[head.start :][-1].startswith("Tamale")
