"""The identity stage: fingerprints of the story, and the one URI the article goes out under."""

from worker.article import AltId, Article, Flag, changed
from worker.knowledge.loading import Knowledge
from worker.newsroom.fingerprint import fingerprint
from worker.syndicated import Fingerprint
from worker.uris import content_urn, names_a_page, to_uri, to_web_uri


def identify(article: Article, _knowledge: Knowledge) -> Article:
    """`article` with `fingerprint` and `uri`: the feed's own id, else the page's address, else a URN of the content."""
    found = fingerprint(story_text(article))
    uri, source = _uri(article, found)
    return changed(
        article,
        fingerprint=found,
        uri=uri,
        alt_ids=_alt_ids(article, uri),
        field_sources={**article.field_sources, "uri": source},
    )


def story_text(article: Article) -> str:
    """The words of the story alone: no dateline, sign-off or disclaimer, whatever stage left them in."""
    paragraphs = [block.text.strip() for block in article.body]
    if article.dateline and paragraphs:
        paragraphs[0] = paragraphs[0].removeprefix(article.dateline.text.strip()).lstrip(" -–—_:.")
    furniture = {line.strip() for line in (article.sign_off, article.syndication.disclaimer) if line}
    while paragraphs and (not paragraphs[-1] or paragraphs[-1] in furniture):
        paragraphs.pop()
    if article.sign_off and paragraphs:
        paragraphs[-1] = paragraphs[-1].removesuffix(article.sign_off.strip())
    return "\n".join(paragraphs)


def _uri(article: Article, found: Fingerprint | None) -> tuple[str, str]:
    """(URI, where it came from)."""
    if article.uri and (given := to_uri(article.uri)):
        return given, article.field_sources.get("uri", "feed")
    if article.uri and (feed_id := article.uri.strip()):  # no version in it: all versions of a story keep one URI
        provider = next((source.code or source.name for source in article.info_sources), "")
        return content_urn("feed-id", article.format, provider, feed_id), article.field_sources.get("uri", "feed-id")
    page = to_web_uri(article.canonical_url) if article.canonical_url else None
    if page and names_a_page(page):
        return page, article.field_sources.get("uri", "canonical-url")
    # The headline is part of it: alerts have no body, and two versions of one text may be told apart by it alone.
    words = found.sha256 if found else ""
    own = article.headline if Flag.HEADLINE_DERIVED not in article.flags else None  # it says no more than the text
    return content_urn(words, own or "", article.version or ""), "content"


def _alt_ids(article: Article, uri: str) -> tuple[AltId, ...]:
    """The article's other ids: its page, and a feed's id that is no URI."""
    found = list(article.alt_ids)
    if article.canonical_url:
        found.append(AltId(role="canonical-url", value=to_web_uri(article.canonical_url) or article.canonical_url))
    if article.uri and article.uri.strip() != uri:
        found.append(AltId(role="feed-id", value=article.uri.strip()))
    return tuple(dict.fromkeys(found))
