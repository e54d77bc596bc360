"""The article's language: declared, detected, or unknown; a declaration that is obviously wrong is overruled."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.article import Article, Block, Headline
from worker.classified import LanguageCheck
from worker.classify import language_model
from worker.classify.language import ADOPT_SURE, language
from worker.classify.language_detection import detect, script_of
from worker.classify.language_model import words_of
from worker.classify.language_tags import tag_of
from worker.knowledge import tables
from worker.knowledge.language_words import language_words
from worker.knowledge.loading import ConfigError, load

KNOWLEDGE = load()
WORDS = KNOWLEDGE.languages
TABLE = tables.read("languages.toml")

GERMAN = "Der Minister sagte am Freitag, dass die Regierung die Mittel für den Ausbau der Bahn erhöhen werde."
HINDI = "पहाड़ी जिले में शनिवार को पहली यात्री रेलगाड़ी पहुंची और स्टेशन पर सैकड़ों लोगों ने उसका स्वागत किया।"
ENGLISH = "The council voted on Monday to build a bridge across the river after a debate of three hours."


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("de", "de"), ("en_US.UTF-8", "en-US"), ("EN-us", "en-US"), ("zh-hant-tw", "zh-Hant-TW"), ("pt_BR", "pt-BR"),
        ("es-419", "es-419"),
        ("eng", "en"), ("iw", "he"), ("English", "en"), ("en, de", "en"), ("sr-Latn", "sr-Latn"),
        ("und", None), ("{{ lang }}", None), ("", None), (None, None), ("klingon-8", None), ("x" * 10_000, None),
    ],
)  # fmt: skip
def test_tags(declared: str | None, tag: str | None) -> None:
    """Spellings of the wild become BCP 47; what names no language becomes None."""
    assert tag_of(declared) == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (GERMAN, "de"),
        ("\x00\x1b" + GERMAN + "\ud800", "de"),
        (ENGLISH, "en"),
        (HINDI, "hi"),
        ("افتتح يوم السبت متحف جديد مخصص لتاريخ البحر في مدينة النخيل، ويضم أكثر من ثلاثة آلاف قطعة.", "ar"),
        ("شنبه موزه جدیدی دربارهٔ تاریخ دریا در شهر گشوده شد و بیش از سه هزار قطعه دارد.", "fa"),
        ("Le conseil a voté lundi la construction d'un pont", "fr"),
        ("El puerto reabre tras la tormenta", "es"),
        ("Il porto riapre dopo la tempesta di venerdì", "it"),
        ("O porto reabre depois da tempestade de sexta-feira", "pt"),
        ("Satama avataan uudelleen myrskyn jälkeen", "fi"),
        ("Bandari yafunguliwa tena baada ya dhoruba", "sw"),
        ("An sake buɗe tashar jiragen ruwa bayan guguwa", "ha"),
        ("Порт снова открыт после шторма в пятницу", "ru"),
        ("Порт знову відкрили після шторму в п'ятницю", "uk"),
        ("Пристанището отново е отворено след бурята", "bg"),
        ("港が嵐の後に再開した", "ja"),
        ("港口重新开放", "zh"),
        ("항만이 다시 열렸다", "ko"),
        ("Το λιμάνι άνοιξε ξανά μετά την καταιγίδα", "el"),
        ("ท่าเรือเปิดอีกครั้งหลังพายุ", "th"),
        ("ወደቡ ከአውሎ ነፋሱ በኋላ እንደገና ተከፈተ", "am"),
        ("বন্দর ঝড়ের পরে আবার খুলেছে", "bn"),
        ("ஓராண்டுக்குப் பிறகு துறைமுகம் திறக்கப்பட்டது", "ta"),
        ("Fishermen don tok say boat dem wan comot from di harbour", "pcm"),
        (f"{HINDI} iPhone 17 Pro", "hi"),  # a few words of another script
        ("Harbour Lines推出新渡轮服务", "zh"),  # names in more letters than there are signs
        ("Hello", None),
        ("港口", None),
        ("12 34 56 78 90 12 34 56 78 90 12 34 56 78 90 12 34 56 78 90", None),
        ("Ꮳ" * 20, "chr"),
        ("𐎀𐎁𐎂" * 20, None),  # a script of no row
        ("", None),
    ],
)
def test_detection(text: str, tag: str | None) -> None:
    """The language, from headlines on; control characters and lone surrogates do no harm."""
    found = detect(text, WORDS)
    assert (found and found.code) == tag


@pytest.mark.parametrize(
    ("text", "script"),
    [
        (ENGLISH, "Latn"), (HINDI, "Deva"), ("Порт", "Cyrl"), ("港が", "Kana"), ("港口", "Hani"), ("항만", "Hang"),
        ("みなと", "Kana"), ("12 !?", ""), ("", ""), ("abcабв", "Latn"), ("aбв", "Cyrl"),
    ],
)  # fmt: skip
def test_the_script_is_that_of_half_of_the_letters(text: str, script: str) -> None:
    """Figures and signs have none."""
    assert script_of(text)[0] == script


def _article(text: str, declared: str | None, source: str = "html:lang") -> Article:
    return Article(
        format="html", language=declared, body=(Block(text=text),), field_sources={"language": source, "uri": "feed"}
    )


@pytest.mark.parametrize(
    ("text", "declared", "tag"),
    [
        (GERMAN, "de_AT", "de-AT"),
        (ENGLISH, "en-GB", "en-GB"),
        ("Hello", "de", "de"),
        ("Havnen åpner igjen etter stormen på fredag, sier kommunen", "no", "no"),
        ("Luka je ponovno otvorena nakon oluje u petak", "sr-Latn", "sr-Latn"),  # alike
        ("Pelabuhan dibuka kembali setelah badai pada hari Jumat", "ms", "ms"),
    ],
)
def test_a_declaration_that_nothing_speaks_against_is_kept(text: str, declared: str, tag: str) -> None:
    """With its source, and without a word about the detector."""
    found = language(_article(text, declared), KNOWLEDGE)
    assert (found.language, found.field_sources["language"], found.language_check) == (tag, "html:lang", None)


def test_a_short_text_that_disagrees_is_shown_and_not_believed() -> None:
    """A German sentence on an English page may be a quotation."""
    found = language(_article(GERMAN, "en"), KNOWLEDGE)
    assert (found.language, found.field_sources["language"]) == ("en", "html:lang")
    check = found.language_check
    assert check == LanguageCheck(declared="en", detected="de", confidence=check.confidence if check else 0)


@pytest.mark.parametrize(
    ("text", "declared", "tag"),
    [(HINDI, "en", "hi"), (f"{GERMAN} " * 4, "en-US", "de"), (f"{ENGLISH} " * 4, "hi", "en")],
)
def test_a_declaration_that_is_obviously_wrong_is_overruled(text: str, declared: str, tag: str) -> None:
    """By the script, or by a long text that is surely another language; both stay visible."""
    found = language(_article(text, declared), KNOWLEDGE)
    assert (found.language, found.field_sources["language"]) == (tag, "detected, over html:lang")
    check = found.language_check
    assert check is not None
    assert (check.declared, check.detected, check.overruled) == (declared, tag, True)


def test_the_beginning_may_bear_a_declaration_out_and_never_overrules_it() -> None:
    """What follows a beginning that agrees may be others' words; one that disagrees is read on."""
    mixed = f"{ENGLISH} " * 3 + f"{HINDI} " * 6
    for declared in ("en", "hi"):
        found = language(_article(mixed, declared), KNOWLEDGE)
        assert (found.language, found.language_check) == (declared, None)
    assert language(_article(mixed, None), KNOWLEDGE).language == "hi"


