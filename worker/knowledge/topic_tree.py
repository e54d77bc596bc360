"""The tree of IPTC media topics in use: what stands above each, and its names by language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from worker.knowledge.tables import ConfigError

FILE = "topic_tree.tsv"
DEPTH_MAX = 8  # levels; the deepest has 6
ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTree:
    """Codes are the 8 digits of a topic."""

    above: Mapping[str, str]  # code -> the code above it, "" at the top
    names: Mapping[str, Mapping[str, str]]  # code -> language -> name
    _tops: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tops", {code: self.path(code)[-1] for code in self.above})

    def path(self, code: str) -> tuple[str, ...]:
        """From the topic itself up to the top; nothing of a code that is not in use."""
        return tuple(self._upwards(code))

    def top(self, code: str) -> str | None:
        """Which of the 17 the topic belongs to."""
        return self._tops.get(code)

    def name(self, code: str, language: str | None) -> str | None:
        """In the language (BCP 47) where the release has it: pt-BR, else pt; else in English."""
        names = self.names.get(code, {})
        tag = language or ENGLISH
        return names.get(tag) or names.get(tag.partition("-")[0]) or names.get(ENGLISH)

    def _upwards(self, code: str) -> Iterator[str]:
        for _ in range(DEPTH_MAX):
            if code not in self.above:
                return
            yield code
            code = self.above[code]


def topic_tree(text: str) -> TopicTree:
    """The rows of config/topic_tree.tsv.  Raises ConfigError for a row that hangs in the air."""
    lines = [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]
    languages = lines[0][2:]
    above = {code: parent for code, parent, *_ in lines[1:]}
    names = {
        code: {language: name for language, name in zip(languages, given, strict=False) if name}
        for code, _, *given in lines[1:]
    }
    tree = TopicTree(above=above, names=names)
    for code, parent in above.items():
        if (parent and parent not in above) or ENGLISH not in names[code] or above[tree.path(code)[-1]]:
            raise ConfigError(f"config/{FILE}: {code!r}: must hang under a topic of the file, and have an English name")
    return tree


def shipped() -> TopicTree:
    """The tree in config/."""
    return topic_tree((files("worker.config") / FILE).read_text(encoding="utf-8"))
