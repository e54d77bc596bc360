"""XML as a careless feed sends it: elements moved, dropped, doubled, emptied, and the whole in another encoding.

`mutated(xml)` is a hypothesis strategy of well-formed XML texts, `sent(xml)` one of bytes, of which some are cut off.
What a parser makes of them may lack things; it may never raise, nor take one item's data for another's.
"""

import copy
import re
from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element

from worker.article import Article
from worker.model import Left, Rejected

CHARSETS: Final = ("utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "us-ascii")
STEPS_MAX: Final = 8

# <?xml version="1.0" encoding="utf-8"?>
_DECLARATION: Final = re.compile(r"\s*<\?xml\b[^>]*>")
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\b[^>\[]*>", re.IGNORECASE)


def outcomes(parse: Callable[[str], list[Article | Left]], xml: str) -> list[Article | Left]:
    """What a parser makes of it; nothing where it refuses the whole."""
    try:
        return parse(xml)
    except Rejected:
        return []


def _dropped(element: _Element, _other: _Element) -> None:
    _parent(element).remove(element)


def _doubled(element: _Element, _other: _Element) -> None:
    element.addnext(copy.deepcopy(element))


def _moved(element: _Element, other: _Element) -> None:
    """Into another element, which may not stand inside it."""
    if other is not element and element not in list(other.iterancestors()):
        other.append(element)


def _emptied(element: _Element, _other: _Element) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail


def _turned(element: _Element, _other: _Element) -> None:
    element[:] = list(reversed(element))


def _renamed(element: _Element, other: _Element) -> None:
    element.tag = other.tag


def _wrapped(element: _Element, _other: _Element) -> None:
    wrapper = etree.Element("wrapper")
    element.addprevious(wrapper)
    wrapper.append(element)


def _without_attributes(element: _Element, _other: _Element) -> None:
    for name in list(element.attrib):
        del element.attrib[name]


def _swapped_values(element: _Element, other: _Element) -> None:
    values = list(other.attrib.values())
    for index, name in enumerate(list(element.attrib)):
        element.set(name, str(values[index % len(values)]) if values else "")


def _with_text(element: _Element, _other: _Element) -> None:
    element.text = f"{element.text or ''} \u00e4\u4e2d\u0627 & < 99999999 2024-13-45T99:99:99"


MUTATIONS: Final[tuple[Callable[[_Element, _Element], None], ...]] = (
    _dropped,
    _doubled,
    _moved,
    _emptied,
    _turned,
    _renamed,
    _wrapped,
    _without_attributes,
    _swapped_values,
    _with_text,
)


def _parent(element: _Element) -> _Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def tree_of(xml: str) -> _Element:
    """The root of `xml`, whatever its prolog says."""
    return etree.fromstring(_DOCTYPE.sub("", _DECLARATION.sub("", xml, count=1), count=1).encode())


@st.composite
def mutated(draw: st.DrawFn, xml: str) -> str:
    """`xml` after some mutations, none below its root spared; the root stays."""
    root = tree_of(xml)
    for _ in range(draw(st.integers(0, STEPS_MAX))):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        if len(elements) > 1:
            element = elements[draw(st.integers(1, len(elements) - 1))]
            other = elements[draw(st.integers(0, len(elements) - 1))]
            draw(st.sampled_from(MUTATIONS))(element, other)
    return etree.tostring(root, encoding="unicode")


@st.composite
def torn(draw: st.DrawFn, xml: str) -> str:
    """`xml` without some of its tags and the words behind them, cut off somewhere."""
    pieces = re.split(r"(?=<)", xml)
    lost = draw(st.sets(st.integers(1, len(pieces) - 1), max_size=3))
    left = "".join(piece for number, piece in enumerate(pieces) if number not in lost)
    return left[: draw(st.integers(len(left) // 3, len(left)))]


@st.composite
def sent(draw: st.DrawFn, xml: str) -> bytes:
    """A mutation of `xml` as bytes of some charset, with a true, a lying or no declaration, blanks and a DOCTYPE."""
    text = draw(mutated(xml))
    charset = draw(st.sampled_from(CHARSETS))
    declared = draw(st.sampled_from((None, charset, "iso-8859-1", "utf8")))
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    doctype = draw(st.sampled_from(("", '<!DOCTYPE news SYSTEM "news.dtd">\n')))
    blanks = draw(st.sampled_from(("", "\n  "))) if charset not in {"utf-16", "utf-8-sig"} else ""
    whole = blanks + declaration + doctype + text
    cut = draw(st.sampled_from((None, None, None, len(whole) * 3 // 4)))
    return whole[:cut].encode(charset, "xmlcharrefreplace")
