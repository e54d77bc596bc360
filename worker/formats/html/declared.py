"""What a page declares of its story and of itself, as far as the block model sees it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from worker.formats.html.metadata import Metadata

_TYPES: Final = (
    frozenset({"newsarticle", "reportagenewsarticle"}), frozenset({"article"}), frozenset({"blogposting"}),
    frozenset({"og:article"}), frozenset({"og:website"}), frozenset({"faqpage", "itemlist", "question"}),
    frozenset({"webpage"}),
)  # fmt: skip
_BODY_MAX: Final = 3_000  # characters: a stated body of more is a whole one


def traits_of(metadata: Metadata) -> tuple[float, ...]:
    """What the page calls itself and which fields it declares, each between 0 and 1: the same for all of its segments.

    Kinds of sites differ in what belongs to a body: an agency's lists of links are other stories, a guide's its text.
    """
    stated = min(len(metadata.article_body or ""), _BODY_MAX) / _BODY_MAX
    fields = (metadata.first_created, metadata.authors, metadata.section, metadata.description)
    return (*(float(not names.isdisjoint(metadata.types)) for names in _TYPES), *map(float, map(bool, fields)), stated)


NO_TRAITS: Final = traits_of(Metadata())


class Declared(NamedTuple):
    """What the page says elsewhere about its story."""

    titles: Sequence[str] = ()
    headline: str | None = None
    description: str | None = None
    article_body: str | None = None
    authors: Sequence[str] = ()
    traits: Sequence[float] = NO_TRAITS


def declared_of(metadata: Metadata) -> Declared:
    """What of a page's metadata the model sees."""
    return Declared(
        metadata.titles,
        metadata.headline,
        metadata.description,
        metadata.article_body,
        metadata.authors,
        traits_of(metadata),
    )
