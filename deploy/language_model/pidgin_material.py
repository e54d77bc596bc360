"""English news, the same cut as headlines are, and the same put into Nigerian Pidgin by rule (pidgin_rules.toml)."""

import gzip
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from worker.classify.language_grammar import BARE, EDGE, ENDS_ED, ENDS_ING, ENDS_S

SETS: Final = ("wce", "wce-unlabelled", "huffpost", "nyt")
SEEN: Final = 3  # times a verb's forms must stand in the texts
MARKED: Final = 0.55  # share of Pidgin that is spelt as Pidgin is
LED: Final = 0.25  # share of headlines that begin with "How" and the like
LED_ENGLISH: Final = 0.12  # the same of English: enough that the word alone is no sign
CLIPPED: Final = 0.7  # share of pieces that are beginnings
PIECE: Final = (5, 14)  # words
PRESENT: Final = 0.5  # share of verbs in -ed that cut headlines have in the present
KEPT: Final = {"s": 0.35, "g": 0.4}  # share of verbs in -s and -ing that stay so in Pidgin
ARTICLES: Final = ("the", "a", "an")
WILL: Final = ("will", "would")
BE: Final = ("is", "are", "was", "were", "been", "be")
HAVE: Final = ("has", "have", "had")
_TOKEN: Final = re.compile(r"[\w’']+|[^\w\s]")  # words and signs: "don't" | ","
_MARK: Final = re.compile(r" ([.,;:?!’])")


class Rules(NamedTuple):
    """The file's rows."""

    small: Sequence[str]
    leads: Mapping[bool, Sequence[str]]
    words: Mapping[str, Mapping[bool, Sequence[str]]]  # marked or not -> what may stand for it
    irregular: Mapping[str, str]
    verbs: Sequence[str]
    things: frozenset[str]


class Pen(NamedTuple):
    """What writing one text anew takes."""

    forms: Mapping[str, str]  # of verbs, and the verb of each
    given: Rules
    chance: Random


def rules() -> Rules:
    """Those of pidgin_rules.toml."""
    table: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("pidgin_rules.toml").read_text("utf-8"))
    forms = table["irregular"].split()
    words = {word: {True: row["marked"], False: row["plain"]} for row in table["rule"] for word in row["words"]}
    leads = {True: table["marked_leads"], False: table["leads"]}
    irregular = dict(zip(forms[::2], forms[1::2], strict=True))
    return Rules(table["small"], leads, words, irregular, table["verbs"], frozenset(table["things"]))


def english(data: Path) -> tuple[list[str], list[str]]:
    """Headlines, and other texts."""
    headlines, texts = [], []
    for name in SETS:
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["lang"] == "en":
                    headlines += [row["title"]] * bool(row["title"])
                    texts += [row["text"]] * bool(row["text"])
    return headlines, texts


# ---- forms of verbs


def verb_forms(texts: Iterable[str], given: Rules) -> dict[str, str]:
    """The forms of verbs in the texts, and the verb of each; the verb itself among them."""
    counts = Counter(word for text in texts for word in re.findall("[a-z]+", text))
    seen = {verb for word in counts for verb in _verb(word, counts)}
    verbs = sorted({*given.irregular.values(), *given.verbs, *seen})
    found = dict(given.irregular) | {verb: verb for verb in verbs}
    for verb in verbs:
        found |= {form: verb for form in (*_in_s(verb), *_in_ed(verb), *_in_ing(verb)) if form not in found}
    return found


def _verb(word: str, counts: Counter[str]) -> Iterator[str]:
    """The verb that the word is the -ing of, where the texts hold the verb and its -ed, too."""
    stem = word.removesuffix("ing")
    if len(stem) > SEEN - 1 and stem != word and counts[word] >= SEEN:
        verbs = (stem, stem + "e", stem[:-1] if stem[-2:-1] == stem[-1] else "")
        yield from (verb for verb in verbs if counts[verb] and any(counts[form] >= SEEN for form in _in_ed(verb)))


def _in_s(verb: str) -> Sequence[str]:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (verb[:-1] + "ies",)
    return (verb + "es",) if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else (verb + "s",)


def _in_ed(verb: str) -> Sequence[str]:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (verb[:-1] + "ied",)
    return (verb + "d",) if verb.endswith("e") else (verb + "ed", verb + verb[-1] + "ed")


