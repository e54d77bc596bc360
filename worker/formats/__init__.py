"""The formats that are read: a name as in `Document.format`, and the parser that makes articles of such documents."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from worker.article import Article
from worker.formats.html.parser import parse as parse_html
from worker.formats.text.parser import parse as parse_text
from worker.knowledge.loading import Knowledge
from worker.model import Document, Left

Parser = Callable[[Document, Knowledge], Iterable[Article | Left]]

PARSERS: Final[Mapping[str, Parser]] = {
    "html": parse_html,
    "text": parse_text,
}
