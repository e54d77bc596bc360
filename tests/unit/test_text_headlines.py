"""Where the headline of a text stands, and what round it is none."""

import pytest
from text_pages import parsed, texts_of


def test_a_headline_of_a_page_alone_is_an_alert() -> None:
    """With a byline over nothing."""
    article = parsed("Home\nFerry sails after all\nBy IANS | Updated: June 3, 2024 09:15 IST\n")
    assert (article.headline, article.body) == ("Ferry sails after all", ())


def test_a_long_headline_is_one_when_its_byline_follows() -> None:
    """Even longer than a paragraph."""
    title = (
        "Ferry sails after all, its captain says, and nobody who had seen her build it out of doors "
        "will ever doubt her word again, she adds"
    )
    article = parsed(f"{title}\nBy Jo Bee | June 3, 2024 09:15 IST\nIt floats, she said.")
    assert (article.headline, texts_of(article)) == (title, ["It floats, she said."])


@pytest.mark.parametrize(
    ("page", "headline"),
    [
        ("EFE\nMadrid\n15 feb 2024 - 12:30\n\nLinden aprueba la ley\n\nMadrid, 15 feb (EFE).- Linden aprobó.",
         "Linden aprueba la ley"),
        ("ANI\nUpdated: Feb 9, 2025 21:07 IST\n\nLinden, February 9 (ANI): The ferry sailed on Sunday.", None),
        ("हिन्दी समाचार\nमुंबई में भारी बारिश, ट्रेन प्रभावित\nभाषा | 11 जून 2024 12:40 IST\nभारी बारिश हुई और ट्रेन रुकी।",
         "मुंबई में भारी बारिश, ट्रेन प्रभावित"),
        ("Accueil | Monde | Asie\nLe ferry coule au large de Linden\nPar Zoé Lune\nLe ferry a coulé vendredi, dit-on.",
         "Le ferry coule au large de Linden"),
        ("UPDATE 2-Fares climb as harbour extends cuts\nBy Jane Roe\nLINDEN, June 3 (Reuters) - Up 2% on Monday.",
         "UPDATE 2-Fares climb as harbour extends cuts"),
    ],
)  # fmt: skip
def test_a_headline_stands_below_agency_path_or_menu(page: str, headline: str | None) -> None:
    """And every line above the story goes to the furniture, where the time is read."""
    article = parsed(page)
    assert article.headline == headline
    assert len(article.body) == 1
    assert bool(article.furniture)


def test_a_sentence_between_headline_and_agency_is_the_story() -> None:
    """Where nothing follows the agency's line: no summary without a body."""
    article = parsed("NewsAlert: Ferry sails\nLINDEN — The ferry has sailed after eleven years.\nThe Canadian Press\n")
    assert article.headline == "NewsAlert: Ferry sails"
    assert [block.text for block in article.body] == ["LINDEN — The ferry has sailed after eleven years."]
    assert article.descriptions == ()


def test_an_agency_between_slashes_makes_no_path_through_a_site() -> None:
    """The Emirates' agency stands so in its datelines; what follows is the story, however short."""
    line = "أبوظبي في 4 مايو / وام / افتتح الميناء اليوم رصيفه الجديد."
    article = parsed(f"الميناء يفتتح رصيفه الجديد\n{line}\nويعمل الرصيف من الغد.\n")
    assert [block.text for block in article.body] == [line, "ويعمل الرصيف من الغد."]


def test_a_keyword_above_the_headline_is_the_slugline() -> None:
    """As American agencies print it; a story that only begins so keeps its headline."""
    article = parsed("BC-EU--Ferry-Summit, 1st Ld\nFerry ministers agree\nLINDEN (AP) — Ministers agreed on Friday.\n")
    assert (article.slugline, article.headline) == ("BC-EU--Ferry-Summit, 1st Ld", "Ferry ministers agree")
    assert article.field_sources["slugline"] == "text"
    story = parsed("BC-based ferry line sails again\nLINDEN (AP) — The ferry sailed on Friday.\n")
    assert (story.slugline, story.headline) == (None, "BC-based ferry line sails again")
    scheme = parsed("PM-QUAY-Linked Boats Sail\nNEW LINDEN (AP) — The ferry sailed on Friday.\n")
    assert (scheme.slugline, scheme.headline) == (None, "PM-QUAY-Linked Boats Sail")


def test_a_headline_that_ends_with_a_day_is_no_byline() -> None:
    """Where its first words name a genre."""
    article = parsed("PRESS DIGEST- Linden Times - March 6\nMarch 6 (Reuters) - These are the top stories of today.\n")
    assert article.headline == "PRESS DIGEST- Linden Times - March 6"
