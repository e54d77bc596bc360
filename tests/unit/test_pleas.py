"""Texts that call a story back without a word of it in their headlines, and stories that only sound like them."""

import importlib.resources
import tomllib

import pytest

from worker.article import Article, Block, Headline, InfoSource, PubStatus, Signal
from worker.knowledge.loading import load
from worker.knowledge.pleas import plea
from worker.newsroom.status import read

KNOWLEDGE = load()
RAW = tomllib.loads((importlib.resources.files("worker.config") / "status.toml").read_text(encoding="utf-8"))
PLEAS = [words for row in RAW["word"] for words in row.get("pleas", ())]

# what the text says, code of the agency credited
CALLED_BACK = [
    ("Please disregard the story slugged MINISTER-QUITS that moved at 1040 GMT. The story is wrong.", ""),
    ("Kill the story slugged MINISTER-QUITS. A kill is mandatory.", ""),
    ('Reuters has withdrawn the story headlined "Minister quits" because it was published in error.', "reuters"),
    ("The story is withdrawn. The minister has not resigned. There will be no substitute story.", ""),
    ('EDITORS: Please do not use our story headlined "Minister quits" sent at 10:40.', ""),
    ('Editors are asked to kill the story "Minister quits" as it contains errors.', ""),
    ('Prière de ne pas tenir compte de la dépêche intitulée "Le ministre démissionne", diffusée par erreur.', ""),
    ('Veuillez ne pas tenir compte de notre dépêche "Le ministre démissionne".', ""),
    ('L\'AFP annule sa dépêche intitulée "Le ministre démissionne". Le ministre est toujours en fonction.', "afp"),
    ('Bitte verwenden Sie die dpa-Meldung 0551 "Minister tritt zurück" nicht. Die Meldung ist falsch.', "dpa"),
    ('Die APA zieht ihre Meldung APA0551 "Minister tritt zurück" zurück. Der Minister ist im Amt.', "apa"),
    ('Die Meldung dpa 0551 "Minister tritt zurück" ist ersatzlos zu streichen.', "dpa"),
    ('Rogamos anulen la noticia "Dimite el ministro", transmitida a las 11.20, por contener errores.', ""),
    ('Rogamos a nuestros abonados que no utilicen la información titulada "Dimite el ministro".', ""),
    ('Si prega di annullare la notizia "Il ministro lascia" trasmessa alle 11.20.', ""),
    ('Si prega di non tenere conto della notizia "Il ministro lascia".', ""),
    ('Agradecemos que não utilizem a notícia "Ministro demite-se", enviada por lapso.', ""),
    ('Solicitamos que desconsiderem a notícia "Ministro demite-se".', ""),
    ('Gelieve het bericht "Minister stapt op" niet te gebruiken. Het bericht is onjuist.', ""),
    ('Het bericht "Minister stapt op" komt te vervallen.', ""),
    ('TT återkallar texten "Ministern avgår" som sändes 11.20. Uppgifterna är felaktiga.', "tt"),
    ('NTB trekker tilbake meldingen "Statsråden går av". Opplysningene er feil.', "ntb"),
    ('Ritzau trækker telegrammet "Ministeren går af" tilbage. Oplysningerne er forkerte.', "ritzau"),
    ('STT peruu jutun "Ministeri eroaa". Tiedot ovat virheellisiä.', "stt"),
    ('Prosimy o niewykorzystywanie depeszy "Minister odchodzi". Informacja jest nieprawdziwa.', ""),
    ('PAP anuluje depeszę "Minister odchodzi" nadaną o 11.20.', "pap"),
    ('ČTK ruší zprávu "Ministr končí" vydanou v 11:20. Zpráva je chybná.', "ctk"),
    ('Kérjük, hogy a "Lemondott a miniszter" című hírt ne használják fel.', ""),
    ('Сообщение под заголовком "Министр ушёл в отставку" аннулируется. Просим его не использовать.', ""),
    ('ТАСС аннулирует сообщение "Министр ушёл в отставку", переданное в 11:20.', "tass"),
    ('Просимо не використовувати повідомлення "Міністр пішов". Повідомлення анульовано.', ""),
    ('"Bakan istifa etti" başlıklı haberimiz iptal edilmiştir. Lütfen kullanmayınız.', ""),
    ('يرجى عدم استخدام الخبر المعنون "استقالة الوزير" لاحتوائه على أخطاء.', ""),
    ("请撤销新华社今天11时20分播发的《部长辞职》一稿，不要采用。", "xinhua"),
    ("「大臣が辞任」の記事は取り消します。使用しないでください。", ""),
    ("'장관 사퇴' 제하의 기사는 전문 취소하오니 사용하지 마시기 바랍니다.", ""),
    ('कृपया "मंत्री का इस्तीफ़ा" शीर्षक से जारी ख़बर का उपयोग न करें।', ""),
    ('Vă rugăm să nu folosiţi ştirea "Ministrul demisionează", transmisă eronat.', ""),
    ('Molimo da vijest "Ministar odstupio" ne koristite. Vijest je netočna.', ""),
    ('Berita berjudul "Menteri mundur" dibatalkan. Mohon tidak digunakan.', ""),
    ('Subscribers are requested to please ignore and withdraw PTI story "Minister quits".', "pti"),
    ('ACHTUNG REDAKTIONEN: Die APA-Meldung 0211 "Minister tritt zurück" ist gegenstandslos.', "apa"),
]

