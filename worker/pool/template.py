"""The process that children are forked from: everything is loaded and warm, one thread, no secrets, no input.

Started by exec (`python -m worker.pool.template`) before the parent has a thread or a connection.  Over its control
socket it receives one plan, then a connection per wanted child, and reports children born and ended.
"""

import argparse
import gc
import importlib
import os
import select
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson

from worker.model import Hints, Limits
from worker.pool import child as pool_child
from worker.pool import jail as pool_jail
from worker.pool.child import Handle
from worker.pool.jail import Jail

Entry = Callable[[Limits, Hints], Handle]
MESSAGE_MAX_BYTES = 64 * 1024
# New objects before they are searched for cycles.  A page makes about as many and leaves next to none: searching at
# every 700, as Python does unless told, took one part in fifty of all time.
GARBAGE_MIN = 20_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What the parent wants of every child."""

    limits: Limits
    hints: Hints
    jail: Jail


def main() -> None:
    """Warm up, then fork a child for every connection received, until the parent is gone."""
    arguments = _arguments()
    pool_jail.die_with_parent(arguments.parent, "feed-template")
    pool_jail.quiet_signals()
    with socket.socket(fileno=arguments.control) as control:
        plan = _plan(orjson.loads(control.recv(MESSAGE_MAX_BYTES)))
        handle = load_entry(arguments.entry)(plan.limits, plan.hints)
        os.environ.clear()  # not earlier: libraries read how many threads they may start
        _refuse_threads()
        gc.collect()
        gc.set_threshold(GARBAGE_MIN)
        gc.freeze()  # children do not touch these objects' reference lists: pages stay shared
        _close_standard_output()
        control.send(orjson.dumps({"ready": os.getpid()}))
        _serve(control, partial(_fork, handle=handle, jail=plan.jail))


def load_entry(name: str) -> Entry:
    """The function `module:function`: given limits and hints it warms up and gives what handles a record."""
    module, _, function = name.partition(":")
    entry: Entry = getattr(importlib.import_module(module), function)
    return entry


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="worker.pool.template")
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--entry", required=True)
    return parser.parse_args()


def _plan(fields: dict[str, dict[str, Any]]) -> Plan:
    return Plan(Limits(**fields["limits"]), Hints(**fields["hints"]), Jail(**fields["jail"]))


def _refuse_threads() -> None:
    """A fork copies locks, not the threads that would release them."""
    if (threads := len(os.listdir("/proc/self/task"))) != 1:  # noqa: PTH208 - names only
        raise RuntimeError(f"the template has {threads} threads and must not be forked")


def _close_standard_output() -> None:
    """Whatever libraries print about a payload must not reach the logs."""
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    os.close(null)


def _serve(control: socket.socket, fork: Callable[[int], int]) -> None:
    bell, striker = socket.socketpair()
    striker.setblocking(False)
    signal.set_wakeup_fd(striker.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    pids: set[int] = set()
    while True:
        readable, _, _ = select.select([control, bell], [], [])
        if bell in readable:
            bell.recv(4096)
            _report_ended(control, pids)
        if control in readable and not _fork_wanted(control, fork, pids):
            break
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    for pid in pids:
        os.waitpid(pid, 0)


def _fork_wanted(control: socket.socket, fork: Callable[[int], int], pids: set[int]) -> bool:
    """Serve one request; False when the parent is gone."""
    message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_MAX_BYTES, 1)
    if not message:
        return False
    lane = orjson.loads(message)["fork"]
    pid = fork(descriptors[0])
    pids.add(pid)
    os.close(descriptors[0])
    control.send(orjson.dumps({"forked": lane, "pid": pid}))
    return True


def _fork(pipe_fd: int, handle: Handle, jail: Jail) -> int:
    template = os.getpid()
    if (pid := os.fork()) == 0:
        pool_jail.die_with_parent(template, "feed-child")
        pool_child.live(pipe_fd, handle, jail)
    return pid


def _report_ended(control: socket.socket, pids: set[int]) -> None:
    while pids:
        pid, status, usage = os.wait4(-1, os.WNOHANG)
        if pid == 0:
            return
        pids.discard(pid)
        # Linux counts in KiB
        control.send(orjson.dumps({"ended": pid, "status": status, "peak_bytes": usage.ru_maxrss * 1024}))


if __name__ == "__main__":
    main()
