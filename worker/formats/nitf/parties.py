"""Who sent a NITF document, and what may be done with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from worker.article import InfoSource
from worker.knowledge.agencies import Agencies, Agency, unique
from worker.markup.named import Found, line, lines, value, values


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """`holder` and `notice` of the copyright, `terms` of use."""

    holder: str | None = None
    notice: str | None = None
    terms: str | None = None


def agencies(head: Found, top: Found, metas: Mapping[str, str], known: Agencies) -> tuple[Agency, ...]:
    """The agencies that the document names as its sender, the most explicit first."""
    return unique(agency for name in _names(head, top, metas) if (agency := _agency(name, known)))


def sources(named: tuple[Agency, ...], head: Found, top: Found) -> tuple[InfoSource, ...]:
    """The first agency provides, the others are credited; a distributor that is none we know provides by its name."""
    distributor = line(top, "distributor") or value(head, "doc.copyright", "holder")
    if not named:
        return (InfoSource(name=distributor, role="provider"),) if distributor else ()
    return (named[0].source("provider", distributor), *(agency.source("credit") for agency in named[1:]))


def _names(head: Found, top: Found, metas: Mapping[str, str]) -> Iterator[str]:
    yield from lines(top, "distributor")
    yield from values(head, "doc.rights", "agent")
    yield from values(head, "doc.rights", "owner")
    yield from values(head, "doc-id", "regsrc")
    for name in ("aap-source", "ntbkilde"):
        if name in metas:
            yield metas[name]
    yield from values(head, "from-src", "src-name")
    yield from lines(top, "rights.owner")
    yield from values(head, "doc.copyright", "holder")


def _agency(name: str, known: Agencies) -> Agency | None:
    """By its name, or by the first part of its domain: "ritzau.dk"."""
    host = name.lower().removeprefix("www.")
    return known.named(name) or (known.named(host.partition(".")[0]) if "." in host and " " not in host else None)


def rights(head: Found, top: Found) -> Rights:
    """Copyright and terms; the notice is put together where the feed only names year and holder."""
    holder = value(head, "doc.copyright", "holder") or line(top, "rights.owner") or line(top, "copyrite.holder")
    year = value(head, "doc.copyright", "year") or line(top, "copyrite.year")
    notice = line(top, "copyrite") or (f"© {year} {holder}" if holder and year else None)
    terms = [*values(head, "doc.rights", "type"), *values(head, "doc.rights", "limitations")]
    terms += [*lines(top, "rights.type"), *lines(top, "rights.limitations")]
    return Rights(holder=holder, notice=notice, terms=" ".join(dict.fromkeys(terms)) or None)
