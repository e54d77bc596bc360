"""Stage `media_topics`: what a story is about by feed, section and model, and which of the 17 topics at the top it is.

The order of trust: codes of the feed, then the publisher's section, then the model on headline and text.  Whoever
speaks is heard: subjects of each creator are all given, one topic once, in the name of the first who gave it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Final

from worker.article import Article, PubStatus, Signal, Subject, changed
from worker.classified import TopicDecision
from worker.classify.address import folders
from worker.classify.topics import Model, chances, shipped
from worker.knowledge.loading import Knowledge
from worker.knowledge.topic_tree import TopicTree
from worker.knowledge.topics import MEDIA_TOPIC

SECTION: Final = "section"
MODEL: Final = "agencyfeed-topics"  # and its version behind a blank
SHOWN: Final = 3  # guesses of the model that are shown, sure or not
KEYWORDS_MAX: Final = 20
CATEGORIES_MAX: Final = 4  # of a feed's item: more are tags
FEEDS: Final = frozenset({"rss", "atom", "json_feed", "news_api"})

_PROBABILITY: Final = itemgetter(1)

Guess = tuple[str, float]  # topic, and the probability from 0 to 1 that a person would give it
Voice = tuple[str, tuple[str, ...]]  # who speaks, topics at the top, the first counts


def media_topics(article: Article, knowledge: Knowledge) -> Article:
    """The article with the topics of its section and of the model, and the decision; the same where nobody speaks."""
    model, tree = shipped(), knowledge.tree
    probable = chances(*_text(article), model) if _is_story(article) else ()
    guessed = sorted(zip(model.codes, probable[: model.tops], strict=False), key=_PROBABILITY, reverse=True)
    sure = _sure(guessed, probable, model, tree)
    coded = _tops_of(article.subjects, tree)
    section = _section(article, knowledge) or (() if sure or coded else _of_categories(article, knowledge))
    added = [*_of_section(section, tree), *_of_model(sure, model, tree)]
    voices = (
        ("feed", coded),
        (SECTION, _tops(section, tree)),
        ("model", tuple(one[0] for one in guessed if one in sure)),
    )
    decision = _decision(voices, guessed, model, tree, article.language)
    if decision is None:
        return article
    known = {one.uri for one in article.subjects}
    new = {one.uri: one for one in reversed(added) if one.uri not in known}
    return changed(article, subjects=(*article.subjects, *reversed(new.values())), topics=decision)


def _is_story(article: Article) -> bool:
    return article.pub_status is not PubStatus.CANCELED and article.status.signal is not Signal.ADVISORY


def _text(article: Article) -> tuple[Sequence[str], Iterable[str]]:
    """Lines that say what it is about, and the text from its beginning."""
    names = [*(one.value for one in article.headlines), article.slugline or "", *article.keywords[:KEYWORDS_MAX]]
    return names, chain((one.value for one in article.descriptions), (block.text for block in article.body))


# ---- voices


def _section(article: Article, knowledge: Knowledge) -> tuple[str, ...]:
    """What the publisher's section means; where that says nothing, the folders of the page's address.

    Our own output has no page any more: what its address said is what this stage gave.
    """
    found = knowledge.sections.topics_of(article.section) if article.section else ()
    if found:
        return found
    named = [folder.replace("-", " ") for folder in folders(article) if not folder.isdecimal()]
    if named:
        return knowledge.sections.topics_of("/".join(named))
    given = (one.uri or "" for one in article.subjects if one.creator == SECTION)
    return tuple(uri.removeprefix(MEDIA_TOPIC) for uri in given if uri.startswith(MEDIA_TOPIC))


def _of_categories(article: Article, knowledge: Knowledge) -> tuple[str, ...]:
    """What the few categories of a feed's item mean that are names of sections, where all that mean something agree.

    They are tags as often, so that the model is asked before them.
    """
    if article.format not in FEEDS or not 0 < len(article.keywords) <= CATEGORIES_MAX:
        return ()
    found = [codes for word in article.keywords if (codes := knowledge.sections.part(word))]
    tops = {_tops(codes, knowledge.tree) for codes in found}
    return found[0] if len(tops) == 1 and len(next(iter(tops))) == 1 else ()


def _tops(codes: Iterable[str], tree: TopicTree) -> tuple[str, ...]:
    """The topics at the top of these, the most frequent first."""
    counts: dict[str, int] = {}
    for top in filter(None, map(tree.top, codes)):
        counts[top] = counts.get(top, 0) + 1
    return tuple(sorted(counts, key=counts.__getitem__, reverse=True))


def _tops_of(subjects: Iterable[Subject], tree: TopicTree) -> tuple[str, ...]:
    """Those of the feed: what this stage added when the article was made (it may be read back) is not the feed's."""
    given = (one for one in subjects if one.uri and one.uri.startswith(MEDIA_TOPIC))
    codes = (one.uri or "" for one in given if not (one.creator or "").startswith((SECTION, MODEL)))
    return _tops((uri.removeprefix(MEDIA_TOPIC) for uri in codes), tree)


