"""What is particular to the bubblewrap sandbox: what it shows, as whom it runs, how it ends, why it refuses."""

from __future__ import annotations

import ast
import os
import shutil
import stat
import subprocess
import sys
import textwrap
import time
from functools import cache
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.sandbox import Limits
from grader.sandbox.local import cgroup, layout
from grader.sandbox.local.bubblewrap import BubblewrapBackend
from grader.sandbox.local.running import LocalRunning
from tests.sandbox.ordinary import as_ordinary_user

LIMITS = Limits(memory_bytes=256 << 20, pids=32, scratch_bytes=16 << 20, scratch_inodes=256, deadline_s=60)
GRADER = """
import sys
from grader.sandbox import Limits
from grader.sandbox.local.bubblewrap import BubblewrapBackend
running = BubblewrapBackend().start(["-I", "-c", sys.argv[1]], target="numpy", limits=Limits(pids=24))
while data := running.read():
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
sys.stdout.write(running.stderr_tail())
running.destroy()
"""


@cache
def _refusal() -> str:
    """Why bubblewrap itself does not work here, whatever we ask of it; "" if it does."""
    if not shutil.which("bwrap"):
        return "there is no bwrap here"
    plain = ["bwrap", "--unshare-pid", "--unshare-net", "--ro-bind", "/", "/", "true"]
    return subprocess.run(plain, capture_output=True, text=True, check=False).stderr.strip()


@pytest.fixture
def sandbox() -> BubblewrapBackend:
    """The sandbox; the test is skipped where bubblewrap does not work, and fails where only ours does not."""
    if _refusal():
        pytest.skip(_refusal())
    return BubblewrapBackend()


def start(sandbox: BubblewrapBackend, program: str) -> LocalRunning:
    """Start a program in the sandbox."""
    return sandbox.start(["-I", "-c", textwrap.dedent(program)], target="numpy", limits=LIMITS)


def run(sandbox: BubblewrapBackend, program: str) -> str:
    """What a program printed until its end."""
    running, said = start(sandbox, program), b""
    while data := running.read():
        said += data
    errors = running.stderr_tail()
    running.destroy()
    return said.decode() + errors


def eventually(holds, wait_s: float = 5.0) -> bool:
    """Whether it becomes true in time."""
    end = time.monotonic() + wait_s
    while not (gaps := holds()) and time.monotonic() < end:
        time.sleep(0.02)
    return gaps


# ---- what is seen


def test_only_the_interpreter_is_seen(sandbox):
    """The root holds the interpreter, its libraries and the target's packages: no programs, no settings, no home."""
    said = run(
        sandbox,
        """
        import os, sys
        print(sorted(os.listdir("/etc")) if os.path.exists("/etc") else [])
        places = ("/bin", "/sbin", "/usr/bin/sh", "/usr/bin/env", "/home", "/var", "/boot", "/mnt", "/run")
        print([path for path in places if os.path.exists(path)])
        print(sorted(os.listdir("/dev")))
        print(len([name for name in os.listdir("/proc") if name.isdigit()]), os.getpid())
        """,
    )
    etc, elsewhere, devices, processes = said.splitlines()
    assert set(ast.literal_eval(etc)) <= {"ld.so.cache", "alternatives"}
    assert elsewhere == "[]"
    assert ast.literal_eval(devices) == ["full", "null", "random", "urandom", "zero"]
    assert processes == "1 1"


def test_no_package_but_the_targets_is_seen(sandbox):
    """dlgrade itself, with its references, can't be imported or read, nor can another package of the environment."""
    said = run(
        sandbox,
        f"""
        import importlib.util, os, sys
        print([name for name in ("grader", "pytest", "click", "torch", "pip") if importlib.util.find_spec(name)])
        print([name for name in ("numpy", "msgpack") if importlib.util.find_spec(name)])
        print(os.path.exists({str(Path(__file__).parents[2] / "grader")!r}))
        found = [f"{{folder}}/{{name}}" for place in sys.path for folder, _, names in os.walk(place) for name in names]
        print(sum("/pytest/" in path or "/grader/" in path or "/pip/" in path for path in found), len(found) > 100)
        """,
    )
    assert said.splitlines() == ["[]", "['numpy', 'msgpack']", "False", "0 True"]


def test_packages_beside_the_standard_library_are_hidden(sandbox, tmp_path):
    """What is installed beside the interpreter's own library is hidden, but for the target's packages among it."""
    library = tmp_path / "python"
    packages = library / "site-packages"
    (packages / "wanted").mkdir(parents=True)
    (packages / "wanted" / "file").write_text("wanted")
    (packages / "other").mkdir()
    (library / "module").write_text("standard")
    place = layout.find("numpy")
    changed = layout.Layout(
        place.executable,
        place.search,
        (*place.shown, str(library), str(packages / "wanted")),
        (*place.hidden, str(packages)),
        place.links,
    )
    said = run(
        BubblewrapBackend(find=lambda _target: changed),
        f"""
        import os
        print(os.listdir({str(packages)!r}), open({str(library / "module")!r}).read())
        print(open({str(packages / "wanted/file")!r}).read())
        try:
            open({str(packages / "planted")!r}, "w")
        except OSError as error:
            print(error.strerror)
        """,
    )
    assert said.splitlines() == ["['wanted'] standard", "wanted", "Read-only file system"]


