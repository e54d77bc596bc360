"""What of the boxes round a story is another story."""

import pytest

from worker.article import Related
from worker.formats.html.related_titles import stories_of
from worker.knowledge.loading import Knowledge


@pytest.mark.parametrize(
    "title",
    ["Harbour counts its boats", "Fähre fährt wieder aus", "港町で船が増える", "Harbour counts its boats of May 2024"],
)
def test_titles_are_stories(title: str, knowledge: Knowledge) -> None:
    """In scripts without spaces each sign is a word."""
    assert list(stories_of([Related(title=title)], knowledge))


@pytest.mark.parametrize(
    "title",
    [
        "Privacy Policy",
        "Personal finance",
        "Registration: https://harbour.example/boats of May",
        "May 17, 2024 at 17:50",
        "By Ida Holm - May 17, 2024",
        "Ida Holm | May 17, 2024",
    ],
)
def test_sections_addresses_and_bylines_are_none(title: str, knowledge: Knowledge) -> None:
    """Boxes link to these as they do to stories."""
    assert not list(stories_of([Related(title=title)], knowledge))
