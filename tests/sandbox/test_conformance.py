"""What every sandbox must hold, told by small programs from inside. The sandboxes and their exceptions: conftest.py.

A program prints what happened to it; the test reads that. Nothing here asks how a sandbox does it.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from grader.sandbox import SandboxGone

# Begins a program that tries things: `refused(f, *arguments)` tells the name of the error, or "DONE".
TRY = """
import errno, os, sys
def refused(f, *arguments, **named):
    try:
        f(*arguments, **named)
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error.errno))
    except Exception as error:
        return type(error).__name__
    return "DONE"
"""

ALLOWED_ENVIRONMENT = {
    "PATH", "HOME", "LANG", "LC_CTYPE", "TMPDIR", "HOSTNAME", "PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE",
    "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_WAIT_POLICY", "MALLOC_ARENA_MAX",
    "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_",
}  # fmt: skip

# By number, for no C library has a name for each. x86_64, aarch64.
FORBIDDEN_CALLS = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "mount_setattr": (442, 442),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "swapon": (167, 224),
    "reboot": (169, 142),
    "quotactl": (179, 60),
    "acct": (163, 89),
    "syslog": (103, 116),
    "personality": (135, 92),
    "fanotify_init": (300, 262),
    "lookup_dcookie": (212, 18),
    "mbind": (237, 235),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "vmsplice": (278, 75),
    "splice": (275, 76),
    "tee": (276, 77),
    "execveat": (322, 281),
    "fadvise64": (221, 223),
    "readahead": (187, 213),
    "mincore": (27, 232),
    "cachestat": (451, 451),
    "sync_file_range": (277, 84),
    "syncfs": (306, 267),
    "sync": (162, 81),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "remap_file_pages": (216, 234),
    "mlock": (149, 228),
    "mlock2": (325, 284),
    "mlockall": (151, 230),
    "io_setup": (206, 0),
    "io_submit": (209, 2),
    "openat2": (437, 437),
    "flock": (73, 32),
    "inotify_init1": (294, 26),
    "inotify_add_watch": (254, 27),
    "fanotify_mark": (301, 263),
    "swapoff": (168, 225),
    "sysinfo": (99, 179),
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118),
    "sched_setattr": (314, 274),
    "pidfd_send_signal": (424, 424),
}

# Files of /proc that are no process's, and that tell of the kernel and the hardware alone.
UNCHANGING = {
    "bootconfig", "cmdline", "config.gz", "consoles", "cpuinfo", "devices", "dma", "execdomains", "fb", "filesystems",
    "iomem", "ioports", "kallsyms", "misc", "mtrr", "version", "version_signature",
}  # fmt: skip

ECHO = """
import sys
while data := sys.stdin.buffer.read1(65536):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
"""

# ---- the streams


def test_streams_carry_bytes_whole(trial):
    """What is written comes in and what is printed comes out, whole and in order, in both directions at once."""
    data = os.urandom(1 << 20) * 5
    running = trial.start(ECHO)
    writer = threading.Thread(target=running.write, args=(data,), daemon=True)
    writer.start()
    got = b""
    while len(got) < len(data):
        piece = running.read()
        assert piece, running.stderr_tail()
        got += piece
    writer.join(10)
    assert got == data


def test_output_ends_with_the_program(trial):
    """After the program's end there is what it printed, then the end, as often as one asks."""
    running = trial.start("print('last words')")
    assert trial.read_all(running) == b"last words\n"
    assert running.read() == b""


def test_stderr_keeps_a_tail(trial):
    """Of standard error the last 4 KiB are kept, however much there was."""
    running = trial.start("import sys; sys.stderr.write('x' * 3_000_000 + 'the end')")
    trial.read_all(running)
    tail = running.stderr_tail()
    assert tail.endswith("the end")
    assert 1000 < len(tail) <= 4096


def test_write_to_an_ended_one_raises(trial):
    """Writing to a sandbox whose program has ended raises SandboxGone, and says so."""
    running = trial.start("pass")
    trial.read_all(running)
    with pytest.raises(SandboxGone, match="ended"):
        running.write(b"are you there?")


def test_write_to_a_destroyed_one_raises(trial):
    """Writing to a destroyed sandbox raises SandboxGone, although nobody read its end."""
    running = trial.start(ECHO)
    running.destroy()
    with pytest.raises(SandboxGone, match="ended"):
        running.write(b"are you there?")


def test_destroy_ends_a_write_that_waits(trial):
    """A write that waits for a program that never reads ends when the sandbox is destroyed."""
    running = trial.start("import time; time.sleep(60)")
    raised = []

    def write() -> None:
        with pytest.raises(SandboxGone) as caught:
            running.write(b"x" * (64 << 20))
        raised.append(caught.value)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    time.sleep(0.3)
    running.destroy()
    writer.join(5)
    assert raised, "the write still waits"


def test_destroy_ends_a_read_that_waits(trial):
    """A read that waits for a silent program ends when the sandbox is destroyed."""
    running = trial.start("import time; time.sleep(60)")
    timer = threading.Timer(0.3, running.destroy)
    timer.start()
    assert trial.read_all(running, wait_s=5) == b""
    timer.join()


