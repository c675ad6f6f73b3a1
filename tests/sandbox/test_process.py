"""What is particular to the process sandbox: its warden, what it gives up on which kernel, and what it admits."""

from __future__ import annotations

import os
import platform
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.sandbox import Limits
from grader.sandbox.local import layout
from grader.sandbox.local.process import Kernel, ProcessBackend, this_kernel
from grader.sandbox.local.running import LocalRunning
from grader.sandbox.seccomp import Stage, policy
from tests.sandbox.ordinary import as_ordinary_user

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is tested here is Linux's")

LIMITS = Limits(memory_bytes=256 << 20, pids=32, file_bytes=8 << 20, open_files=64, deadline_s=60)
REFUSED = """
import errno, os
def refused(f, *arguments):
    try:
        f(*arguments)
    except OSError as error:
        return errno.errorcode[error.errno]
    return "DONE"
"""
# A grader that runs the program in argv[1] and prints what it said.
GRADER = """
import sys
from grader.sandbox import Limits
from grader.sandbox.local.process import ProcessBackend
running = ProcessBackend().start(["-I", "-c", sys.argv[1]], target="numpy", limits=Limits(pids=24))
while data := running.read():
    sys.stdout.buffer.write(data)
running.destroy()
sys.stdout.write(running.stderr_tail())
"""


def start(program: str, sandbox: ProcessBackend | None = None, limits: Limits = LIMITS) -> LocalRunning:
    """Start a program in a process sandbox."""
    command = ["-I", "-c", textwrap.dedent(program)]
    return (sandbox or ProcessBackend()).start(command, target="numpy", limits=limits)


def finish(running: LocalRunning) -> str:
    """What the program printed until its end."""
    said = b""
    while data := running.read():
        said += data
    running.destroy()
    return said.decode() + running.stderr_tail()


def line_of(running: LocalRunning) -> str:
    """The next line that the program prints."""
    said = b""
    while not said.endswith(b"\n"):
        data = running.read()
        assert data, running.stderr_tail()
        said += data
    return said.decode().strip()


def eventually(holds, wait_s: float = 5.0) -> bool:
    """Whether it becomes true in time."""
    end = time.monotonic() + wait_s
    while not (gaps := holds()) and time.monotonic() < end:
        time.sleep(0.02)
    return gaps


def alive(pid: int) -> bool:
    """Whether there is such a process, zombies aside."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# ---- the end


def test_scratch_folder_is_gone_after_the_end():
    """However deep its folders, whatever their modes and wherever their links lead, the scratch folder is removed."""
    outside = tempfile.mkdtemp(prefix="outside-")
    Path(outside, "kept").touch()
    running = start(
        f"""
        import os
        os.symlink({outside!r}, "link")
        os.symlink("/etc/passwd", "file")
        os.mkdir("closed", 0o300)
        open("closed/file", "w").close()
        here = 0
        while here < 2100:
            os.mkdir("d")
            os.chdir("d")
            here += 1
        print(here)
        """
    )
    scratch = running.scratch
    assert finish(running) == "2100\n"
    assert eventually(lambda: not os.path.exists(scratch), 30)
    assert os.listdir(outside) == ["kept"]
    Path(outside, "kept").unlink()
    Path(outside).rmdir()


def test_locked_scratch_folder_is_gone_too():
    """A program that forbids itself its scratch folder can't keep it from being removed."""
    said = as_ordinary_user(
        GRADER.replace("running.destroy()", "running.destroy(); import os; print(os.path.exists(running.scratch))"),
        "import os\nos.mkdir('d', 0)\nprint('locked')",
    )
    assert said == "locked\nFalse\n"


FORKING = {
    "bomb": """
import os
print("boom", flush=True)
while True:
    try:
        os.fork()
    except OSError:
        pass
""",
    # Never where the signal goes: each process lives only long enough to make the next one, in a session of its own.
    "runaway": """
import os, time
for _ in range(4):
    if not os.fork():
        break
else:
    print("run", flush=True)
    time.sleep(30)
while True:
    try:
        if os.fork():
            os._exit(0)
        os.setsid()
    except OSError:
        pass
""",
}


@pytest.mark.parametrize("name", FORKING)
def test_what_forks_for_ever_ends_with_destroy(name):
    """Processes that fork for all they are worth, or run away by forking and ending, are gone soon after destroy."""
    running = start(FORKING[name], limits=replace(LIMITS, deadline_s=10))
    user = _user_of(running)
    line_of(running)
    time.sleep(0.2)
    began = time.monotonic()
    running.destroy()
    assert time.monotonic() - began < 3
    assert not os.path.exists(running.scratch)
    assert not user or _processes_of(user) == []