def test_a_feed_is_believed_in_a_script_that_it_may_be_in() -> None:
    """A page's template may be wrong of all its stories; a feed, or who wraps a page, says it of one."""
    feed = replace(_article(f"{GERMAN} " * 4, "en", "feed"), format="nitf")
    for article in (feed, _article(f"{GERMAN} " * 4, "en", "envelope")):
        found = language(article, KNOWLEDGE)
        assert found.language == "en"
        assert found.language_check
        assert (found.language_check.detected, found.language_check.overruled) == ("de", False)
    assert language(replace(feed, body=(Block(text=HINDI),)), KNOWLEDGE).language == "hi"


def test_a_detected_language_says_so_and_how_sure() -> None:
    """An invalid declaration gives way to the text."""
    found = language(_article(GERMAN, "{{ lang }}"), KNOWLEDGE)
    assert (found.language, found.field_sources["language"]) == ("de", "detected")
    assert found.language_check
    assert found.language_check.confidence >= 95


def test_a_text_that_tells_nothing_has_no_language() -> None:
    """And no source of one."""
    found = language(_article("Hello", "{{ lang }}"), KNOWLEDGE)
    assert (found.language, dict(found.field_sources), found.language_check) == (None, {"uri": "feed"}, None)


def test_what_was_judged_once_is_not_judged_again() -> None:
    """Our own output, read again, keeps what it says."""
    once = language(_article(HINDI, "en"), KNOWLEDGE)
    assert language(once, KNOWLEDGE) == once


SCRIPTS = st.characters(min_codepoint=0x20, max_codepoint=0x323B0, exclude_categories=["Cs"])


@given(st.text(SCRIPTS, max_size=120) | st.text(st.sampled_from("みなと港aбव항ا"), max_size=40))
def test_any_mixture_of_scripts_is_read(text: str) -> None:
    """A script is told only where letters of it stand."""
    script, letters = script_of(text)
    assert bool(script) == bool(letters)
    detect(text, WORDS)


