"""Addresses of a page: joined as the standard library joins them, the plain ones at sight."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.markup.links import http_url, link_href

_PARTS = st.sampled_from(
    [
        "/",
        "//",
        ".",
        "..",
        "a",
        "B",
        "-",
        "~",
        "?",
        "?q=1",
        "&",
        "#",
        "#top",
        ";x",
        ":",
        "%20",
        "e.example",
        "ä",
        " ",
        "@",
    ]
)
_BASES = (
    "https://n.example/2024/story.html",
    "http://n.example",
    "https://n.example:8080/a/?q=/b",
    "",
    "mailto:a@b.example",
)


@given(st.sampled_from(["", "https://", "http://", "HTTP://", "https://e.example", "/"]), st.lists(_PARTS, max_size=8))
def test_addresses_are_joined_as_the_library_does(start: str, parts: list[str]) -> None:
    """Whatever is known at sight is what joining gives."""
    value = start + "".join(parts)
    for base in _BASES:
        joined = urljoin(base, " ".join(value.split()))
        assert link_href(value, base) in {joined, None}
        assert http_url(value, base) in {joined, None}


@pytest.mark.parametrize(
    ("value", "base", "wanted"),
    [
        ("/a/b.html?c=d", "https://n.example/2024/x", "https://n.example/a/b.html?c=d"),
        ("https://e.example/a/", None, "https://e.example/a/"),
        ("//cdn.example/a", "https://n.example/", "https://cdn.example/a"),
        ("/a/../b", "https://n.example/", "https://n.example/b"),
        ("b", "https://n.example/a/", "https://n.example/a/b"),
        ("javascript:x()", "https://n.example/", None),
        ("/a", None, None),
        ("http://[bad/x", "https://n.example/", None),
    ],
)
def test_links_of_a_page(value: str, base: str | None, wanted: str | None) -> None:
    """Absolute addresses, those of the host, of the folder; no other scheme."""
    assert link_href(value, base) == wanted
    assert http_url(value, base) == wanted
