"""The one XML parser: no DTD, no entities of strangers, no network; local names; says when it had to recover."""

import re
from dataclasses import dataclass
from html.entities import html5
from typing import Final

from lxml import etree
from lxml.etree import _Element

from worker.markup.lines import clean_line
from worker.model import Document, Limits, Reason, Rejected

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

# <?xml version="1.0" encoding="x"?>   with whatever blanks stand before it; the text is decoded already
_DECLARATION: Final = re.compile(r"\A\s*+<\?xml\b[^>]{0,300}+>")
# <!DOCTYPE nitf SYSTEM "nitf-3-2.dtd">   up to its end, or to the bracket of an internal subset
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\b[^>\[]*+([>\[])", re.IGNORECASE)
_DOCTYPE_HEAD: Final = 4_096  # characters; behind them no DOCTYPE stands before a root
# [<!ENTITY % nitf SYSTEM "nitf-3-0.dtd"> %nitf; ]>   a subset that only draws in other files: common in NewsML 1
_HARMLESS_SUBSET: Final = re.compile(
    r"""
    (?<=\[)
    (?: \s++
      | <!ENTITY\s++%\s++[\w.-]++\s++(?:SYSTEM|PUBLIC)\s[^<>\[\]%&]*+>
      | %[\w.-]++;
      | <!--(?:[^-]|-(?!-))*+-->
    )*+
    \]\s*+>
    """,
    re.VERBOSE,
)
# &eacute;   names of HTML that XML does not know
_NAMED: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
# AT&T   an ampersand that begins no reference
_BARE: Final = re.compile(r"&(?!#?[A-Za-z0-9]{1,32};)")
# &#2;   references to characters that XML 1.0 has none of
_BAD_REFERENCE: Final = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}));"
)
_OF_XML: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed document: tags are local names, whatever namespaces it has, has not or gets wrong."""

    root: _Element
    recovered: bool  # it was broken: what could be read is here, the rest is not


def read_xml(document: Document, limits: Limits) -> Tree:
    """The document's tree.  May raise Rejected: PARSE_ERROR (no XML at all, internal DTD subset), TOO_LARGE."""
    text = document.text or ""
    if (tags := text.count("<")) > limits.markup_max_tags:
        raise Rejected(Reason.TOO_LARGE, f"markup is over markup_max_tags: {tags} > {limits.markup_max_tags}")
    return _tree(_without_prolog(text))


def _without_prolog(text: str) -> str:
    """`text` without XML declaration and DOCTYPE: neither is believed, no DTD is ever read."""
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    doctype = _DOCTYPE.search(text, 0, _DOCTYPE_HEAD)
    if doctype is None:
        return text.lstrip()
    end = doctype.end()
    if doctype[1] == "[":
        subset = _HARMLESS_SUBSET.match(text, end)
        if subset is None:
            raise Rejected(Reason.PARSE_ERROR, "the DOCTYPE has an internal subset (entity definitions): refused")
        end = subset.end()
    return (text[: doctype.start()] + text[end:]).lstrip()


def _tree(text: str) -> Tree:
    """Strictly, then with HTML's entities and stray ampersands put right, then as far as recovery gets."""
    root = _parsed(text, recover=False)
    if root is None:
        text = _mended(text)
        root = _parsed(text, recover=False)
    if root is not None:
        return Tree(_localised(root), recovered=False)
    root = _parsed(text, recover=True)
    if root is None:
        raise Rejected(Reason.PARSE_ERROR, "no XML element can be read")
    return Tree(_localised(root), recovered=True)


def _parsed(text: str, *, recover: bool) -> _Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as exc:
        if "depth" in str(exc):
            raise Rejected(Reason.TOO_LARGE, "XML elements nested deeper than 256 levels") from exc
        return None


def _mended(text: str) -> str:
    return _BARE.sub("&amp;", _NAMED.sub(_character, _BAD_REFERENCE.sub("", text)))


def _character(reference: re.Match[str]) -> str:
    """The characters of an HTML entity; XML's own stay, unknown names become text."""
    name = reference[1]
    return reference[0] if name in _OF_XML else html5.get(f"{name};", f"&amp;{name};")


def _localised(root: _Element) -> _Element:
    """The same tree with local names: feeds come with the right namespace, another version's, or none."""
    for element in root.iter():
        tag = element.tag
        if isinstance(tag, str) and ("}" in tag or ":" in tag):
            element.tag = tag.rpartition("}")[2].rpartition(":")[2]
    return root


def line_of(element: _Element | None) -> str | None:
    """All text inside `element` on one line; None where there is none."""
    if element is None:
        return None
    if not len(element):
        return clean_line(element.text) or None if element.text else None
    return clean_line("".join(str(text) for text in element.itertext())) or None


def find_line(parent: _Element | None, path: str) -> str | None:
    """The text of the first element on `path` (ElementPath, local names) that has any."""
    if parent is None:
        return None
    return next((line for element in parent.iterfind(path) if (line := line_of(element))), None)
