"""One payload with its wrapping off: what the envelope stage gives and the sniff table judges."""

from dataclasses import dataclass
from typing import Any

from worker.envelope.labels import Labels
from worker.model import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A payload with its wrapping off: `data` as bytes, `text` as clean text, and what was said about it."""

    data: bytes
    text: str
    charset: str
    charset_source: str
    damaged: int  # characters that were replaced or taken out while decoding
    labels: Labels
    tree: Any = None  # the parsed payload when it is a JSON document
    shape: str | None = None  # of shapes.SHAPES when the payload is a JSON document, else None

    def document(self, format_: str) -> Document:
        """The payload as the parser of `format_` gets it."""
        said = self.labels
        return Document(
            data=self.data,
            text=self.text,
            tree=self.tree,
            format=format_,
            charset=self.charset,
            charset_source=self.charset_source,
            content_type=said.content_type,
            url=said.url,
            publisher=said.publisher,
            language=said.language,
            fetched_at=said.fetched_at,
        )
