"""Numbered messages: most are stories, some are hostile; each is known by its place in the input topic."""

import gzip
import random
from collections.abc import Iterator
from dataclasses import dataclass

STORY = """Harbour town counts {number} boats

By IANS | Updated: May 17, 2024 17:50 IST

Seoul, May 17 (IANS) The harbour office of the town counted {number} boats on Friday, more than in any year before.

"We had not expected number {number}," the harbour master said, and pointed at the quay where the last one lay.

Fishermen said the boats came for the calm water behind the new mole, which was finished last summer.

Disclaimer: This post has been auto-published from an agency feed without any modifications to the text and has not \
been reviewed by an editor
"""

PAGE = (
    "<!DOCTYPE html><html lang=en><head><title>Boats {number}</title></head><body><article><h1>Boats {number}</h1>"
    "<p>The harbour office of the town counted {number} boats on Friday, more than in any year before.</p>"
    "<p>Fishermen said the boats came for the calm water behind the new mole, finished last summer.</p>"
    "</article></body></html>"
)

HOSTILE: tuple[bytes, ...] = (
    b"",
    b"\xff\x00\x01\x02" * 50,
    gzip.compress(b"<p>cut off</p>" * 100, mtime=0)[:-20],
    gzip.compress(b"\0" * 40_000_000, mtime=0),
    b"[" * 5_000,
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
    b"<div>" * 20_000,
    b"%PDF-1.7 nothing to read here",
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A message and where it is to go."""

    number: int
    partition: int
    value: bytes


def messages(count: int, partitions: int, seed: int, hostile_share: float = 0.02) -> Iterator[Numbered]:
    """The same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - chaos is not cryptography
    for number in range(count):
        yield Numbered(number, number % partitions, _value(number, chance, hostile_share))


def _value(number: int, chance: random.Random, hostile_share: float) -> bytes:
    if chance.random() < hostile_share:
        return chance.choice(HOSTILE)
    return (PAGE if number % 10 == 0 else STORY).format(number=number).encode()
