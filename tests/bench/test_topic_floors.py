"""Floors of the topic model, and the arithmetic of its bench."""

import tomllib
from pathlib import Path

import pytest
import topic_feeds
import topic_figures
import topic_overlap
from topic_figures import Judged, Text
from topic_quality import TRAINED, UNSEEN

from worker.classify.topics import shipped
from worker.knowledge.loading import load

FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text("utf-8"))["topics"]
EVERY = {"agnews": 3, "thucnews zh": 9, "wce": 20}  # of the large sets, a fixed sample


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(set(FLOORS) - {"gold", "feeds"}))
def test_quality_does_not_fall(name: str, shared: Path) -> None:
    """No share is below its floor, the error of calibration at most its own."""
    folder, language = (UNSEEN | TRAINED)[name]
    given = topic_figures.texts(shared, folder, language, EVERY.get(name, 1))
    found = topic_figures.figures(topic_figures.judged(given, shipped()))._asdict()
    assert {key: value for key, value in found.items() if value < FLOORS[name].get(key, 0)} == {}
    assert found["error"] <= FLOORS[name]["error_max"]


def test_the_invented_stories_are_told_apart() -> None:
    """All topics and several languages, without any shared material; what the stage decides is mostly right."""
    floors = FLOORS["gold"]
    found = topic_figures.figures(topic_figures.judged(topic_figures.gold(), shipped()))
    decided, right = topic_figures.abstaining(topic_figures.gold(), load())
    assert found.accuracy >= floors["accuracy"]
    assert decided >= floors["decided"]
    assert right >= floors["right"]
    assert {one.topics[0] for one in topic_figures.gold()} == {f"{number:02}000000" for number in range(1, 18)}


def test_figures_are_what_they_say() -> None:
    """Another right topic counts, silence is wrong, sure errors cost calibration."""
    found = [
        Judged(("01000000",), "01000000", 0.9),
        Judged(("02000000", "01000000"), "01000000", 0.9),
        Judged(("02000000",), "", 0.0),
        Judged(("02000000",), "01000000", 0.9),
    ]
    figures = topic_figures.figures(found)
    assert (figures.texts, figures.answered, figures.accuracy) == (4, 0.75, 0.5)
    assert figures.macro_f1 == pytest.approx((2 / 3 + 2 / 4) / 2)
    assert figures.covered == pytest.approx(2 / 3)
    assert figures.error == pytest.approx((2.7 - 2) / 4)


def test_near_copies_are_found() -> None:
    """Half of a text's runs of eight words make it the same; short texts have none."""
    words = [f"w{number}" for number in range(20)]
    runs = set(topic_overlap._runs(" ".join(words)))
    copy, other = " ".join(["New", *words[2:]]), " ".join(words[::-1])
    given = [Text("", text, ("01000000",), "en") for text in (copy, other, "w1 w2")]
    assert topic_overlap.near_copies(given, runs) == 1


@pytest.mark.shared
def test_agencies_give_their_own_stories_what_the_model_gives(shared: Path) -> None:
    """Of the articles in real feed files whose feed names a media topic."""
    found = topic_figures.figures([one for _, one in topic_feeds.judged(shared, load())])
    assert found.accuracy >= FLOORS["feeds"]["accuracy"]
    assert found.covered >= FLOORS["feeds"]["covered"]
