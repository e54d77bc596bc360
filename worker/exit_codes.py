"""What the process says when it ends (sysexits.h where it has a word for it)."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit statuses: a contract with whoever starts the process."""

    OK = 0
    NOT_ALL = 1  # diff: more differs than allowed; dlq redrive: letters were refused
    USAGE = 2  # argparse's own
    NO_INPUT = 66  # an input could not be read, a recording is cut off or damaged
    UNAVAILABLE = 69  # broker not reachable at start
    SOFTWARE = 70  # a bug
    CANNOT_CREATE = 73  # an output file is there already or cannot be written
    TEMPORARY = 75  # drain deadline passed or fenced: a restart is wanted
    NOT_AUTHORISED = 77  # the broker refuses a right
    CONFIG = 78  # wrong settings or tables
    INTERRUPTED = 130  # Ctrl-C
    BROKEN_PIPE = 141  # the reader of our output has gone
