"""Charset: byte-order marks, true and false declarations, the meta prescan, unlabelled legacy text, damage."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.envelope import charset
from worker.envelope.charset import codec_of, decode

GERMAN = "Bürgermeisterin Jäger eröffnet die Straße am Fluß."
CZECH = "Město otevřelo novou školu, řekla starostka. Děti přišly včera ráno, učitelé je přivítali květinami."
RUSSIAN = "Порт откроется в июне, сообщила администрация города. Работы идут с прошлой осени."
JAPANESE = "港の工事は六月に始まると市が発表した。住民は説明会を求めている。"
CHINESE = "港口工程将于六月开工，市政府周一宣布。居民要求召开说明会。"
KOREAN = "항구 공사는 6월에 시작된다고 시가 월요일 발표했다. 주민들은 설명회를 요구하고 있다."
GREEK = "Τα έργα στο λιμάνι αρχίζουν τον Ιούνιο, ανακοίνωσε ο δήμος τη Δευτέρα."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_beats_every_declaration(encoding: str) -> None:
    """The mark is the one declaration that cannot be copied from elsewhere."""
    found = decode(GERMAN.encode(encoding), [("header", "koi8-r")])
    assert (found.text, found.source, found.damaged) == (GERMAN, "bom", 0)


def test_utf8_declared_as_latin1_is_read_as_utf8() -> None:
    """Files declare iso-8859-1 and are UTF-8: valid multibyte sequences prove it."""
    found = decode(GERMAN.encode(), [("header", "ISO-8859-1")])
    assert (found.text, found.charset, found.source) == (GERMAN, "utf-8", "utf-8")


def test_latin1_is_read_as_windows_1252() -> None:
    """Quotation marks at 0x93 and 0x94 are what such files contain."""
    found = decode(b"\x93Fl\xfcsse\x94 \x96 5 \x80", [("envelope", "latin1")])
    assert (found.text, found.charset, found.source) == ("“Flüsse” – 5 €", "cp1252", "envelope")


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("windows-1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("iso-8859-5", RUSSIAN),
        ("iso-8859-2", CZECH),
        ("shift_jis", JAPANESE),
        ("euc-jp", JAPANESE),
        ("iso-2022-jp", JAPANESE),
        ("gb2312", CHINESE),
        ("big5", "港口工程將於六月開工"),
        ("euc-kr", KOREAN),
        ("windows-1253", GREEK),
        ("utf8", GERMAN),
        ("utf-16le", GERMAN),
        ("utf-16be", RUSSIAN),
    ],
)
def test_a_true_declaration_is_followed(label: str, text: str) -> None:
    """The labels that feeds use, in the spelling they use."""
    found = decode(text.encode(label), [("header", label)])
    assert (found.text, found.damaged) == (text, 0)


@pytest.mark.parametrize(
    "label", ["utf-7", "rot13", "base64", "idna", "unicode_escape", "klingon", "", "x" * 5000, "\0"]
)
def test_a_label_that_is_no_charset_is_no_declaration(label: str) -> None:
    """A codec registry holds more than charsets, and some of it is dangerous."""
    assert codec_of(label) is None
    assert decode(GERMAN.encode(), [("header", label)]).text == GERMAN


@pytest.mark.parametrize(
    "markup",
    [
        '<meta charset="windows-1251">',
        "<META http-equiv=Content-Type content='text/html; charset=windows-1251'>",
        '<meta content="text/html;charset = windows-1251" http-equiv="content-type"/>',
        '<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_markup_says_its_charset_in_the_first_kilobyte(markup: str) -> None:
    """The prescan of the HTML standard, and the XML declaration of XHTML."""
    found = decode((markup + RUSSIAN).encode("cp1251"))
    assert (found.charset, found.source) == ("cp1251", "declared")


def test_a_header_beats_the_markup() -> None:
    """The HTML standard's order: transport before document."""
    page = ('<meta charset="koi8-r">' + RUSSIAN).encode("cp1251")
    assert decode(page, [("header", "windows-1251")]).text.endswith(RUSSIAN)


def test_a_late_meta_still_counts_for_bytes_that_are_not_utf8() -> None:
    """Scripts before the meta element push it past the prescan; browsers then start over."""
    page = ("<html><head><!--" + "x" * 3000 + '--><meta charset="iso-8859-7">' + GREEK).encode("iso-8859-7")
    assert decode(page).text.endswith(GREEK)


