"""The one XML parser: no DTD, no entities of strangers, no network; local names; says when it had to recover."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from html.entities import html5
from typing import Final

from lxml import etree
from lxml.etree import _Element

from worker.article import Flag
from worker.markup.balance import balanced
from worker.markup.lines import clean_line
from worker.model import Document, Limits, Reason, Rejected

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

# <?xml version="1.0" encoding="x"?>   with whatever blanks stand before it; the text is decoded already
_DECLARATION: Final = re.compile(r"\A\s*+<\?xml\b[^>]{0,300}+>")
# <!DOCTYPE nitf SYSTEM "nitf-3-2.dtd">   up to its end, or to the bracket of an internal subset
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\b[^>\[]*+([>\[])", re.IGNORECASE)
# <!-- generated -->  <?style x?>   what may stand before a DOCTYPE
_BEFORE: Final = re.compile(r"(?:\s++|<!--(?:[^-]|-(?!->))*+-->|<\?(?:[^?]|\?(?!>))*+\?>)*+")
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
# <br>   HTML's elements without an end, pasted into XML
_VOID: Final = re.compile(
    r"<(br|hr|img|wbr)\b((?:[^<>\"'/]|/(?!>)|\"[^\"<]*+\"|'[^'<]*+')*+)>(?!\s*+</\1>)", re.IGNORECASE
)
_OF_XML: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed document: tags are local names, whatever namespaces it has, has not or gets wrong."""

    root: _Element
    recovered: bool  # it was broken: what could be read is here, the rest is not
    unclosed: tuple[_Element, ...] = ()  # what stood open where the text broke off, the root first

    def flags(self, item: _Element | None = None) -> tuple[Flag, ...]:
        """What has to be said of an item of the document: that it was mended, that its end is missing."""
        if not self.recovered:
            return ()
        cut = self.unclosed and (item is None or item in self.unclosed)
        return (Flag.XML_RECOVERED, Flag.TRUNCATED) if cut else (Flag.XML_RECOVERED,)


def read_xml(document: Document, limits: Limits, local: Collection[str] | None = None) -> Tree:
    """The document's tree.  May raise Rejected: PARSE_ERROR (no XML at all, internal DTD subset), TOO_LARGE.

    `local`: only elements of these namespaces (as `namespace_key` has them) and of the root's own get local names,
    for documents in which "{http://search.yahoo.com/mrss/}title" is another thing than "title".
    """
    text = document.text or ""
    if (tags := text.count("<")) > limits.markup_max_tags:
        raise Rejected(Reason.TOO_LARGE, f"markup is over markup_max_tags: {tags} > {limits.markup_max_tags}")
    tree = _tree(_without_prolog(text))
    _localise(tree.root) if local is None else _localise_some(tree.root, local)
    return tree


def _without_prolog(text: str) -> str:
    """`text` without XML declaration and DOCTYPE: neither is believed, no DTD is ever read."""
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    before = _BEFORE.match(text)
    doctype = _DOCTYPE.match(text, before.end() if before else 0)
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
    root, _ = _parsed(text, recover=False)
    if root is None:
        text = _mended(text)
        root, _ = _parsed(text, recover=False)
    if root is not None:
        return Tree(root, recovered=False)
    root, lossless = _parsed(text, recover=True)
    if root is not None and lossless:
        return Tree(root, recovered=False)
    return _recovered(text)


def _recovered(text: str) -> Tree:
    """The tree of text whose tags do not match, or that breaks off."""
    text, still_open = balanced(text)
    root, _ = _parsed(text, recover=True)
    if root is None:
        raise Rejected(Reason.PARSE_ERROR, "no XML element can be read")
    unclosed = [root]
    while len(unclosed) < still_open and len(unclosed[-1]):
        unclosed.append(unclosed[-1][-1])
    return Tree(root, recovered=True, unclosed=tuple(unclosed) if still_open else ())


def _parsed(text: str, *, recover: bool) -> tuple[_Element | None, bool]:
    """(the root, whether all that was wrong are prefixes that nobody declared: nothing is lost by them)."""
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
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as exc:
        if "depth" in str(exc):
            raise Rejected(Reason.TOO_LARGE, "XML elements nested deeper than 256 levels") from exc
        return None, False
    return root, all(entry.domain == etree.ErrorDomains.NAMESPACE for entry in parser.error_log)


def _mended(text: str) -> str:
    return _VOID.sub(r"<\1\2/>", _BARE.sub("&amp;", _NAMED.sub(_character, _BAD_REFERENCE.sub("", text))))


def _character(reference: re.Match[str]) -> str:
    """The characters of an HTML entity; XML's own stay, unknown names become text."""
    name = reference[1]
    return reference[0] if name in _OF_XML else html5.get(f"{name};", f"&amp;{name};")


def _localise(root: _Element) -> None:
    """Local names everywhere: feeds come with the right namespace, another version's, or none."""
    for element in root.iter():
        tag = element.tag
        if isinstance(tag, str) and ("}" in tag or ":" in tag):
            _name(element, tag.rpartition("}")[2].rpartition(":")[2])


def _name(element: _Element, name: str) -> None:
    """Gives it that name; keeps its own where recovery let through what leaves none: ``<nitf:>``, ``<x:9/>``."""
    try:
        element.tag = name
    except ValueError:
        return


def namespace_key(namespace: str) -> str:
    """What spellings of one namespace have in common: "http://search.yahoo.com/mrss" and "https://…/mrss/"."""
    return namespace.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/#")


def _localise_some(root: _Element, namespaces: Collection[str]) -> None:
    """Local names for elements of the root's namespace, of `namespaces` and of none."""
    space, _, name = str(root.tag).rpartition("}")
    undeclared = f"{name.rpartition(':')[0]}:" if ":" in name else None
    wanted = {namespace_key(space[1:]), *namespaces}
    known: dict[str, bool] = {"": False}
    for element in root.iter(etree.Element):
        space, _, name = str(element.tag).rpartition("}")
        if space not in known:
            known[space] = namespace_key(space[1:]) in wanted
        if known[space]:
            _name(element, name)
        elif undeclared and name.startswith(undeclared):
            _name(element, name.removeprefix(undeclared))


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
