"""Datelines of many agencies and languages, and sentences that only look like one."""

import pytest

from worker.article import Article, Block, Person
from worker.knowledge.loading import load
from worker.newsroom import dateline as stage
from worker.newsroom import datelines
from worker.newsroom.dateline_parts import Prefix

KNOWLEDGE = load()


def _parts(found: Prefix) -> tuple[tuple[str, ...], str | None, tuple[int, int] | None, tuple[str, ...]]:
    return found.places, found.region, (found.day.month, found.day.day) if found.day else None, found.agencies


@pytest.mark.parametrize(
    ("text", "prefix", "parts"),
    [
        ("Busan, May 17 (IANS/DPA) A ferry", "Busan, May 17 (IANS/DPA)", (("Busan",), None, (5, 17), ("IANS", "DPA"))),
        (
            "Lindpur (Himachal Pradesh) [India], May 29 (ANI): A ferry",
            "Lindpur (Himachal Pradesh) [India], May 29 (ANI)",
            (("Lindpur",), "Himachal Pradesh, India", (5, 29), ("ANI",)),
        ),
        (
            "LINDEN/THE HAGUE, March 7 (Reuters) - A",
            "LINDEN/THE HAGUE, March 7 (Reuters)",
            (("LINDEN", "THE HAGUE"), None, (3, 7), ("Reuters",)),
        ),
        (
            "الرياض 17 ذو القعدة 1447 هـ الموافق 4 مايو 2026 م واس",
            "الرياض 17 ذو القعدة 1447 هـ الموافق 4 مايو 2026 م واس",
            (("الرياض",), None, (5, 4), ("واس",)),
        ),
        (
            "Canadian Press - HALIFAX (CP) - A ferry",
            "Canadian Press - HALIFAX (CP)",
            (("HALIFAX",), None, None, ("CP",)),
        ),
        ("Hà Nội, ngày 4/5 (TTXVN) - Một", "Hà Nội, ngày 4/5 (TTXVN)", (("Hà Nội",), None, (5, 4), ("TTXVN",))),
        ("کراچی (اے پی پی): بندرگاہ", "کراچی (اے پی پی)", (("کراچی",), None, None, ("اے پی پی",))),
        ("الجزائر - واج - افتتح", "الجزائر - واج", (("الجزائر",), None, None, ("واج",))),
        ("ST. LINDEN, Pa. (AP) _ A ferry", "ST. LINDEN, Pa. (AP)", (("ST. LINDEN",), "Pa.", None, ("AP",))),
        ("VILLE-LINDEN (AP) — A ferry", "VILLE-LINDEN (AP)", (("VILLE-LINDEN",), None, None, ("AP",))),
        (
            "Frankfurt/Main (dpa/lhe) - Eine",
            "Frankfurt/Main (dpa/lhe)",
            (("Frankfurt/Main",), None, None, ("dpa", "lhe")),
        ),
        ("Lindau\u00a0(dpa)\u00a0-\u00a0Eine Fähre", "Lindau (dpa)", (("Lindau",), None, None, ("dpa",))),
        ("Lindau (KNA/hw). Eine", "Lindau (KNA/hw)", (("Lindau",), None, None, ("KNA", "hw"))),
        ("Genève (ats afp) Un bac", "Genève (ats afp)", (("Genève",), None, None, ("ats", "afp"))),
        (
            "Villelune, 21 mars 2024 (AFP) - Un",
            "Villelune, 21 mars 2024 (AFP)",
            (("Villelune",), None, (3, 21), ("AFP",)),
        ),
        (
            "Lunas (España), 14 oct (EFE).- Un",
            "Lunas (España), 14 oct (EFE)",
            (("Lunas",), "España", (10, 14), ("EFE",)),
        ),
        ("(ANSA) - LUNATE, 22 MAG - Un", "(ANSA) - LUNATE, 22 MAG", (("LUNATE",), None, (5, 22), ("ANSA",))),
        ("Lindholm /ritzau/: En færge", "Lindholm /ritzau/", (("Lindholm",), None, None, ("ritzau",))),
        ("ЛУННОЕ, 19 января. /ТАСС/. Паром", "ЛУННОЕ, 19 января. /ТАСС/", (("ЛУННОЕ",), None, (1, 19), ("ТАСС",))),
        ("भोपाल, 11 जून (भाषा) एक", "भोपाल, 11 जून (भाषा)", (("भोपाल",), None, (6, 11), ("भाषा",))),
        ("عمّان (أ ف ب) - أعادت", "عمّان (أ ف ب)", (("عمّان",), None, None, ("أ ف ب",))),
        ("新华社成都4月2日电 一家", "新华社成都4月2日电", (("成都",), None, (4, 2), ("新华社",))),
        ("（中央社記者林月明台北2日電）一家", "（中央社記者林月明台北2日電）", (("台北",), None, None, ("中央社",))),
        ("【札幌共同】北海道", "【札幌共同】", (("札幌",), None, None, ("共同",))),
        ("(서울=연합뉴스) 한", "(서울=연합뉴스)", (("서울",), None, None, ("연합뉴스",))),
        (
            "LINDAMA, Japan, Dec. 9 Kyodo - A",
            "LINDAMA, Japan, Dec. 9 Kyodo",
            (("LINDAMA",), "Japan", (12, 9), ("Kyodo",)),
        ),
        ("Jan 30 (Statbook) - Results", "Jan 30 (Statbook)", ((), None, (1, 30), ("Statbook",))),
        ("(Reuters) — The ferry (FRY) sails", "(Reuters)", ((), None, None, ("Reuters",))),
        (
            "Lindholm /ritzau/Reuters/: En færge",
            "Lindholm /ritzau/Reuters/",
            (("Lindholm",), None, None, ("ritzau", "Reuters")),
        ),
        (
            "ЛУННОЕ, 19 янв - РИА Новости. Паром",
            "ЛУННОЕ, 19 янв - РИА Новости",
            (("ЛУННОЕ",), None, (1, 19), ("РИА Новости",)),
        ),
        (
            "Budapest, 2024. május 17., péntek (MTI) - A",
            "Budapest, 2024. május 17., péntek (MTI)",
            (("Budapest",), None, (5, 17), ("MTI",)),
        ),
        ("LINDENTOWN — A ferry", "LINDENTOWN", (("LINDENTOWN",), None, None, ())),
        ("LINDEN--(BUSINESS WIRE)--A ferry", "LINDEN--(BUSINESS WIRE)", (("LINDEN",), None, None, ("BUSINESS WIRE",))),
        ("Reuters - The ferry sails", "Reuters", ((), None, None, ("Reuters",))),
        (
            "By Jo B Bee Kathmandu, Oct 17 (PTI) A",
            "By Jo B Bee Kathmandu, Oct 17 (PTI)",
            (("Kathmandu",), None, (10, 17), ("PTI",)),
        ),
        ("London/Teheran - Eine Fähre", "London/Teheran", (("London", "Teheran"), None, None, ())),
        ("Kochi: A ferry", "Kochi", (("Kochi",), None, None, ())),
        ("LINDEN, N.Y. — A ferry", "LINDEN, N.Y.", (("LINDEN",), "N.Y.", None, ())),
        (
            "Mumbai, New Delhi, Jan 22 (PTI) A",
            "Mumbai, New Delhi, Jan 22 (PTI)",
            (("Mumbai", "New Delhi"), None, (1, 22), ("PTI",)),
        ),
        ("LINDEN, July 23", "LINDEN, July 23", (("LINDEN",), None, (7, 23), ())),
    ],
)
def test_datelines_are_taken_apart(text: str, prefix: str, parts: tuple[object, ...]) -> None:
    """The prefix as printed (single blanks), its places, region, day and agencies."""
    found = datelines.read(text, KNOWLEDGE)
    assert found is not None
    assert (found.text, _parts(found)) == (prefix, parts)


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Ferry Protocol (HFP) - a standard",
        "All Ferries Protocol (AFP) - a standard",
        "Asociación de Pilotos (AP) - Aviso",
        "Unión de Navieros de Isla (UNI) y otros",
        "Regular physical activity (PA) helps",
        "The ferry sank in 1989. (AP)",
        "Ferries — the old ones — sail.",
        "THROUGH JULY 5",
        "LINDEN-based ferries sail.",
        "FERRY said it would sail.",
        "WATCH: The ferry sails",
        "EXPLAINER - Why ferries sail",
        "In Linden (AFP) the ferry",
        "Linden Ferry (PTI), stating that",
        "He said: (Reuters) no",
        "Live-Übertragung am 11. August – der Regisseur",
        "12 ferries (dpa) - eins",
        "",
        "   ",
    ],
)
def test_sentences_are_no_datelines(text: str) -> None:
    """Initials in brackets, sentences, labels."""
    assert datelines.read(text, KNOWLEDGE) is None


