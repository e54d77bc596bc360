"""A NewsItem's tree of components as stories and the media that belong to them.

NewsML 1 nests without end: a component may be a story, one of its formats or languages, a part of it by role (title,
abstract, body, caption), a picture with its words, or a package of all these.  A component that has a headline of its
own is a unit; what has none is a part of the unit above.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element

from worker.formats.newsml1.content import is_text

DEPTH_MAX: Final = 40  # components inside one another; what stands deeper is no news
CAPTIONS: Final = frozenset({"caption", "captiontext", "photocaption"})
TITLES: Final = frozenset({"title", "headline"})
SUBTITLES: Final = frozenset({"subheadline", "subtitle", "subhead"})
SUMMARIES: Final = frozenset({"abstract", "summary", "lead", "teaser", "standfirst", "synopsis"})
BODIES: Final = frozenset({"", "body", "main", "story", "text", "article", "maintext"})
# styles, press contacts with their numbers, notes to editors, words for other channels: never text of the story
NEVER: Final = frozenset(
    {
        *("stylesheet", "contact", "contacts", "tweettext", "advisory", "note", "notes", "editornote", "editorsnote"),
        *("notepad", "private", "instruction", "instructions", "metadata", "copyright", "keywords", "scriptcode"),
    }
)
_WORDS_APART: Final = CAPTIONS | TITLES | SUBTITLES | SUMMARIES | NEVER
KINDS: Final = {
    "photo": "picture", "picture": "picture", "image": "picture", "logo": "picture", "graphic": "graphic", "animation":
    "graphic", "infographic": "graphic", "video": "video", "audio": "audio", "sound": "audio", "quote": "audio",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A ContentItem, and the components it stands in, the innermost first."""

    item: _Element
    chain: tuple[_Element, ...]

    @property
    def role(self) -> str:
        """The role of its component, of the nearest that has one."""
        return next((role for component in self.chain if (role := role_of(component))), "")


@dataclass(frozen=True, slots=True)
class Unit:
    """A component with its parts: pieces of text and of media, and the units inside."""

    chain: tuple[_Element, ...]  # the component, and those above it
    texts: list[Piece] = field(default_factory=list)
    media: list[Piece] = field(default_factory=list)
    inside: list["Unit"] = field(default_factory=list)

    def pieces(self, roles: frozenset[str]) -> list[Piece]:
        """The texts that have one of these roles."""
        return [piece for piece in self.texts if piece.role in roles]

    @property
    def bodies(self) -> list[Piece]:
        """The texts of the story itself: those of a body's role, else those of any role we do not know."""
        return self.pieces(BODIES) or [piece for piece in self.texts if piece.role not in _WORDS_APART]

    @property
    def kind(self) -> str | None:
        """The ninjs type that the component's role names: "Audio" with its file inside."""
        return KINDS.get(role_of(self.chain[0]))


@dataclass(frozen=True, slots=True)
class Story:
    """What becomes an article: a unit, the media units that go with it; `whole` = it stands for the item."""

    unit: Unit
    media: tuple[Unit, ...] = ()
    whole: bool = False


def role_of(component: _Element) -> str:
    """The component's role in small letters without blanks, "" for none."""
    role = component.find("Role")
    return "" if role is None else "".join((role.get("FormalName") or "").lower().split())


def stories(item: _Element) -> tuple[Story, ...]:
    """The stories of a NewsItem in order; items inside it are not looked into."""
    found = [story for component in item.findall("NewsComponent") for story in _stories(_unit((component,)))]
    return tuple(found)


def headed(component: _Element) -> bool:
    """Whether the component has a headline of its own."""
    lines = component.find("NewsLines")
    if lines is None:
        return False
    return any("".join(map(str, line.itertext())).strip() for line in lines.iter("HeadLine", "Headline"))


def _unit(chain: tuple[_Element, ...]) -> Unit:
    unit = Unit(chain)
    _collect(unit, chain)
    return unit


def _collect(unit: Unit, chain: tuple[_Element, ...]) -> None:
    """Sorts what stands in the component `chain[0]`, which is the unit's or an unheaded one inside."""
    for child in chain[0]:
        if child.tag == "ContentItem":
            if child.get("Href"):
                unit.media.append(Piece(child, chain))
            elif is_text(child):
                unit.texts.append(Piece(child, chain))
        elif child.tag == "NewsComponent" and len(chain) < DEPTH_MAX:
            if headed(child) or _is_captioned(child):
                unit.inside.append(_unit((child, *chain)))
            else:
                _collect(unit, (child, *chain))


def _is_captioned(component: _Element) -> bool:
    """Whether an unheaded component is a picture with its caption: both inside it, and no other text."""
    roles = {role_of(inner) for inner in component.iter("NewsComponent")} if len(component) > 1 else frozenset()
    return not CAPTIONS.isdisjoint(roles) and any(item.get("Href") for item in component.iter("ContentItem"))


def _stories(unit: Unit) -> Iterator[Story]:
    if unit.bodies:
        yield Story(unit, tuple(inner for inner in unit.inside if _shows(inner)), whole=True)
        for inner in unit.inside:
            if not _shows(inner):
                yield from _stories(inner)
    elif unit.media or unit.pieces(CAPTIONS) or not unit.inside:
        yield Story(unit, tuple(unit.inside), whole=True)
    else:
        for inner in _alternatives(unit):
            yield from (Story(story.unit, story.media) for story in _stories(inner))


def _shows(unit: Unit) -> bool:
    """Whether the unit is a medium with its words rather than a story."""
    return bool(unit.media) or any(map(_shows, unit.inside))


def _alternatives(unit: Unit) -> list[Unit]:
    """The units inside; one of them where the component says that they are the same in other languages or forms."""
    component = unit.chain[0]
    choices = " ".join(basis.text or "" for basis in component.findall("BasisForChoice"))
    told = [inner for inner in unit.inside if inner.bodies]
    if len(told) < 2 or not ("/Language" in choices or component.get("EquivalentsList") == "yes"):
        return unit.inside
    language = _language(component)
    return [next((inner for inner in told if language and _language(inner.chain[0]) == language), told[0])]


def _language(component: _Element) -> str | None:
    language = component.find("DescriptiveMetadata/Language")
    return None if language is None else (language.get("FormalName") or "").lower() or None
