"""With `limit` a process gives up what a learner's code does not need; what it cannot give up, it names.

    limit(seconds=2, readable=["/usr"])      ["memory"]: all but memory is limited

Linux can take all of it: memory and time (resource limits), new processes, signals and the network (seccomp), files
(Landlock), and what only an administrator may do. macOS can take the time of computing, Windows nothing.
"""

import ctypes
import os
import platform
import sys

try:
    import resource
except ImportError:  # Windows
    resource = None

MEMORY = 512 * 2 ** 20  # more than what the libraries take
# The calls that are refused, as the kernel's tables number them for each machine: of processes (clone, fork, vfork,
# execve, execveat), of signals (kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo), of other processes (ptrace,
# process_vm_readv, process_vm_writev, prlimit64), of the network (socket, socketpair, connect), of files (chmod,
# fchmod, chown, fchown, lchown, fchownat, fchmodat)
REFUSED = {
    "x86_64": (0xC000003E, (56, 57, 58, 59, 322, 62, 200, 234, 129, 297, 101, 310, 311, 302, 41, 53, 42,
                            90, 91, 92, 93, 94, 260, 268)),
    "aarch64": (0xC00000B7, (220, 221, 281, 129, 130, 131, 138, 240, 117, 270, 271, 261, 198, 199, 203,
                             52, 53, 54, 55)),
}
# The same everywhere: pidfd_send_signal, io_uring_setup, pidfd_open, clone3, pidfd_getfd, fchmodat2
REFUSED_EVERYWHERE = 424, 425, 434, 435, 438, 452
LANDLOCK = 444, 445, 446  # create_ruleset, add_rule, restrict_self
READ = 0b1100  # read a file, list a folder; of a file, the first alone
WRITE = {1: 0b1111111110010, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}  # what each version of Landlock can refuse beside


def limit(seconds, readable):
    """Give up all that can be given up, for good. seconds : of computing from now on. readable : folders.

    Returns what could not be limited, as words.
    """
    if resource:
        _time(seconds)
    free = []
    for what, step in {"memory": _memory, "files": lambda: _files(readable), "processes and network": _calls}.items():
        try:
            if sys.platform != "linux":
                raise OSError("not kept by the system")
            step()
        except (OSError, ValueError, AttributeError, KeyError):
            free.append(what)
    return free


def die_with_parent():
    """Let the system end this process when the one that started it is gone. Raises where it cannot."""
    _call("prctl", 1, 9, 0, 0, 0)  # PR_SET_PDEATHSIG, by SIGKILL


def _time(seconds):
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, until + 1))


def _memory():
    with open("/proc/self/statm", encoding="ascii") as file:
        most = int(file.read().split()[0]) * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _files(readable):
    """Nothing can be written, and only what Python and its packages consist of can be read."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    version = _call("syscall", LANDLOCK[0], None, ctypes.c_size_t(0), 1)
    handled = READ | sum(bits for since, bits in WRITE.items() if since <= version)
    ruleset = _call("syscall", LANDLOCK[0], ctypes.byref(ctypes.c_uint64(handled)), ctypes.c_size_t(8), 0)
    for folder in filter(os.path.exists, readable):
        place = os.open(folder, os.O_PATH)
        allowed = READ if os.path.isdir(folder) else 0b110 if folder == os.devnull else 0b100
        rule = ctypes.create_string_buffer(allowed.to_bytes(8, sys.byteorder) + place.to_bytes(4, sys.byteorder), 12)
        _call("syscall", LANDLOCK[1], ruleset, 1, ctypes.byref(rule), 0)
        os.close(place)
    _call("prctl", 38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    _call("syscall", LANDLOCK[2], ruleset, 0)
    os.close(ruleset)


def _calls():
    """No new process, no signal to another one, no network: the calls fail with a PermissionError."""
    arch, refused = REFUSED[platform.machine()]
    refused = [*refused, *REFUSED_EVERYWHERE]

    def line(code, value, yes=0, no=0):
        return (code.to_bytes(2, sys.byteorder) + bytes((yes, no)) + value.to_bytes(4, sys.byteorder))

    load, equal, least, give = 0x20, 0x15, 0x35, 0x06  # of the kernel's filter language
    left = len(refused) + 2  # lines from the first jump to the refusal, but one
    program = [line(load, 4), line(equal, arch, 0, left), line(load, 0), line(least, 0x40000000, left - 2)]
    program += [line(equal, number, len(refused) - k) for k, number in enumerate(refused)]
    program += [line(give, 0x7FFF0000), line(give, 0x00050001)]  # allowed; refused as EPERM
    code = ctypes.create_string_buffer(b"".join(program), 8 * len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    _call("prctl", 38, 1, 0, 0, 0)
    _call("capset", (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)())  # an administrator's powers
    filtered = Program(len(program), ctypes.addressof(code))
    _call("prctl", 22, 2, ctypes.byref(filtered), 0, 0)  # PR_SET_SECCOMP, by a filter


def _call(function, *arguments):
    result = getattr(ctypes.CDLL(None, use_errno=True), function)(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
