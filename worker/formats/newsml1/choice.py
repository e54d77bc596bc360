"""Which of a unit's texts is the story: NewsML 1 sends formats, languages and parts of one text side by side."""

from collections.abc import Sequence

from worker.article import Block
from worker.formats.newsml1 import content
from worker.formats.newsml1.components import Piece
from worker.formats.newsml1.metadata import formal_name, language_of
from worker.model import Limits


def chosen(bodies: Sequence[Piece], limits: Limits) -> tuple[Sequence[Piece], tuple[Block, ...]]:
    """The text in its best form: one of several formats or equivalents; parts that follow one another are joined."""
    told = [(piece, content.blocks(piece.item, limits)) for piece in _best(bodies)]
    told = [(piece, blocks) for piece, blocks in told if blocks]
    found: list[Block] = []
    used: list[Piece] = []
    for piece, blocks in told:
        if not used or (_goes_on(used[0], piece) and blocks[0].text not in {block.text for block in found}):
            used.append(piece)
            found += blocks
    return used, tuple(found)


def _best(bodies: Sequence[Piece]) -> list[Piece]:
    """The pieces of the best form; those without any text do not count."""
    ranked = [(content.rank(piece.item), piece) for piece in bodies]
    return [piece for rank, piece in ranked if rank == min(other for other, _ in ranked)]


def _goes_on(first: Piece, piece: Piece) -> bool:
    """Whether a piece is more of the same text: another component of one role, one language, not called equivalent."""
    above = piece.chain[1] if len(piece.chain) > 1 else piece.chain[0]
    if piece.role != first.role or "yes" in {piece.chain[0].get("EquivalentsList"), above.get("EquivalentsList")}:
        return False
    return _spoken(piece) == _spoken(first)


def _spoken(piece: Piece) -> str | None:
    language = piece.chain[0].find("DescriptiveMetadata/Language")
    return formal_name(language) or language_of(piece.chain[0])