# ---- the network, the files


def test_network_is_refused(trial):
    """No socket of any family can be made, not even a pair of them."""
    said = trial.run(
        TRY
        + """
import socket
for name in ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_ALG"):
    family = getattr(socket, name)
    kinds = [refused(socket.socket, family, kind) for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW)]
    print(name, *kinds)
print("pair", refused(socket.socketpair))
"""
    )
    assert said.count("EPERM") == 7 * 3 + 1, said


def test_everything_but_the_scratch_space_is_read_only(trial):
    """No file can be made, changed or removed outside the scratch space: not the interpreter, nor its packages."""
    said = trial.run(
        TRY
        + """
import json, numpy, tempfile
def write(path):
    with open(path, "ab"):
        pass
places = ["/", "/usr", "/etc", "/dev", "/dev/shm", "/var/tmp", "/run", "/opt", "/home", "/root", "/srv", "/sys",
          "/proc/sys", sys.prefix, os.path.dirname(json.__file__), os.path.dirname(numpy.__file__)]
scratch = tempfile.gettempdir()
for place in places:
    if not os.path.realpath(place).startswith(scratch):
        print(place, refused(write, os.path.join(place, "planted")))
for path in (json.__file__, numpy.__file__, json.__cached__, os.path.realpath(sys.executable)):
    print(path, refused(write, path), refused(os.unlink, path), refused(os.chmod, path, 0o777))
print("scratch", refused(write, os.path.join(scratch, "mine")))
"""
    )
    lines = said.splitlines()
    assert len(lines) > 15, said
    assert lines[-1] == "scratch DONE"
    assert "DONE" not in "".join(lines[:-1]), said


def test_scratch_runs_no_programs(trial):
    """A program that was written to the scratch space cannot be run."""
    said = trial.run(
        TRY
        + """
import tempfile
path = os.path.join(tempfile.gettempdir(), "program")
with open(path, "w") as file:
    file.write("#!/bin/sh\\n")
os.chmod(path, 0o755)
print(refused(os.execv, path, [path]))
"""
    )
    assert said in ("EACCES\n", "EPERM\n")


def test_scratch_is_not_mapped_as_code(trial):
    """A file that was written to the scratch space cannot be mapped as code, as a library would be."""
    said = trial.run(
        TRY
        + """
import mmap, tempfile
path = os.path.join(tempfile.gettempdir(), "library")
with open(path, "wb") as file:
    file.write(bytes(4096))
with open(path, "rb") as file:
    print(refused(mmap.mmap, file.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_EXEC))
"""
    )
    assert said == "EPERM\n"


def test_scratch_is_capped_in_bytes(trial):
    """The scratch space takes its cap and no more, in however many files."""
    said = trial.run(
        TRY
        + """
import tempfile
folder, total, block = tempfile.gettempdir(), 0, bytes(1 << 20)
def fill(number):
    global total
    with open(os.path.join(folder, str(number)), "wb", buffering=0) as file:
        for _ in range(4):
            total += file.write(block)
found = [refused(fill, number) for number in range(16)]
print(sorted(set(found)), total >> 20)
"""
    )
    errors, mib = said.rsplit(maxsplit=1)
    assert "ENOSPC" in errors, said
    assert 8 <= int(mib) <= 16, said


def test_scratch_is_capped_in_files(trial):
    """The scratch space takes a limited number of files, however small."""
    said = trial.run(
        TRY
        + """
import tempfile
folder, made = tempfile.gettempdir(), 0
while made < 2000 and refused(lambda: open(os.path.join(folder, str(made)), "xb").close()) == "DONE":
    made += 1
print(made)
"""
    )
    assert 100 < int(said) <= 256, said


def test_files_are_capped_in_size(trial):
    """A file does not grow past its cap, by writing or by stretching."""
    said = trial.run(
        TRY
        + """
import signal, tempfile
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = os.path.join(tempfile.gettempdir(), "large")
print(refused(lambda: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), 1 << 40)))
def grow():
    with open(path, "wb", buffering=0) as file:
        for _ in range(12):
            file.write(bytes(1 << 20))
print(refused(grow), os.path.getsize(path) >> 20)
"""
    )
    assert said.splitlines() == ["EFBIG", "EFBIG 8"]


def test_nothing_of_the_host_is_read(trial, tmp_path, monkeypatch):
    """No file of the host can be read from inside, nor the environment of a process outside."""
    monkeypatch.setenv("DLGRADE_TEST_SECRET", "geheim")
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    said = trial.run(
        TRY
        + f"""
def read(path):
    try:
        return open(path, "rb").read()
    except OSError:
        return b""
for path in ({str(secret)!r}, "/etc/shadow", {str(Path(__file__).resolve())!r}):
    print(refused(lambda: open(path).read()))
print(b"geheim" in b"".join(read(f"/proc/{{pid}}/environ") for pid in ("self", 1, {os.getpid()})))
"""
    )
    lines = said.splitlines()
    assert set(lines[:3]) <= {"ENOENT", "EACCES", "EPERM"}, said
    assert lines[3] == "False", said