@pytest.mark.parametrize("name", FORKING)
def test_what_forks_for_ever_ends_for_an_ordinary_user(name):
    """The same, where warden and worker share a user, and nothing but the parents tells which processes are whose."""
    mark = f"mark-{os.getpid()}-{name}"
    code = GRADER.replace("while data := running.read():\n    sys.stdout.buffer.write(data)", "running.read()")
    code += "import os; print(os.path.exists(running.scratch))"
    assert as_ordinary_user(code, f"{FORKING[name]}  # {mark}") == "False\n"
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not [command for command in commands if mark.encode() in command]


# Ends a family of three generations, and tells of each signal whether it went to a child.
END = """
import ctypes, os, time
from grader.worker.orphans import end_children
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
reader, writer = os.pipe()
if not os.fork():
    if not os.fork():
        if not os.fork():
            os.write(writer, b"x")
        time.sleep(600)
    time.sleep(600)
os.read(reader, 1)
plain_kill, sent = os.kill, []
def kill(pid, number):
    with open(f"/proc/{pid}/stat") as file:
        sent.append(int(file.read().rpartition(")")[2].split()[1]) == os.getpid())
    plain_kill(pid, number)
os.kill = kill
end_children()
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print("all ended,", all(sent), len(sent) >= 3)
"""


def test_a_signal_goes_to_a_child_of_ones_own():
    """Whoever ends a family signals only its own children, whose numbers nobody else can have got meanwhile."""
    said = subprocess.run([sys.executable, "-c", END], capture_output=True, text=True, timeout=30)
    assert said.stdout == "all ended, True True\n", said.stderr


def test_killed_grader_leaves_nothing():
    """When the grader is killed, its warden ends what ignores every signal, and removes the scratch folder."""
    program = """
import os, signal, time
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(number, signal.SIG_IGN)
if not os.fork():
    os.setsid()
    if os.fork():
        os._exit(0)
    time.sleep(0.05)
print(os.getpid(), os.getcwd(), flush=True)
time.sleep(600)
"""
    code = GRADER.replace("sys.stdout.buffer.write(data)", "print(data.decode(), flush=True)")
    grader = subprocess.Popen([sys.executable, "-c", code, program], stdout=subprocess.PIPE, text=True)
    assert grader.stdout is not None
    lines = [line.split() for line in (grader.stdout.readline(), grader.stdout.readline(), grader.stdout.readline())]
    found = [line for line in lines if line]
    assert len(found) == 2, lines
    grader.kill()
    grader.wait()
    grader.stdout.close()
    assert eventually(lambda: not any(alive(int(pid)) for pid, _ in found))
    assert eventually(lambda: not os.path.exists(found[0][1]))


def test_a_warden_that_hangs_does_not_hold_destroy():
    """A warden that does not answer is killed, and the worker with it."""
    running = start("import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)")
    worker = int(line_of(running))
    os.kill(running.process.pid, signal.SIGSTOP)
    began = time.monotonic()
    running.destroy()
    assert time.monotonic() - began < 12
    assert eventually(lambda: not alive(worker))
    assert not os.path.exists(running.scratch)


def test_a_scratch_folder_is_not_left_when_nothing_started():
    """When the interpreter can't be started, that is said, and no folder is left."""
    before = set(os.listdir(tempfile.gettempdir()))
    broken = replace(layout.find("numpy"), executable="/nonexistent/python")
    with pytest.raises(GraderError) as caught:
        start("pass", ProcessBackend(find=lambda _target: broken))
    assert caught.value.message == (
        'The interpreter "/nonexistent/python" could not be started: No such file or directory.'
    )
    assert "install dlgrade again" in caught.value.remedy
    left = set(os.listdir(tempfile.gettempdir())) - before
    assert not [name for name in left if name.startswith("dlgrade-") and not name.endswith(".lock")]


def test_a_machine_without_room_for_the_scratch_folder_is_told(monkeypatch):
    """When no scratch folder can be made, that is said, with what to do."""
    monkeypatch.setattr(tempfile, "tempdir", "/nonexistent")
    with pytest.raises(GraderError) as caught:
        start("pass")
    assert caught.value.message.startswith("The sandbox could not be prepared: [Errno 2] No such file or directory")
    assert "TMPDIR" in caught.value.remedy


