"""The zone of a page's clocks, from the same moment written elsewhere on it."""

from datetime import datetime

import pytest

from worker.formats.html.metadata import Metadata
from worker.formats.html.parser import parse
from worker.formats.html.places import page_of
from worker.formats.html.twin_clocks import HITS_MAX, placed
from worker.knowledge.loading import Knowledge
from worker.markup.tree import tree_of
from worker.model import Document

OPEN = "json-ld (no zone: UTC)"
EVENING = "2020-02-25T02:25:54+00:00"
HERE = "2020-02-24T21:25:54-05:00"
ADDRESS = "https://crow.example/2020/02/24/boats"


def found(knowledge: Knowledge, when: str, markup: str, source: str = "json-ld", url: str | None = None) -> list[str]:
    """[moment, source] of the first version of a page of this markup, which declares it elsewhere."""
    declared = Metadata(
        first_created=datetime.fromisoformat(when), sources={"first_created": source}, canonical_url=url
    )
    tree = tree_of(f"<html><body>{markup}<p>Boats</p></body></html>")
    assert tree is not None
    result = placed(declared, page_of(tree, (), None), markup, knowledge)
    assert result.first_created is not None
    return [result.first_created.isoformat(), result.sources["first_created"]]


def shown(*stamps: str) -> str:
    """Times that a page marks."""
    return "".join(f'<time datetime="{stamp}">that day</time>' for stamp in stamps)


@pytest.mark.parametrize(
    ("when", "stamps", "there"),
    [
        (EVENING, [HERE], HERE),
        (EVENING, ["2020-02-25 07:55:54.000 +0530"], "2020-02-25T07:55:54+05:30"),
        (EVENING, [r"2020-02-25T03:25:54\u002b01:00"], "2020-02-25T03:25:54+01:00"),
        (EVENING, ["2020-02-25T03:25:54&amp;#43;01:00"], "2020-02-25T03:25:54+01:00"),
        (EVENING, ["2020-02-24 20:25:54", "2020/02/24 21:25:54 -0500"], HERE),
        ("2020-02-25T00:00:00+00:00", ["2020-02-25T01:00:00+01:00"], "2020-02-25T01:00:00+01:00"),
    ],
)
def test_a_moment_in_utc(knowledge: Knowledge, when: str, stamps: list[str], there: str) -> None:
    """It is told on the wall where the page has it, too: the same moment."""
    assert found(knowledge, when, shown(*stamps)) == [there, "json-ld, zone written elsewhere"]
    assert datetime.fromisoformat(there) == datetime.fromisoformat(when)


@pytest.mark.parametrize(
    ("when", "stamp"),
    [
        (EVENING, "2020-02-25T02:25:54Z"),
        (EVENING, "2020-02-25 02:25:54"),
        (EVENING, "2020-02-25T04:25:54-05:00"),  # another moment
        (EVENING, "2020-02-24T21:25:54Z"),  # one of the two lies: nobody knows which
        (EVENING, "2020-02-24T21:25:54"),
        ("2020-02-25T03:25:54+01:00", HERE),  # declared on a wall
        (EVENING, "2020-99-39T21:25:54-05:00"),
        (EVENING, "2020-02-30T21:25:54-05:00"),
        ("0001-01-01T00:10:54+00:00", "1001-01-01T00:10:54+99:99"),
        (EVENING, ":25:54"),
    ],
)
def test_a_moment_that_stays(knowledge: Knowledge, when: str, stamp: str) -> None:
    """Nothing is gathered from what is no twin."""
    assert found(knowledge, when, shown(stamp)) == [when, "json-ld"]


@pytest.mark.parametrize(
    ("when", "stamp", "there"),
    [
        ("2024-05-17T17:50:12+00:00", "2024-05-17T17:50:12+05:30", "2024-05-17T17:50:12+05:30"),
        ("2024-05-17T17:50:12+00:00", "2024-05-17T17:50:12Z", None),  # as programs write for everybody
        ("2024-05-17T17:50:12+00:00", "2024-05-17T23:20:12+05:30", None),
        ("2024-05-17T17:50:12+00:00", "2024-05-17 12:50:12", None),
        ("2024-05-17T00:00:00+00:00", "2024-05-17T00:00:00+05:30", None),  # a day alone
    ],
)
def test_a_clock_without_a_zone(knowledge: Knowledge, when: str, stamp: str, there: str | None) -> None:
    """It is the one that the page writes with a zone."""
    expected = [there, "json-ld, zone written elsewhere"] if there else [when, OPEN]
    assert found(knowledge, when, shown(stamp), OPEN) == expected


def test_scripts(knowledge: Knowledge) -> None:
    """They are looked through where the address names another day, as far as a page of nothing but clocks allows."""
    script = f"<script>story = {{'date': '{HERE}'}}</script>"
    assert found(knowledge, EVENING, script, url=ADDRESS)[0] == HERE
    assert found(knowledge, EVENING, script, url="https://crow.example/2020/02/25/boats")[0] == EVENING
    assert found(knowledge, EVENING, script, url="https://crow.example/boats")[0] == EVENING
    assert found(knowledge, EVENING, f"<b>{' 10:25:54' * (HITS_MAX - 1)}</b>{script}", url=ADDRESS)[0] == HERE
    assert found(knowledge, EVENING, f"<b>{' 10:25:54' * HITS_MAX}</b>{script}", url=ADDRESS)[0] == EVENING


def test_a_page(knowledge: Knowledge) -> None:
    """Meta elements and JSON-LD have twins, too, each time its own."""
    line = "The harbour office counted four hundred boats on Friday, and fishermen said they came for calm water."
    page = f"""<html><head><title>Harbour town counts its boats</title>
        <meta property="article:published_time" content="2020-02-25T02:25:54+00:00">
        <meta property="article:modified_time" content="2020-02-25T03:30:01+00:00">
        <meta name="stamp" content="{HERE}">
        <script type="application/ld+json">
        {{"@type": "WebPage", "name": "Boats", "dateModified": "2020-02-24T22:30:01-05:00"}}</script>
        </head><body><h1>Harbour town counts its boats</h1>{f"<p>{line}</p>" * 6}</body></html>"""
    (article,) = parse(Document(data=page.encode(), format="html"), knowledge)
    assert article.first_created is not None
    assert article.first_created.isoformat() == HERE
    assert article.version_created is not None
    assert article.version_created.isoformat() == "2020-02-24T22:30:01-05:00"
    assert article.field_sources["versionCreated"] == "meta:article:modified_time, zone written elsewhere"