def test_nothing_of_the_host_is_seen(trial, tmp_path):
    """That a file of the host exists cannot be told from inside, nor where what is visible lies on the host."""
    secret = tmp_path / "secret.txt"
    secret.touch()
    said = trial.run(
        f"""
import os
places = {str(secret)!r}, {str(Path(__file__).resolve())!r}
print([place for place in places if os.path.exists(place)])
mounts = open("/proc/self/mountinfo").read()
print([place for place in places if os.path.dirname(place) in mounts])
"""
    )
    assert said == "[]\n[]\n"


def test_no_process_of_the_host_is_touched(trial):
    """No process outside can be sent a signal."""
    said = trial.run(TRY + f"print(refused(os.kill, {os.getpid()}, 0), refused(os.kill, {os.getppid()}, 0))")
    assert set(said.split()) <= {"ESRCH", "EPERM"}


def test_no_process_of_the_host_is_seen(trial):
    """The processes that can be listed are those of the sandbox."""
    said = trial.run(
        """
import os
lines = [open(f"/proc/{pid}/cmdline", "rb").read() for pid in os.listdir("/proc") if pid.isdigit()]
print(sum(b"dlgrade-trial" not in line for line in lines))
"""
    )
    assert said == "0\n"


def test_environment_is_a_short_list(trial, monkeypatch):
    """The environment holds what the sandbox sets and nothing of the grader's; libraries are told to use one thread."""
    monkeypatch.setenv("DLGRADE_TEST_SECRET", "geheim")
    said = trial.run("import os\nfor name, value in os.environ.items(): print(f'{name}={value}')")
    environment = dict(line.split("=", 1) for line in said.splitlines())
    assert set(environment) <= ALLOWED_ENVIRONMENT
    assert environment["PYTHONHASHSEED"] == "0"
    assert environment["OMP_NUM_THREADS"] == "1"
    assert environment["HOME"].startswith("/")


def test_nothing_counts_the_whole_machine(trial):
    """What can be read below /proc and /sys is about the sandbox's own processes, or never changes."""
    said = trial.run(
        """
import os
def content(path):
    try:
        return open(path, "rb").read(10)
    except OSError:
        return b""
for name in os.listdir("/proc"):
    path = "/proc/" + name
    if not name.isdigit() and not os.path.islink(path):
        if os.path.isdir(path) and os.listdir(path) or os.path.isfile(path) and content(path):
            print(name)
for folder, below, names in os.walk("/sys"):
    below[:] = {os.path.join(folder, name) for name in below} - {"/sys/fs/cgroup", "/sys/devices/system/cpu"}
    for name in {"stat", "statistics", "meminfo", "vmstat", "numastat", "usage", "io_ticks", "refcnt"} & set(names):
        print(os.path.join(folder, name))
"""
    )
    assert set(said.splitlines()) <= UNCHANGING, said


# ---- what may be taken


def test_processes_are_capped(trial):
    """Children can be made up to the cap; the next fork fails and the program goes on."""
    said = trial.run(
        TRY
        + """
import signal
children = []
while len(children) < 200:
    try:
        pid = os.fork()
    except OSError as error:
        print(errno.errorcode[error.errno])
        break
    if not pid:
        signal.pause()
    children.append(pid)
for pid in children:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
print(len(children))
"""
    )
    error, count = said.split()
    assert error == "EAGAIN"
    assert 16 <= int(count) <= 32


def test_threads_are_capped(trial):
    """Threads count like processes."""
    said = trial.run(
        """
import threading
stop, made = threading.Event(), 0
try:
    while made < 200:
        threading.Thread(target=stop.wait, daemon=True).start()
        made += 1
except RuntimeError as error:
    print(error)
stop.set()
print(made)
"""
    )
    assert "can't start new thread" in said
    assert 16 <= int(said.split()[-1]) <= 32


def test_memory_is_capped(trial):
    """A child that takes more memory than the cap dies or is refused; the program goes on."""
    said = trial.run(
        """
import os
pid = os.fork()
if not pid:
    try:
        taken = [b"x" * (16 << 20) for _ in range(64)]
    except MemoryError:
        os._exit(9)
    os._exit(0)
status = os.waitpid(pid, 0)[1]
print("refused" if status else "DONE", "and alive")
"""
    )
    assert said == "refused and alive\n"


def test_memory_is_capped_for_all_together(trial):
    """Many children that each take little are capped together."""
    said = trial.run(
        """
import os, select, signal, time
reader, writer = os.pipe()
children = []
for _ in range(8):
    pid = os.fork()
    if not pid:
        taken = b"x" * (64 << 20)
        print("DONE", flush=True)
        os.write(writer, b".")
        signal.pause()
    children.append(pid)
end, taken, dead = time.monotonic() + 15, b"", None
while len(taken) < 8 and not dead and time.monotonic() < end:
    if select.select([reader], [], [], 0.05)[0]:
        taken += os.read(reader, 8)
    dead = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
for pid in children:
    os.kill(pid, signal.SIGKILL)
print(sum(os.waitpid(pid, 0)[1] == 9 for pid in children), "ended")
"""
    )
    assert said.splitlines()[-1] == "8 ended"
    assert said.count("DONE") < 8, said


