"""Words of any script: what a fingerprint compares and what ninjs counts."""

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse
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
# the separators that only str.split() knows among them
_ASCII_SPACES: Final = bytes(32 if chr(code).isspace() else code for code in range(128)).ljust(256)
_ASCII_SILENT: Final = bytes(code for code in range(128) if not (chr(code).isalnum() or chr(code).isspace()))
# soft hyphen, zero-width space and joiners, direction marks: inside a word they mean nothing
_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
# Normalisation sorts a run of combining marks in quadratic time (480,000 of them: minutes).  Runs without a space, an
# ASCII character or a character of Chinese, Japanese or Korean, which combine with nothing, are broken up before it.
_UNBROKEN: Final = re.compile("([^\x00-\x7f\u3041-\u3098\u309b-\u3129\u3400-\u9fff\uac00-\ud7a3]{64})")
_RUN_OF_64: Final = b"?" * 64
_NO_WORD: Final = re.compile(rf"[^\w{_MARKS}]")
_UNSPACED_CHARACTER: Final = re.compile(rf"[{_UNSPACED}]")


def normal_tokens(text: str) -> list[str]:
    """The words of `text` without case, width, punctuation and spacing; characters where a script has no spaces.

    NFKC, then case folding, then everything that is neither letter, figure nor combining mark separates.
    """
    if text.isascii():
        return text.encode().translate(_ASCII_NORMAL).decode().split()
    for character in _INVISIBLE:
        text = text.replace(character, "")
    if _RUN_OF_64 in text.encode("ascii", "replace"):
        text = _UNBROKEN.sub(r"\1 ", text)
    text = unicodedata.normalize("NFKC", text)
    text = text.encode("utf-8", "surrogatepass").translate(_ASCII_NORMAL).decode("utf-8", "surrogatepass")
    return _tokens(text, [character for character in set(text) if character > "\x7f"])


def _tokens(text: str, alphabet: list[str]) -> list[str]:
    """The words of a text whose ASCII is normal already; `alphabet`: the other characters it is written in."""
    if _UNSPACED_CHARACTER.search("".join(alphabet).casefold()):
        return _TOKEN.findall(text.casefold())
    for character in alphabet:  # a text is written in few: this is three times as fast as a regular expression over it
        if (normal := _normal(character)) != character:
            text = text.replace(character, normal)
    return text.split()


@lru_cache(maxsize=2048)
def _normal(character: str) -> str:
    """Its small form, a blank where that is no part of a word."""
    return _NO_WORD.sub(" ", character.casefold())


def word_count(text: str) -> int:
    """Words between spaces that hold a letter or figure; in scripts without spaces each character is one."""
    if text.isascii():  # words of punctuation alone vanish with it
        return len(text.encode().translate(_ASCII_SPACES, _ASCII_SILENT).split())
    text, characters = _UNSPACED_CHARACTER.subn(" ", text)
    words = text.split()
    mixed = filterfalse(str.isalnum, words)  # most words are letters alone
    return characters + len(words) - sum(1 for word in mixed if not any(map(str.isalnum, word)))
