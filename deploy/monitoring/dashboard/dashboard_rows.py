"""The dashboard as a table: rows of panels, and what is on none."""

from collections.abc import Mapping

from dashboard_panel import Panel
from panels_editorial import EDITORIAL
from panels_flow import LAG, LATENCY, OVERVIEW
from panels_work import CAPACITY, ERRORS, KAFKA

ROWS: tuple[tuple[str, tuple[Panel, ...]], ...] = (
    ("Overview", OVERVIEW),
    ("Lag and progress", LAG),
    ("Latency and stages", LATENCY),
    ("Errors and dead letters", ERRORS),
    ("Capacity", CAPACITY),
    ("Editorial quality", EDITORIAL),
    ("Kafka client", KAFKA),
)

# Exposed and on no panel, with the reason.
NOT_SHOWN: Mapping[str, str] = {
    "python_gc_objects_collected_total": "collections are shown",
    "python_gc_objects_uncollectable_total": "always 0 since Python 3.4",
    "process_virtual_memory_bytes": "address space, not memory; resident memory is shown",
    "process_max_fds": "a constant",
}