def test_an_interpreter_below_tmp_is_not_covered(sandbox):
    """Where the interpreter's packages lie below /tmp, the scratch space is elsewhere."""
    folder = Path("/tmp", f"dlgrade-test-{os.getpid()}")
    folder.mkdir()
    (folder / "file").write_text("seen")
    place = layout.find("numpy")
    changed = layout.Layout(place.executable, place.search, (*place.shown, str(folder)), place.hidden, place.links)
    try:
        running = start(
            BubblewrapBackend(find=lambda _target: changed),
            f"import os, tempfile; print(open('{folder}/file').read(), tempfile.gettempdir(), os.getcwd())",
        )
        assert running.scratch == "/scratch"
        assert running.read() == b"seen /scratch /scratch\n"
        running.destroy()
    finally:
        (folder / "file").unlink()
        folder.rmdir()


def test_a_descriptor_that_bubblewrap_left_open_is_closed(sandbox, tmp_path):
    """Inside there are no descriptors but the three streams, although bubblewrap was started with another."""
    program = tmp_path / "bwrap"
    program.write_text(f'#!/bin/sh\nexec 7</etc/passwd\nexec {shutil.which("bwrap")} "$@"\n')
    program.chmod(0o755)
    said = run(
        BubblewrapBackend(program=str(program)),
        """
        import os
        print([number for number in range(64) if os.path.lexists(f"/proc/self/fd/{number}")])
        """,
    )
    assert said == "[0, 1, 2]\n"


# ---- who runs


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_root_runs_it_as_another_user_of_the_machine(sandbox):
    """Under root the worker is another user for the machine as well, not only inside."""
    running = start(sandbox, "import os, sys; print(os.getuid(), flush=True); sys.stdin.read()")
    user = int(running.read())
    inside = [folder for folder in Path("/proc").glob("[0-9]*") if folder.exists() and folder.stat().st_uid == user]
    running.destroy()
    assert user >= 20000
    assert len(inside) == 1


def test_an_ordinary_user_can_use_it(sandbox):
    """Without any right it works where the kernel allows user namespaces, and holds the same."""
    said = as_ordinary_user(
        GRADER,
        """
import os, numpy
status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
print(os.getpid(), {status[name].strip() for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")})
print(status["NoNewPrivs"].strip(), status["Seccomp"].strip(), os.getuid() >= 20000, numpy.ones(3).sum())
""",
    )
    if "Bubblewrap does not work here" in said:
        pytest.skip("this kernel gives an ordinary user no namespaces")
    assert said.splitlines() == ["1 {'0000000000000000'}", "1 2 True 3.0"]


def test_the_root_is_read_only_for_its_own_user(sandbox):
    """An ordinary user, whose the root and its folders are, can make nothing in them."""
    said = as_ordinary_user(
        GRADER,
        """
import os
for place in ("/", "/usr", "/etc", "/dev", "/sys", "/tmp", "/scratch"):
    if os.path.isdir(place) and os.path.realpath(os.environ["HOME"]) != place:
        try:
            open(os.path.join(place, "planted"), "w")
            print(place, "DONE")
        except OSError as error:
            print(place, error.strerror)
""",
    )
    if "Bubblewrap does not work here" in said:
        pytest.skip("this kernel gives an ordinary user no namespaces")
    assert len(said.splitlines()) >= 4
    assert {line.partition(" ")[2] for line in said.splitlines()} == {"Read-only file system"}


# ---- the control group


def test_a_group_is_counted_and_removed(sandbox):
    """Where a group can be made, the worker reads its own counters in it, and it is gone with the sandbox."""
    if not cgroup.can_make():
        pytest.skip("no control group can be made here")
    made: list[cgroup.Cgroup] = []

    def make(limits: Limits) -> cgroup.Cgroup | None:
        group = cgroup.make(limits)
        assert group
        made.append(group)
        return group

    running = start(
        BubblewrapBackend(make_cgroup=make),
        """
        import sys
        sys.path.insert(0, "")
        from pathlib import Path
        found = {}
        for name in ("memory/memory.limit_in_bytes", "memory.max", "pids/pids.max", "pids.max"):
            path = Path("/sys/fs/cgroup", name)
            if path.exists():
                found[path.name] = path.read_text().strip()
        print(found, flush=True)
        sys.stdin.read()
        """,
    )
    said = ast.literal_eval(running.read().decode())
    assert running.own_cgroup
    assert str(LIMITS.memory_bytes) in said.values()
    assert str(LIMITS.pids + 1) in said.values()
    (folders,) = (group.folders for group in made)
    assert all(os.path.isdir(folder) for folder in folders.values())
    running.destroy()
    assert not any(os.path.exists(folder) for folder in folders.values())