def test_what_cannot_be_given_up_ends_the_worker():
    """A step of the confinement that fails ends the worker before it runs anything, with the reason."""
    place = replace(layout.find("numpy"), shown=("/dev/null/nothing",))
    said = finish(start("print('ran')", ProcessBackend(find=lambda _target: place, kernel=Kernel(True, 1, ""))))
    assert "ran" not in said
    assert "NotADirectoryError" in said


# ---- rights


def test_supervisor_can_fork_and_its_children_work():
    """After the filter, forks, threads, pipes and numpy work, and a program can't be executed."""
    said = finish(
        start(
            REFUSED
            + """
import threading, numpy
reader, writer = os.pipe()
if not os.fork():
    threading.Thread(target=lambda: os.write(writer, b"child")).start()
    os._exit(0) if threading.active_count() == 1 else threading.enumerate()[-1].join()
    os._exit(0)
print(os.read(reader, 5).decode(), numpy.ones((3, 3)).sum(), refused(os.execv, "/bin/true", ["true"]))
"""
        )
    )
    assert said == "child 9.0 EPERM\n"


@pytest.mark.skipif(not this_kernel().machine, reason="there is no filter on this machine")
def test_the_kernel_refuses_every_call_that_is_not_listed():
    """Each number that the list does not have is refused inside, by this kernel, with the list's error."""
    machine = this_kernel().machine
    listed = policy().at(Stage.WORKER)
    entries = [*listed.conditions, *listed.answers]
    calls = [call for group in listed.groups for call in group.calls]
    known = {call.numbers[machine] for call in (*calls, *(entry.call for entry in entries)) if machine in call.numbers}
    if machine == "x86_64":
        known |= {335, 336}  # uretprobe and uprobe: the kernel asks no filter, and kills who has no probe
    said = finish(
        start(
            f"""
            import ctypes, errno
            libc = ctypes.CDLL(None, use_errno=True)
            answers = set()
            for number in set(range(700)) - {known!r}:
                ctypes.set_errno(0)
                answers.add((libc.syscall(number, 0, 0, 0, 0, 0, 0), errno.errorcode.get(ctypes.get_errno())))
            print(answers)
            """
        )
    )
    assert said == "{(-1, 'EPERM')}\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a worker a user of its own")
def test_root_gives_the_worker_another_user():
    """Under root the worker has a user of its own, no other groups, and a scratch folder that it can't take over."""
    running = start(
        REFUSED
        + """
print(os.getuid() >= 20000, os.getgid() == os.getuid(), os.getgroups())
print(refused(os.chmod, os.getcwd(), 0), refused(os.rmdir, os.getcwd()), refused(lambda: open("mine", "w").close()))
"""
    )
    details = os.stat(running.scratch)
    assert stat.S_IMODE(details.st_mode) == 0o1770
    assert details.st_uid == 0
    first, second = finish(running).splitlines()
    assert first == "True True []"
    assert second.split()[0] == "EPERM"
    assert second.split()[1] in ("EACCES", "EPERM")
    assert second.split()[2] == "DONE"


def test_the_grader_is_out_of_reach():
    """Neither memory nor environment of the warden and the grader can be read, and no signal reaches them."""
    said = finish(
        start(
            REFUSED
            + f"""
for pid in (os.getppid(), {os.getpid()}):
    for name in ("mem", "environ", "maps"):
        print(refused(lambda: open(f"/proc/{{pid}}/{{name}}", "rb").read(1)))
    print(refused(os.readlink, f"/proc/{{pid}}/fd/2"), refused(os.kill, pid, 0))
print(refused(lambda: open(f"/proc/{{os.getppid()}}/mem", "wb")))
"""
        )
    )
    assert set(said.split()) <= {"EACCES", "EPERM"}, said


@pytest.mark.skipif(this_kernel().landlock_abi < 6, reason="the kernel's Landlock does not hold signals back")
def test_an_ordinary_users_other_processes_are_out_of_reach():
    """Where the worker shares the user with the grader, it still can't signal, read or change its processes."""
    said = as_ordinary_user(
        GRADER,
        REFUSED
        + """
warden = os.getppid()
grader = int(open(f"/proc/{warden}/stat").read().rpartition(")")[2].split()[1])
print(os.stat(f"/proc/{grader}").st_uid == os.getuid())
for pid in (warden, grader):
    print(refused(os.kill, pid, 0), refused(os.kill, -pid, 0))
    print(refused(os.readlink, f"/proc/{pid}/fd/2"), refused(lambda: open(f"/proc/{pid}/environ").read()))
    print(refused(lambda: open(f"/proc/{pid}/mem", "r+b")))
print(refused(os.kill, -1, 0))
""",
    )
    first, *rest = said.splitlines()
    assert first == "True", said
    assert len(rest) == 7
    assert set(" ".join(rest).split()) <= {"EACCES", "EPERM", "ESRCH"}, said


