"""What an item of NewsML-G2 is made of: its properties by name, and the three ways in which one names a concept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.etree import _Element

from worker.markup.lines import clean_line
from worker.markup.named import Found
from worker.markup.xml import XML_LANG, line_of

CODE_MAX: Final = 500  # characters: what is longer is no code

# parts of an item that hold its properties, the words about the story before those about the item
_CONTAINERS: Final = ("contentmeta", "itemmeta", "rightsinfo")
_IPTC: Final = ("http://cv.iptc.org/newscodes/", "https://cv.iptc.org/newscodes/")
# folder of IPTC's vocabularies -> the alias that IPTC's own catalog gives it
_ALIASES: Final[Mapping[str, str]] = {
    "mediatopic": "medtop",
    "subjectcode": "subj",
    "ninature": "ninat",
    "cinature": "cinat",
    "plinature": "plinat",
    "pubstatusg2": "stat",
    "signal": "sig",
    "cpnature": "cpnat",
    "newsprovider": "nprov",
    "rendition": "rnd",
}
# Reuters and exports of databases write a word where there is nothing to say
_NOTHING: Final = frozenset({"no-data-available", "none", "null", "n/a", "undefined"})
_LESSER_NAMES: Final = frozenset({"mnemonic", "short", "sort"})  # @role of a name that is not for readers


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item taken apart: `found` are its properties by name in small letters, `contents` its content sets."""

    kind: str  # newsitem, packageitem ... in small letters
    root: _Element
    found: Found
    contents: tuple[_Element, ...]
    language: str | None  # as the item declares it


def item_of(root: _Element, language: str | None) -> Item:
    """The item; feeds spell names in capitals, and put properties into the wrong part or into none."""
    found: dict[str, list[_Element]] = {}
    parts: dict[str, list[_Element]] = {"": [], "contentset": [], **{name: [] for name in _CONTAINERS}}
    for child in root.iterchildren(etree.Element):
        name = str(child.tag).lower()
        (parts[name] if name in parts else parts[""]).append(child)
    containers = [part for name in _CONTAINERS for part in parts[name]]
    for element in (*(inner for part in containers for inner in part.iterchildren(etree.Element)), *parts[""]):
        found.setdefault(str(element.tag).lower(), []).append(element)
    return Item(
        kind=str(root.tag).lower(),
        root=root,
        found=found,
        contents=tuple(parts["contentset"]),
        language=_language(found) or language,
    )


def _language(found: Found) -> str | None:
    tags = (element.get("tag") or element.text for element in found.get("language", ()))
    return next((tag.strip() for tag in tags if tag and tag.strip()), None)


def tongue_of(element: _Element) -> str | None:
    """The language that an element declares."""
    return element.get(XML_LANG) or element.get("lang") or None


def told(line: str | None) -> str | None:
    """The line, None where it only says that there is nothing."""
    return None if line is None or line.lower() in _NOTHING else line


def lines(found: Found, name: str) -> Iterator[str]:
    """The texts of the properties `name`."""
    for element in found.get(name, ()):
        if line := told(line_of(element)):
            yield line


def line(found: Found, name: str) -> str | None:
    """The first of `lines`."""
    return next(lines(found, name), None)


def codes(found: Found, name: str) -> Iterator[str]:
    """The codes of the properties `name`."""
    for element in found.get(name, ()):
        if code := code_of(element):
            yield code


def word(code: str | None) -> str:
    """What a code says without its scheme, in small letters: "ninat:text" and "icls:text" say the same."""
    return (code or "").rpartition(":")[2].rpartition("/")[2].lower()


def role_of(element: _Element) -> str:
    """The word of the role, "" where there is none."""
    role = element.get("role")
    return word(role.strip()) if role else ""


def code_of(element: _Element) -> str | None:
    """The concept as alias:code, else as the URI or the literal that stands for it."""
    qcode = element.get("qcode")
    if qcode and (code := _code(qcode)):
        return code
    uri = element.get("uri")
    if uri and (code := _code(uri)):
        return _aliased(code)
    literal = element.get("literal")
    return told(_code(literal)) if literal else None


def _code(text: str) -> str | None:
    return (clean_line(text) or None) if len(text) <= CODE_MAX else None


def _aliased(uri: str) -> str:
    """The alias:code of a URI of IPTC's vocabularies, any other URI as it is."""
    for front in _IPTC:
        if uri.startswith(front):
            scheme, _, code = uri.removeprefix(front).rstrip("/").partition("/")
            return f"{_ALIASES.get(scheme, scheme)}:{code}" if code and "/" not in code else uri
    return uri


def name_of(element: _Element, language: str | None) -> str | None:
    """The concept's name for readers, in the item's language where it has several."""
    best: str | None = None
    rank = 0
    for name in element.iterchildren("name"):
        value = _rank(name, language)
        if value > rank and (text := told(line_of(name))):
            best, rank = text, value
    return best


def _rank(name: _Element, language: str | None) -> int:
    """1 .. 4: for readers before codes, the item's language before others."""
    lesser = role_of(name) in _LESSER_NAMES
    tongue = tongue_of(name)
    same = tongue is None or language is None or tongue[:2].lower() == language[:2].lower()
    return 1 + same + 2 * (not lesser)
