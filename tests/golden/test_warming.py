"""Warming: after it, a forked child needs no file and no connection for any golden record."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent

PROBE = """
import sys
sys.path[:0] = sys.argv[1:]
import golden_records
from worker import pipeline
from worker.knowledge.loading import load

records = [golden_records.record(name) for name in golden_records.NAMES]
knowledge = load()
pipeline.warm(knowledge)
touched = []
sys.addaudithook(lambda event, args: touched.append(args[0]) if event in {"open", "socket.connect"} else None)
for raw, hints in records:
    pipeline.handle(raw, knowledge, hints)
print(touched)
"""


def test_after_warming_nothing_is_opened() -> None:
    """Not a stop list, not a time zone, not a codec: the child's file system may as well be gone."""
    command = [sys.executable, "-c", PROBE, str(FOLDER.parent), str(FOLDER)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