def test_scratch_space_counts_as_memory(trial):
    """What lies in the scratch space and what is in memory are capped together: files are no way around the cap."""
    said = trial.run(
        """
import os, tempfile
pid = os.fork()
if not pid:
    for number in range(24):
        with open(os.path.join(tempfile.gettempdir(), str(number)), "wb") as file:
            file.write(bytes(8 << 20))
    os._exit(0)
print("refused" if os.waitpid(pid, 0)[1] else "DONE")
""",
        memory_bytes=128 << 20,
        scratch_bytes=512 << 20,
    )
    assert "refused" in said, said


def test_open_files_are_capped(trial):
    """Descriptors run out at the cap, which cannot be raised."""
    said = trial.run(
        TRY
        + """
import resource
opened = []
try:
    while len(opened) < 5000:
        opened.append(os.dup(0))
except OSError as error:
    print(errno.errorcode[error.errno], len(opened))
for descriptor in opened:
    os.close(descriptor)
print(refused(resource.setrlimit, resource.RLIMIT_NOFILE, (4096, 4096)))
"""
    )
    first, second = said.splitlines()
    assert first.split()[0] == "EMFILE"
    assert 32 <= int(first.split()[1]) <= 64
    assert second in ("ValueError", "EPERM")


def test_no_core_is_dumped(trial):
    """The size of a core is limited to nothing, for good."""
    said = trial.run("import resource; print(resource.getrlimit(resource.RLIMIT_CORE))")
    assert said == "(0, 0)\n"


def test_the_judges_limit_on_memory_is_no_limit_inside(trial):
    """Who starts a sandbox may have a limit on its own data, which is not meant for what runs there."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    own = 8 << 30
    resource.setrlimit(resource.RLIMIT_DATA, (own, before[1]))
    try:
        said = trial.run("import resource; print(resource.getrlimit(resource.RLIMIT_DATA)[0])")
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
    assert int(said) != own


def test_deadline_ends_it(trial):
    """A program that ignores every signal ends at the sandbox's deadline."""
    began = time.monotonic()
    running = trial.start(
        """
import signal, time
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
print("deaf", flush=True)
while True:
    time.sleep(1)
""",
        deadline_s=2,
    )
    assert trial.read_all(running, wait_s=15) == b"deaf\n"
    assert time.monotonic() - began < 10
    assert trial.eventually(lambda: not trial.processes())


# ---- rights


def test_no_rights(trial):
    """No capability is held or can be got, no new privileges come with a program, a filter of calls is on."""
    said = trial.run("print(open('/proc/self/status').read())")
    status = dict(line.split(":", 1) for line in said.splitlines() if ":" in line)
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(status[name], 16) == 0, name
    assert status["NoNewPrivs"].strip() == "1"
    assert status["Seccomp"].strip() == "2"
    assert status["Groups"].strip() in ("", status["Gid"].split()[0])


def test_user_is_not_root(trial):
    """The program runs as an ordinary user and cannot become another."""
    said = trial.run(
        TRY
        + """
print(*os.getresuid(), *os.getresgid())
print(refused(os.setuid, 0), refused(os.setgid, 0), refused(os.setgroups, [0]), refused(os.chroot, "/"))
"""
    )
    users, rights = said.splitlines()
    assert "0" not in users.split()
    assert len(set(users.split())) == 1
    assert set(rights.split()) <= {"EPERM", "EACCES"}, rights


def test_dangerous_calls_are_refused(trial):
    """Calls that widen the kernel's surface, reach other processes or make namespaces do not exist or are refused."""
    said = trial.run(
        f"""
import ctypes, errno, platform
libc = ctypes.CDLL(None, use_errno=True)
column = ["x86_64", "aarch64"].index(platform.machine())
for name, numbers in {FORBIDDEN_CALLS!r}.items():
    ctypes.set_errno(0)
    result = libc.syscall(numbers[column], 0, 0, 0, 0, 0, 0)
    print(name, result, errno.errorcode.get(ctypes.get_errno()))
"""
    )
    answers = {line.split()[0]: line.split()[1:] for line in said.splitlines()}
    assert set(answers) == set(FORBIDDEN_CALLS)
    wrong = {name: found for name, found in answers.items() if found not in (["-1", "EPERM"], ["-1", "ENOSYS"])}
    assert wrong == {}


def test_clone_makes_threads_but_no_namespaces(trial):
    """clone3 seems not to exist, so that glibc falls back to clone, which is refused any flag for a namespace."""
    said = trial.run(
        """
import ctypes, errno, platform
libc = ctypes.CDLL(None, use_errno=True)
clone = 56 if platform.machine() == "x86_64" else 220
def call(*arguments):
    ctypes.set_errno(0)
    return "DONE" if libc.syscall(*arguments) >= 0 else errno.errorcode[ctypes.get_errno()]
print("clone3", call(435, 0, 0))
for bit in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
    print(hex(bit), call(clone, ctypes.c_ulong(bit | 17), 0, 0, 0, 0))
"""
    )
    assert said.splitlines()[0] == "clone3 ENOSYS"
    assert [line.split()[1] for line in said.splitlines()[1:]] == ["EPERM"] * 7


