"""Agencies in author fields of pages and feeds, in the manners of many languages: what is a person, what an agency."""

import pytest

from worker.article import Article, Block
from worker.knowledge.loading import load
from worker.newsroom import bylines
from worker.newsroom.credits import read
from worker.newsroom.names import proper

KNOWLEDGE = load()

# as a feed's author field has it, the people in it, the codes of the agencies
FIELDS = [
    ("Le Port et AFP", [], ["afp"]),
    (" SID", [], ["sid"]),
    ("AFP, MANILA", [], ["afp"]),
    ("Harbour Ferry Corporation", [], []),
    ("NTB Publisert", [], ["ntb"]),
    ("By John Doe, dpa", ["John Doe"], ["dpa"]),
    ("Von Jette Markwart und Bo Ohm, dpa", ["Jette Markwart", "Bo Ohm"], ["dpa"]),
    ("Von Jette Markwart, dpa-AFX", ["Jette Markwart"], ["dpa"]),
    ("PAR JEAN KERLOC'H A PARIS", ["Jean Kerloc'h"], []),
    ("Par Jean KERLOC'H", ["Jean Kerloc'h"], []),
    ("Par Jean Kerloc'h avec AFP", ["Jean Kerloc'h"], ["afp"]),
    ("por Fulano de Tal", ["Fulano de Tal"], []),
    ("Por FULANO DE TAL", ["Fulano de Tal"], []),
    ("Por Fulano de Tal, EFE", ["Fulano de Tal"], ["efe"]),
    ("jb/ah", [], []),
    ("By JO BEE AP Business Writer", ["Jo Bee"], ["ap"]),
    ("By JO BEE and ANN CEE, Associated Press", ["Jo Bee", "Ann Cee"], ["ap"]),
    ("By JO BEE, AP Sports Writer", ["Jo Bee"], ["ap"]),
    ("JO BEE, Associated Press", ["Jo Bee"], ["ap"]),
    ("By The Associated Press", [], ["ap"]),
    ("Reuters Staff", [], ["reuters"]),
    ("By Reuters Staff", [], ["reuters"]),
    ("Jo Bee, Reuters", ["Jo Bee"], ["reuters"]),
    ("By Jo Bee and Ann Cee (Reuters)", ["Jo Bee", "Ann Cee"], ["reuters"]),
    ("Agence France-Presse", [], ["afp"]),
    ("AFP with Ann Cee", ["Ann Cee"], ["afp"]),
    ("Ann Cee with AFP", ["Ann Cee"], ["afp"]),
    ("Le Port avec AFP et Reuters", [], ["afp", "reuters"]),
    ("Ann Cee (avec AFP)", ["Ann Cee"], ["afp"]),
    ("Die Redaktion mit dpa", [], ["dpa"]),
    ("dpa/Ann Cee", ["Ann Cee"], ["dpa"]),
    ("Ann Cee/dpa", ["Ann Cee"], ["dpa"]),
    ("DPA, Ann Cee", ["Ann Cee"], ["dpa"]),
    ("dpa/lni", [], ["dpa"]),
    ("dpa, AFP", [], ["dpa", "afp"]),
    ("APA/dpa/AFP", [], ["apa", "dpa", "afp"]),
    ("red, ORF.at/Agenturen", [], []),
    ("APA, Red.", [], ["apa"]),
    ("Redazione ANSA", [], ["ansa"]),
    ("di Redazione ANSA", [], ["ansa"]),
    ("di Anna Bianchi", ["Anna Bianchi"], []),
    ("Anna Bianchi - ANSA", ["Anna Bianchi"], ["ansa"]),
    ("Redacción EFE", [], ["efe"]),
    ("EFE / Redacción", [], ["efe"]),
    ("Agencia EFE", [], ["efe"]),
    ("Agencias", [], []),
    ("EFE y AFP", [], ["efe", "afp"]),
    ("Europa Press", [], ["europa-press"]),
    ("Agência Brasil", [], ["agencia-brasil"]),
    ("Lusa", [], ["lusa"]),
    ("Agência Lusa", [], ["lusa"]),
    ("Por Ana Dias, Agência Brasil", ["Ana Dias"], ["agencia-brasil"]),
    ("ANP", [], ["anp"]),
    ("Door Jan de Vries", ["Jan de Vries"], []),
    ("Door onze redactie", [], []),
    ("Redactie/ANP", [], ["anp"]),
    ("Av: Anna Berg/TT", ["Anna Berg"], ["tt"]),
    ("TT", [], ["tt"]),
    ("Anna Berg/TT", ["Anna Berg"], ["tt"]),
    ("TT-AFP", [], ["tt", "afp"]),
    ("Av Anna Berg", ["Anna Berg"], []),
    ("NTB", [], ["ntb"]),
    ("Av Ola Dahl / NTB", ["Ola Dahl"], ["ntb"]),
    ("©NTB", [], ["ntb"]),
    ("Af Ritzau", [], ["ritzau"]),
    ("Af Ib Holm /ritzau/", ["Ib Holm"], ["ritzau"]),
    ("/ritzau/", [], ["ritzau"]),
    ("STT", [], ["stt"]),
    ("STT–AFP", [], ["stt", "afp"]),
    ("STT-Lehtikuva", [], ["stt"]),
    ("Aino Laine/STT", ["Aino Laine"], ["stt"]),
    ("PTI", [], ["pti"]),
    ("Press Trust of India", [], ["pti"]),
    ("By PTI, Lindesund", [], ["pti"]),
    ("PTI | Lindesund", [], ["pti"]),
    ("ANI | Updated: May 17, 2024", [], ["ani"]),
    ("By: PTI", [], ["pti"]),
    ("Written by Asha Rao | PTI", ["Asha Rao"], ["pti"]),
    ("Edited By: Asha Rao", ["Asha Rao"], []),
    ("Asha Rao (ANI)", ["Asha Rao"], ["ani"]),
    ("Source: IANS", [], ["ians"]),
    ("IANS-Lindesund", [], ["ians"]),
    ("भाषा", [], ["pti"]),
    ("द्वारा: आशा राव, भाषा", ["आशा राव"], ["pti"]),
    ("एजेंसी", [], []),
    ("新华社记者 王某某", ["王某某"], ["xinhua"]),
    ("记者 王某某", ["王某某"], []),
    ("共同通信", [], ["kyodo"]),
    ("時事通信社", [], ["jiji"]),
    ("연합뉴스", [], ["yonhap"]),
    ("홍길동 기자", ["홍길동"], []),
    ("(서울=연합뉴스) 홍길동 기자", ["홍길동"], ["yonhap"]),
    ("ТАСС", [], ["tass"]),
    ("РИА Новости", [], ["ria"]),
    ("Иван Петров, Интерфакс", ["Иван Петров"], ["interfax"]),
    ("أ ف ب", [], ["afp"]),
    ("رويترز", [], ["reuters"]),
    ("بقلم أحمد علي", ["أحمد علي"], []),
    ("By Press Association", [], ["pa"]),
    ("By Ann Cee, PA", ["Ann Cee"], ["pa"]),
    ("By Ann Cee, Press Association Political Correspondent", ["Ann Cee"], ["pa"]),
    ("Ann Cee, The Canadian Press", ["Ann Cee"], ["cp"]),
    ("By Ann Cee, CP Business Reporter", ["Ann Cee"], ["cp"]),
    ("AAP", [], ["aap"]),
    ("Ann Cee, AAP", ["Ann Cee"], ["aap"]),
    ("By AAP with Reuters", [], ["aap", "reuters"]),
    ("Bloomberg", [], ["bloomberg"]),
    ("Ann Cee, Bloomberg News", ["Ann Cee"], ["bloomberg"]),
    ("By Ann Cee, UPI", ["Ann Cee"], ["upi"]),
    ("Xinhua", [], ["xinhua"]),
    ("Xinhua writer Ann Cee", ["Ann Cee"], ["xinhua"]),
    ("By Xinhua Writers Ann Cee, Bo Dee", ["Ann Cee", "Bo Dee"], ["xinhua"]),
    ("KNA", [], ["kna"]),
    ("epd", [], ["epd"]),
    ("Von dpa", [], ["dpa"]),
    ("Von Ann Cee (dpa)", ["Ann Cee"], ["dpa"]),
    ("AFP/Ann Cee", ["Ann Cee"], ["afp"]),
    ("AFP-Agence France Presse", [], ["afp"]),
    ("News Agencies", [], []),
    ("Staff, Agencies", [], []),
    ("dpa Newskanal", [], ["dpa"]),
    ("dpa-infocom GmbH", [], ["dpa"]),
    ("AFP Relaxnews", [], ["afp"]),
    ("Agenzia ANSA", [], ["ansa"]),
    ("(ANSA)", [], ["ansa"]),
    ("Adnkronos", [], ["adnkronos"]),
    ("ATS", [], ["sda-ats"]),
    ("Keystone-SDA", [], ["sda-ats"]),
    ("Belga", [], ["belga"]),
    ("Le Port (avec Belga)", [], ["belga"]),
    ("PAP", [], ["pap"]),
    ("ČTK", [], ["ctk"]),
    ("MTI", [], ["mti"]),
    ("AA", [], ["anadolu"]),
    ("Anadolu Ajansı", [], ["anadolu"]),
    ("DHA", [], ["dha"]),
    ("İHA", [], ["iha"]),
    ("Antara", [], ["antara"]),
    ("Bernama", [], ["bernama"]),
    ("Pewarta: Budi Santoso", ["Budi Santoso"], []),
]