STORIES = [
    ("Reuters has withdrawn the story headlined 'Minister quits', the rival agency said on Friday.", "afp"),
    ("The Linden Gazette has withdrawn its story about the minister.", "reuters"),
    ("Please do not use the bridge, the harbour office said.", "reuters"),
    ('"Please kill this bill for good," the mayor said.', "ap"),
    ("The mayor asked that readers please disregard the story.", "ap"),
    ("Bitte verwenden Sie den Steg nicht, teilte die Hafenmeisterei mit.", "dpa"),
    ("Das Amt zieht seine Meldung über die Mole zurück.", "dpa"),
    ("Сообщение о минировании порта аннулировано, сообщили в полиции.", "tass"),
    ("新聞社は大臣の記事を取り消した。", "kyodo"),
    ("La Marine annule sa sortie en mer, selon la dépêche de la préfecture.", "afp"),
]


def _article(texts: list[str], code: str) -> Article:
    sources = (InfoSource(name=code, role="provider", code=code),) if code else ()
    body = tuple(Block(tag="p", text=text) for text in texts)
    return Article(format="ninjs1", headlines=(Headline(value="Harbour crane falls"),), body=body, info_sources=sources)


@pytest.mark.parametrize(("text", "code"), CALLED_BACK)
def test_a_text_that_calls_a_story_back_is_a_kill(text: str, code: str) -> None:
    """Whatever stands in its headline: that is the withdrawn story's."""
    found = read(_article([text], code), KNOWLEDGE)
    assert (found.status.signal, found.pub_status) == (Signal.KILL, PubStatus.CANCELED)


@pytest.mark.parametrize(("text", "code"), STORIES)
def test_a_story_that_sounds_like_it_is_none(text: str, code: str) -> None:
    """Another agency's story, a bridge, a quotation."""
    found = read(_article([text, "It was on Friday."], code), KNOWLEDGE)
    assert (found.status.signal, found.pub_status) == (Signal.NEW, PubStatus.USABLE)


def test_a_long_story_is_not_called_back_by_a_sentence() -> None:
    """What its text holds is the story's."""
    texts = ["The harbour counted its boats on Friday. " * 8] * 3
    found = read(_article([*texts, "Please disregard our story of Thursday."], "reuters"), KNOWLEDGE)
    assert found.pub_status is PubStatus.USABLE


def test_a_note_for_editors_that_calls_a_story_back_is_a_kill() -> None:
    """The word above it says no more than whom it is for."""
    article = _article(['Bitte verwenden Sie die dpa-Meldung 0551 "Kran umgestürzt" nicht.'], "dpa")
    headed = read(
        Article(format=article.format, headlines=(Headline(value="ACHTUNG: Kran"),), body=article.body), KNOWLEDGE
    )
    assert (headed.status.signal, headed.pub_status) == (Signal.KILL, PubStatus.CANCELED)


@pytest.mark.parametrize("headline", ["TEST TEST please ignore", "TEST - bitte ignorieren", "Test: please ignore"])
def test_a_test_of_the_line_is_for_editors(headline: str) -> None:
    """No story is called a test that asks to be ignored."""
    found = read(Article(format="ninjs1", headlines=(Headline(value=headline),)), KNOWLEDGE)
    assert found.status.signal is Signal.ADVISORY


@pytest.mark.parametrize(
    "headline", ["Test cricket: India 300 for four", "TEST: Fünf Räder im Vergleich", "Test, test"]
)
def test_other_tests_are_stories(headline: str) -> None:
    """Cricket, wheels, a microphone: only what asks to be ignored counts."""
    found = read(Article(format="ninjs1", headlines=(Headline(value=headline),)), KNOWLEDGE)
    assert found.status.signal is not Signal.KILL
    assert found.pub_status is PubStatus.USABLE


@pytest.mark.parametrize("words", PLEAS)
def test_every_plea_of_the_table_stands_in_a_text_of_its_own_words(words: str) -> None:
    """With a few others in its gaps, behind its agency where it needs one."""
    text = words.replace("{agency}", "AFP").replace("…", " x ").casefold()
    assert plea(words).stands_in(text, lambda before: before == "afp")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('In our story of May 3 headlined "Fares rise" we wrongly stated that fares would rise by half.', "afp"),
        ("In a story published May 3, The Associated Press reported erroneously that fares would rise.", "ap"),
        ("Berichtigung: Im ersten Absatz muss es heißen: fünf Prozent (nicht: 50 Prozent).", "dpa"),
        ("Dans notre dépêche de 10h20, il fallait lire : 5 %.", "afp"),
        ("En la noticia sobre el ferry debe decir 5 %, y no 50 %.", "efe"),
        ("Na notícia sobre o ferry, onde se lê 50% deve ler-se 5%.", "lusa"),
        ("Во втором абзаце было: 50. В этом абзаце следует читать: 5.", "tass"),
    ],
)
def test_a_text_that_says_what_was_wrong_is_a_correction(text: str, code: str) -> None:
    """And no kill: the story stands."""
    found = read(_article([text], code), KNOWLEDGE)
    assert (found.status.signal, found.pub_status) == (Signal.CORRECTION, PubStatus.USABLE)


@pytest.mark.parametrize(
    "text",
    [
        "In our story the captain wrongly believes that the harbour is open.",
        "Im Hafen muss es nach Fisch riechen, sagte der Meister.",
        "In a story for children the crane should dance.",
    ],
)
def test_a_story_about_mistakes_is_no_correction(text: str) -> None:
    """The words stand in other sentences, too."""
    assert read(_article([text], "afp"), KNOWLEDGE).status.signal is Signal.NEW


@pytest.mark.parametrize("words", PLEAS)
def test_the_cheap_look_misses_no_plea(words: str) -> None:
    """Each row's words alone have one of those that are looked for first."""
    assert KNOWLEDGE.status.pleaded(" x ".join(plea(words).parts), lambda _: True) is not None
