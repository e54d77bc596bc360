"""What `Article.field_sources` says of times that a feed or page leaves open: UTC until a stage knows better."""

from datetime import datetime, time
from typing import Final

ZONE_UNKNOWN: Final = "byline, zone not printed"
DAY_ONLY: Final = "byline, day only"
UNDECLARED: Final = " (no zone: UTC)"  # how the source of a page's own clock without a zone ends


def is_declared_day(when: datetime, source: str) -> bool:
    """Whether a page's own date without a zone is a day alone: declared at midnight, which no clock has shown."""
    return when.time() == time.min and source.endswith(UNDECLARED)
