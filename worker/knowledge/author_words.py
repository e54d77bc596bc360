"""The words of config/page_authors.toml: how pages mark, link and label those who signed a story."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from worker.knowledge import tables
from worker.knowledge.byline_words import SOURCE, UNSPACED_FROM, BylineWords
from worker.knowledge.dates import DateWords
from worker.knowledge.keys import line_key
from worker.knowledge.tables import Entry


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AuthorWords:
    """The patterns are for texts that their callers have cut short.  Equal only to itself: readers cache by it."""

    marks: re.Pattern[str]  # in classes and ids of elements that name an author
    authors_folder: re.Pattern[str]  # in addresses of pages about one author
    folder: re.Pattern[str]  # the same and pages about people
    opens: re.Pattern[str]  # at the start of a line that is a byline
    leading: re.Pattern[str]  # before a name in what is marked as a byline: more words than open any line
    others: re.Pattern[str]  # before the names of those who did not write the story
    labels: frozenset[str]  # keys of lines that only say "Author:"
    accounts: frozenset[str]  # keys of names that nobody bears
    never: frozenset[str]  # small words that no name holds
    particles: frozenset[str]  # small words that names do hold
    days: frozenset[str]  # months and days of the week: a name may hold one, and something else


def author_words(entry: Entry, bylines: BylineWords, dates: DateWords) -> AuthorWords:
    """The table, with the words before names, desks, ranks and days that other tables have."""
    entry.only("marks", "folders", "labels", "names", "example")
    folders = tables.section(entry, "folders").only("authors", "people")
    labels = tables.section(entry, "labels").only("author", "others")
    names = tables.section(entry, "names").only("accounts", "never")
    by = [phrase for phrase, rel in bylines.by.items() if rel in {"author", SOURCE}]
    return AuthorWords(
        marks=re.compile("|".join(map(re.escape, entry.texts("marks")))),
        authors_folder=_any_of(folders.texts("authors")),
        folder=_any_of((*folders.texts("authors"), *folders.texts("people"))),
        opens=_at_start(labels.texts("author"), r"(?:\s?[:：]|\s|$)"),
        leading=_at_start((*labels.texts("author"), *by), r"(?:\s?[:：]\s?|\s)(?=\w)"),
        others=_at_start(labels.texts("others"), r"(?:\s?[.:：]\s?|\s|(?<=[\u0e00-\u0eff\u2e80-\uffff]))(?=\w)"),
        labels=frozenset(map(line_key, labels.texts("author"))),
        accounts=frozenset(map(line_key, names.texts("accounts"))) | bylines.nobody,
        never=frozenset(names.texts("never")) | frozenset(filter(_is_cased, bylines.ranks)),
        particles=bylines.particles | bylines.articles,
        days=frozenset(dates.months) | bylines.fillers,
    )


def _is_cased(rank: str) -> bool:
    """In scripts without capitals a rank follows the name in its own line: 홍길동 기자."""
    return rank.upper() != rank


def _any_of(folders: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, folders)))


def _at_start(phrases: Iterable[str], behind: str) -> re.Pattern[str]:
    """One of the phrases, the longest first, with signs between its words: "author(s)" is the key "author s"."""
    keys = sorted(set(map(line_key, phrases)), key=len, reverse=True)
    spelt = (("" if key > UNSPACED_FROM else r"[\s/(:*-]{1,2}").join(map(re.escape, key.split(" "))) for key in keys)
    return re.compile(rf"^\s{{0,50}}(?:{'|'.join(spelt)})\)?{behind}", re.IGNORECASE)