@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=30), st.sampled_from(["en", "hi", "sr"])))
def test_total_and_the_same_again(text: str, declared: str | None) -> None:
    """Never raises on any article; a second time nothing changes."""
    once = language(Article(format="text", language=declared, body=(Block(text=text),)), KNOWLEDGE)
    assert once == language(Article(format="text", language=declared, body=(Block(text=text),)), KNOWLEDGE)
    assert language(once, KNOWLEDGE) == once


@pytest.mark.parametrize("row", TABLE.fields["cue"], ids=[row["code"] for row in TABLE.fields["cue"]])
def test_every_cue_tells_its_examples_and_leaves_others(row: dict[str, Any]) -> None:
    """Words of its own, not those of the language it is written with."""
    for line in row["examples"]:
        assert (found := detect(line, WORDS)) is not None, line
        assert found.code == row["code"], line
    for line in row["others"]:
        assert (found := detect(line, WORDS)) is not None, line
        assert found.code in row["over"], line


def test_marks_are_beginnings_in_either_case_and_parts_as_they_are() -> None:
    """Of words that begin with the same letter, too; a blank in front keeps a part to a word's beginning."""
    row = {"code": "xh", "over": ["zu"], "words": [], "starts": ["ii", "izak"], "parts": ["tya", "tyw", " c'"]}
    fields = {**TABLE.fields, "cue": [{**row, "examples": [], "others": []}]}
    marks = language_words(replace(TABLE, fields=fields)).cues[0].marks
    assert marks is not None
    assert marks.findall("Iinkq izaku, xizak utywala c'e Tya") == ["Ii", "izak", "tyw", " c'"]


@pytest.mark.parametrize("row", TABLE.fields["small"], ids=[row["code"] for row in TABLE.fields["small"]])
def test_small_words_bear_their_examples_out_and_leave_others(row: dict[str, Any]) -> None:
    """Many of them and different ones, in no text that a cue tells from it."""
    for line in row["examples"]:
        assert WORDS.is_full_of(row["code"], words_of(line.lower())), line
    for line in row["others"]:
        assert not WORDS.is_full_of(row["code"], words_of(line.lower())), line


def test_small_words_must_be_small() -> None:
    """A capital would never be met."""
    rows = {**TABLE.fields, "small": [{"code": "en", "words": ["The"], "examples": [], "others": []}]}
    with pytest.raises(ConfigError, match="small letters"):
        language_words(replace(TABLE, fields=rows))


def test_every_language_of_the_model_is_written_in_its_script() -> None:
    """The table of scripts and the model agree."""
    known = language_model.shipped()
    for script, of in known.scripts.items():
        codes = [code for code, there in zip(known.codes, of, strict=True) if there]
        assert [code for code in codes if not WORDS.may_be_in(code, script)] == []


def test_the_model_is_heard_where_a_language_is_taken_for_another() -> None:
    """CLD2 is sure that this is Kinyarwanda: the Universal Declaration of Human Rights in Rundi."""
    text = (
        "Ibonye ko kutemera n'ukudakwirikiza ingingo zubahiriza zina muntu vyatumye hakorwa amabi atagira uko avugwa "
        "kandi ko isi izira ubwicanyi n'amaganya, abantu bose bakavuga kandi bakemera uko bavyifuza ari yo yemejwe "
        "ko zina muntu wese anyotewe imbere ya vyose."
    )
    assert (found := detect(text, WORDS)) is not None
    assert found.code == "rn"
    assert found.confidence > 90


def test_a_few_words_are_in_no_rare_language_for_the_sake_of_a_name() -> None:
    """CLD2 is sure that this is Latin."""
    assert (found := detect("Ukip propaganda suspended", WORDS)) is not None
    assert found.confidence < ADOPT_SURE


def test_runs_of_letters_are_those_of_words() -> None:
    """Figures and signs part words; a text without letters has the blanks alone."""
    assert np.array_equal(language_model.runs("Havn, 12 havn!"), language_model.runs("havn havn"))
    assert len(language_model.runs("12 !?")) <= 3


@pytest.mark.parametrize(("value", "complaint"), [(51, "from 0 to 50"), ("x", "from 0 to 50")])
def test_a_wrong_head_start_is_named(value: object, complaint: str) -> None:
    """With its language."""
    wrong = replace(TABLE, fields={**TABLE.fields, "usual": {"en": value}})
    with pytest.raises(ConfigError, match=f"usual.*en.*{complaint}"):
        language_words(wrong)


SPANISH = (
    "Dos personas murieron y 14 resultaron heridas al volcar un autobús en la carretera entre el puerto y la capital, "
    "informó la Cruz Roja. El accidente ocurrió a las cinco de la mañana."
)


def test_a_headline_in_the_sites_language_does_not_make_the_text_one_of_it() -> None:
    """Sites print their own headline above an agency's text."""
    headlines = (Headline(value="Two killed as bus overturns near harbour"),)
    found = language(Article(format="text", headlines=headlines, body=(Block(text=SPANISH),)), KNOWLEDGE)
    assert found.language == "es"
