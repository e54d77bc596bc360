"""Whether people, agencies and other parties that a file names are in the output, however they are spelled there."""

import re
from typing import Any, Final

import conformance_text
from conformance_judging import Finding, listed, places
from conformance_output import Seen, compact, plain, strings

# By A, B / C
_PARTS = re.compile(r"[,/|;]| and | und | et | y ")
_TITLES: Final = frozenset(
    {"correspondent", "correspondents", "political", "sports", "staff", "writer", "writers", "editor", "reporter"}
    | {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)
# What a byline prints beside names.
_BY_WORDS: Final = frozenset(
    {"by", "von", "par", "por", "di", "af", "av", "van", "de", "from", "text", "foto", "photo", "for", "to", "with"}
    | {"and", "und", "et", "y", "e", "og", "och", "in"}
)


def named(seen: Seen, wanted: Any) -> Finding:
    """Every name of the makers' line is in the output: people and agencies as makers, other parties anywhere."""
    found = [*seen.people, *strings(seen.get("agencyfeed.signOff")), *seen.values("associations", "by")]
    parts = [part.strip() for one in listed(wanted) for part in _PARTS.split(plain(one)) if part.strip()]
    have = {word for text in found for word in conformance_text.words(text)} | _BY_WORDS
    have |= {word for text in places(seen) for word in conformance_text.words(text)}
    return bool(found) and all(_makes(seen, part, have, first=part is parts[0]) for part in parts), found


def _makes(seen: Seen, part: str, have: set[str], *, first: bool) -> bool:
    words = [word for word in conformance_text.words(part) if word not in have and not word.isdigit()]
    if not words or seen.has_agency(part) or seen.has_agency(part.casefold().removeprefix("by ")):
        return True
    if " ".join(words) in _TITLES or all(word in _TITLES for word in words):
        return True
    return not first and compact(part) in compact(" ".join([*seen.everything]))


def party(seen: Seen, wanted: Any) -> Finding:
    """Every party is among the sources, as printed or as the agency that the name is one of."""
    found = sources(seen)
    have = list(map(compact, found))
    goal = [str(one).strip() for one in listed(wanted)]
    return all(_is_party(seen, one, have) for one in goal), found


def _is_party(seen: Seen, name: str, have: list[str]) -> bool:
    bare = name.rsplit(":", maxsplit=1)[-1].strip(" –—-")
    return any(compact(one) in text for one in (name, bare) if one for text in have) or seen.has_agency(bare)


def sources(seen: Seen) -> list[str]:
    """Parties by name, code and address, as normalised and as printed."""
    nested = [text for entry in seen.get("associations") or [] for text in strings(entry.get("infoSources"))]
    printed = list(strings(seen.get("agencyfeed.printed.infoSources")))
    return [*seen.values("infoSources", "name", "literal", "uri"), *_party_codes(seen), *nested, *printed]


def _party_codes(seen: Seen) -> list[str]:
    """Parties by their code alone, without its scheme."""
    return [text.split(":")[-1] for text in seen.values("infoSources", "literal", "uri")]
