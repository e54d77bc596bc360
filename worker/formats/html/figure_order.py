"""Which of 03/10/2023's figures is the month: by other dates of the page, its language, the country of its address."""

import re
from typing import Final

TEXT_MAX: Final = 500_000  # characters of a page that are looked through

# 03/10/2023   12-16-2025
_FIGURES: Final = re.compile(r"(?<![0-9./-])([0-9]{1,2})([/-])([0-9]{1,2})\2((?:19|20)[0-9]{2})(?![0-9])")
_MONTH_FIRST: Final = frozenset({"en-us", "en-ph"})
# countries that write English and the day first, by the ends of their addresses
_DAY_FIRST_ENDS: Final = (".uk", ".au", ".nz", ".ie", ".in", ".za", ".ng", ".ke", ".pk", ".bd", ".lk", ".sg", ".my")
MONTHS: Final = 12


def has_figures(text: str) -> bool:
    """Whether a day in figures is in it."""
    return _FIGURES.search(text) is not None


def is_month_first(text: str, language: str | None, host: str | None) -> bool | None:
    """Whether the month comes first; None where nothing tells, as in plain English on an address of no country."""
    found = _FIGURES.findall(text[:TEXT_MAX])
    by_day = any(int(first) > MONTHS for first, _, _, _ in found)
    by_month = any(int(second) > MONTHS for _, _, second, _ in found)
    if by_day != by_month:
        return by_month
    name = (language or "").replace("_", "-").lower()
    if (host or "").endswith(_DAY_FIRST_ENDS):
        return False
    return None if name in {"", "en"} else name in _MONTH_FIRST


def with_order(text: str, *, month_first: bool | None) -> str:
    """`text` with its days in figures as ISO 8601 has them; as it is where their order is not known."""
    if month_first is None:
        return text
    return _FIGURES.sub(r"\4-\1-\3" if month_first else r"\4-\3-\1", text)