def test_an_ordinary_users_files_keep_their_modes(tmp_path_factory):
    """Where the worker shares the user with the grader, it can neither change the modes nor the times of its files."""
    said = as_ordinary_user(
        """
import os, tempfile
folder = tempfile.mkdtemp()
path = os.path.join(folder, "mine")
open(path, "w").close()
os.utime(path, (1, 1))
import sys
sys.argv[1] = f"path = {path!r}\\n" + sys.argv[1]
"""
        + GRADER
        + """
found = os.stat(path)
print(oct(found.st_mode & 0o777), found.st_mtime)
os.unlink(path)
os.rmdir(folder)
""",
        REFUSED
        + """
print(refused(os.chmod, path, 0), refused(os.utime, path), refused(os.chown, path, -1, -1), refused(os.unlink, path))
print(refused(os.truncate, path, 0), refused(os.rename, path, "here"), refused(os.link, path, "here"))
""",
    )
    first, second, third = said.splitlines()
    assert first in ("EPERM EPERM EPERM EACCES", "EPERM EPERM EPERM EPERM"), said
    assert set(second.split()) <= {"EACCES", "EXDEV", "EPERM"}, said
    assert third in ("0o644 1.0", "0o600 1.0")


def test_an_ordinary_users_processes_are_capped():
    """An ordinary user's worker gets its own number of processes, beside those that the user has already."""
    said = as_ordinary_user(
        GRADER,
        """
import os, signal
children = []
try:
    while len(children) < 300:
        pid = os.fork()
        if not pid:
            signal.pause()
        children.append(pid)
except OSError as error:
    print(error.errno)
for pid in children:
    os.kill(pid, 9)
print(len(children))
""",
    )
    number, count = said.split()
    assert number == "11"
    assert 16 <= int(count) <= 40


# ---- kernels that can do less


@pytest.mark.parametrize("abi", range(1, this_kernel().landlock_abi + 1))
def test_each_landlock_is_used_for_what_it_knows(abi):
    """With any ABI of Landlock, files outside can be neither read nor written, and the scratch folder can."""
    said = finish(
        start(
            REFUSED
            + """
print(refused(lambda: open("/etc/passwd")), refused(lambda: open("/var/tmp/planted", "w")), refused(os.listdir, "/"))
os.mkdir("folder")
open("file", "w").close()
print(refused(os.rename, "file", "folder/file"))
open("other", "w").write("text")
print(refused(os.truncate, "other", 1), os.path.getsize("other"))
""",
            ProcessBackend(kernel=replace(this_kernel(), landlock_abi=abi)),
        )
    )
    first, second, third = said.splitlines()
    assert set(first.split()) == {"EACCES"}
    assert second == ("DONE" if abi >= 2 else "EXDEV")
    assert third == "DONE 1"


def test_a_system_with_nothing_but_limits_works():
    """Where there is neither Landlock, nor a filter, nor Linux at all, limits hold, and destroy ends the program."""
    sandbox = ProcessBackend(kernel=Kernel(linux=False, landlock_abi=0, machine=""))
    running = start(
        """
        import os, resource, time
        open("file", "w").close()
        sizes = [resource.getrlimit(number)[1] for number in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)]
        print(*sizes, os.getuid(), os.getpid(), flush=True)
        time.sleep(600)
        """,
        sandbox,
    )
    user = _user_of(running) or os.getuid()
    said, _, worker = line_of(running).rpartition(" ")
    assert said == f"{8 << 20} 0 {user}"
    scratch = running.scratch
    assert os.listdir(scratch) == ["file"]
    running.destroy()
    assert not os.path.exists(scratch)
    assert eventually(lambda: not alive(int(worker)))


def test_windows_is_refused():
    """On Windows there is no such sandbox, and the refusal says what to do instead."""
    with pytest.raises(GraderError) as caught:
        ProcessBackend(system="win32").available("numpy")
    assert "Windows has nothing" in caught.value.message
    assert "WSL" in caught.value.remedy


