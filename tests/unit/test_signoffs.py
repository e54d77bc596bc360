"""What agencies put under a text."""

import pytest

from worker.article import Block
from worker.knowledge.loading import load
from worker.newsroom import peeling, signoffs

KNOWLEDGE = load()


@pytest.mark.parametrize(
    ("line", "agencies", "people"),
    [
        ("--IANS", ["ians"], []),
        ("==Kyodo", ["kyodo"], []),
        ("(ANI)", ["ani"], []),
        ("ms/vd", [], []),
        ("hh/ph/ts/hd", [], []),
        ("سب-لال/كام/شي", [], []),
        ("كجك/ب ق/ود", [], []),
        ("ا ف ب/جص", ["afp"], []),
        ("AFP sn", ["afp"], []),
        ("dpa wsz jln npr", ["dpa"], []),
        ("SDA/ij", ["sda-ats"], []),
        ("PTI SKV RT", ["pti"], []),
        ("Lusa/Fim", ["lusa"], []),
        ("/a.k/r.e/", [], []),
        ("/j.b/", [], []),
        ("۹۸۷۶/۶۰۲۴", [], []),
        ("burs-ab/cd", [], []),
        ("--IANS ms/vd", ["ians"], []),
        ("Enditem", [], []),
        ("___", [], []),
        ("(Reporting by Jo Bee in Linden; Editing by Al Cee)", [], ["Jo Bee", "Al Cee"]),
        ("((jo.bee@wire.example;))", [], []),
        (
            "Associated Press writers Jo Bee in Linden, Ohio, and Al Cee contributed to this report.",
            ["ap"],
            ["Jo Bee", "Al Cee"],
        ),
        ("Jo Bee contributed to this report.", [], ["Jo Bee"]),
    ],
)
def test_sign_offs_are_read(line: str, agencies: list[str], people: list[str]) -> None:
    """Agencies and people; initials stand for nobody."""
    found = signoffs.read(line, KNOWLEDGE)
    assert found is not None
    assert [agency.code for agency in found.agencies] == agencies
    assert [person.name for person in found.people] == people


def test_the_wires_own_id_and_version_are_read() -> None:
    """Publishers print dpa's."""
    found = signoffs.read("© dpa-infocom, dpa:240516-99-53606/3 (dpa)", KNOWLEDGE)
    assert found is not None
    assert (found.item_id, found.version) == ("240516-99-53606", "3")


@pytest.mark.parametrize(
    "line",
    [
        "AC/DC",
        "Der Ball ist rund.",
        "The end of it",
        "Reporting is hard work.",
        "dpa said today",
        "x" * 1000,
        "",
        "Jo Bee",
        "(   )",
        "- -",
    ],
)
def test_sentences_are_no_sign_offs(line: str) -> None:
    """A last paragraph is not lost, however short."""
    assert signoffs.read(line, KNOWLEDGE) is None


def _body(*lines: str) -> tuple[Block, ...]:
    return tuple(Block(text=line) for line in lines)


def test_sign_offs_come_off_the_end_and_notices_stay() -> None:
    """Several lines in their order; a publisher's notice behind them is another stage's."""
    notice = "This story is auto-generated from a syndicated feed."
    peeled = peeling.peel(_body("The ferry sails.", "--IANS", "ms/vd", notice), KNOWLEDGE)
    assert [block.text for block in peeled.body] == ["The ferry sails.", notice]
    assert peeled.text == "--IANS\nms/vd"


@pytest.mark.parametrize("end", ["(ANI)", "(ANSA).", "hh/ts", "--IANS ms/vd", "Enditem"])
def test_a_sign_off_behind_the_last_sentence_comes_off(end: str) -> None:
    """In text and in markup."""
    block = Block(text=f'Ferries sail & "sing." {end}', html=f'Ferries <b>sail</b> &amp; "sing." {end}')
    peeled = peeling.peel((block,), KNOWLEDGE)
    assert peeled.text == end
    assert peeled.body == (Block(text='Ferries sail & "sing."', html='Ferries <b>sail</b> &amp; "sing."'),)


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("Ferries sail. <em><strong>(ANI)</strong></em>", "Ferries sail."),
        ("<strong>Ferries sail. (ANI)</strong>", "<strong>Ferries sail.</strong>"),
        ("<strong>Ferries sail. <em>(ANI)</em></strong>", "<strong>Ferries sail.</strong>"),
    ],
)
def test_an_emphasised_sign_off_comes_off(html: str, kept: str) -> None:
    """With the emphasis that holds nothing else."""
    peeled = peeling.peel((Block(text="Ferries sail. (ANI)", html=html),), KNOWLEDGE)
    assert (peeled.text, peeled.body) == ("(ANI)", (Block(text="Ferries sail.", html=kept),))


