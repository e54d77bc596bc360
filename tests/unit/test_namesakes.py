"""Agencies that share a name."""

import pytest
from newsroom_articles import KNOWLEDGE, filed

from worker.article import InfoSource, changed
from worker.classify.places import places
from worker.syndicated import Syndication


@pytest.mark.parametrize(
    ("name", "place", "language", "meant"),
    [
        ("APS", "Thiès", "fr", "Agence de Presse Sénégalaise"),
        ("APS", "Oran", "fr", "APS"),
        ("KNA", "NAIROBI", "en", "Kenya News Agency"),
        ("KNA", "Nairobi", "de", "KNA"),
        ("KNA", "Bonn", "de", "KNA"),
        ("ANP", "Niamey", "fr", "Agence Nigérienne de Presse"),
        ("ANP", "Niamey", "nl", "ANP"),
        ("APA", "Baku", "en", "Azeri Press Agency"),
        ("APA", "Baku", "de-AT", "APA"),
        ("Reuters", "Nairobi", "en", "Reuters"),
    ],
)
def test_place_and_language_tell_which_is_meant(name: str, place: str, language: str, meant: str) -> None:
    """In the party and among the agencies; what was printed is kept."""
    agency = KNOWLEDGE.agencies.named(name)
    assert agency is not None
    article = changed(
        filed(place, language=language),
        info_sources=(agency.source("provider"), InfoSource(name="Linden Times", role="publisher")),
        syndication=Syndication(agencies=(agency.name,)),
    )
    found = places(article, KNOWLEDGE)
    assert found.info_sources[0].name == meant
    assert found.info_sources[0].role == "provider"
    assert found.info_sources[1:] == article.info_sources[1:]
    assert found.syndication.agencies == (meant,)
    assert (agency.name in found.info_sources[0].printed) == (meant != agency.name)
