"""News agencies by every name they are credited under."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from worker.keys import compact_key
from worker.model import InfoSource
from worker.words import normal_tokens

NAME_WORDS_MAX = 8  # of the longest name; characters in scripts without spaces
CREDIT_MAX = 60  # characters that may name one agency

# IANS/DPA   ANI & PTI   dpa, AFP   AFP|Reuters
_PARTED = re.compile(r"\s?[/,&|+;]\s?|\s(?:and|und|et|y|e|og|och|en|with|mit|avec)\s")
# 新华社   共同   연합뉴스: their datelines are glued together
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# a word as printed
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A row of config/agencies.toml."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    uri: str | None = None
    country: str | None = None
    zone: tzinfo | None = None

    def source(self, role: str) -> InfoSource:
        """The agency as a party of an article."""
        return InfoSource(name=self.name, role=role, uri=self.uri, code=self.code)


@dataclass(frozen=True, slots=True)
class Agencies:
    """All of them, to be looked up by name."""

    all: tuple[Agency, ...]
    _by_key: Mapping[str, Agency] = field(init=False)
    _exact: Mapping[str, Agency] = field(init=False)
    unspaced: tuple[str, ...] = field(init=False)  # names in scripts without spaces and in Hangul, longest first

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {key: agency for agency in self.all for key in keys_of(agency)})
        object.__setattr__(self, "_exact", {name: agency for agency in self.all for name in agency.exact})
        names = {name for agency in self.all for name in (agency.name, *agency.aliases, *agency.exact)}
        unspaced = filter(_UNSPACED.match, names)
        object.__setattr__(self, "unspaced", tuple(sorted(unspaced, key=lambda name: (-len(name), name))))

    def named(self, text: str) -> Agency | None:
        """The agency that the whole of `text` names."""
        line = text.strip()
        if not line or len(line) > CREDIT_MAX:
            return None
        return self._exact.get(line) or self._by_key.get(compact_key(line))

    def credited(self, text: str) -> tuple[str, ...]:
        """The parts of a joint credit as printed ("IANS/DPA", "ats afp"), none where no part is an agency."""
        if len(text) > CREDIT_MAX:
            return ()
        if self.named(text):
            return (text.strip(),)
        for parts in (_PARTED.split(text), text.split()):
            names = tuple(part.strip() for part in parts if part.strip())
            if any(self.named(name) for name in names):
                return names
        return ()

    def mentioned(self, text: str) -> tuple[Agency, ...]:
        """Every agency that a short text names somewhere, the longest names first where they overlap."""
        found = [agency for word in _WORD.findall(text) if (agency := self._exact.get(word))]
        tokens = normal_tokens(text)
        at = 0
        while at < len(tokens):
            agency, width = self._longest(tokens[at : at + NAME_WORDS_MAX])
            found += [agency] if agency else []
            at += width
        return unique(found)

    def _longest(self, tokens: Sequence[str]) -> tuple[Agency | None, int]:
        for width in range(len(tokens), 0, -1):
            if agency := self._by_key.get("".join(tokens[:width])):
                return agency, width
        return None, 1


def keys_of(agency: Agency) -> tuple[str, ...]:
    """The keys that stand for an agency in any spelling; names that count only in one spelling have none."""
    return tuple(compact_key(name) for name in (agency.name, *agency.aliases) if name not in agency.exact)


def unique(agencies: Iterable[Agency]) -> tuple[Agency, ...]:
    """Each agency once, in order."""
    return tuple({agency.code: agency for agency in agencies}.values())


def with_sources(sources: tuple[InfoSource, ...], agencies: Iterable[Agency], *, first: str) -> tuple[InfoSource, ...]:
    """`sources` and the agencies it lacks; the first agency of all is `first` (provider), the others are credited."""
    have = {source.code for source in sources}
    provided = any(source.role == "provider" for source in sources)
    for agency in agencies:
        if agency.code not in have:
            sources = (*sources, agency.source("credit" if provided else first))
            have.add(agency.code)
            provided = True
    return sources
