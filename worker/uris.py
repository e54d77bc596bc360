"""Strings as URIs of RFC 3986, as JSON Schema's format "uri" demands them, or not at all."""

import hashlib
import re
import uuid
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

URI_MAX: Final = 2048

# urn:newsml:agency.example:20240517:42   https://site.example/a%20b?c=d#e
_URI: Final = re.compile(
    r"""
    [A-Za-z][A-Za-z0-9+.-]{0,40} :                                  # scheme
    (?: // (?: (?: [A-Za-z0-9._~!$&'()*+,;=:-] | %[0-9A-Fa-f]{2} )*+ @ )?+           # user
           (?: [A-Za-z0-9._~!$&'()*+,;=-] | %[0-9A-Fa-f]{2} )*+ (?: : [0-9]{0,5} )?+   # host
           (?: / (?: [A-Za-z0-9._~!$&'()*+,;=:@/-] | %[0-9A-Fa-f]{2} )*+ )?+           # path
      | (?! //) (?: [A-Za-z0-9._~!$&'()*+,;=:@/-] | %[0-9A-Fa-f]{2} )*+ )              # path without a host
    (?: \? (?: [A-Za-z0-9._~!$&'()*+,;=:@/?-] | %[0-9A-Fa-f]{2} )*+ )?+
    (?: \# (?: [A-Za-z0-9._~!$&'()*+,;=:@/?-] | %[0-9A-Fa-f]{2} )*+ )?+
    """,
    re.VERBOSE,
)
# http://host.example:8080/   (the host a registered name or IPv4 address, the port figures)
_WEB: Final = re.compile(r"https?://(?:[^/?#@]*+@)?+[A-Za-z0-9._~-]+(?::[0-9]{1,5})?(?:[/?#]|$)", re.IGNORECASE)
_KEPT: Final = "!#$%&'()*+,/:;=?@~-._"
_LONE_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


def to_uri(value: str) -> str | None:
    """`value` as an absolute URI, percent-encoded where it is an IRI; None when it is none."""
    text = value.strip()
    if len(text) > URI_MAX:
        return None
    if _URI.fullmatch(text) and text[-1] != ":":
        return text  # nothing to encode, as most are
    try:
        encoded = quote(_LONE_PERCENT.sub("%25", _ascii_host(text)), safe=_KEPT)
    except (ValueError, UnicodeError):
        return None
    return (
        encoded
        if len(encoded) <= URI_MAX and len(encoded) > encoded.find(":") + 1 and _URI.fullmatch(encoded)
        else None
    )


def to_web_uri(value: str) -> str | None:
    """`value` as an http(s) URI with a host, else None."""
    uri = to_uri(value)
    return uri if uri and _WEB.match(uri) else None


def host_in(uri: str) -> str:
    """The host of a URI as it is written there, without a port; empty where it has none."""
    return uri.partition("//")[2].partition("/")[0].partition(":")[0]


def names_a_page(uri: str) -> bool:
    """False for a site's own address: pages that call the home page canonical would all share one identity."""
    parts = urlsplit(uri)
    return parts.path.strip("/") != "" or parts.query != ""


def content_urn(*facts: str) -> str:
    """A URN from the content: a UUID of version 8 made of SHA-256 (RFC 9562, appendix B.2).

    `urn:uuid` is a registered namespace; `urn:hash` and `urn:sha256` are none; a `tag:` URI needs a domain and a day.
    122 bits are left of the hash: two of 10^12 articles collide with probability 10^-13.
    """
    digest = hashlib.sha256("\x1f".join(facts).encode("utf-8", "replace")).digest()
    number = int.from_bytes(digest[:16])
    number = number & ~(0xF << 76) | (0x8 << 76)
    return uuid.UUID(int=number & ~(0x3 << 62) | (0x2 << 62)).urn


def _ascii_host(text: str) -> str:
    """`text` with an international host name in ASCII (IDNA)."""
    if text.isascii():
        return text
    parts = urlsplit(text)
    if parts.netloc.isascii():
        return text
    return urlunsplit(parts._replace(netloc=parts.netloc.encode("idna").decode("ascii")))