def test_a_missing_package_is_named():
    """Where the interpreter lacks the target, the refusal says so and how to get it."""
    with pytest.raises(GraderError) as caught:
        ProcessBackend().start(["-c", "pass"], target="no_such_package", limits=LIMITS)
    assert caught.value.message.startswith(
        f'This exercise needs no_such_package, which "{sys.executable}" does not have'
    )
    assert "-m pip install" in caught.value.remedy and "no_such_package" in caught.value.remedy


@pytest.mark.skipif(os.geteuid() != 0, reason="about root")
def test_root_without_the_right_to_mount_is_told():
    """Root that may not mount can't show a worker what lies in a folder of root's own, and says so."""
    folder = Path(tempfile.mkdtemp(prefix="closed-"))
    hidden = folder / "python"
    hidden.touch()
    code = f"""
import ctypes, sys
kept = 0b11100011  # those that a container's root has to change its user, CAP_SYS_ADMIN not among them
header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0)
assert ctypes.CDLL(None).capset(header, data) == 0
from dataclasses import replace
from grader.sandbox import Limits
from grader.sandbox.local import layout
from grader.sandbox.local.process import ProcessBackend
place = replace(layout.find("numpy"), shown=({str(hidden)!r},))
ProcessBackend(find=lambda target: place).start(["-c", "pass"], target="numpy", limits=Limits())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    hidden.unlink()
    folder.rmdir()
    assert f'"{hidden}" cannot be shown to a worker that is not root: only root may enter "{folder}".' in done.stderr
    assert "Run dlgrade as an ordinary user" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="about root")
def test_root_shows_what_lies_in_a_folder_of_its_own():
    """What the worker needs from a folder that only root may enter is seen by the worker, and nothing else there is."""
    folder = Path(tempfile.mkdtemp(prefix="closed-"))
    (folder / "shown").mkdir()
    (folder / "shown" / "file").write_text("seen")
    (folder / "secret").write_text("not seen")
    place = layout.find("numpy")
    sandbox = ProcessBackend(find=lambda _target: replace(place, shown=(*place.shown, str(folder / "shown"))))
    said = finish(
        start(
            REFUSED
            + f"""
print(open({str(folder / "shown/file")!r}).read(), os.path.exists({str(folder / "secret")!r}))
print(refused(os.rmdir, {str(folder)!r}), refused(lambda: open({str(folder / "new")!r}, "w")))
""",
            sandbox,
        )
    )
    first, second = said.splitlines()
    assert first == "seen False"
    assert "DONE" not in second
    assert sorted(os.listdir(folder)) == ["secret", "shown"]
    for path in (folder / "shown" / "file", folder / "secret"):
        path.unlink()
    (folder / "shown").rmdir()
    folder.rmdir()


# ---- what it admits


def test_it_says_what_it_does_not_hold():
    """The list of gaps grows as the kernel can do less, and is in both languages."""
    best = [text.en for text in ProcessBackend(kernel=Kernel(True, 7, "x86_64")).gaps()]
    assert any("memory" in sentence for sentence in best)
    assert any("programs run" in sentence for sentence in best)
    worst = ProcessBackend(kernel=Kernel(False, 0, "")).gaps()
    assert {text.en for text in worst} > set(best)
    assert any("network" in text.en for text in worst)
    assert any("every file" in text.en for text in worst)
    assert all(text.zh for text in worst)


def test_an_ordinary_user_is_told_of_signals():
    """Where the worker shares the user and Landlock holds no signals back, that is admitted."""
    said = as_ordinary_user(
        """
from grader.sandbox.local.process import Kernel, ProcessBackend
for abi in (5, 6):
    print(any("end other programs" in text.en for text in ProcessBackend(kernel=Kernel(True, abi, "x86_64")).gaps()))
"""
    )
    assert said == "True\nFalse\n"


def test_provenance_names_interpreter_and_package():
    """What runs is named with its versions, and without a path of this machine."""
    said = ProcessBackend().describe("numpy")
    assert platform.python_version() in said
    assert "numpy 2" in said
    assert "/" not in said


def _user_of(running: LocalRunning) -> int:
    """The user that the worker runs as; 0 where it is ours."""
    return os.stat(running.scratch).st_gid if os.geteuid() == 0 else 0


def _processes_of(user: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.stat().st_uid == user and alive(int(folder.name)):
                found.append(int(folder.name))
        except OSError:
            continue
    return found
