"""IPTC media topics and genres, and which codes of other vocabularies mean them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from worker.knowledge import tables
from worker.knowledge.tables import ConfigError, Entry

FILE = "media_topics.tsv"
NEWSCODES = "http://cv.iptc.org/newscodes/"
MEDIA_TOPIC = f"{NEWSCODES}mediatopic/"
CODE_MAX = 80  # characters of a code that any list could hold
_ADDRESSES = (NEWSCODES, "https://cv.iptc.org/newscodes/")

Rows = Mapping[str, tuple[str, str]]  # code -> name, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A term of an IPTC vocabulary."""

    code: str
    name: str | None
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Topics:
    """The vocabularies; schemes in small letters.  Equal only to itself: readers cache by it."""

    topics: Rows  # the topic of a retired one is what stands in its place
    subjects: Rows
    topic_schemes: frozenset[str]
    subject_schemes: frozenset[str]
    genre_schemes: frozenset[str]
    categories: Mapping[str, Mapping[str, str]]  # scheme -> code -> topic
    genres: Mapping[str, str]  # code -> name
    genre_words: Mapping[str, str]  # spelling -> code
    genre_lists: Mapping[str, Mapping[str, str]]  # scheme -> code there -> code of IPTC

    def topic(self, code: str) -> Concept:
        """The media topic of this id; its name is None where the vocabulary does not have it (yet)."""
        name, _ = self.topics.get(code, (None, ""))
        return Concept(code=code, name=name, uri=f"{MEDIA_TOPIC}{code}")

    def subject_name(self, code: str) -> str | None:
        """The English name of an older subject code."""
        name, _ = self.subjects.get(code, ("", ""))
        return name or None

    def meant(self, scheme: str, code: str) -> Concept | None:
        """The media topic that a code of another list means; of a retired topic, the one in its place."""
        if scheme in self.topic_schemes:
            found = self.topics.get(code, ("", ""))[1]
        elif scheme in self.subject_schemes:
            found = self._of_subject(code)
        else:
            found = self.categories.get(scheme, {}).get(code.lower(), "")
        return self.topic(self.topics[found][1] or found) if found else None

    def _of_subject(self, code: str) -> str:
        """The topic of the code, else of the code above it, else of the one at the top."""
        if len(code) != 8:
            return ""
        above = (code, f"{code[:5]}000", f"{code[:2]}000000")
        return next((topic for key in above if (topic := self.subjects.get(key, ("", ""))[1])), "")

    def genre(self, scheme: str, code: str) -> Concept | None:
        """The IPTC genre that a code, or a word without a scheme, means."""
        if not scheme or scheme in self.genre_schemes:
            found = self.genre_words.get(spelling(code))
        else:
            found = self.genre_lists.get(scheme, {}).get(code)
        return Concept(code=found, name=self.genres[found], uri=f"{NEWSCODES}genre/{found}") if found else None


def parted(literal: str) -> tuple[str, str]:
    """Scheme in small letters and code of "subj:04000000", "04000000" or an address of IPTC's; "" for no scheme."""
    if literal.startswith(_ADDRESSES):
        scheme, _, code = literal.rpartition("newscodes/")[2].partition("/")
        return scheme.lower(), code.strip("/")
    if len(literal) == 8 and literal.isascii() and literal.isdigit():
        return ("medtop" if literal[0] == "2" else "subj"), literal
    scheme, colon, code = literal.partition(":")
    return (scheme.lower(), code) if colon else ("", literal)


def spelling(code: str) -> str:
    """A genre's code or name as they are compared."""
    return " ".join(code[:CODE_MAX].casefold().replace("_", " ").replace("-", " ").split())


def vocabulary(text: str) -> Mapping[str, Rows]:
    """The kinds of config/media_topics.tsv: "topic", "subject", "dpa", each code with its name and topic."""
    kinds: dict[str, dict[str, tuple[str, str]]] = {"topic": {}, "subject": {}, "dpa": {}}
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.startswith("#"):
            kind, code, name, topic = (*line.split("\t"), "", "", "")[:4]
            if kind not in kinds or not code.isdigit():
                raise ConfigError(f"config/{FILE}: line {number}: {line[:60]!r}: must be kind, code, name, topic")
            kinds[kind][code] = (name, topic)
    _checked(kinds)
    return kinds


def _checked(kinds: Mapping[str, Rows]) -> None:
    known = kinds["topic"]
    for kind, rows in kinds.items():
        for code, (_, topic) in rows.items():
            if topic and topic not in known:
                raise ConfigError(f"config/{FILE}: {kind} {code}: {topic} is no topic of the file")


def topics(entry: Entry) -> Topics:
    """The short lists of config/subjects.toml over the long ones of config/media_topics.tsv."""
    entry.only("schemes", "category", "genres", "genre")
    schemes = tables.section(entry, "schemes").only("topics", "subjects", "dpa", "genres")
    kinds = vocabulary((files("worker.config") / FILE).read_text(encoding="utf-8"))
    dpa = {code: topic for code, (_, topic) in kinds["dpa"].items()}
    lists = tables.rows(entry, "category", "source")
    genres = tables.section(entry, "genres")
    codes = {code: genres.text(code) for code in genres.fields}
    others = {
        row.fields.get("scheme", ""): _codes(row, "codes", codes) for row in tables.rows(entry, "genre", "scheme")
    }
    return Topics(
        topics=kinds["topic"],
        subjects=kinds["subject"],
        topic_schemes=frozenset(schemes.texts("topics")),
        subject_schemes=frozenset(schemes.texts("subjects")),
        genre_schemes=frozenset(schemes.texts("genres")),
        categories=_categories(lists, kinds["topic"]) | dict.fromkeys(schemes.texts("dpa"), dpa),
        genres=codes,
        genre_words=_spellings(codes) | {spelling(word): code for word, code in others.pop("", {}).items()},
        genre_lists=others,
    )


def _categories(lists: Iterable[Entry], known: Rows) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for row in lists:
        row.only("schemes", "source", "topics").text("source")
        for scheme in row.texts("schemes"):
            if scheme in found:
                raise row.error("schemes", f"{scheme!r} is already taken")
            found[scheme] = _codes(row, "topics", known)
    return found


def _codes(row: Entry, key: str, known: Mapping[str, object]) -> Mapping[str, str]:
    """A table of codes whose values are all known."""
    codes = tables.section(row, key)
    return {code: codes.read(code, _member(known), "codes of the vocabulary") for code in codes.fields}


def _member(known: Mapping[str, object]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise KeyError(text)
        return text

    return read


def _spellings(codes: Mapping[str, str]) -> dict[str, str]:
    return {spelling(text): code for code, name in codes.items() for text in (name, code)}
