"""How commands that talk to brokers end: every error that has a name, as an exit code and a line."""

import logging
import sys
from collections.abc import Callable
from dataclasses import replace

from kafka.errors import AuthorizationError, KafkaError, OffsetOutOfRangeError

from worker import logs
from worker.endpoints import Fenced
from worker.exit_codes import ExitCode
from worker.kafka.check import NotAuthorised, TopicMissing, Unreachable, missing_right
from worker.knowledge.tables import ConfigError
from worker.logs import FirstCause
from worker.pool.host import PoolError, PoolKilledError
from worker.recording import NotWritableError, RecordingError
from worker.settings.loading import Settings


class NotPossible(Exception):  # noqa: N818
    """What was asked for contradicts what is there; the message says how, and what can be done."""


CODES = (
    (Unreachable, ExitCode.UNAVAILABLE),
    ((AuthorizationError, NotAuthorised), ExitCode.NOT_AUTHORISED),
    ((Fenced, PoolKilledError), ExitCode.TEMPORARY),
    (PoolError, ExitCode.SOFTWARE),
    (NotWritableError, ExitCode.CANNOT_CREATE),
    (RecordingError, ExitCode.NO_INPUT),
    ((TopicMissing, NotPossible), ExitCode.CONFIG),
)
NAMED = (
    *(Unreachable, AuthorizationError, NotAuthorised, Fenced),
    *(PoolError, RecordingError, TopicMissing, NotPossible),
)


def ending(error: Exception, settings: Settings) -> tuple[ExitCode, str]:
    """The exit code and the words of an error of `NAMED`."""
    code = next((code for kind, code in CODES if isinstance(error, kind)), ExitCode.CONFIG)
    match error:
        case AuthorizationError():
            return code, f"{type(error).__name__}: needs {missing_right(error, settings)}"
        case Fenced():
            return code, f"{error}: leaving, to be started again"
        case _:
            return code, str(error)


def told(settings: Settings, work: Callable[[FirstCause], int]) -> int:
    """The exit code of `work`, a command that a person runs: what goes wrong is one line on stderr."""
    quiet(settings)
    first_cause = FirstCause.install()
    try:
        return work(first_cause)
    except AuthorizationError as error:
        code, text = ExitCode.NOT_AUTHORISED, f"{error}: --help names the rights"
    except OffsetOutOfRangeError as error:
        code, text = ExitCode.TEMPORARY, f"records were deleted before they could be read (retention?): {error}"
    except NAMED as error:
        code, text = ending(error, settings)
    except ConfigError as error:
        code, text = ExitCode.CONFIG, str(error)
    except KafkaError as error:
        code, text = ExitCode.UNAVAILABLE, f"the brokers let us in and then did not answer: {error!r}"
    finally:
        first_cause.remove()
    say(text)
    return code


def quiet(settings: Settings) -> None:
    """Nothing of the log but errors, for people; the client's first complaint is in the error that it causes."""
    logs.configure(replace(settings, log_format="console", log_level="error"))
    logging.getLogger("kafka").propagate = False


def say(text: str) -> None:
    """A line on stderr in the command's own name."""
    sys.stderr.write(f"agencyfeed: {logs.clean(text, logs.MESSAGE_MAX)}\n")
