"""The filter's program, run by a small interpreter of the few instructions it uses."""

import struct

import pytest

from worker.pool import seccomp

ALLOW, REFUSE = 0x7FFF0000, 0x00050001
OWN_PID = 4711
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# read, write, mmap, futex, exit_group, rt_sigreturn, openat (left to RLIMIT_NOFILE), getrandom
HARMLESS = {"x86_64": (0, 1, 9, 202, 231, 15, 257, 318), "aarch64": (63, 64, 222, 98, 94, 139, 56, 278)}
TGKILL = {"x86_64": 234, "aarch64": 131}
PRLIMIT64 = {"x86_64": 302, "aarch64": 261}

machines = pytest.mark.parametrize("machine", ["x86_64", "aarch64"])


def verdict(code: bytes, architecture: int, number: int, first_argument: int = 0) -> int:
    """What the kernel would answer to this call."""
    steps = list(struct.iter_unpack("HBBI", code))
    data = {0: number, 4: architecture, 16: first_argument}
    position, accumulator = 0, 0
    while True:
        opcode, if_true, if_false, value = steps[position]
        position += 1
        match opcode:
            case 0x20:
                accumulator = data[value]
            case 0x15:
                position += if_true if accumulator == value else if_false
            case 0x35:
                position += if_true if accumulator >= value else if_false
            case 0x06:
                return int(value)
            case _:
                raise AssertionError(opcode)


@machines
def test_every_call_of_the_table_is_refused(machine: str) -> None:
    """Each number of the machine's column gets EPERM."""
    code = seccomp.program(machine, OWN_PID)
    column = list(ARCHITECTURES).index(machine)
    numbers = [row[column] for row in seccomp.REFUSED.values() if row[column] is not None]
    assert len(numbers) > 60
    assert {verdict(code, ARCHITECTURES[machine], number or 0) for number in numbers} == {REFUSE}


@machines
def test_harmless_calls_are_allowed(machine: str) -> None:
    """What Python and the parsers live on passes."""
    code = seccomp.program(machine, OWN_PID)
    assert {verdict(code, ARCHITECTURES[machine], number) for number in HARMLESS[machine]} == {ALLOW}


@machines
def test_signals_to_others_are_refused(machine: str) -> None:
    """abort() may signal its own process; limits may be asked of the own process alone."""
    code = seccomp.program(machine, OWN_PID)
    architecture = ARCHITECTURES[machine]
    assert verdict(code, architecture, TGKILL[machine], OWN_PID) == ALLOW
    assert verdict(code, architecture, TGKILL[machine], 1) == REFUSE
    assert verdict(code, architecture, PRLIMIT64[machine], 0) == ALLOW
    assert verdict(code, architecture, PRLIMIT64[machine], OWN_PID) == REFUSE


@machines
def test_other_call_tables_are_refused(machine: str) -> None:
    """32-bit calls and x32 numbers, whose tables differ, do not slip through."""
    code = seccomp.program(machine, OWN_PID)
    assert verdict(code, 0x40000003, 4) == REFUSE
    assert verdict(code, ARCHITECTURES[machine], 0x40000000 | 41) == REFUSE


def test_unknown_machine_is_a_note() -> None:
    """Where there is no table there is no program."""
    with pytest.raises(ValueError, match="riscv64"):
        seccomp.program("riscv64", OWN_PID)
