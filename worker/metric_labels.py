"""The closed lists of label values: the number of series is bounded whatever a feed holds."""

from collections.abc import Iterable
from typing import TypeVar

from prometheus_client.metrics import MetricWrapperBase

M = TypeVar("M", bound=MetricWrapperBase)

FORMATS = (  # the keys of formats.PARSERS, which the parent does not import
    *("html", "text", "nitf", "newsml_g2", "newsml1", "rss", "atom", "ritzau_xml", "agency_xml"),
    *("ninjs1", "ninjs2", "ninjs3", "bbc_ninjs", "ap_media_json", "digitalwires_json"),
    *("wordpress_json", "json_feed", "news_api"),
    *("iptc7901", "anpa1312", "zczc", "press_release_text", "email", "rtf"),
)
NEWSROOM = (
    *("privacy", "notes", "boilerplate", "related", "credits", "dateline", "syndication", "status"),
    *("subjects", "genre", "urgency", "language", "site_zones", "places", "media_topics", "section", "identity"),
)
WATCHED_FIELDS = (  # of ninjs
    *("headlines", "bodies", "versionCreated", "language"),
    *("infoSources", "by", "located", "descriptions"),
)
TIMED = ("envelope", "sniff", "parse", "newsroom", "encode")
DEAD_LETTER_STAGES = (
    *("envelope", "sniff", "encode", "pool", "publish"),
    *(f"parse:{name}" for name in FORMATS),
    *(f"stage:{name}" for name in NEWSROOM),
)
WORKER_STATES = ("starting", "idle", "busy")
RESTART_CAUSES = ("recycled", "deadline_exceeded", "worker_crashed", "memory_exceeded", "template_lost")
OUTCOMES = ("published", "dead_lettered", "skipped")
TRANSACTION_RESULTS = ("committed", "aborted", "fenced")
BREAKER_CAUSES = ("ratio", "consecutive", "kills")
COMMIT_RESULTS = ("ok", "failed")
URGENCIES = ("1", "2", "3", "4", "5", "6-9")
# Media topics at the top of IPTC's tree: the codes as subjects[] has them.
MEDIA_TOPICS = tuple(f"{number:02}000000" for number in range(1, 18))
LANGUAGES = (  # primary subtags of BCP 47; with the topics this is what bounds the series
    *("en", "es", "fr", "de", "ar", "ru", "zh", "pt", "ja", "hi", "it", "nl", "ko", "tr", "pl", "id", "uk", "sv", "da"),
    *("nb", "fi", "cs", "hu", "ro", "el", "he", "fa", "ur", "bn", "ta", "vi", "sw"),
)
GENRES = (  # codes of IPTC's genres that stories have, and our own forms
    *("Advertiser_Supplied", "Advisory", "Analysis", "Background", "Current", "Curtain_Raiser", "Daybook", "Exclusive"),
    *("Feature", "Interview", "Obituary", "Opinion", "Press-Digest", "Press_Release", "Profile", "Quote", "Review"),
    *("Question_and_Answer_Session", "Results_Listings_and_Statistics", "Special_Report", "Summary", "Wrapup"),
    *("brief", "fact-check", "list", "live", "market-report", "weather"),
)
OTHER, NONE = "other", "none"


class Closed:
    """A closed list of label values; anything else is "other", nothing is "none"."""

    def __init__(self, values: Iterable[str]) -> None:
        self._values = frozenset(values)

    def __call__(self, value: str | None) -> str:
        """`value` if it is on the list."""
        if value is None:
            return NONE
        return value if value in self._values else OTHER


class Children(dict[tuple[str, ...], M]):
    """A labelled metric's children by label values, without the lock and the checks of `labels()`."""

    def __init__(self, metric: M) -> None:
        super().__init__()
        self._metric: M = metric

    def __missing__(self, labels: tuple[str, ...]) -> M:
        child = self[labels] = self._metric.labels(*labels)
        return child


genre_label = Closed(GENRES)
_topic = Closed(MEDIA_TOPICS)
_language = Closed(LANGUAGES)


def classified_labels(media_topic: str | None, tag: str | None) -> tuple[str, str]:
    """The topic, and the language of a tag without script and region: pt of pt-BR."""
    return _topic(media_topic), _language(tag and tag.partition("-")[0])


def urgency_label(value: int | None) -> str:
    """1 (flash) to 5 each for itself; nobody is woken for 6 to 9."""
    if value is None:
        return NONE
    return URGENCIES[min(value, 6) - 1] if 1 <= value <= 9 else OTHER
