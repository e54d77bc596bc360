"""Invented pages of every class, with all that systems put round a story, and what is right to read from each.

`pages/NAME.toml` is written by hand beside `pages/NAME.html`: fields, the body as a whole ("tag: text"), words that
must not stand in it.  A standfirst may open the body or stand in the description; `optional` blocks may stay or go.
What is not yet read rightly is named in `pages/not_yet.toml` and nowhere else: a name that comes right must go.
"""

import functools
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from worker import pipeline
from worker.article import Article
from worker.knowledge.loading import load
from worker.model import Hints, RawMessage

PAGES = Path(__file__).parent / "pages"
Facts = Mapping[str, Any]
FACTS: Mapping[str, Facts] = {
    path.stem: tomllib.loads(path.with_suffix(".toml").read_text("utf-8")) for path in sorted(PAGES.glob("*.html"))
}
NOT_YET = frozenset(tomllib.loads((PAGES / "not_yet.toml").read_text("utf-8"))["known"])


@functools.cache
def _read(name: str) -> Article:
    raw = RawMessage(topic="t", partition=0, offset=0, value=(PAGES / f"{name}.html").read_bytes())
    (article,) = pipeline.process(raw, load(), Hints(format="html"))
    return article


def _texts(article: Article) -> list[str]:
    return [" ".join(block.text.split(" ")) for block in article.body]


def _headline(article: Article, facts: Facts) -> None:
    """Without the site's name behind and a kicker in front."""
    assert article.headline == facts["headline"]


def _authors(article: Article, facts: Facts) -> None:
    """People alone, all of them, in order."""
    assert [person.name for person in article.people if person.rel == "author"] == facts["authors"]


def _agencies(article: Article, facts: Facts) -> None:
    """By their names in the output."""
    assert [source.name for source in article.info_sources if source.code] == facts["agencies"]


def _is_at(found: datetime | None, expected: str) -> None:
    """The instant, or the day where the page prints no clock."""
    assert found is not None
    if len(expected) > len("2024-05-01"):
        assert found == datetime.fromisoformat(expected)
    else:
        assert found.date().isoformat() == expected


def _published(article: Article, facts: Facts) -> None:
    _is_at(article.first_created, facts["published"])


def _updated(article: Article, facts: Facts) -> None:
    _is_at(article.version_created, facts["updated"])


def _picture(article: Article, facts: Facts) -> None:
    """The main picture with its caption and who made it, apart."""
    (picture,) = article.associations
    found = {"href": picture.renditions[0].href, "caption": picture.caption, "credit": picture.credit}
    assert found == facts["picture"]


def _standfirst(article: Article, facts: Facts) -> None:
    """It is not lost."""
    assert facts["standfirst"] in {*_texts(article), *(one.value for one in article.descriptions)}


def _body(article: Article, facts: Facts) -> None:
    """The story's blocks and nothing else, each as what it is."""
    left = {facts.get("standfirst"), *(line.partition(": ")[2] for line in facts.get("optional", ()))}
    found = [f"{block.tag}: {text}" for block, text in zip(article.body, _texts(article), strict=True)]
    assert [line for line in found if line.partition(": ")[2] not in left] == facts["body"]


def _kept(article: Article, facts: Facts) -> None:
    """No line of the story is lost, whatever else stands there."""
    whole = "\n".join(_texts(article))
    assert [line for line in facts["body"] if line.partition(": ")[2] not in whole] == []


def _absent(article: Article, facts: Facts) -> None:
    """Nothing of what stands round the story gets into it."""
    whole = "\n".join(_texts(article))
    assert [words for words in facts["absent"] if words in whole] == []


def _plain(name: str) -> Callable[[Article, Facts], None]:
    def check(article: Article, facts: Facts) -> None:
        """The field as it is."""
        assert getattr(article, {"canonical": "canonical_url"}.get(name, name)) == facts[name]

    return check


def _keywords(article: Article, facts: Facts) -> None:
    assert list(article.keywords) == facts["keywords"]


CHECKS: Mapping[str, Callable[[Article, Facts], None]] = {
    "headline": _headline, "authors": _authors, "agencies": _agencies, "published": _published, "updated": _updated,
    "picture": _picture,
    "standfirst": _standfirst, "body": _body, "kept": _kept, "absent": _absent, "keywords": _keywords,
    **{name: _plain(name) for name in ("canonical", "language", "section", "publisher")},
}  # fmt: skip


def _cases() -> Iterable[Any]:
    for name, facts in FACTS.items():
        for field in (*facts, "kept"):
            if field != "optional":
                case = f"{name}.{field}"
                marks = [pytest.mark.xfail(strict=True, reason="not_yet.toml")] if case in NOT_YET else []
                yield pytest.param(name, field, id=case, marks=marks)


@pytest.mark.parametrize(("name", "field"), list(_cases()))
def test_a_page_of_its_class(name: str, field: str) -> None:
    """Each field, and the body, as a person reads them."""
    CHECKS[field](_read(name), FACTS[name])


def test_what_is_not_yet_right_is_a_case() -> None:
    """No name in the list is one that nothing tests."""
    assert {f"{name}.{field}" for name, facts in FACTS.items() for field in (*facts, "kept")} >= NOT_YET


def test_pages_are_of_many_languages() -> None:
    """Twenty-five pages at least, in fifteen languages and more."""
    assert len(FACTS) >= 25
    assert len({facts["language"][:2] for facts in FACTS.values() if "language" in facts}) >= 15
