"""Stage `subjects`: the IPTC media topics and genres that the feed's own codes mean, beside those codes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

from worker.article import Article, Subject, changed
from worker.knowledge.loading import Knowledge
from worker.knowledge.topics import CODE_MAX, Concept, Topics, parted, spelling

MAPPED_MAX = 50  # mapped subjects of an article
CREATOR = "mapped"
_CACHED = 4096

# A code as it stands, completed: (name, uri, literal), each None where the list has nothing to add; and what it means.
Reading = tuple[str | None, str | None, str | None, Subject | None]
Reader = Callable[[Topics, str | None, str | None], Reading]
NOTHING: Reading = (None, None, None, None)


def subjects(article: Article, knowledge: Knowledge) -> Article:
    """The article whose IPTC codes have their names and addresses, and whose other codes have media topics added."""
    if not article.subjects and not article.genres:
        return article
    return changed(
        article,
        subjects=_read(article.subjects, knowledge.topics, _subject),
        genres=_read(article.genres, knowledge.topics, _genre),
    )


def _read(given: Iterable[Subject], topics: Topics, reader: Reader) -> tuple[Subject, ...]:
    """The feed's own, each once, then the concepts they mean, in the same order."""
    own: dict[str, Subject] = {}
    meant: dict[str | None, Subject] = {}
    for one in given:
        literal = one.literal if one.literal or one.uri else one.name
        if len(literal or "") <= CODE_MAX and len(one.uri or "") <= CODE_MAX:
            name, uri, code, concept = reader(topics, literal, one.uri)
        else:
            name, uri, code, concept = NOTHING
        _add(own, one, (one.name or name, one.uri or uri, code or one.literal))
        if concept is not None and len(meant) < MAPPED_MAX:
            meant.setdefault(concept.uri, concept)
    addresses = {one.uri for one in own.values()}
    return (*own.values(), *(one for uri, one in meant.items() if uri not in addresses))


def _add(own: dict[str, Subject], one: Subject, completed: tuple[str | None, str | None, str | None]) -> None:
    """A code that comes again only brings what was missing; one code with two addresses is two."""
    name, uri, literal = completed
    key = literal or uri or f"\n{name}"
    first = own.get(key)
    if first is not None and first.uri and uri and first.uri != uri:
        key = f"{key}\n{uri}"
        first = own.get(key)
    if first is None:
        same = completed == (one.name, one.uri, one.literal)
        own[key] = one if same else replace(one, name=name, uri=uri, literal=literal)
    elif (first.name is None and name) or (first.uri is None and uri):
        own[key] = replace(first, name=first.name or name, uri=first.uri or uri)


@lru_cache(maxsize=_CACHED)
def _subject(topics: Topics, literal: str | None, uri: str | None) -> Reading:
    scheme, code, coded = _parted(literal, uri)
    concept = topics.meant(scheme, code)
    mapped = None if concept is None else _mapped(concept, "medtop", "about")
    if scheme in topics.topic_schemes and code.isdigit():
        own = topics.topic(code)
        return own.name, own.uri, None if coded else f"medtop:{code}", mapped
    if scheme in topics.subject_schemes:
        return topics.subject_name(code), None, None if coded else f"subj:{code}", mapped
    return None, None, None, mapped


@lru_cache(maxsize=_CACHED)
def _genre(topics: Topics, literal: str | None, uri: str | None) -> Reading:
    scheme, code, coded = _parted(literal, uri)
    concept = topics.genre(scheme, code)
    if concept is None:
        return NOTHING
    if spelling(code) in {spelling(concept.code), spelling(concept.name or "")} and scheme not in topics.genre_lists:
        return concept.name, concept.uri, None if coded else f"genre:{concept.code}", None
    return None, None, None, _mapped(concept, "genre", None)


def _parted(literal: str | None, uri: str | None) -> tuple[str, str, bool]:
    """Scheme and code, of the literal where it has a scheme, else of the address; whether it is scheme:code already."""
    scheme, code = parted(literal or "")
    if scheme or not uri:
        return scheme, code, f"{scheme}:{code}" == (literal or "").lower() if scheme else False
    return (*parted(uri), False)


def _mapped(concept: Concept, scheme: str, rel: str | None) -> Subject:
    return Subject(name=concept.name, uri=concept.uri, rel=rel, literal=f"{scheme}:{concept.code}", creator=CREATOR)
