"""Who provides, made and owns a NewsML 1 story."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from worker.article import Flag, InfoSource, Person
from worker.formats.newsml1.metadata import Chain, formal_names, line, lines, parties
from worker.knowledge.agencies import Agencies, Agency, both_printed

# daa/mt/msr   SK   lm: duty initials where a name is due
INITIALS: Final = re.compile(r"[A-Za-z]{1,3}|[A-Za-z]{1,5}(?:[/-][A-Za-z]{1,5}){1,6}")

_RELEASES: Final = frozenset({"release", "press release", "pressrelease", "news release"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who an item comes from, as far as it is said outside the story: envelope and identifier."""

    sent_from: str | None = None
    provider_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """`holder` and `notice` of the copyright, `terms` of use."""

    holder: str | None = None
    notice: str | None = None
    terms: str | None = None


def agency(name: str | None, known: Agencies) -> Agency | None:
    """The agency of a name, or of a domain: "afp.com", "www.sda-ats.ch"."""
    if not name:
        return None
    if found := known.named(name):
        return found
    host = name.lower().removeprefix("www.")
    labels = host.split(".") if "." in host and " " not in host else []
    tries = (label for first in labels[:-1] for label in (first, *first.split("-")))
    return next((found for label in tries if (found := known.named(label))), None)


def sources(chain: Chain, sender: Sender, known: Agencies) -> tuple[InfoSource, ...]:
    """Provider, credit line, source and makers that are no people, each once; without a provider the sender is it."""
    own, theirs = list(parties(chain, "Provider")), list(parties(chain, "Source"))
    given = [*own, sender.sent_from, *theirs, sender.provider_id] if own else [sender.sent_from, *theirs]
    named = next((name for name in [*given, sender.provider_id] if name and agency(name, known)), None)
    provider = named or next((name for name in [*given, sender.provider_id] if name), None)
    found = [(provider, "provider"), *((text, "credit") for text in lines(chain, "CreditLine"))]
    made = [name for name in parties(chain, "Creator") if not (_is_person(name, known) or INITIALS.fullmatch(name))]
    return _unique([*found, *((text, "source") for text in theirs), *((text, "author") for text in made)], known)


def _unique(pairs: Iterable[tuple[str | None, str]], known: Agencies) -> tuple[InfoSource, ...]:
    found: dict[str, InfoSource] = {}
    for name, role in pairs:
        if name:
            who = agency(name, known)
            source = who.source(role, name) if who else InfoSource(name=name, role=role)
            key = source.code or source.name
            found[key] = both_printed(found.get(key, source), source)
    return tuple(found.values())


def people(chain: Chain, *, rel: str, known: Agencies) -> tuple[Person, ...]:
    """Creators as `rel`, contributors as such; agencies and initials are no people."""
    named = [(name, rel) for name in parties(chain, "Creator")]
    named += [(name, "contributor") for name in parties(chain, "Contributor")]
    return tuple(Person(name=name, rel=kind) for name, kind in named if _is_person(name, known))


def _is_person(name: str, known: Agencies) -> bool:
    return " " in name and not INITIALS.fullmatch(name) and not known.mentioned(name)


def byline(chain: Chain) -> str | None:
    """As printed; initials are none."""
    return next((text for text in lines(chain, "ByLine") if not INITIALS.fullmatch(text)), None)


def initials(chain: Chain) -> str | None:
    """Duty initials that stand where names are due."""
    found = [*lines(chain, "ByLine"), *parties(chain, "Creator")]
    return next((text for text in found if "/" in text and INITIALS.fullmatch(text)), None)


def rights(chain: Chain) -> Rights:
    """Copyright and terms of use."""
    terms = [*lines(chain, "UsageType"), *lines(chain, "Limitations"), *lines(chain, "RightsLine")]
    return Rights(
        holder=line(chain, "CopyrightHolder"),
        notice=line(chain, "CopyrightLine"),
        terms=" ".join(dict.fromkeys(terms)) or None,
    )


def remarks(chain: Chain) -> tuple[Flag, ...]:
    """A release is paid or handed in, not the agency's reporting."""
    genres = (name.lower() for name in formal_names(chain, "Genre"))
    return (Flag.PRESS_RELEASE,) if any(name in _RELEASES for name in genres) else ()
