"""Texts that are meant for editors, as far as others may read them: whom to call is left out."""

from collections.abc import Iterator
from dataclasses import replace

from worker.article import Block
from worker.knowledge.loading import Knowledge

_AS_THEY_ARE = frozenset({"table", "pre"})  # figures in columns look like telephone numbers


def public_blocks(body: tuple[Block, ...], knowledge: Knowledge) -> tuple[Block, ...]:
    """The blocks without the sentences that say how to reach whom; the same tuple where none does."""
    kept = tuple(_kept(body, knowledge))
    return body if kept == body else kept


def _kept(body: tuple[Block, ...], knowledge: Knowledge) -> Iterator[Block]:
    for block in body:
        text = block.text if block.tag in _AS_THEY_ARE else knowledge.contacts.public_note(block.text)
        if text:
            yield block if text == block.text else replace(block, text=text, html=None)
