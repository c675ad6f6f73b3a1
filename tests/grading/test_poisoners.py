"""A folder in which every second submission aims at the next one: the honest ones are judged as if alone."""

from __future__ import annotations

from itertools import chain, cycle

import pytest

from dlgrade import Verdict

from .folder import RIGHT, SOFTMAX, TARGET, doubled, judged, lasting

pytestmark = [pytest.mark.slow, pytest.mark.alone]

# Prints whatever a predecessor could have left, so that any of it would stand in the report of a public case.
SPY = doubled(
    """
folder = os.getcwd()
system = os.statvfs(folder)
print(folder, sorted(os.listdir(folder)), oct(os.stat(folder).st_mode), system.f_ffree, system.f_bfree)
print(sorted(os.environ.items()), sorted(sys.modules), sys.path, sys.meta_path, sys.argv)
print([resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT")])
print(os.getpriority(os.PRIO_PROCESS, 0), open("/proc/self/oom_score_adj").read(), os.umask(0o22))
print(sorted(os.listdir("/proc/self/fd")), threading.enumerate()[1:], signal.getitimer(signal.ITIMER_REAL))
print([signal.getsignal(number) for number in range(1, 65)], time.tzname)
status = open("/proc/self/status").read().splitlines()
print([line for line in status if line.startswith(("Sig", "Shd", "Threads", "Seccomp", "NoNew", "Cap"))])
print({name for name in os.listdir("/proc") if name.isdigit()} - {str(os.getpid())})
for path in ("/", "/dev", "/dev/shm", "/dev/mqueue", "/var/tmp", "/run"):
    print(path, sorted(os.listdir(path)) if os.path.isdir(path) else None)
for path in ("/sys/fs/cgroup/pids/pids.current", "/sys/fs/cgroup/pids.current"):
    print(open(path).read() if os.path.exists(path) else None)
print(np.random.random(), random.random(), np.exp(1.0), np.geterr(), np.get_printoptions(), sorted(dir(np)))
print(sum(1 for name in dir(builtins)), sys.getrecursionlimit(), sys.flags, sys.getswitchinterval())
return 2 * x""",
    before="import builtins, random, resource",
)
HONEST = (
    RIGHT[TARGET],
    SPY,
    doubled("print('twice', x)\nreturn x * x"),
    doubled("raise ValueError(sorted(os.listdir()))"),
    doubled("with open('mine', 'x') as file:\n    file.write('x')\nreturn 2 * x"),
    RIGHT[TARGET].replace("class Box", "class Bag"),
)
POISONERS = (
    doubled("return 2 * x", before="for name in ('numpy.py', 'mine', 'os.py'):\n    open(name, 'w').write('raise 1')"),
    doubled(
        """
os.makedirs("a/b/c/d", exist_ok=True)
for number in range(300):
    open(f"a/b/c/{number}", "w").write("x" * 1000)
os.symlink("/", "root")
os.mkfifo("mine")
os.chmod("a/b/c", 0)
os.chmod("a/b", 0)
try:
    os.chmod(".", 0)
except OSError:
    pass
return 2 * x"""
    ),
    doubled(
        """
for folder in {os.path.dirname(line.split()[4] + "/") for line in open("/proc/self/mountinfo")}:
    for name in ("mine", "dlgrade-hostile-left"):
        try:
            open(f"{folder}/{name}", "w").write("x")
        except OSError:
            pass
return 2 * x"""
    ),
    doubled("kept.append(np.ones(8_000_000))\nreturn 2 * x", before="kept = []"),
    doubled("while True:\n    kept.append(np.ones(1_000_000))", before="kept = []"),
    doubled("try:\n    while True:\n        os.pipe()\nexcept OSError:\n    return 2 * x"),
    doubled("if not os.fork():\n    time.sleep(3600)\nreturn 2 * x"),
    doubled(
        """
if not os.fork():
    os.setsid()
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while os.fork():
        time.sleep(0.05)
    while True:
        open("mine", "w")
return 2 * x"""
    ),
    doubled(
        """
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
resource.setrlimit(resource.RLIMIT_CPU, (9, 9))
return 2 * x""",
        before="import resource",
    ),
    doubled(
        """
for target in (1, os.getppid()):
    for number in range(1, 65):
        try:
            os.kill(target, number)
        except OSError:
            pass
return 2 * x"""
    ),
    doubled(
        """
signal.setitimer(signal.ITIMER_REAL, 3600)
os.environ["TZ"] = "XYZ-7"
time.tzset()
try:
    time.clock_settime(time.CLOCK_REALTIME, 0)
except OSError:
    pass
return 2 * x"""
    ),
    doubled("os.environ.clear()\nos.chdir('/')\nos.umask(0o777)\nreturn 2 * x", before="os.environ['HOME'] = '/mine'"),
    doubled(
        "return 2 * x",
        before="import builtins\nnp.exp = np.allclose = np.random.random = builtins.sorted = None\n"
        "np.seterr(all='raise')\nnp.set_printoptions(precision=1)\nsys.setrecursionlimit(100)",
    ),
    doubled("os.write(1, b'x' * 5_000_000)\nreturn 2 * x"),
    doubled("sys.modules.clear()\nsys.meta_path.clear()\nsys.path.insert(0, '.')\nreturn 2 * x"),
    doubled("threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()\nreturn 2 * x"),
    doubled(
        """
for _ in range(30):
    if not os.fork():
        os._exit(0)
    os.wait()
for number in range(2000):
    open("file", "w").close()
    os.unlink("file")
return 2 * x"""
    ),
    doubled("os.kill(os.getpid(), signal.SIGSEGV)"),
    doubled("for descriptor in range(3, 10):\n    os.write(descriptor, b'x' * 1000)\nreturn 2 * x"),
    doubled("time.sleep(3600)"),
)

