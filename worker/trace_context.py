"""The trace a record belongs to: W3C Trace Context (Recommendation, level 2) in record headers.  Pure.

A record passes its trace on whether or not this worker records spans: `traceparent` and `tracestate` go from the
headers that came to those that leave, and what is malformed goes no further.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from worker.model import Headers

TRACEPARENT, TRACESTATE = "traceparent", "tracestate"
STATE_MAX_BYTES = 512  # 3.3.1.5: what everyone has to pass on; more is cut
STATE_MEMBERS_MAX = 32
LONG_MEMBER_BYTES = 128  # longer ones are the first to be cut
SAMPLED = 0x01
_NAME_LENGTHS = frozenset({len(TRACEPARENT), len(TRACESTATE)})
_BLANK = b" \t"

# 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01   a later version may add -more
_PARENT = re.compile(
    rb"""(?P<version>(?!ff)[0-9a-f]{2}) -
    (?P<trace>(?!0{32})[0-9a-f]{32}) -
    (?P<span>(?!0{16})[0-9a-f]{16}) -
    (?P<flags>[0-9a-f]{2})
    (?P<more>-.*)?""",
    re.VERBOSE | re.DOTALL,
)
# rojo=00f067aa0ba902b7   fw529a3039@dt=FfYAbc
_MEMBER = re.compile(
    rb"""(?P<key>[a-z][a-z0-9_*/-]{0,255} | [a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})
    = [\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255} [\x21-\x2b\x2d-\x3c\x3e-\x7e]""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceContext:
    """A valid `traceparent` and what of its `tracestate` is valid."""

    trace_id: str  # 32 lower-case hexadecimal digits, not all zero
    span_id: str  # 16 of them: whoever sent the record
    flags: int = 0  # bit 0: sampled
    state: bytes = b""  # list members, "" when there are none

    @property
    def sampled(self) -> bool:
        """Whether the sender may have recorded its part."""
        return bool(self.flags & SAMPLED)

    @property
    def headers(self) -> tuple[tuple[str, bytes], ...]:
        """The record headers that say it, in version 00."""
        parent = f"00-{self.trace_id}-{self.span_id}-{self.flags:02x}".encode("ascii")
        return ((TRACEPARENT, parent), (TRACESTATE, self.state)) if self.state else ((TRACEPARENT, parent),)


def trace_of(headers: Headers) -> TraceContext | None:
    """The trace that record headers name; None when no valid `traceparent` is among them, or two that differ.

    Names are read in any case.  `tracestate` may be spread over several headers (they are one list, in order); a
    malformed one is dropped and leaves the trace as it is.
    """
    found = [(name.lower(), value) for name, value in headers if len(name) in _NAME_LENGTHS and value]
    contexts = {context for name, value in found if name == TRACEPARENT and (context := _parent(value))}
    if len(contexts) != 1:
        return None
    (context,) = contexts
    state = _state(value for name, value in found if name == TRACESTATE)
    return TraceContext(trace_id=context.trace_id, span_id=context.span_id, flags=context.flags, state=state)


def trace_id_of(headers: Headers) -> str | None:
    """The id of that trace, for exemplars and logs."""
    context = trace_of(headers)
    return context.trace_id if context else None


def _parent(value: bytes) -> TraceContext | None:
    """Sections 3.2.2 and 3.2.4: of a version to come the known parts are read, and its sampled bit."""
    match = _PARENT.fullmatch(value.strip(_BLANK))
    if not match or (match["more"] is not None and match["version"] == b"00"):
        return None
    flags = int(match["flags"], 16)
    return TraceContext(
        trace_id=match["trace"].decode("ascii"),
        span_id=match["span"].decode("ascii"),
        flags=flags if match["version"] == b"00" else flags & SAMPLED,
    )


def _state(values: Iterable[bytes]) -> bytes:
    """The list's members, "" when one is malformed, a key comes twice or there are too many (section 3.3.1)."""
    joined = b",".join(values)
    if len(joined) > STATE_MAX_BYTES * STATE_MEMBERS_MAX:
        return b""
    members = [member for part in joined.split(b",") if (member := part.strip(_BLANK))]
    matches = [match for member in members if (match := _MEMBER.fullmatch(member))]
    if len(matches) != len(members) or len(members) > STATE_MEMBERS_MAX:
        return b""
    if len({match["key"] for match in matches}) != len(members):
        return b""
    return b",".join(_fitting(members))


def _fitting(members: list[bytes]) -> Iterator[bytes]:
    """What of the list fits: whole, without its long members, and of those as many as fit from the left."""
    if len(b",".join(members)) > STATE_MAX_BYTES:
        members = [member for member in members if len(member) <= LONG_MEMBER_BYTES]
    size = -1
    for member in members:
        size += len(member) + 1
        if size > STATE_MAX_BYTES:
            return
        yield member