def test_utf16_named_in_ascii_bytes_means_utf8() -> None:
    """A meta element that could be read as ASCII cannot be UTF-16."""
    assert decode(('<meta charset="utf-16">' + GERMAN).encode()).text.endswith(GERMAN)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_seen_by_its_zeros(encoding: str) -> None:
    """Every other byte of Latin text is zero, whatever the header says."""
    assert decode(GERMAN.encode(encoding), [("header", "utf-8")]).text == GERMAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "cp949"),
        (GREEK, "cp1253"),
        (CZECH, "cp1250"),
        (GERMAN, "cp1252"),
        ("A décima edição começa amanhã, não na sexta.", "cp1252"),
        ("Hän sanoi että työ jää kesken, kertoi sähkölaitos.", "cp1252"),
    ],
)
def test_unlabelled_legacy_text_is_recognised(text: str, encoding: str) -> None:
    """Nothing declared, not UTF-8: the script or the alphabet gives it away."""
    found = decode(text.encode(encoding))
    assert (found.text, found.source) == (text, "detected")


def test_a_few_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    """A cut at the end and one pasted byte are replaced and counted."""
    found = decode(GERMAN.encode() + b" caf\xe9 " + "ü".encode()[:1])
    assert found.charset == "utf-8"
    assert found.damaged == 2
    assert found.text.startswith(GERMAN)


def test_utf8_declared_over_legacy_bytes_is_no_reason_to_lose_them() -> None:
    """Servers add charset=utf-8 to everything."""
    assert decode(GERMAN.encode("cp1252"), [("header", "utf-8")]).text == GERMAN


def test_line_ends_and_control_characters_are_cleaned_and_counted() -> None:
    """One kind of line end, no control characters; tabs stay, a mark inside the text goes."""
    found = decode("a\r\nb\rc\u2028d\x0ce\tf\x00g\x1bh\ufeffi".encode())
    assert (found.text, found.damaged) == ("a\nb\nc\nd\ne\tfghi", 3)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<p>it\xe2\x80\x99s at the caf\xc3\xa9</p>", "<p>it’s at the café</p>"),
        ("one\xe2\x80\xa8two \xe2\x80\x93 three", "one\ntwo – three"),
        ("<b>LIBERTÉ\xa0:</b> it\xe2\x80\x99s", "<b>LIBERTÉ\xa0:</b> it’s"),  # the damage of one text is not another's
        ("it’s at the caf\xc3\xa9", "it’s at the caf\xc3\xa9"),  # no control gives it away
    ],
)
def test_letters_that_were_encoded_twice_are_mended(text: str, wanted: str) -> None:
    """UTF-8 that was read as Latin-1: before its controls are taken out, and nothing is counted as damage."""
    found = decode(text.encode())
    assert (found.text, found.damaged) == (wanted, 0)


def test_every_allowed_codec_exists() -> None:
    """A name that Python does not know would be a KeyError in production."""
    for codec in charset.CODECS:
        assert b"abc".decode(codec, "replace") is not None
        assert codec_of(codec) in charset.CODECS


@given(
    st.binary(max_size=600),
    st.lists(st.tuples(st.just("header"), st.text(max_size=12) | st.sampled_from(sorted(charset.CODECS)))),
)
def test_any_bytes_under_any_declaration_give_clean_text(data: bytes, declared: list[tuple[str, str]]) -> None:
    """Never an exception, no control characters, always UTF-8 again."""
    found = decode(data, declared)
    found.text.encode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\ufeff]", found.text)
    assert found.charset in charset.CODECS | {"cp1252"}


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"),
        max_size=300,
    )
)
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    """Unlabelled UTF-8 comes back as it was."""
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    "worst",
    [
        b"<meta " * 17_000,
        b"<meta charset" * 8_000,
        b"<meta" + b" " * 100_000,
        b"<?xml " * 17_000,
        b"<meta charset=" + b"'" * 100_000,
    ],
)
def test_the_prescan_is_linear(worst: bytes) -> None:
    """100 kB of openings without an end cost milliseconds."""
    started = time.process_time()
    decode(worst + b"\xe9")
    assert time.process_time() - started < 0.5