def test_the_page_cache_is_neither_moved_nor_questioned(trial):
    """No file of the image is read ahead, evicted, asked for by page or read past the cache: each sandbox sees the same
    pages, and one could leave the next a word in them.
    """
    said = trial.run(
        TRY
        + """
import fcntl, mmap, tempfile
fd, scratch = os.open(os.__file__, os.O_RDONLY), os.path.join(tempfile.gettempdir(), "scratch")
advice = [getattr(os, name) for name in dir(os) if name.startswith("POSIX_FADV_")]
print("fadvise", *(refused(os.posix_fadvise, fd, 0, 0, number) for number in advice))
flags = [1 << bit for bit in range(9)]
print("preadv2", *(refused(os.preadv, fd, [bytearray(1)], 0, flag) for flag in flags))
out = os.open(scratch, os.O_CREAT | os.O_RDWR)
print("pwritev2", *(refused(os.pwritev, out, [b"x"], 0, flag) for flag in flags))
mapped = mmap.mmap(fd, 0, prot=mmap.PROT_READ)
moving = {"RANDOM": 1, "SEQUENTIAL": 2, "WILLNEED": 3, "MERGEABLE": 12, "COLD": 20, "PAGEOUT": 21, "POPULATE_READ": 22,
          "POPULATE_WRITE": 23, "COLLAPSE": 25, "SOFT_OFFLINE": 101}
print("madvise", *(refused(mapped.madvise, number) for number in moving.values()))
print("direct", *(refused(os.open, path, os.O_RDONLY | os.O_DIRECT) for path in (os.__file__, scratch)),
      refused(fcntl.fcntl, fd, fcntl.F_SETFL, os.O_DIRECT))
anonymous = mmap.mmap(-1, 1 << 16)
print("own", refused(anonymous.madvise, mmap.MADV_DONTNEED), refused(anonymous.madvise, mmap.MADV_DONTFORK),
      refused(os.preadv, fd, [bytearray(1)], 0, 0), refused(os.pwritev, out, [b"x"], 0, 0))
"""
    )
    lines = dict(line.split(" ", 1) for line in said.splitlines())
    assert set(lines.pop("own").split()) == {"DONE"}, said
    assert len(lines) == 5, said
    assert {answer for line in lines.values() for answer in line.split()} == {"EPERM"}, said


def test_a_file_is_not_locked_leased_or_watched(trial):
    """No lock, lease or watch can be set on a file: another sandbox with the same file would see it."""
    said = trial.run(
        TRY
        + """
import fcntl, struct
fd = os.open(os.__file__, os.O_RDONLY)
lock = struct.pack("hhqqi", fcntl.F_RDLCK, 0, 0, 0, 0)
print(
    refused(fcntl.flock, fd, fcntl.LOCK_SH | fcntl.LOCK_NB),
    *(refused(fcntl.fcntl, fd, which, lock) for which in (fcntl.F_GETLK, fcntl.F_SETLK, fcntl.F_SETLKW, 36, 37, 38)),
    *(refused(fcntl.fcntl, fd, which, fcntl.F_RDLCK) for which in (fcntl.F_SETLEASE, fcntl.F_GETLEASE)),
    refused(fcntl.fcntl, os.open(os.path.dirname(os.__file__), os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS),
)
print(refused(fcntl.fcntl, fd, fcntl.F_SETFD, fcntl.FD_CLOEXEC), refused(fcntl.fcntl, fd, fcntl.F_GETFL))
"""
    )
    assert said.splitlines() == [" ".join(["EPERM"] * 10), "DONE DONE"], said


def test_reading_a_file_leaves_no_mark_on_it(trial):
    """Where files lie that all sandboxes share, reading writes no time of access, from which others could tell it."""
    said = trial.run(
        """
import numpy, os, sys
for path in (os.__file__, numpy.__file__, os.path.realpath(sys.executable)):
    print(bool(os.statvfs(path).f_flag & (os.ST_RDONLY | os.ST_NOATIME)))
"""
    )
    assert said == "True\n" * 3


def test_what_it_was_the_first_to_read_is_forgotten(trial):
    """After a sandbox's end no page is in the kernel's cache that it was the first to read: the next one cannot tell by
    the time of an access what this one had read.
    """
    running = trial.start(
        """
import numpy, os, pydoc_data, sys  # numpy, for a worker is never smaller than the engine's least limit
path = os.path.join(os.path.dirname(pydoc_data.__file__), "topics.py")
print(path, flush=True)
sys.stdin.readline()
print(len(open(path, "rb").read()), flush=True)
sys.stdin.read()
"""
    )
    path = trial.on_the_host(trial.read_line(running).strip())
    descriptor = os.open(path, os.O_RDONLY)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)
    assert cached_pages(path) == 0, "somebody else uses it"
    running.write(b"read it\n")
    assert int(trial.read_line(running)) > 500_000
    assert cached_pages(path) > 100
    running.destroy()
    assert trial.eventually(lambda: cached_pages(path) == 0, 2), cached_pages(path)