def _in_ing(verb: str) -> Sequence[str]:
    return (verb[:-1] + "ing",) if verb.endswith("e") else (verb + "ing", verb + verb[-1] + "ing")


def classes(forms: Mapping[str, str], small: Sequence[str]) -> dict[str, int]:
    """Those of verbs' forms by their endings, and of each small word its own."""
    found = {form: BARE if form == verb else _ending(form) for form, verb in forms.items()}
    return found | {word: EDGE + 1 + place for place, word in enumerate(small)}


def _ending(form: str) -> int:
    if form.endswith("ing"):
        return ENDS_ING
    return ENDS_S if form.endswith("s") else ENDS_ED


# ---- pieces


def piece(text: str, chance: Random) -> str:
    """As many words as a headline has, most often the first."""
    words = text.split()
    count = chance.randint(*PIECE)
    start = 0 if chance.random() < CLIPPED else chance.randint(0, max(0, len(words) - count))
    return " ".join(words[start : start + count])


def terse(text: str, pen: Pen) -> str:
    """English without articles and auxiliaries, in the present: "Ports are closed" -> "Ports closed"."""
    words = _TOKEN.findall(text)
    articles, auxiliaries = (1 + pen.chance.random()) / 2, pen.chance.random()
    dropped = dict.fromkeys(ARTICLES, articles) | dict.fromkeys((*BE, *HAVE), auxiliaries)
    neighbours = zip(["", *words], words, [*words[1:], ""], strict=False)
    return _text(
        word if pen.chance.random() >= dropped.get(word.lower(), 0.0) else "" for word in _present(neighbours, pen)
    )


def _present(neighbours: Iterable[tuple[str, str, str]], pen: Pen) -> Iterator[str]:
    """Each word; "to" for "will", half of the verbs in -ed as they are in the present."""
    for before, word, after in neighbours:
        low = word.lower()
        alone = before.lower() not in {*BE, *HAVE, "by"} and after.lower() != "by"
        if low in WILL:
            yield "to"
        elif low.endswith("ed") and low in pen.forms and alone and pen.chance.random() < PRESENT:
            verb = pen.forms[low]
            yield verb if before.endswith("s") else _in_s(verb)[0]
        else:
            yield word


def led(text: str, pen: Pen) -> str:
    """English that some of the words stand before that Pidgin's headlines begin with."""
    return f"{pen.chance.choice(pen.given.leads[False])} {text}" if pen.chance.random() < LED_ENGLISH else text


def _text(words: Iterable[str]) -> str:
    return _MARK.sub(r"\1", " ".join(word for word in words if word))


# ---- Pidgin


def pidgin(text: str, pen: Pen) -> str:
    """The same in Pidgin: verbs without endings, small words by the rules."""
    marked = pen.chance.random() < MARKED
    words = _TOKEN.findall(text)
    out = [pen.chance.choice(pen.given.leads[marked])] if pen.chance.random() < LED else []
    place = 0
    while place < len(words):
        put, count = _put(words[place : place + 2], pen, marked=marked)
        out.append(put.capitalize() if not out and words[place][0].isupper() else put)
        place += count
    return _text(out)


def _put(words: Sequence[str], pen: Pen, *, marked: bool) -> tuple[str, int]:
    """What stands for the first word, or for both of two."""
    low, after = words[0].lower(), words[-1].lower()
    verb = pen.forms.get(after, after)
    if verb != after and low in {*BE, *HAVE} and not after.endswith("s"):
        return _helped(low, after, pen.chance) * marked + verb, 2
    if low not in pen.given.words:
        return _bare(words[0], pen), 1
    put = pen.chance.choice(pen.given.words[low][marked])
    return (words[0] if put == "=" else put), 1


def _helped(low: str, after: str, chance: Random) -> str:
    """What stands before a verb in place of "is", "are", "has" ...: "is closing" -> "dey close"."""
    if low in BE and after.endswith("ing"):
        return "dey "
    return chance.choice(("don " if low in HAVE else "dem ", ""))


def _bare(word: str, pen: Pen) -> str:
    """A verb without its ending; not all of those in -s, which may be things, nor of those in -ing."""
    low = word.lower()
    kept = low in pen.given.things or pen.chance.random() < KEPT.get(low[-1:], 0.0)
    return word if kept else pen.forms.get(low, word)
