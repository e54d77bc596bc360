"""The table of formats, in the order in which a payload is held against it: how each is recognised, and who reads it.

A new format is one file with a `parse`, a line and a row here, and its golden pairs.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from worker import sniff
from worker.article import Article
from worker.envelope import shapes
from worker.formats.agency_xml.parser import parse as parse_agency_xml
from worker.formats.anpa1312 import parse as parse_anpa1312
from worker.formats.ap_media.parser import parse as parse_ap_media
from worker.formats.digitalwires.parser import parse as parse_digitalwires
from worker.formats.email import parse as parse_email
from worker.formats.feed.atom import parse as parse_atom
from worker.formats.feed.rss import parse as parse_rss
from worker.formats.html.parser import parse as parse_html
from worker.formats.iptc7901 import parse as parse_iptc7901
from worker.formats.json_feed import parse as parse_json_feed
from worker.formats.news_api import parse as parse_news_api
from worker.formats.newsml1.parser import parse as parse_newsml1
from worker.formats.newsml_g2.parser import parse as parse_newsml_g2
from worker.formats.ninjs.parser import parse as parse_ninjs
from worker.formats.nitf.parser import parse as parse_nitf
from worker.formats.press_release_text import parse as parse_press_release_text
from worker.formats.rtf.parser import parse as parse_rtf
from worker.formats.text.parser import parse as parse_text
from worker.formats.wordpress import parse as parse_wordpress
from worker.formats.zczc import parse as parse_zczc
from worker.knowledge.loading import Knowledge
from worker.model import Document, Left
from worker.sniff import Family, has_root, has_shape

# Yields items in order; what is wrong with one is a Left.  Raises only Rejected, for the document as a whole.
Parser = Callable[[Document, Knowledge], Iterable[Article | Left]]

PARSERS: Final[Mapping[str, Parser]] = {
    "html": parse_html,
    "text": parse_text,
    "rtf": parse_rtf,
    "email": parse_email,
    "press_release_text": parse_press_release_text,
    "zczc": parse_zczc,
    "anpa1312": parse_anpa1312,
    "iptc7901": parse_iptc7901,
    "newsml_g2": parse_newsml_g2,
    "nitf": parse_nitf,
    "newsml1": parse_newsml1,
    "rss": parse_rss,
    "atom": parse_atom,
    "ritzau_xml": parse_agency_xml,
    "agency_xml": parse_agency_xml,
    "ninjs1": parse_ninjs,
    "ninjs2": parse_ninjs,
    "ninjs3": parse_ninjs,
    "bbc_ninjs": parse_ninjs,
    "ap_media_json": parse_ap_media,
    "digitalwires_json": parse_digitalwires,
    "wordpress_json": parse_wordpress,
    "json_feed": parse_json_feed,
    "news_api": parse_news_api,
}

# Rows without `reads` are refused by name.
FAMILIES: Final = (
    Family(name="ninjs 3 JSON", fits=has_shape("ninjs 3"), reads="ninjs3"),
    Family(name="ninjs 2 JSON", fits=has_shape("ninjs 2"), reads="ninjs2"),
    Family(name="ninjs 1 JSON", fits=has_shape("ninjs 1"), reads="ninjs1"),
    Family(name="BBC ninjs JSON", fits=has_shape("BBC ninjs"), reads="bbc_ninjs"),
    Family(name="dpa digitalwires JSON", fits=has_shape("digitalwires"), reads="digitalwires_json"),
    Family(name="WordPress REST JSON", fits=has_shape("WordPress REST"), reads="wordpress_json"),
    Family(name="AP Media JSON", fits=has_shape("AP Media"), reads="ap_media_json"),
    Family(name="JSON Feed", fits=has_shape("JSON Feed"), reads="json_feed"),
    Family(name="NewsAPI-like JSON", fits=has_shape("a NewsAPI-like list"), reads="news_api"),
    Family(name="a JSON list of items", fits=has_shape("a list of items")),
    Family(name="schema.org JSON-LD without its page", fits=has_shape("schema.org JSON-LD")),
    Family(name="article JSON of no known format", fits=has_shape("article JSON"), reads="news_api"),
    Family(name="a JSON list of envelopes", fits=has_shape(shapes.ENVELOPE)),
    Family(
        name="JSON that is neither an envelope nor a known feed format", fits=lambda opened: opened.shape is not None
    ),
    Family(name="IPTC 7901 wire copy", fits=sniff.starts_with(sniff.IPTC_7901), reads="iptc7901"),
    Family(name="ANPA 1312 wire copy", fits=sniff.starts_with(sniff.ANPA_1312), reads="anpa1312"),
    Family(name="teleprinter text (ZCZC)", fits=sniff.is_zczc, reads="zczc"),
    Family(name="RTF", fits=sniff.is_rtf, reads="rtf"),
    Family(name="an e-mail", fits=sniff.is_mail, reads="email"),
    Family(name="NewsML 1.x", fits=has_root("newsml"), reads="newsml1"),
    Family(
        name="NewsML-G2",
        fits=has_root(
            *("newsmessage", "newsitem", "packageitem", "planningitem"),
            *("conceptitem", "knowledgeitem", "catalogitem"),
        ),
        reads="newsml_g2",
    ),
    Family(name="NITF", fits=has_root("nitf"), reads="nitf"),
    Family(name="RSS", fits=has_root("rss"), reads="rss"),
    Family(name="RSS 1.0 (RDF)", fits=has_root("rdf"), reads="rss"),
    Family(name="Atom", fits=has_root("feed", "entry"), reads="atom"),
    Family(name="Ritzau XML", fits=has_root("rbnews"), reads="ritzau_xml"),
    Family(name="an agency's own XML", fits=has_root("release", "publish", "document"), reads="agency_xml"),
    Family(name="the answer of a data interface (fixtures, results), no story,", fits=has_root("response")),
    Family(
        name="a part of a NewsML-G2 item without the item",
        fits=has_root("contentmeta", "itemmeta", "contentset", "inlinexml", "itemset"),
    ),
    Family(name="an SVG picture", fits=has_root("svg")),
    Family(name="a sitemap", fits=has_root("urlset", "sitemapindex")),
    Family(name="OPML", fits=has_root("opml")),
    Family(name="XML with a root element of no known feed format", fits=sniff.is_xml),
    Family(name="XML without a root element", fits=sniff.is_declared_xml),
    Family(name="HTML", fits=sniff.is_html, reads="html"),
    Family(name="binary data of an unknown kind", fits=sniff.is_broken),
    Family(name="a press release", fits=sniff.is_press_release, reads="press_release_text"),
    Family(name="plain text", fits=sniff.is_text, reads="text"),
)
