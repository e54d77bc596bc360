"""Datelines that name who reports, behind the agency or before the place."""

import pytest

from worker.article import Article, Block, Person
from worker.knowledge.loading import load
from worker.newsroom import dateline, datelines

KNOWLEDGE = load()

# text, places, agencies, reporters
NAMED = [
    ("（中央社記者張祈花蓮縣18日電）花蓮港今天啟用", ["花蓮縣"], ["中央社"], ["張祈"]),
    ("（中央社記者王某某台北2日電）花蓮港今天啟用", ["台北"], ["中央社"], ["王某某"]),
    ("（中央社記者王某某華盛頓2日電）花蓮港今天啟用", ["華盛頓"], ["中央社"], ["王某某"]),
    ("（中央社記者王某某嘉義縣2日電）花蓮港今天啟用", ["嘉義縣"], ["中央社"], ["王某某"]),
    ("Русе, 2 октомври /Анна Липова, БТА/ Пристанището откри", ["Русе"], ["БТА"], ["Анна Липова"]),
    ("Rosario, 30 de agosto (Télam, por Ana Bee).- El puerto abrió", ["Rosario"], ["Télam"], ["Ana Bee"]),
    ("ПЕРМЬ, 11 сентября. /Корр. ТАСС Анна Липова/. Порт открыли", ["ПЕРМЬ"], ["ТАСС"], ["Анна Липова"]),
]


@pytest.mark.parametrize(("text", "places", "agencies", "reporters"), NAMED)
def test_the_reporter_is_no_part_of_place_or_agency(
    text: str, places: list[str], agencies: list[str], reporters: list[str]
) -> None:
    """Each where it belongs."""
    found = datelines.read(text, KNOWLEDGE)
    assert found is not None
    assert (list(found.places), list(found.agencies), list(found.reporters)) == (places, agencies, reporters)


def test_two_agencies_are_no_reporter() -> None:
    """A joint credit."""
    found = datelines.read("Linden, May 17 (IANS, DPA) The harbour opened.", KNOWLEDGE)
    assert found is not None
    assert (found.agencies, found.reporters) == (("IANS", "DPA"), ())


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((), ["張祈"]),
        ((Person(name="黃某", rel="editor"),), ["張祈", "黃某"]),
        ((Person(name="張祈", rel="editor"),), ["張祈"]),
        ((Person(name="王某", rel="author"),), ["王某"]),
    ],
)
def test_a_reporter_is_the_author_where_nobody_else_is(people: tuple[Person, ...], expected: list[str]) -> None:
    """Who edited it has not written it."""
    article = Article(format="text", people=people, body=(Block(text=NAMED[0][0]),))
    assert [person.name for person in dateline.read(article, KNOWLEDGE).people] == expected
