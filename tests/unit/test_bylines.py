"""Bylines: people in proper case, agencies apart, ranks and desks out, and lines that are no byline."""

import pytest

from worker.knowledge.keys import line_key
from worker.knowledge.loading import load
from worker.newsroom import bylines, printed_bylines
from worker.newsroom.bylines import Byline
from worker.newsroom.names import proper

KNOWLEDGE = load()


def _printed(line: str) -> Byline:
    found = printed_bylines.printed(line, KNOWLEDGE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "people", "agencies"),
    [
        ("By JO VAN BEE AP Harbour Writer", ["Jo Van Bee"], ["ap"]),
        ("By JO BEE, AP National Harbour Writer", ["Jo Bee"], ["ap"]),
        ("By The Associated Press", [], ["ap"]),
        ("Von dpa", [], ["dpa"]),
        ("Jo Bee und Al Cee, dpa", ["Jo Bee", "Al Cee"], ["dpa"]),
        ("By Jo Bee in Geneva and Al Cee for Reuters", ["Jo Bee", "Al Cee"], ["reuters"]),
        ("Le Phare et AFP", [], ["afp"]),
        (" SID", [], ["sid"]),
        ("AFP, MANILA", [], ["afp"]),
        ("Reuters, JAN 02", [], ["reuters"]),
        ("Jo Bee / TNN / Updated: Oct", ["Jo Bee"], ["tnn"]),
        ("By Staff Reporter", [], []),
        ("By Agencies", [], []),
        ("Our Special Correspondent", [], []),
        ("By Jo Bee, The Linden Tribune", ["Jo Bee"], []),
        ("By Jo Bee | Daily Harbour | Updated 2 hours ago", ["Jo Bee"], []),
        ("Par Zoé Lune avec AFP", ["Zoé Lune"], ["afp"]),
        ("Text: Jo Bee", ["Jo Bee"], []),
        ("By Jo Bee Published in Harbour Notes May 17, 2024 2:24 pm", ["Jo Bee"], []),
        ("Photo by Jo Bee/AFP/Getty Images", ["Jo Bee"], ["afp"]),
        ("By Sun Le", ["Sun Le"], []),
        ("17.05.2024, 11:30 Uhr von Jo Bee", ["Jo Bee"], []),
        ("Am Freitag, 17. Mai 2024 von Jo Bee", ["Jo Bee"], []),
        ("By Jo (Wren) Bee, Jo Bee | May 17, 2024", ["Jo Bee"], []),
        ("Jo Bee / HARBOUR.EXAMPLE / Sep 2, 2024, 17:07 IST", ["Jo Bee"], []),
        ("By Lune | May 17, 2024 17:50 IST", ["Lune"], []),
        ("With reporting by Associated Press writer Jo Bee in Linden", ["Jo Bee"], ["ap"]),
        ("By Jo Bee, Updated: Oct", ["Jo Bee"], []),
        ("By Jo Bee | May 17, 2024 | 2 min read", ["Jo Bee"], []),
        ("Press Trust of India Indore", [], ["pti"]),
        ("Redazione Adnkronos", [], ["adnkronos"]),
        ("時事通信 社会部 2024年05月17日17時50分配信", [], ["jiji"]),
        ("2024年5月17日 01時28分 (5月17日 01時40分更新)", [], []),
        ("2024-07-15 09:20:31 来源：新华社", [], ["xinhua"]),
        ("홍길동 기자", ["홍길동"], []),
        ("Por Redação, com Agência Brasil", [], ["agencia-brasil"]),
    ],
)
def test_people_and_agencies_are_told_apart(line: str, people: list[str], agencies: list[str]) -> None:
    """No rank, paper, place or date among the names."""
    found = _printed(line)
    assert [person.name for person in found.people] == people
    assert [agency.code for agency in found.agencies] == agencies


@pytest.mark.parametrize(
    "line",
    [
        "AA",
        "By noon, the crowd had grown to 5,000 people.",
        "By Jo Bee, the captain of the ferry.",
        "Von der Fähre reist niemand nach Linden",
        "Ferry operator rejects claim of late sailings",
        "Jo Bee",
        "The ferry sank on May 17, 2024",
        "(ANSA) - COSENZA, 22 MAR - Una scossa di magnitudo 3.4 è stata registrata alle 6.15 a Cosenza.",
        "LONDON, June 3 (Reuters) - Ferry fares rose more than 2% on Monday",
        "UPDATE 2-Ferry fares climb as harbour extends cuts",
        "On May 17, 2024, Jo Bee met Al Cee.",
        "记者7月14日从省水利厅获悉，18条河流将出现涨水过程。",
        "MADRID 3 Jun. (EUROPA PRESS) -",
        "May 4 (Reuters) - Lindesund Lines Ltd:",
        "Reuters reports that the ferry sank",
        "x" * 500,
        "",
    ],
)
def test_sentences_and_titles_are_no_bylines(line: str) -> None:
    """Nothing of the story may be taken for its signature."""
    assert printed_bylines.printed(line, KNOWLEDGE) is None