def _decision(
    voices: Iterable[Voice], guessed: Sequence[Guess], model: Model, tree: TopicTree, language: str | None
) -> TopicDecision | None:
    """The first voice's first topic; None where nobody speaks and the model has nothing to show."""
    heard = [(who, tops) for who, tops in voices if tops]
    if not (heard or guessed):
        return None
    who, code = (heard[0][0], heard[0][1][0]) if heard else (None, None)
    return TopicDecision(
        code=code,
        name=tree.name(code, language) if code else None,
        by=who,
        agreed=all(code in tops for _, tops in heard) if len(heard) > 1 else None,
        model=model.version,
        guesses=tuple((code, _percent(share)) for code, share in guessed[:SHOWN]),
    )


# ---- subjects


def _sure(guessed: Sequence[Guess], probable: Sequence[float], model: Model, tree: TopicTree) -> tuple[Guess, ...]:
    """What the model stands by: the tops above their thresholds, then what lies below these; () = it abstains."""
    curve = model.curve
    if not guessed or guessed[0][1] < curve["sure"]:
        return ()
    chosen = [one for one in guessed if one[1] >= curve["also"]]
    codes = {code for code, _ in chosen}
    lower = zip(model.codes[model.tops :], probable[model.tops :], strict=True)
    below = [(code, share) for code, share in lower if share >= curve["below"] and tree.top(code) in codes]
    return (*chosen, *_with_parents(below, tree))


def _with_parents(guessed: Iterable[Guess], tree: TopicTree) -> Iterator[Guess]:
    """The topics between these and the top, too, as probable as the most probable below them."""
    found: dict[str, float] = {}
    for guess, share in guessed:
        for code in tree.path(guess)[:-1]:
            found[code] = max(found.get(code, 0.0), share)
    return iter(found.items())


def _of_section(codes: Iterable[str], tree: TopicTree) -> Iterator[Subject]:
    for code in dict.fromkeys(above for one in codes for above in tree.path(one)):
        yield _subject(code, tree, SECTION)


def _of_model(sure: Sequence[Guess], model: Model, tree: TopicTree) -> Iterator[Subject]:
    """Relevance: beside the most probable."""
    most = max((share for _, share in sure), default=1.0)
    for code, share in sure:
        yield _subject(code, tree, f"{MODEL} {model.version}", _percent(share / most), _percent(share))


def _subject(
    code: str, tree: TopicTree, creator: str, relevance: int | None = None, confidence: int | None = None
) -> Subject:
    return Subject(
        name=tree.name(code, None),
        uri=MEDIA_TOPIC + code,
        rel="about",
        literal=f"medtop:{code}",
        creator=creator,
        relevance=relevance,
        confidence=confidence,
    )


def _percent(share: float) -> int:
    return round(100 * share)
