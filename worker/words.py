"""Words and letters of any script: what a fingerprint compares, what ninjs counts, what models read."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

# Scripts written without spaces: every character stands for a word (Thai, Lao, Tibetan, Burmese, Khmer, kana, Han)
_UNSPACED: Final = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
# Combining marks belong to their word, and Python's \w does not hold them: vowel signs of Hindi, points of Hebrew …
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711"
    "\u0730-\u074a\u07a6-\u07b0\u0816-\u082d\u08d3-\u0963\u0966-\u0df3\u135d-\u135f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)

# minister   समझौते   韓   (one character of an unspaced script, else a run of word characters and marks)
_TOKEN: Final = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[\w{_MARKS}])+")
# ASCII byte by byte, as the same rules have it: letters small, figures, and a blank for everything else
_ASCII_NORMAL: Final = bytes(
    code if code > 127 else ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(256)
)
_ASCII: Final = bytes(range(128))
# the separators that only str.split() knows among them
_ASCII_SPACES: Final = bytes(32 if code < 128 and chr(code).isspace() else code for code in range(256))
# the same with blanks for all that is no letter, and letters as they are
_ASCII_LETTERS: Final = bytes(code if code > 127 or chr(code).isalpha() else 32 for code in range(256))
_ASCII_SILENT: Final = bytes(code for code in range(128) if not (chr(code).isalnum() or chr(code).isspace()))
_SHARE_OF_LATIN: Final = 8  # bytes of a text for each beyond ASCII, which scripts without them have more of
REPLACED_MAX: Final = 200  # characters of a text that are replaced one after the other
# soft hyphen, zero-width space and joiners, direction marks: inside a word they mean nothing
_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
# Normalisation sorts a run of combining marks in quadratic time (480,000 of them: minutes).  Runs without a space, an
# ASCII character or a character of Chinese, Japanese or Korean, which combine with nothing, are broken up before it.
_UNBROKEN: Final = re.compile("([^\x00-\x7f\u3041-\u3098\u309b-\u3129\u3400-\u9fff\uac00-\ud7a3]{64})")
_RUN_OF_64: Final = b"?" * 64
_MAY_BE_RUN: Final = b"?" * 128  # bytes, of which a character beyond ASCII has two at least
_IS_BEYOND: Final = b" " * 128 + b"?" * 128
_NO_WORD: Final = re.compile(rf"[^\w{_MARKS}]")
_UNSPACED_CHARACTER: Final = re.compile(rf"[{_UNSPACED}]")


def normal_tokens(text: str) -> list[str]:
    """The words of `text` without case, width, punctuation and spacing; characters where a script has no spaces.

    NFKC, then case folding, then everything that is neither letter, figure nor combining mark separates.
    """
    return normal_text(text).split()


def normal_text(text: str) -> str:
    """The same words in one text, with one blank or more between them."""
    if text.isascii():
        return text.encode().translate(_ASCII_NORMAL).decode()
    data = text.encode("utf-8", "surrogatepass")
    latin = (len(data) - len(text)) * _SHARE_OF_LATIN <= len(data)
    if latin and _MAY_BE_RUN not in data.translate(_IS_BEYOND) and (plain := _replaced(data, _plain)) is not None:
        return plain
    data = _normalised(text).encode("utf-8", "surrogatepass")
    if (parted := _replaced(data, _normal)) is not None:
        return parted
    return " ".join(_TOKEN.findall(data.translate(_ASCII_NORMAL).decode("utf-8", "surrogatepass").casefold()))


def _replaced(data: bytes, form_of: Callable[[str], str | None]) -> str | None:
    """A text in UTF-8 with the form of each character beyond ASCII; None where one has none, or all are too many."""
    turned = [(character, form) for character in beyond_ascii(data) if (form := form_of(character)) != character]
    if len(turned) > REPLACED_MAX:
        return None
    text = data.translate(_ASCII_NORMAL).decode("utf-8", "surrogatepass")
    for character, form in turned:  # mostly few: this is three times as fast as a regular expression over the text
        if form is None:
            return None
        text = text.replace(character, form)
    return text


def beyond_ascii(data: bytes) -> set[str]:
    """The characters beyond ASCII that a text in UTF-8 is written in."""
    return set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass"))


def letters_of(data: bytes, signs: Iterable[str]) -> list[str]:
    """The words of a text in UTF-8 without figures and signs of ASCII, nor these: those of its alphabet that are none.

    A text has few signs: this takes a third to a sixth of the time of an expression over all of it.
    """
    letters = data.translate(_ASCII_LETTERS).decode("utf-8", "surrogatepass")
    for sign in signs:
        letters = letters.replace(sign, " ")
    return letters.split()


@lru_cache(maxsize=2048)
def _plain(character: str) -> str | None:
    """Its small normal form; None of what normalisation may join with its neighbours, and of a word by itself."""
    if character in _INVISIBLE:
        return ""
    normal = unicodedata.normalize("NFKC", character)
    if any("\u1100" <= part <= "\u11ff" or unicodedata.category(part)[0] == "M" for part in character + normal):
        return None  # parts of Hangul, marks
    small = normal.encode("utf-8", "surrogatepass").translate(_ASCII_NORMAL).decode("utf-8", "surrogatepass")
    forms = [_normal(part) for part in small]
    return None if None in forms else "".join(filter(None, forms))


def _normalised(text: str) -> str:
    for character in _INVISIBLE:
        text = text.replace(character, "")
    if _RUN_OF_64 in text.encode("ascii", "replace"):
        text = _UNBROKEN.sub(r"\1 ", text)
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=2048)
def _normal(character: str) -> str | None:
    """Its small form, a blank where that is no part of a word; None of one that is a word by itself."""
    small = character.casefold()
    return None if _UNSPACED_CHARACTER.search(small) else _NO_WORD.sub(" ", small)


def word_count(text: str) -> int:
    """Words between spaces that hold a letter or figure; in scripts without spaces each character is one."""
    data = text.encode("utf-8", "surrogatepass")
    alphabet = "" if text.isascii() else "".join(beyond_ascii(data))
    characters = 0
    if _UNSPACED_CHARACTER.search(alphabet):
        text, characters = _UNSPACED_CHARACTER.subn(" ", text)
        data = text.encode("utf-8", "surrogatepass")
    signs = [sign for sign in alphabet if not (sign.isalnum() or sign.isspace())]
    if len(signs) > REPLACED_MAX:
        return characters + sum(any(map(str.isalnum, word)) for word in text.split())
    left = data.translate(_ASCII_SPACES, _ASCII_SILENT).decode("utf-8", "surrogatepass")
    for sign in signs:  # words of signs alone vanish with them
        left = left.replace(sign, "")
    return characters + len(left.split())
