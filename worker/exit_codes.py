"""What the process says when it ends (sysexits.h where it has a word for it)."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit statuses: a contract with whoever starts the process."""

    OK = 0
    USAGE = 2  # argparse's own
    NO_INPUT = 66  # extract: an input could not be read, so it has no outcome
    UNAVAILABLE = 69  # broker not reachable at start
    SOFTWARE = 70  # a bug
    TEMPORARY = 75  # drain deadline passed or fenced: a restart is wanted
    NOT_AUTHORISED = 77  # the broker refuses a right
    CONFIG = 78  # wrong settings or tables
    INTERRUPTED = 130  # Ctrl-C
    BROKEN_PIPE = 141  # the reader of our output has gone
