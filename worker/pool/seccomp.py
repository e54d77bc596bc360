"""A seccomp filter that refuses (EPERM) what a pool child never needs: sockets, processes, other processes' memory.

A list of what is refused, not of what is allowed: the parsers are C and Rust libraries of many versions, and a
forgotten harmless call must not cost an article.  Files need no entry: RLIMIT_NOFILE leaves no number for one.
"""

import ctypes
import errno
import os
import struct

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2

# Opcodes of classic BPF as seccomp uses them, and the offsets of struct seccomp_data.
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_X32_CALLS = 0x40000000  # x86-64's second table of call numbers

_AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# (x86_64, aarch64), None = no such call; from syscall_64.tbl and asm-generic/unistd.h of the kernel.
REFUSED: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206), "recvfrom": (45, 207), "sendmsg": (46, 211),
    "recvmsg": (47, 212), "sendmmsg": (307, 269), "recvmmsg": (299, 243),
    "fork": (57, None), "vfork": (58, None), "clone": (56, 220), "clone3": (435, 435), "execve": (59, 221),
    "execveat": (322, 281), "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "perf_event_open": (298, 241), "bpf": (321, 280), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "personality": (135, 92),
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "open_by_handle_at": (304, 265), "init_module": (175, 105), "delete_module": (176, 106),
    "finit_module": (313, 273), "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142),
    "unlink": (87, None), "unlinkat": (263, 35), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    "mkdir": (83, None), "mkdirat": (258, 34), "rmdir": (84, None), "link": (86, None), "linkat": (265, 37),
    "symlink": (88, None), "symlinkat": (266, 36), "mknod": (133, None), "mknodat": (259, 33), "chmod": (90, None),
    "fchmodat": (268, 53), "chown": (92, None), "fchownat": (260, 54), "truncate": (76, 45),
}  # fmt: skip

# Allowed when the first argument is the given one: abort() signals the own process, getrlimit() asks about pid 0.
_TGKILL = {"x86_64": 234, "aarch64": 131}
_PRLIMIT64 = {"x86_64": 302, "aarch64": 261}


def program(machine: str, own_pid: int) -> bytes:
    """The BPF program for `machine` (x86_64 or aarch64), as an array of struct sock_filter."""
    column = list(_AUDIT_ARCHITECTURE).index(machine)
    numbers = [row[column] for row in REFUSED.values()]
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        *_unless(_JUMP_EQUAL, _AUDIT_ARCHITECTURE[machine]),
        _step(_LOAD, _NUMBER),
        _step(_JUMP_AT_LEAST, _X32_CALLS, 0, 1),
        _step(_RETURN, _REFUSE),
    ]
    for number in numbers:
        steps += _refuse(number) if number is not None else []
    steps += _only_with(_TGKILL[machine], own_pid) + _only_with(_PRLIMIT64[machine], 0)
    return b"".join([*steps, _step(_RETURN, _ALLOW)])


def install(own_pid: int) -> str | None:
    """Put the filter on this process for good; gives None, or why it could not be had."""
    machine = os.uname().machine
    if machine not in _AUDIT_ARCHITECTURE:
        return f"no table for {machine}"
    code = program(machine, own_pid)
    instructions = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: unsigned short, then a pointer at its natural alignment
    header = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(instructions))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return f"PR_SET_NO_NEW_PRIVS: {os.strerror(ctypes.get_errno())}"
    if libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.create_string_buffer(header, len(header)), 0, 0) != 0:
        return f"PR_SET_SECCOMP: {os.strerror(ctypes.get_errno())}"
    return None


def _step(opcode: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", opcode, if_true, if_false, value)


def _unless(opcode: int, value: int) -> list[bytes]:
    return [_step(opcode, value, 1, 0), _step(_RETURN, _REFUSE)]


def _refuse(number: int) -> list[bytes]:
    return [_step(_JUMP_EQUAL, number, 0, 1), _step(_RETURN, _REFUSE)]


def _only_with(number: int, first_argument: int) -> list[bytes]:
    """Refuse call `number` unless its first argument (32 bits of it) is `first_argument`."""
    return [
        _step(_JUMP_EQUAL, number, 0, 4),
        _step(_LOAD, _FIRST_ARGUMENT),
        *_unless(_JUMP_EQUAL, first_argument),
        _step(_RETURN, _ALLOW),
    ]
