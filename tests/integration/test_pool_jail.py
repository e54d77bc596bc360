"""What a child can reach, and that nothing outlives the parent."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pools import (
    Start,
    all_gone,
    events,
    lives,
    one,
    run,
)

pytest_plugins = ("pool_fixtures",)

# -- the jail


@pytest.mark.parametrize(
    ("probe", "answer"),
    [
        (b"socket", rb"'PermissionError 1'"),
        (b"fork", rb"'PermissionError 1'"),
        (b"exec", rb"'PermissionError 1'"),
        (b"unlink", rb"'PermissionError 1'"),
        (b"open", rb"'OSError 24'"),
        (b"environment", rb"\{\}"),
        (b"descriptors", rb"\[0, 1, 2, 3\]"),
        (b"core", rb"\(0, 0\)"),
        (b"files", rb"\(0, 0\)"),
        (b"open_after_close", rb"'OSError 24'"),
        (b"signals", rb"\[True, True\]"),
    ],
)
def test_a_child_can_do_little(start: Start, probe: bytes, answer: bytes) -> None:
    """No socket, no process, no file, no environment, no core file; Ctrl-C is the parent's."""
    assert re.fullmatch(answer, one(start(), b"probe:" + probe))


def test_a_socket_is_refused_by_the_kernel(start: Start) -> None:
    """Past Python's audit hook a socket fails all the same: EPERM by the filter, else EMFILE by the limit."""
    assert one(start(), b"probe:raw_socket") in {b"'Operation not permitted'", b"'Too many open files'"}


def test_seccomp_refuses_processes_and_signals(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """Where a filter is permitted, the kernel refuses fork and kill; where not, one log line says so."""
    pool = start()
    filtered = not events(caplog, "pool_jail_incomplete")
    expected = b"'Operation not permitted'" if filtered else b"'allowed'"
    assert run(pool, b"probe:raw_kill") == [expected]
    if filtered:
        assert run(pool, b"probe:raw_fork") == [expected]


def test_a_file_wanted_in_vain_is_reported(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """What warm-up forgot to load shows in the log, once."""
    run(start(), b"probe:open", b"probe:open")
    assert events(caplog, "pool_file_refused") == ["pool child: '/proc/self/environ'"]


def test_nothing_of_our_environment_reaches_the_processes(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither as variables nor in what the kernel keeps of the exec."""
    monkeypatch.setenv("AGENCYFEED_SASL_PASSWORD", "s3cret")
    pool = start()
    for pid in (pool.template_pid, *pool.child_pids):
        names = {entry.split(b"=")[0] for entry in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") if entry}
        assert names == {b"PYTHONPATH", b"OPENBLAS_NUM_THREADS", b"OMP_NUM_THREADS"}


def test_children_have_a_session_of_their_own(start: Start) -> None:
    """Ctrl-C in the terminal does not reach them."""
    assert int(one(start(), b"probe:session")) != os.getsid(0)


# -- the end of the parent

PARENT = """
import sys, time
from worker.model import RawMessage
from worker.pool.pool import Pool
from worker.pool.limits import PoolLimits
from worker.telemetry import Telemetry
sys.path.insert(0, sys.argv[1])
pool = Pool(PoolLimits(workers=2), Telemetry(), entry="faulty_entry:faulty")
pool.start()
pool.submit(1, RawMessage(topic="t", partition=0, offset=0, value=b"hang"))
pool.step(0)
print(pool.template_pid, *pool.child_pids, flush=True)
while True:
    time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_the_parent(number: signal.Signals) -> None:
    """Template and children, a hanging one among them, end with their parent, however it ends."""
    command = [sys.executable, "-c", PARENT, str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 3
        assert all(map(lives, pids))
        parent.send_signal(number)
    assert all_gone(pids)
