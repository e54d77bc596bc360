"""Marks that single houses put under a text."""

import pytest

from worker.article import Block
from worker.knowledge.loading import load
from worker.newsroom import peeling, signoffs

KNOWLEDGE = load()
SENTENCE = "The harbour office counted four hundred boats on Friday."

# what stands under the text, codes of agencies, people
SIGNED: list[tuple[list[str], list[str], list[str]]] = [
    (["9417**1416"], [], []),
    (["/ВЛ/"], [], []),
    (["kov \\ sze"], [], []),
    (["// انتهى //", "14:20 ت م", "0112"], [], []),
    (["(Hina) xmbr ysk"], ["hina"], []),
    (["(Hina) xmarb ymarb"], ["hina"], []),
    (["(NAN)(www.site.example)"], ["nan"], []),
    (["وام/ليلى مثال/سالم مثال"], ["wam"], []),
    (["jkl mha"], [], []),
    (["(end)", "mtk.hb"], [], []),
    (["R. Bee / M. Cee"], [], []),
    (["PTI SKC", "RT", "RT", "07021803 NNNN"], ["pti"], []),
    (["GNA", "3 Oct 24"], ["gna"], []),
    (["GNA", "Oct. 3, 2024"], ["gna"], []),
    (["MAP 17052024"], ["map-ma"], []),
    (["//Petra// AA", "26/05/2024 14:10:22"], ["petra"], []),
    (["(FENA) A. M."], ["fena"], []),
    (["(AGI)Mo1/Sec"], ["agi"], []),
    (["YAB-CG 02-AGO-24 11:12 NNN"], [], []),
    (["www.kcna.kp (Juche113.3.9.)"], [], []),
    (["◎공감언론 뉴시스 jobee@site.example"], ["newsis"], []),
    (["(FIN) NDP/JJN", "JRA"], [], []),
    (["Information from: Linden Gazette, http://site.example"], [], []),
]
# what stands behind the last sentence
BEHIND = [
    (
        "AGERPRES/(A - autor: Jo Bee, editor: Ann Cee, editor online: Al Dee)",
        ["agerpres"],
        [("Jo Bee", "author"), ("Ann Cee", "editor"), ("Al Dee", "editor")],
    ),
    ("AGERPRES/(AS, autor: Jo Bee, editor: Ann Cee)", ["agerpres"], [("Jo Bee", "author"), ("Ann Cee", "editor")]),
    ("(NAN)(www.site.example)", ["nan"], []),
    ("(AGI)Mo1/Sec", ["agi"], []),
    ("DN/JAR", [], []),
    ("(النهاية) م ح ع", [], []),
]
STORIES = [
    ["(Linden) xmas yarn"],
    ["jkl mha zzz qqq"],
    ["red and blue"],
    ["Moncton 4, Halifax 2"],
    ["mtk.hb"],
    ["RT"],
    ["0112"],
    ["3 Oct 24"],
    ["9417"],
    ["/Boats/"],
    ["AC/DC"],
    ["(Linden) A. M."],
    ["BOATS 17052024"],
    ["//Linden// AA"],
    ["Linden/(harbour: north, pier: two)"],
]


def _body(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(tag="p", text=text) for text in texts)


@pytest.mark.parametrize(("lines", "agencies", "people"), SIGNED, ids=[lines[0] for lines, _, _ in SIGNED])
def test_a_house_sign_is_taken_off(lines: list[str], agencies: list[str], people: list[str]) -> None:
    """The text ends with its last sentence, and the agency is known."""
    found = peeling.peel(_body(SENTENCE, SENTENCE, *lines), KNOWLEDGE)
    assert found.body == _body(SENTENCE, SENTENCE)
    assert [agency.code for one in found.found for agency in one.agencies] == agencies
    assert [person.name for one in found.found for person in one.people] == people


@pytest.mark.parametrize(("end", "agencies", "people"), BEHIND, ids=[end for end, _, _ in BEHIND])
def test_a_house_sign_behind_the_last_sentence_is_taken_off(
    end: str, agencies: list[str], people: list[tuple[str, str]]
) -> None:
    """With those whom it names, and what they did."""
    found = peeling.peel(_body(SENTENCE, f"{SENTENCE} {end}"), KNOWLEDGE)
    assert found.body == _body(SENTENCE, SENTENCE)
    assert [agency.code for one in found.found for agency in one.agencies] == agencies
    assert [(person.name, person.rel) for one in found.found for person in one.people] == people


@pytest.mark.parametrize("lines", STORIES, ids=[lines[0] for lines in STORIES])
def test_what_only_looks_like_one_stays(lines: list[str]) -> None:
    """Figures, initials and addresses count under a sign-off alone."""
    body = _body(SENTENCE, SENTENCE, *lines)
    assert peeling.peel(body, KNOWLEDGE).body == body


def test_a_paragraph_may_end_with_a_bracket() -> None:
    """Only an agency's name before it makes a sign-off of it."""
    body = _body(SENTENCE, f"{SENTENCE} Boats/(new: four, old: ten)")
    assert peeling.peel(body, KNOWLEDGE).body == body


def test_every_sign_is_read_alone() -> None:
    """By the function that stages ask."""
    assert all(signoffs.read(line, KNOWLEDGE) is not None for line in ("9417**1416", "/ВЛ/", "NNNN", "07021803"))
