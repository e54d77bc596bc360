"""What a machine of the agency read in the words of an item: JSON in a description of role "semantics" (ANSA)."""

from collections.abc import Iterator
from typing import Any

import orjson

from worker.article import Subject
from worker.formats.newsml_g2.elements import CODE_MAX, Item, role_of
from worker.markup.lines import capped

JSON_MAX = 200_000  # characters
_CODE_LENGTH = 8  # of IPTC's subject codes


def subjects(item: Item, most: int) -> Iterator[Subject]:
    """The subject codes of IPTC, each with how sure the machine is."""
    for element in item.found.get("description", ()):
        if role_of(element) == "semantics":
            for domain in _domains(element.text or "")[:most]:
                if (subject := _subject(domain)) is not None:
                    yield subject


def _domains(text: str) -> list[Any]:
    if len(text) > JSON_MAX:
        return []
    try:
        tree = orjson.loads(text)
    except orjson.JSONDecodeError:
        return []
    domains = tree.get("iptcDomains") if isinstance(tree, dict) else None
    return domains if isinstance(domains, list) else []


def _subject(domain: Any) -> Subject | None:
    if not isinstance(domain, dict):
        return None
    code, name, share = domain.get("id"), domain.get("value"), domain.get("frequency")
    if not (isinstance(code, str) and code.isascii() and code.isdigit() and len(code) == _CODE_LENGTH):
        return None
    return Subject(
        name=capped(name, CODE_MAX) if isinstance(name, str) else None,
        literal=f"subj:{code}",
        creator="feed",
        confidence=_percent(share),
    )


def _percent(share: Any) -> int | None:
    sound = isinstance(share, int | float) and not isinstance(share, bool) and 0 <= share <= 100
    return round(share) if sound else None
