"""W3C Trace Context in record headers: the specification's own cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pattern_timing import grows_faster_than_its_text, patterns_of

from worker import trace_context
from worker.trace_context import TraceContext, trace_id_of, trace_of

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PARENT = f"00-{TRACE}-{SPAN}-01".encode()


def passed_on(*headers: tuple[str, bytes | None]) -> tuple[tuple[str, bytes], ...]:
    """The headers that leave."""
    trace = trace_of(headers)
    return trace.headers if trace else ()


def state_of(*values: bytes) -> bytes:
    """What is passed on of `tracestate` headers."""
    return dict(passed_on(("traceparent", PARENT), *(("tracestate", value) for value in values))).get("tracestate", b"")


def test_a_valid_trace_is_read_and_passed_on_unchanged() -> None:
    """A worker that records nothing has no part in the trace: the span that sent the record stays the parent."""
    headers = (("traceparent", PARENT), ("tracestate", b"rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"))
    assert trace_of(headers) == TraceContext(trace_id=TRACE, span_id=SPAN, flags=1, state=headers[1][1])
    assert passed_on(*headers) == headers
    assert trace_id_of(headers) == TRACE


@pytest.mark.parametrize(
    ("flags", "sampled"), [("00", False), ("01", True), ("02", False), ("03", True), ("ff", True), ("fe", False)]
)
def test_flags(flags: str, sampled: bool) -> None:
    """Only the lowest bit says that the sender may have recorded; the others are kept as they came."""
    header = ("traceparent", f"00-{TRACE}-{SPAN}-{flags}".encode())
    trace = trace_of((header,))
    assert trace is not None
    assert trace.sampled is sampled
    assert trace.headers == (header,)


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"00",
        PARENT[:-1],
        PARENT + b"0",
        PARENT + b"-",  # version 00 ends here
        PARENT + b"-more",
        PARENT.upper(),
        PARENT.replace(b"-", b"_"),
        b"ff" + PARENT[2:],
        b"0x" + PARENT[2:],
        f"00-{'0' * 32}-{SPAN}-01".encode(),
        f"00-{TRACE}-{'0' * 16}-01".encode(),
        f"00-{TRACE[:-1]}.-{SPAN}-01".encode(),
        f"00-{TRACE}-{SPAN}-0x".encode(),
        f"cc-{TRACE}-{SPAN}-01more".encode(),
        b"\n" + PARENT,
        PARENT + b"\n",
        b"\xff\xfe",
    ],
)
def test_a_malformed_parent_is_dropped_with_its_state(value: bytes) -> None:
    """Section 3.2.2; without a trace there is nothing that the state would belong to (section 3.3)."""
    assert passed_on(("traceparent", value), ("tracestate", b"a=1")) == ()


@pytest.mark.parametrize("more", ["", "-", "-what-the-future-will-be-like"])
def test_a_version_to_come_is_read_as_far_as_known(more: str) -> None:
    """Section 3.2.4: and passed on in the version we know, with the one flag that it promises to keep."""
    assert passed_on(("traceparent", f"cc-{TRACE}-{SPAN}-0b{more}".encode())) == (("traceparent", PARENT),)


def test_several_parents() -> None:
    """Copies count once, malformed ones not at all; two that differ name no trace."""
    other = PARENT.replace(SPAN.encode(), b"1" * 16)
    assert passed_on(("traceparent", PARENT), ("traceparent", PARENT)) == (("traceparent", PARENT),)
    assert passed_on(("traceparent", b"x"), ("traceparent", PARENT), ("traceparent", None)) == (
        ("traceparent", PARENT),
    )
    assert passed_on(("traceparent", PARENT), ("traceparent", other)) == ()


def test_names_in_any_case_and_blanks_around_values() -> None:
    """As HTTP gives them."""
    assert passed_on(("Traceparent", b" " + PARENT + b"\t"), ("TraceState", b" a=1 ")) == (
        ("traceparent", PARENT),
        ("tracestate", b"a=1"),
    )


@pytest.mark.parametrize(
    "state",
    [
        b"a=1",
        b"foo=1,bar=2",
        b"fw529a3039@dt=FfYAbc",
        b"0tenant@vendor=x",
        b"a" + b"_*/-" * 63 + b"=1",
        b"a= inner blank",
        b"a=~!+",
        b",".join(b"k%d=1" % n for n in range(32)),
    ],
)
def test_state_as_it_came(state: bytes) -> None:
    """Valid lists are not touched."""
    assert state_of(state) == state


@pytest.mark.parametrize(
    "state",
    [
        b"a",
        b"a=",
        b"=1",
        b"A=1",
        b"1a=1",
        b"a b=1",
        b"a=1=2",
        b"a=1;b=2",
        b"a@=1",
        b"@v=1",
        b"a@b@c=1",
        b"t@" + b"v" * 15 + b"=1",
        b"a" * 257 + b"=1",
        b"a=" + b"x" * 257,
        b"a=\xc3\xa9",
        b"a=1\x00",
        b"a=1,a=2",
        b",".join(b"k%d=1" % n for n in range(33)),
        b"x" * 100_000,
    ],
)
def test_a_malformed_state_is_dropped_and_leaves_the_trace(state: bytes) -> None:
    """Section 3.3.1: a list is taken whole or not at all."""
    assert passed_on(("traceparent", PARENT), ("tracestate", state)) == (("traceparent", PARENT),)


def test_state_in_several_headers() -> None:
    """One list, in order, as HTTP has it; empty members say nothing, and a key may not come twice."""
    assert state_of(b"a=1", b" , b=2,,", b"c=3") == b"a=1,b=2,c=3"
    assert state_of(b"a=1", b"a=1") == b""


def test_a_long_state_is_cut() -> None:
    """Section 3.3.1.5: members over 128 characters first, then from the end."""
    long_ = b"long=" + b"x" * 200
    short = [b"k%d=" % n + b"x" * 96 for n in range(6)]
    assert state_of(b",".join([long_, *short[:2]])) == b",".join([long_, *short[:2]])
    assert state_of(b",".join([short[0], long_, *short[1:]])) == b",".join(short[:5])


def test_patterns_take_time_in_proportion() -> None:
    """Headers come from the feed."""
    pieces = ["a", "a@", "a=", "a= ", "-", "0", f"cc-{TRACE}-{SPAN}-01-", " "]
    for name, pattern in patterns_of([trace_context]):
        assert grows_faster_than_its_text(pattern, pieces, 100_000, searched=False) is None, name


NAMES = st.sampled_from(["traceparent", "tracestate", "Tracestate", "other"])
VALUES = st.none() | st.binary(max_size=80) | st.from_regex(rb"[a-c]=[0-3],?", fullmatch=True) | st.just(PARENT)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_what_leaves_would_be_read_as_the_same(headers: list[tuple[str, bytes | None]]) -> None:
    """Passing on is idempotent, whatever came."""
    once = passed_on(*headers)
    assert passed_on(*once) == once