def test_roles_are_kept() -> None:
    """Editors, photographers and contributors are no authors."""
    found = _printed("Reporting by Jo Bee; Editing by Al Cee; Additional reporting by Di Dee")
    assert [(person.name, person.rel) for person in found.people] == [
        ("Jo Bee", "author"),
        ("Al Cee", "editor"),
        ("Di Dee", "contributor"),
    ]


def test_a_share_of_agencies_is_marked() -> None:
    """An agency whose inputs were used is one source among others."""
    found = _printed("Edited by Jo Bee (with inputs from ANI)")
    assert (found.partly, [agency.code for agency in found.agencies]) == (True, ["ani"])
    assert not _printed("By Jo Bee (ANI)").partly


def test_a_signed_line_needs_no_by() -> None:
    """What a page calls its author may be a name in any script."""
    found = bylines.read("林月明", KNOWLEDGE, signed=True)
    assert found is not None
    assert [person.name for person in found.people] == ["林月明"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("JO BEE", "Jo Bee"),
        ("SEÁN O'BEE-CEE", "Seán O'Bee-Cee"),
        ("JO McBEE", "Jo McBee"),
        ("J.K. BEE", "J.K. Bee"),
        ("Jo Bee", "Jo Bee"),
        ("Jo B", "Jo B"),
        ("ΝΙΚΗ ΛΟΥΝΑ", "Νικη Λουνα"),
    ],
)
def test_names_in_capitals_get_their_proper_case(name: str, expected: str) -> None:
    """Others stay as they are printed."""
    assert proper(name) == expected


def test_a_dated_sentence_of_a_script_with_its_own_full_stop_is_no_byline() -> None:
    """It begins with the word for reporters and holds a day and a figure like a clock."""
    assert (
        printed_bylines.printed(
            "記者団に対しМАРИЯ ЛУНは1 abr 2024、6.15隻の船が戻ったと述べた。AAPが伝えた。", KNOWLEDGE
        )
        is None
    )


@pytest.mark.parametrize(
    ("line", "hinted"),
    [
        ("Additional reporting by Jo Bee", True),
        ("Fotos: Jo Bee, redigiert von Lo Dahl", True),
        ("Additional ferries will run", False),
    ],
)
def test_a_phrase_of_roles_is_hinted_by_all_of_it(line: str, hinted: bool) -> None:
    """Its first word alone stands in many sentences."""
    words = KNOWLEDGE.bylines
    assert words.hinted(line_key(line)) is hinted
    assert hinted or not words.roles.search(line)


@pytest.mark.parametrize(
    ("line", "people", "agencies"),
    [
        ("Por Ana Bee - Repórter da Agência Brasil", ["Ana Bee"], ["agencia-brasil"]),
        ("Von Jo Bee, Korrespondentin der dpa", ["Jo Bee"], ["dpa"]),
        ("Par Jo Bee, correspondant de l'AFP", ["Jo Bee"], ["afp"]),
    ],
)
def test_a_rank_before_its_agency_is_no_person(line: str, people: list[str], agencies: list[str]) -> None:
    """In Romance tongues and German the rank stands first."""
    found = bylines.read(line, KNOWLEDGE, signed=True)
    assert found is not None
    assert [person.name for person in found.people] == people
    assert [agency.code for agency in found.agencies] == agencies


@pytest.mark.parametrize(
    ("line", "agencies"),
    [("TT-AFP", ["tt", "afp"]), ("NTB-DPA-AFP", ["ntb", "dpa", "afp"]), ("/ritzau/", ["ritzau"])],
)
def test_agencies_alone_are_a_byline(line: str, agencies: list[str]) -> None:
    """Joined by hyphens, or between slashes."""
    found = printed_bylines.printed(line, KNOWLEDGE)
    assert found is not None
    assert [agency.code for agency in found.agencies] == agencies


def test_a_clock_with_an_h_puts_the_day_first() -> None:
    """English prints none."""
    found = printed_bylines.printed("12/03/2024 18h40", KNOWLEDGE)
    assert found is not None
    assert found.updated is not None
    assert found.updated.when.isoformat() == "2024-03-12T18:40:00+00:00"
    assert printed_bylines.printed("12/03/2024 18:40", KNOWLEDGE) is None