def test_an_agency_known_from_elsewhere_lets_a_place_alone_count() -> None:
    """Publishers take "(dpa)" out; without a known agency an unknown place before a dash counts for nothing."""
    assert datelines.read("Lindau - Eine Fähre", KNOWLEDGE) is None
    found = datelines.read("Lindau - Eine Fähre", KNOWLEDGE, credited=True)
    assert found is not None
    assert found.places == ("Lindau",)
    assert datelines.read("Lindau - eine Fähre", KNOWLEDGE, credited=True) is None


def test_the_text_starts_behind_the_dash() -> None:
    """`end` counts in the text with single blanks."""
    text = "LINDEN,\r\n  May 17 (Yonhap)  --  Ferries sail"
    found = datelines.read(text, KNOWLEDGE)
    assert found is not None
    assert " ".join(text.split())[found.end :] == "Ferries sail"


@pytest.mark.parametrize(
    ("text", "reporters"),
    [
        ("新华社内罗毕5月4日电（记者李明、王小强）港口", ("李明", "王小强")),
        ("（中央社記者林月明高雄17日電）一艘", ("林月明",)),
        ("(워싱턴=연합뉴스) 이달빛 특파원 = 항만", ("이달빛",)),
        ("(서울=연합뉴스) 이달빛 김하늘 기자 = 항만", ("이달빛", "김하늘")),
        ("НЬЮ-ЙОРК, 4 мая. /Корр. ТАСС Анна Липова/. Порт", ("Анна Липова",)),
        ("МОСКВА, 4 мая. /ТАСС/. Порт", ()),
        ("【札幌共同】港が", ()),
        ("新华社北京5月4日电（综合消息）港口", ()),
    ],
)
def test_who_is_named_behind_the_agency(text: str, reporters: tuple[str, ...]) -> None:
    """In East Asia and by TASS; what else stands in brackets there is nobody."""
    found = datelines.read(text, KNOWLEDGE)
    assert found is not None
    assert found.reporters == reporters