def cached_pages(path: Path) -> int:
    """How many pages of a file of ours the kernel has in its cache."""
    with open(path, "rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE)
        resident = ctypes.create_string_buffer(len(mapped) // mmap.PAGESIZE + 1)
        address = ctypes.addressof(ctypes.c_char.from_buffer(mapped))
        assert ctypes.CDLL(None).mincore(ctypes.c_void_p(address), ctypes.c_size_t(len(mapped)), resident) == 0
    return sum(page & 1 for page in resident.raw)


def test_memory_is_not_locked(trial):
    """No page can be kept from being evicted, by a call or by a flag of a mapping."""
    said = trial.run(
        TRY
        + """
import ctypes, mmap, resource
print(resource.getrlimit(resource.RLIMIT_MEMLOCK))
print(refused(mmap.mmap, -1, 1 << 16, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x2000))
"""
    )
    assert said.splitlines()[0] == "(0, 0)", said
    assert said.splitlines()[1] in ("EAGAIN", "EPERM"), said


def test_ioctl_is_a_short_list(trial):
    """Of ioctl only a few harmless requests are let through: none that types into a terminal, however it is spelt."""
    said = trial.run(
        """
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
ioctl = 16 if platform.machine() == "x86_64" else 29
room = ctypes.create_string_buffer(64)
def call(request):
    ctypes.set_errno(0)
    done = libc.syscall(ioctl, 0, ctypes.c_ulong(request), room)
    return "DONE" if done == 0 else errno.errorcode[ctypes.get_errno()]
print("TIOCSTI", call(0x5412), call(0x1_0000_5412), call(0xDEAD_0000_5412))
print("TIOCLINUX", call(0x541C), "TIOCSCTTY", call(0x540E), "SIOCGIFCONF", call(0x8912), "TCSETS", call(0x5402))
print(call(0x541B), os.isatty(0), os.get_inheritable(0))
"""
    )
    first, second, third = said.splitlines()
    assert first.split()[1:] == ["EPERM"] * 3
    assert second.split()[1::2] == ["EPERM"] * 4
    assert third == "DONE False True"


def test_no_other_process_is_governed(trial):
    """A process changes its own limits and processors, and those of no other: the supervisor's end in it."""
    said = trial.run(
        TRY
        + """
import resource, signal
if pid := os.fork():
    os.waitpid(pid, 0)
    os._exit(0)
parent, cpus = os.getppid(), os.sched_getaffinity(0)
print(
    refused(resource.prlimit, parent, resource.RLIMIT_CPU, (1, 1)), refused(resource.prlimit, 1, resource.RLIMIT_CPU),
    refused(os.sched_setaffinity, parent, cpus), refused(os.sched_setaffinity, 1, cpus),
    *(refused(os.setpriority, which, who, 19) for which in range(3) for who in (0, 1, parent)),
    refused(os.sched_setscheduler, parent, os.SCHED_BATCH, os.sched_param(0)),
    refused(os.sched_setparam, parent, os.sched_param(0)),
)
print(
    refused(resource.prlimit, 0, resource.RLIMIT_CPU, (100, 100)), resource.getrlimit(resource.RLIMIT_CPU),
    refused(os.sched_setaffinity, 0, cpus),
)
"""
    )
    others, own = said.splitlines()
    assert set(others.split()) == {"EPERM"}, said
    assert own == "DONE (100, 100) DONE"


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="i386 and x32 are entries of x86_64 kernels")
def test_other_entries_are_closed(trial):
    """The calls of x32 and of i386 are no way around the filter."""
    said = trial.run(
        """
import ctypes, errno, mmap, os
def child(f):
    pid = os.fork()
    if not pid:
        os._exit(f())
    status = os.waitpid(pid, 0)[1]
    return f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
libc = ctypes.CDLL(None, use_errno=True)
def x32():
    # getpid by its x32 number; 7 if it was answered
    return 7 if libc.syscall(ctypes.c_long(0x40000000 | 39)) > 0 else ctypes.get_errno()
def i386():
    # mov eax, 20 (getpid); int 0x80; ret
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(bytes.fromhex("b814000000cd80c3"))
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    return 7 if ctypes.CFUNCTYPE(ctypes.c_int)(address)() > 0 else 38
print(child(x32))
print(child(i386))
"""
    )
    closed = {"signal 31", "signal 9", "signal 11", "exit 1", "exit 38"}
    assert len(said.splitlines()) == 2
    assert set(said.splitlines()) <= closed, said


def test_kernel_settings_cannot_be_written(trial):
    """Nothing below /proc/sys, /sys or the control groups takes a byte."""
    said = trial.run(
        TRY
        + """
def write(path):
    with open(path, "w") as file:
        file.write("1")
for path in ("/proc/sys/kernel/core_pattern", "/proc/sys/vm/overcommit_memory", "/proc/sysrq-trigger",
             "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/fs/cgroup/memory/memory.limit_in_bytes",
             "/sys/fs/cgroup/cgroup.procs", "/sys/fs/cgroup/memory.max"):
    print(path, refused(write, path))
"""
    )
    assert len(said.splitlines()) == 7
    assert "DONE" not in said, said


def test_counters_are_its_own(trial):
    """Where a sandbox says that the control group inside is its own, the counters there count it and nothing else."""
    running = trial.start(
        """
import os, time
def used_s():
    try:
        return int(open("/sys/fs/cgroup/cpuacct/cpuacct.usage").read()) / 1e9
    except OSError:
        return int(open("/sys/fs/cgroup/cpu.stat").read().split()[1]) / 1e6
def spin(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
if input() == "count":
    time.sleep(0.2)
    before = used_s()
    if not os.fork():
        spin(0.2)
        os._exit(0)
    os.wait()
    between = used_s()
    time.sleep(0.5)
    print(between - before, used_s() - between)
"""
    )
    running.write(b"count\n" if running.own_cgroup else b"no\n")
    said = trial.read_all(running).split()
    if running.own_cgroup:
        busy_s, idle_s = map(float, said)
        assert 0.2 <= busy_s < 0.4
        assert idle_s < 0.05


# ---- what must still work


def test_what_is_installed_beside_the_target_is_not_there(trial):
    """A package of the host's that no exercise may use is missing, not forbidden: libraries try such imports."""
    said = trial.run(
        """
import importlib.util
print(importlib.util.find_spec("rich"), importlib.util.find_spec("numpy") is not None)
try:
    import rich
except ImportError as error:
    print(type(error).__name__, error)
"""
    )
    assert said == "None True\nModuleNotFoundError No module named 'rich'\n"


@pytest.mark.slow
def test_torch_works(trial):
    """Forward, backward and an optimiser's step work in torch, with two threads."""
    said = trial.run(
        """
import torch, warnings
warnings.simplefilter("ignore")  # torch.jit is said to go one day
torch.set_num_threads(2)
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(256, 512), torch.nn.ReLU(), torch.nn.Linear(512, 10))
optimizer = torch.optim.Adam(model.parameters())
x, y = torch.randn(512, 256), torch.randint(0, 10, (512,))
losses = []
for _ in range(5):
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
attention = torch.nn.MultiheadAttention(16, 2)
torch.jit.script(torch.nn.functional.relu)(torch.ones(3))
print(losses[-1] < losses[0], torch.get_num_threads(), attention(*[torch.ones(4, 1, 16)] * 3)[0].shape)
""",
        target="torch",
        memory_bytes=trial.sandbox.baseline_bytes("torch") + (768 << 20),
    )
    assert said == "True 2 torch.Size([4, 1, 16])\n"


def test_python_works(trial):
    """Ordinary Python works: threads, forks, pipes, temporary files, sleeping, random numbers, numpy's arithmetic."""
    said = trial.run(
        """
import concurrent.futures, os, random, secrets, tempfile, time
import numpy as np
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    assert list(pool.map(abs, range(-5, 0))) == [5, 4, 3, 2, 1]
reader, writer = os.pipe()
if not os.fork():
    os.write(writer, b"child")
    os._exit(0)
assert os.read(reader, 9) == b"child" and os.wait()[1] == 0
with tempfile.TemporaryDirectory() as folder:
    np.save(os.path.join(folder, "a.npy"), np.eye(3))
    assert np.load(os.path.join(folder, "a.npy")).trace() == 3
time.sleep(0.01)
random.random(), secrets.token_bytes(8), np.random.default_rng().normal()
a = np.random.default_rng(0).normal(size=(300, 300))
assert np.allclose(a @ np.linalg.inv(a), np.eye(300))
print("works")
"""
    )
    assert said == "works\n"


def test_one_processor_is_used(trial):
    """A sandbox that was given a processor runs on that one, and can be moved to another."""
    cpus = sorted(os.sched_getaffinity(0))
    running = trial.start(
        """
import os, sys
for line in sys.stdin:
    print(*sorted(os.sched_getaffinity(0)), flush=True)
""",
        cpu=cpus[-1],
    )
    running.write(b"?\n")
    assert trial.read_line(running).split() == [str(cpus[-1])]
    running.set_cpu(cpus[0])
    running.write(b"?\n")
    assert trial.read_line(running).split() == [str(cpus[0])]


def test_a_processor_that_is_not_there_is_no_obstacle(trial):
    """Asked for a processor that the machine has not, the sandbox starts on those there are, and stays there."""
    running = trial.start(ECHO, cpu=4000)
    running.set_cpu(4000)
    running.write(b"here\n")
    assert trial.read_line(running) == "here\n"


def test_scratch_space_is_where_it_is_said(trial):
    """The folder that the sandbox names is the one that temporary files go to, and the only place for them."""
    running = trial.start(
        "import os, tempfile; print(os.path.realpath(tempfile.gettempdir()), os.path.expanduser('~'))"
    )
    assert trial.read_all(running).decode().split() == [running.scratch] * 2


def test_provenance_is_told(trial):
    """What runs can be named, the same at each asking."""
    assert len(trial.sandbox.describe("numpy")) > 5
    assert trial.sandbox.describe("numpy") == trial.sandbox.describe("numpy")
    assert trial.sandbox.name


# ---- the end

FAMILY = """
import os, signal, sys, time
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(number, signal.SIG_IGN)
for _ in range(3):
    if not os.fork():
        os.setsid()
        if os.fork():
            os._exit(0)
        time.sleep(600)
print("family", flush=True)
"""


def test_destroy_leaves_nothing(trial):
    """Destroying ends every process inside at once, also those that left the session and ignore signals."""
    running = trial.start(FAMILY + "\ntime.sleep(600)")
    assert trial.read_line(running) == "family\n"
    assert trial.eventually(lambda: len(trial.processes()) >= 4)
    began = time.monotonic()
    running.destroy()
    assert time.monotonic() - began < 1.5
    assert trial.eventually(lambda: not trial.processes(), 2), trial.processes()


def test_the_end_of_the_program_is_the_end_of_all(trial):
    """When the program ends, so does everything that it started, although that holds the streams open."""
    running = trial.start(FAMILY)
    assert trial.read_all(running, wait_s=10) == b"family\n"
    assert trial.eventually(lambda: not trial.processes(), 5), trial.processes()


def test_destroy_twice_is_nothing(trial):
    """Destroying again, or what has ended by itself, does nothing and raises nothing."""
    running = trial.start("pass")
    trial.read_all(running)
    running.destroy()
    running.destroy()
    assert running.read() == b""


def test_destroy_from_a_signal(trial):
    """Destroying from a signal handler, in the middle of a read, ends the read."""
    running = trial.start("import time; time.sleep(60)")
    before = signal.signal(signal.SIGALRM, lambda *_: running.destroy())
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        assert running.read() == b""
    finally:
        signal.signal(signal.SIGALRM, before)
    assert trial.eventually(lambda: not trial.processes(), 2)


@pytest.mark.parametrize("stream", [1, 2, 3])
def test_a_flood_does_not_keep_destroy_waiting(trial, stream):
    """A program that prints without end, to an output that nobody reads, is destroyed as fast as another."""
    running = trial.start(
        f"""
import os
block = b"x" * (1 << 20)
while True:
    for stream in (1, 2):
        if stream & {stream}:
            os.write(stream, block)
"""
    )
    time.sleep(0.5)
    began = time.monotonic()
    running.destroy()
    assert time.monotonic() - began < 3
    assert trial.eventually(lambda: not trial.processes(), 2), trial.processes()


def test_two_at_once_share_no_files(trial):
    """What one leaves in its scratch space another does not find."""
    program = (
        TRY
        + """
import tempfile
path = os.path.join(tempfile.gettempdir(), "mark")
for line in sys.stdin:
    print(os.path.exists(path) if line == "look\\n" else refused(lambda: open(path, "x").close()), flush=True)
"""
    )
    first, second = trial.start(program), trial.start(program)
    first.write(b"leave\n")
    assert trial.read_line(first) == "DONE\n"
    second.write(b"look\n")
    assert trial.read_line(second) == "False\n"
    second.write(b"leave\n")
    assert trial.read_line(second) == "DONE\n"
    first.destroy()
    second.write(b"look\n")
    assert trial.read_line(second) == "True\n"


def test_two_at_once_are_different_users(trial):
    """Two sandboxes run as different users, for the kernel counts some things by user."""
    program = "import os, sys; print(os.getuid(), flush=True); sys.stdin.read()"
    assert trial.read_line(trial.start(program)) != trial.read_line(trial.start(program))


def test_many_start_at_once(trial):
    """Sandboxes can be started, used and destroyed from several threads at once."""
    said: list[str] = []

    def one(number: int) -> None:
        running = trial.start(ECHO)
        running.write(f"{number}\n".encode())
        said.append(trial.read_line(running))
        running.destroy()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(said) == ["0\n", "1\n", "2\n", "3\n"]
    assert trial.eventually(lambda: not trial.processes(), 2)


GRADER = """
import sys, time
from {module} import {name}
from grader.sandbox import Limits
program = {program!r} + "\\n# {mark}"
running = {name}().start(["-I", "-c", program], target="numpy", limits=Limits(deadline_s=60))
print(running.read(), flush=True)
time.sleep(60)
"""


def test_input_ends_with_the_grader(trial):
    """When the grader is killed, the program's standard input ends, the program ends, and nothing is left."""
    kind = type(trial.sandbox)
    program = "import sys\nprint('ready', flush=True)\nsys.stdin.read()"
    source = GRADER.format(module=kind.__module__, name=kind.__name__, program=program, mark=trial.mark)
    grader = subprocess.Popen([sys.executable, "-c", textwrap.dedent(source)], stdout=subprocess.PIPE, text=True)
    assert grader.stdout is not None
    try:
        assert grader.stdout.readline() == "b'ready\\n'\n"
        assert set(trial.processes()) - {grader.pid}
    finally:
        grader.kill()
        grader.wait()
        with contextlib.suppress(OSError):
            grader.stdout.close()
    assert trial.eventually(lambda: not trial.processes(), 10), trial.processes()


def test_exceptions_name_tests(candidates):
    """Every known exception of a sandbox is the name of a test here, and has a reason."""
    for candidate in candidates:
        assert set(candidate.exceptions) <= set(globals()), candidate.name
        assert all(candidate.exceptions.values())