def test_without_a_group_memory_is_capped_by_process(sandbox):
    """Where no group can be made, a process that takes too much memory is refused it, shared memory too."""
    running = start(
        BubblewrapBackend(make_cgroup=lambda _limits: None),
        """
        import mmap
        for take in (lambda: bytearray(400 << 20), lambda: mmap.mmap(-1, 4 << 30)):
            try:
                take()
                print("DONE")
            except (MemoryError, OSError) as error:
                print(type(error).__name__)
        """,
    )
    said = b""
    while data := running.read():
        said += data
    running.destroy()
    assert said.split() == [b"MemoryError", b"OSError"]
    assert not running.own_cgroup


def test_a_group_that_cannot_be_entered_is_an_error(sandbox, tmp_path):
    """When the worker can't enter its control group, it does not run outside of it."""
    group = cgroup.Cgroup({"memory": str(tmp_path / "gone")})
    said = run(BubblewrapBackend(make_cgroup=lambda _limits: group), "print('ran')")
    assert "ran" not in said.splitlines()
    assert "FileNotFoundError" in said


# ---- the end


def test_killed_grader_leaves_nothing(sandbox):
    """When the grader is killed, a worker that ignores the end of its input ends too, and its group is gone."""
    program = "import time; print('deaf', flush=True); time.sleep(600)"
    code = GRADER + f"# {os.getpid()}-{time.monotonic_ns()}"
    mark = code.rpartition("# ")[2]
    grader = subprocess.Popen([sys.executable, "-c", code, f"{program}  # {mark}"], stdout=subprocess.PIPE)
    assert grader.stdout is not None
    assert grader.stdout.readline() == b"deaf\n"

    def left() -> list[str]:
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if mark.encode() in path.read_bytes():
                    found.append(path.parent.name)
            except OSError:
                continue
        return found

    assert len(left()) >= 4
    grader.kill()
    grader.wait()
    grader.stdout.close()
    assert eventually(lambda: not left()), left()
    groups = [str(path) for path in Path("/sys/fs/cgroup").glob("**/dlgrade-*") if f":{grader.pid}:" in path.name]
    assert groups == []


# ---- refusals


def test_without_bubblewrap_it_says_how_to_get_it():
    """Where there is no bwrap, the refusal names the package."""
    with pytest.raises(GraderError) as caught:
        BubblewrapBackend(program="").available("numpy")
    assert caught.value.message == 'There is no "bwrap" on this machine.'
    assert "Install the package bubblewrap" in caught.value.remedy


def test_an_unknown_machine_is_refused():
    """Where the list of system calls has no numbers, no worker is started without a filter."""
    with pytest.raises(GraderError) as caught:
        BubblewrapBackend(program="/usr/bin/bwrap", machine="").start(["-c", "pass"], target="numpy", limits=LIMITS)
    assert "does not know this machine" in caught.value.message
    assert "x86_64 or aarch64" in caught.value.remedy


def test_a_missing_package_is_named():
    """Where the interpreter lacks the target, the refusal says so."""
    with pytest.raises(GraderError, match="This exercise needs no_such_package"):
        BubblewrapBackend().available("no_such_package")


def test_bubblewraps_own_refusal_is_quoted(tmp_path):
    """Where bubblewrap refuses, its sentence is quoted, with what to allow."""
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(GraderError) as caught:
        BubblewrapBackend(program=str(program)).available("numpy")
    assert caught.value.message == ('Bubblewrap does not work here: "bwrap: No permissions to create new namespace".')
    assert "kernel.unprivileged_userns_clone" in caught.value.remedy


def test_a_silent_refusal_is_said_too(tmp_path):
    """Where bubblewrap ends without a word, that is what is said."""
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(GraderError, match="it ended without a word"):
        BubblewrapBackend(program=str(program)).available("numpy")


def test_an_interpreter_that_is_gone_leaves_no_group():
    """When nothing can be started, that is said, and the group is removed."""
    place = layout.find("numpy")
    broken = layout.Layout("/nonexistent/python", place.search, place.shown, place.hidden, place.links)
    made: list[cgroup.Cgroup | None] = []

    def make(limits: Limits) -> cgroup.Cgroup | None:
        made.append(cgroup.make(limits))
        return made[-1]

    with pytest.raises(GraderError, match='"/nonexistent/python" could not be started: No such file or directory'):
        start(BubblewrapBackend(find=lambda _target: broken, program="/usr/bin/bwrap", make_cgroup=make), "pass")
    assert not [folder for group in made if group for folder in group.folders.values() if os.path.exists(folder)]


def test_it_says_what_it_does_not_hold(sandbox):
    """It admits that memory is counted by process where it is, and nothing else."""
    assert len(sandbox.gaps()) == (0 if cgroup.can_make() else 1)


def test_provenance_names_interpreter_and_package(sandbox):
    """What runs is named with its versions, and without a path of this machine."""
    assert "numpy 2" in sandbox.describe("numpy")
    assert "/" not in sandbox.describe("numpy")