@pytest.mark.parametrize(("line", "people", "agencies"), FIELDS)
def test_people_and_agencies_of_an_author_field(line: str, people: list[str], agencies: list[str]) -> None:
    """Each in its place; neither a paper nor a desk is a person."""
    found = bylines.read(line, KNOWLEDGE, signed=True)
    assert found is not None
    assert [person.name for person in found.people] == people
    assert [agency.code for agency in found.agencies] == agencies


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("jb/ah", []),
        ("dpa/lni", []),
        ("PTI, Lindesund", []),
        ("By PTI, Nordhavn", []),
        ("Lune", ["Lune"]),
        ("red", []),
        ("APA, Red.", []),
    ],
)
def test_what_is_no_author_of_an_article(byline: str, people: list[str]) -> None:
    """Initials of editors, desks, and the place an agency writes from."""
    article = Article(format="nitf", byline=byline, body=(Block(text="The harbour reopens, officials said."),))
    found = read(article, KNOWLEDGE)
    assert [person.name for person in found.people] == people
    assert found.byline == (", ".join(people) or None)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("JO BEE", "Jo Bee"),
        ("Jo BEE", "Jo Bee"),
        ("Jean-Luc KERLOC'H", "Jean-Luc Kerloc'h"),
        ("FULANO DE TAL", "Fulano de Tal"),
        ("MARIA DA LUZ", "Maria da Luz"),
        ("JO VAN BEE", "Jo Van Bee"),
        ("SEAN O'BRIEN", "Sean O'Brien"),
        ("JO MCDONALD", "Jo McDonald"),
        ("Jo McDonald", "Jo McDonald"),
        ("Ayşe YILMAZ", "Ayşe YILMAZ"),
        ("J. R. BEE", "J. R. Bee"),
        ("Jo Bee", "Jo Bee"),
        ("Li Na", "Li Na"),
        ("Jo BEE-OHM", "Jo Bee-Ohm"),
        ("Jo UN Bee", "Jo UN Bee"),
    ],
)
def test_names_in_capitals(printed: str, expected: str) -> None:
    """All of them, or the surname alone, as French agencies print it; Turkish capitals cannot be undone."""
    assert proper(printed) == expected


@pytest.mark.parametrize(
    ("byline", "host", "people"),
    [
        ("Ben", "bendnews.example", ["Ben"]),
        ("Lune", "crow.example", ["Lune"]),
        ("Bendnews", "www.bendnews.example", []),
        ("Crow", "crow.example", []),
    ],
)
def test_names_of_one_word_and_the_house(byline: str, host: str, people: list[str]) -> None:
    """A first name signs though letters of the address spell it; the house's own name does not."""
    address = f"https://{host}/2024/lune-and-ben-sail"
    article = Article(format="html", byline=byline, canonical_url=address, body=(Block(tag="p", text="Ferries sail."),))
    assert [person.name for person in read(article, KNOWLEDGE).people] == people
