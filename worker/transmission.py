"""The keys of `Article.transmission`: facts of the wire and its headers that ninjs has no property for, as printed."""

from typing import Final

KEYS: Final = frozenset(
    {
        "service",  # service or product the item was sent on
        "sequence",  # its number there
        "selector",  # ANPA selector code
        "priority",  # of transmission, not of the news
        "category",  # the wire's own category letter or code
        "format",  # ANPA format identifier
        "keyword",  # catchline of the wire
        "take",  # take key: "1st Ld-Writethru", "2ND LEAD"
        "words",  # word count as sent
        "date",  # date as the header prints it
        "footer",  # end line with the sender's clock
        "signals",  # codes of what the item is to the wire, parted by blanks: "edStat:U pmt:text"
    }
)