_SOFTMAX = "import numpy as np\n{before}\n\n\ndef stable_softmax(x, axis=-1):\n    {body}\n"
SOFTMAX_HONEST = (
    RIGHT[SOFTMAX],
    RIGHT[SOFTMAX].replace("    return", "    print(x)\n    return", 1),
    _SOFTMAX.format(before="", body="e = np.exp(x)\n    return e / e.sum(axis, keepdims=True)"),
)
SOFTMAX_POISONERS = (
    f"{RIGHT[SOFTMAX]}\n\nnp.seterr(all='raise')\nnp.set_printoptions(precision=1)\nnp.random.seed(0)\n",
    _SOFTMAX.format(before="", body="x[...] = np.nan\n    return x"),
    _SOFTMAX.format(before="", body="while True:\n        print('x' * 100_000)"),
    _SOFTMAX.format(before="kept = [0]", body="kept[0] += 1\n    return x * kept[0]"),
)
NAMES = ("bubblewrap", "docker")
FOLDERS = {TARGET: (HONEST, POISONERS), SOFTMAX: (SOFTMAX_HONEST, SOFTMAX_POISONERS)}


@pytest.mark.parametrize("slug", FOLDERS)
@pytest.mark.parametrize(
    "sandbox",
    [pytest.param("bubblewrap", marks=pytest.mark.bubblewrap), pytest.param("docker", marks=pytest.mark.docker)],
)
def test_an_honest_submission_is_judged_as_if_alone(sandbox: str, slug: str) -> None:
    """Whatever the submission before it did in the sandbox that they share."""
    honest, poisoners = FOLDERS[slug]
    alone = judged(slug, honest, sandbox=sandbox, jobs=1)
    folder = list(chain.from_iterable(zip(poisoners, cycle(honest), strict=False)))
    shared = judged(slug, folder, sandbox=sandbox, jobs=1, isolation="shared")
    assert len({report.verdict for report in shared[::2]}) >= 3, "the poisoners are odd in few ways"
    assert Verdict.IE not in {report.verdict for report in shared}
    assert {report.provenance.isolation for report in shared} == {"shared"}
    for number, (found, expected) in enumerate(zip(shared[1::2], cycle(alone), strict=False)):
        assert lasting(found) == lasting(expected), f"after\n{poisoners[number]}"
