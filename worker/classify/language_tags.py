"""Languages as feeds and pages declare them, as tags of BCP 47."""

import re
from functools import lru_cache
from typing import Final

TAG_MAX: Final = 35  # characters that are looked at

# en, en-GB, zh-Hant-TW, sr-Latn, es-419, pt_br, en_US.UTF-8
_TAG: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?(?:[.@-].*)?$")
# not languages: ISO 639-2 "undetermined", "multiple", "no linguistic content", and what templates leave behind
_NO_LANGUAGE: Final = frozenset({"und", "mul", "zxx", "mis", "xx", "xxx"})
# three letters where BCP 47 wants two, codes that were withdrawn, and codes pycld2 has of its own
_CANONICAL: Final = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld":
    "nl", "dut": "nl", "rus": "ru", "ara": "ar", "hin": "hi", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko",
    "tur": "tr", "pol": "pl", "ukr": "uk", "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr",
    "tl": "fil", "blu": "hmn", "cn": "zh", "jp": "ja", "gr": "el", "cz": "cs", "dk": "da",
}  # fmt: skip
# "English", "Deutsch": names where a code is due
_NAMES: Final = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es", "español":
    "es", "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "dutch": "nl", "nederlands":
    "nl", "russian": "ru", "arabic": "ar", "hindi": "hi", "chinese": "zh", "japanese": "ja", "korean": "ko",
    "turkish": "tr", "polish": "pl", "swedish": "sv", "danish": "da", "norwegian": "nb", "finnish": "fi", "bengali":
    "bn", "tamil": "ta", "urdu": "ur",
}  # fmt: skip


def tag_of(declared: str | None) -> str | None:
    """`declared` as a BCP 47 tag: "en_US.UTF-8" gives "en-US"; None for anything that names no language."""
    return _tag_of(declared.strip()[:TAG_MAX]) if declared else None


@lru_cache(maxsize=512)
def _tag_of(text: str) -> str | None:
    if name := _NAMES.get(text.casefold()):
        return name
    match = _TAG.match(text.partition(",")[0].strip())
    if match is None:
        return None
    code, script, region = match[1].lower(), match[2], match[3]
    if code in _NO_LANGUAGE:
        return None
    parts = (_CANONICAL.get(code, code), script and script.title(), region and region.upper())
    return "-".join(part for part in parts if part)
