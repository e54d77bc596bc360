"""News agencies by every name they are credited under."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from worker.article import InfoSource
from worker.knowledge import tables
from worker.knowledge.keys import compact_key
from worker.knowledge.tables import Entry
from worker.words import normal_tokens

CREDIT_MAX = 60  # characters that may name one agency

# IANS/DPA   ANI & PTI   dpa, AFP   AFP|Reuters
_PARTED = re.compile(r"\s?[/,&|+;]\s?|\s(?:and|und|et|y|e|og|och|en|with|mit|avec)\s")
# 新华社   共同   연합뉴스: their datelines are glued together
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BLANK = re.compile(r"[\s/,|&()]+")
_PUNCTUATION = " .,:;-–—\"'*_=[]"
_ARTICLES = frozenset({"the", "la"})
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
    shares: tuple[str, ...] = ()  # names of others, which it bears where it is at home
    languages: frozenset[str] = frozenset()  # in which it writes, of one that shares a name
    paid: bool = False  # what it sends are releases of those who pay for it

    def source(self, role: str, *printed: str | None) -> InfoSource:
        """The agency as a party of an article; `printed`: names and codes that the feed has for it there."""
        others = tuple(dict.fromkeys(name for name in printed if name and name != self.name))
        return InfoSource(name=self.name, role=role, uri=self.uri, code=self.code, printed=others)


@dataclass(frozen=True, slots=True)
class Agencies:
    """All of them, to be looked up by name."""

    all: tuple[Agency, ...]
    _by_key: Mapping[str, Agency] = field(init=False)
    _exact: Mapping[str, Agency] = field(init=False)
    _by_code: Mapping[str, Agency] = field(init=False)
    _by_first: Mapping[str, Sequence[tuple[list[str], Agency]]] = field(init=False)
    _words: frozenset[str] = field(init=False)
    _namesakes: Mapping[str, Sequence[Agency]] = field(init=False)  # by the code of the better known one
    unspaced: tuple[str, ...] = field(init=False)  # names in scripts without spaces and in Hangul, longest first

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {key: agency for agency in self.all for key in keys_of(agency)})
        object.__setattr__(self, "_by_code", {agency.code: agency for agency in self.all})
        object.__setattr__(self, "_by_first", _by_first_word(self.all))
        object.__setattr__(self, "_words", frozenset(_words(self.all)))
        object.__setattr__(self, "_exact", {name: agency for agency in self.all for name in agency.exact})
        names = {name for agency in self.all for name in (agency.name, *agency.aliases, *agency.exact)}
        namesakes: dict[str, list[Agency]] = {}
        for agency in self.all:
            for known in filter(None, map(self.named, agency.shares)):
                namesakes.setdefault(known.code, []).append(agency)
        object.__setattr__(self, "_namesakes", namesakes)
        unspaced = filter(_UNSPACED.match, names)
        object.__setattr__(self, "unspaced", tuple(sorted(unspaced, key=lambda name: (-len(name), name))))

    def named(self, text: str) -> Agency | None:
        """The agency that the whole of `text` names."""
        line = text.strip()
        if not line or len(line) > CREDIT_MAX:
            return None
        return self._exact.get(line) or self._by_key.get(compact_key(line))

    def coded(self, code: str) -> Agency | None:
        """The agency of a code of the table."""
        return self._by_code.get(code)

    def namesakes(self, code: str) -> Sequence[Agency]:
        """The less known agencies that bear a name of this one."""
        return self._namesakes.get(code, ())

    def credited(self, text: str) -> tuple[str, ...]:
        """The parts of a joint credit as printed ("IANS/DPA", "ats afp"), none where no part is an agency."""
        if len(text) > CREDIT_MAX:
            return ()
        if self.named(text):
            return (text.strip(),)
        for parts in (_PARTED.split(text), text.split(), text.split("-")):
            names = tuple(part.strip() for part in parts if part.strip() and not part.strip()[0].isdigit())
            if any(self.named(name) for name in names):
                return names
        return ()

    def mentioned(self, text: str) -> tuple[Agency, ...]:
        """Every agency that a short text names somewhere, the longest names first where they overlap."""
        found = [agency for word in _WORD.findall(text) if (agency := self._exact.get(word))]
        tokens = normal_tokens(text)
        at = 0
        while at < len(tokens):
            agency, width = self._longest(tokens, at)
            found += [agency] if agency else []
            at += width
        return unique(found)

    def unnamed(self, text: str) -> tuple[str, ...]:
        """The words of a short text that belong to no agency's name."""
        if not self._exact.keys().isdisjoint(words := _WORD.findall(text)):
            text = " ".join(word for word in words if word not in self._exact)
        tokens, left, at = normal_tokens(text), [], 0
        while at < len(tokens):
            agency, width = self._longest(tokens, at)
            left += [] if agency else [tokens[at]]
            at += width
        return tuple(left)

    def _longest(self, tokens: Sequence[str], at: int) -> tuple[Agency | None, int]:
        for words, agency in self._by_first.get(tokens[at], ()):
            if tokens[at : at + len(words)] == words:
                return agency, len(words)
        return None, 1

    def hinted(self, text: str) -> bool:
        """Whether any word of a short text begins an agency's name: a cheap look before a close one."""
        if any(word.casefold().strip(_PUNCTUATION) in self._words for word in _BLANK.split(text)):
            return True
        return not text.isascii() and any(name in text for name in self.unspaced)


