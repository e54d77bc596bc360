"""Words of any script: what a fingerprint compares and what ninjs counts."""

import re
import unicodedata
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
_ASCII_TOKEN: Final = re.compile(r"[a-z0-9]+")
# soft hyphen, zero-width space and joiners, direction marks: inside a word they mean nothing
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# Normalisation sorts a run of combining marks in quadratic time (480,000 of them: minutes).  Runs without a space, an
# ASCII character or a character of Chinese, Japanese or Korean, which combine with nothing, are broken up before it.
_UNBROKEN: Final = re.compile("([^\x00-\x7f\u3041-\u3098\u309b-\u3129\u3400-\u9fff\uac00-\ud7a3]{64})")
_UNSPACED_CHARACTER: Final = re.compile(rf"[{_UNSPACED}]")


def normal_tokens(text: str) -> list[str]:
    """The words of `text` without case, width, punctuation and spacing; characters where a script has no spaces.

    NFKC, then case folding, then everything that is neither letter, figure nor combining mark separates.
    """
    if text.isascii():
        return _ASCII_TOKEN.findall(text.lower())
    bounded = _UNBROKEN.sub(r"\1 ", _INVISIBLE.sub("", text))
    folded = unicodedata.normalize("NFKC", bounded).casefold().replace("_", " ")
    return _TOKEN.findall(folded)


def word_count(text: str) -> int:
    """Words between spaces that hold a letter or figure; in scripts without spaces each character is one."""
    characters = 0
    if not text.isascii():
        text, characters = _UNSPACED_CHARACTER.subn(" ", text)
    return characters + sum(1 for word in text.split() if word.isalnum() or any(map(str.isalnum, word)))
