"""An admitted page as a tree of lxml.html elements, as trafilatura's `load_html` builds it and its extractor needs it.

Built here for speed: from bytes, and elements get their class from lxml's own table.  lxml.html asks a function in
Python for every element, which took a third of all reading of trees.
"""

import re
from typing import Final

from lxml.etree import ElementDefaultClassLookup, HTMLParser, LxmlError
from lxml.html import HtmlElement, fromstring

DUBIOUS_START: Final = 50  # characters in which a page says that it is HTML; another needs two elements

# characters that no XML tree holds
_INVALID: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARKS: Final = bytes(byte for byte in range(32) if byte not in b"\t\n\r")  # the same in UTF-8, but for the last two
# </body>, </HTML>: ends that may be left out; libxml2 drops some of what stands behind one in mid-page
_ENDS: Final = re.compile(b"</(?:body|html|BODY|HTML)>")


def _parser() -> HTMLParser:
    parser = HTMLParser(
        collect_ids=False,
        default_doctype=False,  # type: ignore[call-arg]  # as of lxml 3.7, the stubs do not know it
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
    )
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
    return parser


_PARSER: Final = _parser()


def tree_of(markup: str) -> HtmlElement | None:
    """The page's root; None where the markup holds no elements to speak of."""
    try:
        root: HtmlElement = fromstring(_encoded(markup), parser=_PARSER)
    except LxmlError:  # "Document is empty"
        return None
    return root if "html" in markup[:DUBIOUS_START].lower() or len(root) > 1 else None


def _encoded(markup: str) -> bytes:
    data = _ENDS.sub(b"", markup.encode("utf-8", "surrogatepass"))
    if len(data.translate(None, _MARKS)) == len(data) and "\ufffe" not in markup and "\uffff" not in markup:
        return data
    return _INVALID.sub("", data.decode("utf-8", "surrogatepass")).encode("utf-8", "surrogatepass")
