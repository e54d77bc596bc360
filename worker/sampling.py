"""Which records of a topic a sample keeps: the same ones every time, wherever it is taken."""

import hashlib
from collections.abc import Callable

from worker.model import RawMessage

Keeps = Callable[[RawMessage], bool]

_HASH_BITS = 64


def everything(_raw: RawMessage) -> bool:
    """No sample."""
    return True


def every(nth: int) -> Keeps:
    """Each record whose offset is a multiple of `nth`: the same ones in whatever pieces a topic is recorded."""
    return lambda raw: raw.offset % nth == 0


def share(part: float) -> Keeps:
    """About `part` (0 to 1) of all keys, with all of their records; a record without key counts by its position.

    The hash is SHA-256 of the key, so a story that is in today's sample is in tomorrow's too, and a smaller share is
    a part of a larger one.
    """
    below = int(part * 2**_HASH_BITS)
    return lambda raw: _hash(raw) < below


def _hash(raw: RawMessage) -> int:
    name = raw.key if raw.key is not None else f"{raw.topic}/{raw.partition}/{raw.offset}".encode()
    return int.from_bytes(hashlib.sha256(name).digest()[: _HASH_BITS // 8], "big")
