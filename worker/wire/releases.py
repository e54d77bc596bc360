"""What press releases carry as text: AsiaNet's number, the dateline of a newswire that is paid, the SOURCE line."""

import re
from typing import Final

HEAD_MAX: Final = 4_000  # characters in which dateline and number stand
TAIL_MAX: Final = 4_000
LINES_ABOVE_MAX: Final = 9  # with text, above the dateline: a page has more

# MEDIA RELEASE PR67254   AsiaNet 67254
NUMBER: Final = re.compile(
    r"^[ \t]{0,8}(?:MEDIA RELEASE[ \t]{1,4}(?P<media>PR\d{3,8})|AsiaNet[ \t]{1,4}(?P<asianet>\d{3,8}))\b[^\n]{0,40}$",
    re.MULTILINE | re.IGNORECASE,
)
# LONDON, Feb. 1, 2017 /PRNewswire-AsiaNet/ --   SAN DIEGO, Feb. 01, 2017 (GLOBE NEWSWIRE) --   ROME--(BUSINESS WIRE)--
DATELINE: Final = re.compile(
    r"""
    ^ (?P<place> [ \t]{0,8} [^\W\d_] [^\n/()]{1,100}? [ \t,-]{0,4})
    (?: / [ ]? (?P<slashed> [^/\n]{0,40}? (?: newswire | asianet | \bcnw | \bjbn | medianet | prnasia | presswire )
          [^/\n]{0,30}? ) [ ]? /
      | \( (?P<bracketed> [^()\n]{0,30}? (?: newswire | business[ ]wire | accesswire | marketwired? | newsfile | eqs )
          [^()\n]{0,40} ) \) )
    [ \t]{0,4} (?: [-–—]{1,3} | \.- | : )
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
# SOURCE: Queen Elizabeth Prize   Source: Escola   SOURCE Huntsman Family Investments
SOURCE: Final = re.compile(
    r"^[ \t]{0,8}(?:SOURCE[ \t]{0,2}[:\-–]?|Source[ \t]{0,2}:)[ \t]{1,4}(?P<name>\S[^\n]{1,140})$", re.MULTILINE
)
_SIGNS: Final = re.compile(
    r"^[ \t]{0,8}(?:SOURCE[: ]|View (?:source|original)|(?:Media |Press |Investor )?Contacts?\b|About \w|Cision View)",
    re.MULTILINE | re.IGNORECASE,
)


def is_release(text: str) -> bool:
    """Whether the text is a release as a newswire sends it, not a page that has printed one."""
    head = text[:HEAD_MAX]
    number = NUMBER.search(head)
    if number is not None and _lines(head[: number.start()]) <= LINES_ABOVE_MAX:
        return True
    dateline = DATELINE.search(head)
    if dateline is None or _lines(head[: dateline.start()]) > LINES_ABOVE_MAX:
        return False
    return _SIGNS.search(text, max(0, len(text) - TAIL_MAX)) is not None


def _lines(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())
