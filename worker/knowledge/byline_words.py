"""The words of config/bylines.toml, as keys of worker.knowledge.keys.line_key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from worker.knowledge import tables
from worker.knowledge.keys import by_first_word, first_words, last_words, line_key
from worker.knowledge.tables import Entry

UNSPACED_FROM = "\u2e80"  # Han, kana and Hangul: a token is one sign
SOURCE = "source"  # the rel of what stands behind "Source:": an agency or a paper, never a person


@dataclass(frozen=True, slots=True, kw_only=True)
class BylineWords:
    """Words of the lines that say who made a story and when."""

    by: Mapping[str, str]  # what stands before a name -> the person's rel
    joiners: frozenset[str]  # between two names, as printed
    updated: frozenset[str]
    published: frozenset[str]
    english: frozenset[str]  # labels that do not tell how a date in figures is read
    signing: frozenset[str]  # of `by`: words that mark a part of any line, not its beginning alone
    particles: frozenset[str]  # small words inside names
    nobody: frozenset[str]  # desks, ranks without a name
    house: frozenset[str]  # words that only names of papers and departments hold
    articles: frozenset[str]  # before the name of a paper, as printed in small letters
    ranks: frozenset[str]  # the last word of a rank
    fillers: frozenset[str]  # beside a date
    marks: frozenset[str]  # of a text's end, as printed
    signed: Mapping[str, str]  # before a colon and a name under the text -> the person's rel
    follow: frozenset[str]  # what lines begin with that send readers to an address
    helpers: tuple[str, ...]  # before the names of those who helped, keys
    helped: tuple[str, ...]  # behind them, keys
    day_first: re.Pattern[str] = field(init=False)  # labels of languages that write 05/06/2024 for 5 June
    joined: re.Pattern[str] = field(init=False)  # between two names
    roles: re.Pattern[str] = field(init=False)  # "Reporting by", "additional reporting by": longest first
    by_first: frozenset[str] = field(init=False)  # what phrases of `by` begin with
    label_first: frozenset[str] = field(init=False)  # what labels of dates begin with, and end with
    label_last: frozenset[str] = field(init=False)
    hints: frozenset[str] = field(init=False)  # the words that phrases of roles begin with
    phrases: Mapping[str, tuple[str, ...]] = field(init=False)  # these, by that word
    nobody_first: frozenset[str] = field(init=False)  # what keys of `nobody` begin with, and end with
    nobody_last: frozenset[str] = field(init=False)
    label_signs: frozenset[str] = field(init=False)  # single signs of labels in scripts without spaces: 更 新 日 時
    helper_words: frozenset[str] = field(init=False)  # that helpers begin with
    helped_words: frozenset[str] = field(init=False)  # that `helped` ends with
    glued_ranks: tuple[str, ...] = field(init=False)  # of scripts without blanks: 记者

    def __post_init__(self) -> None:
        words = "|".join(sorted(map(re.escape, self.joiners), key=len, reverse=True))
        object.__setattr__(
            self, "joined", re.compile(rf"\s?(?:[,;&、，]|(?<!\sA)/(?!S\b))\s?(?:(?:{words})\s)?|\s(?:{words})\s")
        )
        native = sorted((self.updated | self.published) - self.english, key=len, reverse=True)
        object.__setattr__(
            self, "day_first", re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, native))})(?!\w)", re.IGNORECASE)
        )
        phrases = sorted(
            (p for p, rel in self.by.items() if " " in p or rel not in {"author", SOURCE} or p in self.signing),
            key=len,
            reverse=True,
        )
        signs = {sign for key in self.updated | self.published for sign in key.split(" ") if len(sign) == 1}
        object.__setattr__(self, "label_signs", frozenset(sign for sign in signs if sign > UNSPACED_FROM))
        ranks = (key.replace(" ", "") for key in self.ranks if key[:1] > UNSPACED_FROM)
        object.__setattr__(self, "glued_ranks", tuple(sorted(ranks)))
        object.__setattr__(self, "helper_words", first_words(self.helpers))
        object.__setattr__(self, "helped_words", last_words(self.helped))
        labels = self.updated | self.published
        object.__setattr__(self, "by_first", first_words(self.by))
        object.__setattr__(self, "label_first", first_words(labels))
        object.__setattr__(self, "label_last", last_words(labels))
        object.__setattr__(self, "phrases", by_first_word(phrases))
        object.__setattr__(self, "hints", frozenset(self.phrases))
        object.__setattr__(self, "nobody_first", first_words(self.nobody))
        object.__setattr__(self, "nobody_last", last_words(self.nobody))
        object.__setattr__(
            self, "roles", re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)", re.IGNORECASE)
        )

    def hinted(self, key: str) -> bool:
        """Whether a line's key may hold a phrase of roles."""
        line = f" {key}"
        words = self.hints.intersection(key.split(" "))
        return any(f" {phrase}" in line for word in words for phrase in self.phrases[word])


def byline_words(entry: Entry) -> BylineWords:
    """Words of lines that say who made a story and when."""
    entry.only(
        "by", "sources", "by_role", "fillers", "joiners", "labels", "names", "organisations", "sign_offs", "example"
    )
    ends = tables.section(entry, "sign_offs").only("marks", "follow", "helpers", "helped", "labels")
    signed = tables.section(ends, "labels")
    organisations = tables.section(entry, "organisations").only("nobody", "words", "articles", "ranks")
    labels = tables.section(entry, "labels").only("updated", "published", "english")
    roles = tables.section(entry, "by_role").only("editor", "author", "contributor", "photographer")
    by = {line_key(words): "author" for words in entry.texts("by")}
    by |= {line_key(words): SOURCE for words in entry.texts("sources")}
    return BylineWords(
        by=by | {line_key(words): rel for rel in roles.fields for words in roles.texts(rel)},
        signing=frozenset(line_key(words) for rel in roles.fields for words in roles.texts(rel)),
        particles=frozenset(tables.section(entry, "names").only("particles").texts("particles")),
        joiners=frozenset(tables.section(entry, "joiners").only("words").texts("words")),
        updated=frozenset(map(line_key, labels.texts("updated"))),
        published=frozenset(map(line_key, labels.texts("published"))),
        english=frozenset(map(line_key, labels.texts("english"))),
        nobody=frozenset(map(line_key, organisations.texts("nobody"))),
        house=frozenset(map(line_key, organisations.texts("words"))),
        articles=frozenset(organisations.texts("articles")),
        ranks=frozenset(map(line_key, organisations.texts("ranks"))),
        fillers=frozenset(map(line_key, tables.section(entry, "fillers").only("words").texts("words"))),
        marks=frozenset(ends.texts("marks")),
        signed={
            line_key(word): rel
            for rel in signed.only("author", "editor", "contributor").fields
            for word in signed.texts(rel)
        },
        follow=frozenset(map(line_key, ends.texts("follow"))),
        helpers=tuple(map(line_key, ends.texts("helpers"))),
        helped=tuple(map(line_key, ends.texts("helped"))),
    )