def keys_of(agency: Agency) -> tuple[str, ...]:
    """The keys that stand for an agency in any spelling; names that count only in one spelling have none."""
    return tuple(compact_key(name) for name in (agency.name, *agency.aliases) if name not in agency.exact)


def _by_first_word(agencies: Iterable[Agency]) -> Mapping[str, Sequence[tuple[list[str], Agency]]]:
    """Names in words, found by the first, longest names first."""
    index: dict[str, list[tuple[list[str], Agency]]] = {}
    for agency in agencies:
        for name in (agency.name, *agency.aliases):
            if name not in agency.exact and (words := normal_tokens(name)):
                index.setdefault(words[0], []).append((words, agency))
    return {first: sorted(names, key=lambda pair: -len(pair[0])) for first, names in index.items()}


def _words(agencies: Iterable[Agency]) -> Iterable[str]:
    """The first telling word of every name, as `hinted` cuts and folds them."""
    for agency in agencies:
        for name in (agency.name, *agency.aliases, *agency.exact):
            words = [word for part in _BLANK.split(name.casefold()) if (word := part.strip(_PUNCTUATION))]
            yield words[1] if words[0] in _ARTICLES and len(words) > 1 else words[0]


def unique(agencies: Iterable[Agency]) -> tuple[Agency, ...]:
    """Each agency once, in order."""
    return tuple({agency.code: agency for agency in agencies}.values())


def both_printed(kept: InfoSource, other: InfoSource) -> InfoSource:
    """`kept`, known by the printed names of a second mention too."""
    names = tuple(dict.fromkeys((*kept.printed, *other.printed)))
    return kept if names == kept.printed else replace(kept, printed=names)


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


def agencies(entry: Entry) -> Agencies:
    """All agencies; no two share a code or a name."""
    found = [(_agency(row), row) for row in tables.rows(entry.only("agency"), "agency", "code")]
    tables.once(((agency.code, row) for agency, row in found), "code")
    tables.once(((key, row) for agency, row in found for key in dict.fromkeys(keys_of(agency))), "aliases")
    tables.once(((name, row) for agency, row in found for name in agency.exact), "exact")
    return Agencies(tuple(agency for agency, _ in found))


def _agency(row: Entry) -> Agency:
    row.only("code", "name", "aliases", "exact", "uri", "country", "zone", "paid", "shares", "languages")
    return Agency(
        code=row.read("code", _matching(r"[a-z0-9]+(?:-[a-z0-9]+)*"), "small letters, figures and hyphens"),
        name=row.text("name"),
        aliases=row.texts("aliases"),
        exact=row.texts("exact"),
        uri=row.read("uri", _matching(r"https?://\S+"), "a web address") if "uri" in row.fields else None,
        country=row.read("country", _matching(r"[A-Z]{2}"), "two capitals") if "country" in row.fields else None,
        zone=row.zone("zone"),
        paid=row.flag("paid"),
        shares=row.texts("shares"),
        languages=frozenset(row.texts("languages")),
    )


def _matching(pattern: str) -> Callable[[str], str]:
    """Reads a text that is of the pattern as a whole."""

    def read(text: str) -> str:
        if re.fullmatch(pattern, text) is None:
            raise ValueError(text)
        return text

    return read
