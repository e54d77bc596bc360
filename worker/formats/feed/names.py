"""Names of feeds' elements: the prefixes of their namespaces, and an item's children under their names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element

from worker.markup.xml import line_of, namespace_key

# namespaces of feeds themselves and of text inside them
LOCAL: Final = frozenset(
    {
        "purl.org/rss/1.0",
        "my.netscape.com/rdf/simple/0.9",
        "channel.netscape.com/rdf/simple/0.9",
        "backend.userland.com/rss2",
        "backend.userland.com/rss",
        "blogs.law.harvard.edu/tech/rss",
        "www.w3.org/1999/xhtml",
        "iptc.org/std/nitf/2006-10-18",
    }
)
# namespace (as `namespace_key` has it) -> prefix
PREFIXES: Final[Mapping[str, str]] = {
    "www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "www.w3.org/2005/atom": "atom",
    "purl.org/atom/ns": "atom",
    "www.w3.org/2007/app": "app",
    "purl.org/net/app": "app",
    "purl.org/atompub/tombstones/1.0": "at",
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/rss/1.0/modules/slash": "slash",
    "purl.org/rss/1.0/modules/dcterms": "dcterms",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/terms": "dcterms",
    "purl.org/dc/dcmitype": "dcmitype",
    "search.yahoo.com/mrss": "media",
    "search.yahoo.com/media/rss": "media",
    "video.search.yahoo.com/mrss": "media",
    "www.rssboard.org/media-rss": "media",
    "www.georss.org/georss": "georss",
    "prismstandard.org/namespaces/basic/1.2": "prism",
    "prismstandard.org/namespaces/1.2/basic": "prism",
    "prismstandard.org/namespaces/basic/2.0": "prism",
    "prismstandard.org/namespaces/basic/2.1": "prism",
    "prismstandard.org/namespaces/basic/3.0": "prism",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "www.google.com/schemas/sitemap-news/0.9": "news",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "creativecommons.org/ns": "cc",
    "web.resource.org/cc": "cc",
    "backend.userland.com/creativecommonsrssmodule": "cc",
    "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "cc",
    "wordpress.org/export/1.0": "wp",
    "wordpress.org/export/1.1": "wp",
    "wordpress.org/export/1.2": "wp",
    "wordpress.org/export/1.0/excerpt": "excerpt",
    "wordpress.org/export/1.1/excerpt": "excerpt",
    "wordpress.org/export/1.2/excerpt": "excerpt",
}

_KNOWN: Final = frozenset(PREFIXES.values())

Parts = Mapping[str, Sequence[_Element]]


def name_of(element: _Element) -> str:
    """The prefixed name for known namespaces, for known prefixes of unknown ones or of none; else the tag as it is."""
    tag = str(element.tag)
    if tag[0] != "{":
        return tag
    space, _, local = tag[1:].rpartition("}")
    prefix = PREFIXES.get(namespace_key(space)) or (element.prefix if element.prefix in _KNOWN else None)
    return f"{prefix}:{local}" if prefix else tag


def parts_of(element: _Element | None) -> Parts:
    """The children of `element` in order, under their names."""
    found: dict[str, list[_Element]] = {}
    if element is not None:
        for child in element.iterchildren(etree.Element):
            found.setdefault(name_of(child), []).append(child)
    return found


def elements(parts: Parts, *names: str) -> Iterator[_Element]:
    """The elements of these names, in the order of the names."""
    for name in names:
        yield from parts.get(name, ())


def lines(parts: Parts, *names: str) -> Iterator[str]:
    """What they hold, each on one line; one without an end, that runs on into the items, holds nothing of its own."""
    for element in elements(parts, *names):
        runs_on = len(element) and next(element.iterdescendants("item", "entry"), None) is not None
        if not runs_on and (line := line_of(element)):
            yield line


def line(parts: Parts, *names: str) -> str | None:
    """The first of `lines`."""
    return next(lines(parts, *names), None)