def test_the_editor_below_is_not_the_author_of_the_dateline() -> None:
    """Both are named, each as what they are."""
    text = (Block(text="新华社内罗毕5月4日电（记者李明）港口重新开放。"),)
    article = Article(format="html", body=text, people=(Person(name="王编", rel="editor"),))
    found = stage.read(article, KNOWLEDGE)
    assert [(person.name, person.rel) for person in found.people] == [("李明", "author"), ("王编", "editor")]


def test_the_reporters_of_a_dateline_are_its_authors() -> None:
    """Unless the article has authors already."""
    text = (Block(text="新华社内罗毕5月4日电（记者李明）港口重新开放。"),)
    article = stage.read(Article(format="text", body=text), KNOWLEDGE)
    assert (article.people, article.byline, article.field_sources["by"]) == ((Person(name="李明"),), "李明", "dateline")
    known = Article(format="text", body=text, people=(Person(name="王强"),))
    assert stage.read(known, KNOWLEDGE).people == known.people


@pytest.mark.parametrize(
    "text",
    [
        "(베이징=연합뉴스) 베이징 특파원 = 항만",
        "(서울=연합뉴스) 사회부 기자 = 항만",
        "(서울=연합뉴스) 온라인 뉴스팀 기자 = 항만",
        "新华社北京5月4日电（记者编译综合报道）港口",
        "新华社北京5月4日电（记者团队）港口",
    ],
)
def test_a_place_or_a_desk_behind_the_agency_is_nobody(text: str) -> None:
    """Two of Seoul's desks, a correspondent's city, "compiled from reports"."""
    article = stage.read(Article(format="text", body=(Block(text=text),)), KNOWLEDGE)
    assert (article.people, article.byline) == ((), None)
    assert article.dateline is not None
