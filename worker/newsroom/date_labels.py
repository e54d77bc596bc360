"""Words beside dates: "Updated:", "Stand:", "2 min read", and what they say of the date."""

from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.words import normal_tokens

WORDS_MAX = 6  # of a label
_MONTH_FIRST = frozenset({"US", "PH", "CA"})  # countries that may write 05/06/2024 for 6 May
_BESIDE = frozenset({"p", "a", "m", "st", "nd", "rd", "th"})  # pieces of "p.m." and "5th"


def are_day_first(line: str, knowledge: Knowledge) -> bool:
    """Whether 05/06/2024 is 5 June here: by the language of the date's label, or an agency that has a country."""
    if "/" not in line:
        return False
    return bool(knowledge.bylines.day_first.search(line)) or any(
        agency.zone and agency.country not in _MONTH_FIRST for agency in knowledge.agencies.mentioned(line)
    )


def split(text: str, knowledge: Knowledge) -> tuple[str, str | None]:
    """What stands before a date, parted into other text and the label that ends it."""
    words = text.rstrip(" :：|-–—,.").split()
    last = line_key(words[-1]).rpartition(" ")[2] if words else ""
    if last and last not in knowledge.bylines.label_last:
        return text, None
    for count in range(min(WORDS_MAX, len(words)), 0, -1):
        key = line_key(" ".join(words[-count:]))
        for name, keys in (("updated", knowledge.bylines.updated), ("published", knowledge.bylines.published)):
            if key in keys:
                return " ".join(words[:-count]), name
    return text, None


def counts(text: str, knowledge: Knowledge) -> bool:
    """Figures with nothing but words of times and counts: "2 min read", "17:50 IST"."""
    words = (token.strip("0123456789") for token in normal_tokens(text))
    return all(_is_time_word(word, knowledge) for word in words if word)


def _is_time_word(key: str, knowledge: Knowledge) -> bool:
    dates = knowledge.dates
    return (
        key in knowledge.bylines.fillers
        or key in knowledge.bylines.label_signs
        or knowledge.pages.is_count_word(key)
        or key in dates.am | dates.pm
        or key in dates.zones
        or key in dates.months
        or key in _BESIDE
    )
