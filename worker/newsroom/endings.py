"""What ends a story: an agency's sign-off, or the notice of a publisher whose it is."""

from functools import lru_cache

from worker.knowledge.loading import Knowledge
from worker.knowledge.notices import NOTICE_MAX, Notice
from worker.newsroom import printed_bylines
from worker.newsroom.signoffs import read


def notice_in(line: str, knowledge: Knowledge) -> Notice | None:
    """The line as a publisher's notice.

    "Associated Press writer Jo Bee contributed to this report" names the agency's own people: it is AP's sign-off.
    """
    return _notice_in(line, knowledge) if len(line) <= NOTICE_MAX else None


@lru_cache(maxsize=64)
def _notice_in(line: str, knowledge: Knowledge) -> Notice | None:
    notice = knowledge.notices.read(line, knowledge.agencies)
    if notice is None or printed_bylines.begins_story(line, knowledge):
        return None
    signed = read(line, knowledge) if notice else None
    return None if signed and signed.people else notice


def ends_story(text: str, knowledge: Knowledge) -> bool:
    """Whether nothing of the story can follow this line: a sign-off or a publisher's notice."""
    return read(text, knowledge) is not None or notice_in(text, knowledge) is not None