def test_initials_and_the_address_of_a_desk_stand_below_a_sign_off() -> None:
    """NAN's end: its name and address, initials in capitals, a rule, an editor, where to write to."""
    end = ("The ferry sails. (NAN)(www.site.example)", "JB/AC", "======", "Edited by Jo Bee", "Contact: jo@bee.example")
    peeled = peeling.peel(_body("Fog.", *end), KNOWLEDGE)
    assert [block.text for block in peeled.body] == ["Fog.", "The ferry sails."]
    for last in ("TCP/IP", "Email: jo@bee.example"):
        assert [block.text for block in peeling.peel(_body("Fog.", last), KNOWLEDGE).body] == ["Fog.", last]


def test_markup_that_ends_otherwise_keeps_its_text() -> None:
    """Text and markup of a block never differ."""
    block = Block(text="Ferries sail. (ANI)", html="Ferries sail. (<b>ANI</b>)")
    assert peeling.peel((block,), KNOWLEDGE).body == (block,)


def test_addresses_of_editors_are_not_kept() -> None:
    """Not in the sign-off either."""
    peeled = peeling.peel(_body("Ferries sail.", "(Editing by Jo Bee) ((jo.bee@wire.example;))"), KNOWLEDGE)
    assert peeled.text == "(Editing by Jo Bee)"
    peeled = peeling.peel(
        _body("Ferries sail.", "(NAN)", "Contact: jo@bee.example", "◎공감언론 뉴시스 jobee@wire.example"), KNOWLEDGE
    )
    assert peeled.text == "(NAN)\n◎공감언론 뉴시스"


def test_a_body_is_never_a_sign_off_alone() -> None:
    """The first block stays."""
    assert peeling.peel(_body("--IANS", "ms/vd"), KNOWLEDGE).body == _body("--IANS")


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("--आईएएनएस", []),
        ("एकेजे/", []),
        ("भाषा रंजन नरेश", []),
        ("JB // AC", []),
        ("jbe/ ala/", []),
        ("(Xyz/Adnkronos)", []),
        ("(APA, 5.6.2024)", []),
        ("© 2024 SID", []),
        ("jo.bee@wire.example", []),
        ("(Reporting by ANI)", []),
        ("(إعداد فلان للنشرة العربية - تحرير علان)", [("فلان", "contributor"), ("علان", "editor")]),
        ("(Reporte de Ana Ruiz; Editado en español por Luis Mora)", [("Ana Ruiz", "author"), ("Luis Mora", "editor")]),
        ("Pewarta: Budi Santoso", [("Budi Santoso", "author")]),
        ("（編輯：李某某）1130612", [("李某某", "editor")]),
        ("【编辑:李某某】", [("李某某", "editor")]),
        ("(Автор Иван Петров. Редактор Анна Белова)", [("Иван Петров", "author"), ("Анна Белова", "editor")]),
        ("Muhabir: Ayşe Demir", [("Ayşe Demir", "author")]),
    ],
)
def test_sign_offs_of_many_agencies(line: str, people: list[tuple[str, str]]) -> None:
    """In every script, with and without labels, and who is named with what work."""
    found = signoffs.read(line, KNOWLEDGE)
    assert found is not None
    assert [(person.name, person.rel) for person in found.people] == people


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by Jo Bee shows that the boats were never checked.",
        "Editors Choice Awards",
        "AP NBA: https://a.example/b",
    ],
)
def test_lines_of_the_story_are_no_sign_offs(line: str) -> None:
    """Words of sign-offs in sentences and titles."""
    assert signoffs.read(line, KNOWLEDGE) is None


def test_an_address_at_the_end_stays_whole() -> None:
    """What follows its last full stop is no pair of initials."""
    body = _body("The ferry sails.", "More of it at https://wire.example/hub/sea")
    assert peeling.peel(body, KNOWLEDGE).body == body
