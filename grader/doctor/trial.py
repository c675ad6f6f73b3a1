"""A trial of a sandbox's limits: a worker is started in it, then a program of ours that runs into them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from grader.catalogue.exercise import Catalogue
from grader.doctor import Finding, State, attacks
from grader.errors import GraderError
from grader.grading.judging import judge
from grader.grading.policy import Policy
from grader.grading.pool import Pool
from grader.grading.processors import lanes
from grader.judge.far.sandbox_worker import SandboxWorker
from grader.judge.protocol import Options
from grader.sandbox import MIB, Backend, Limits, SandboxGone
from grader.submission.files import read_submission
from grader.texts import Tell, Text
from grader.verdict import Verdict

SECTION = "limits"
LIMITS = Limits(memory_bytes=256 * MIB, pids=32, scratch_bytes=16 * MIB, deadline_s=60)
_MORE_PROCESSES = LIMITS.pids + 32


def findings(sandbox: Backend, progress: Tell) -> Iterator[Finding]:
    """That a worker starts, and which limits hold.

    Raises:
        GraderError: nothing can be started in this sandbox.
    """
    progress(Text("starting a worker", "正在启动工作进程"))
    yield from _worker(sandbox)
    progress(Text("running into the limits", "正在试探各项限制"))
    cpu = max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    yield from told(_inside(sandbox, cpu), cpu)


def check(sandbox: str, runtime: str, progress: Tell) -> Finding:
    """That a right answer is accepted, from end to end; the sandbox by its name.

    Raises:
        GraderError: it is not.
    """
    progress(Text("judging a right answer", "正在评判一份正确答案"))
    exercise = Catalogue(attacks.CATALOGUE)[attacks.TARGET]
    honest = read_submission(exercise.reference)
    work = partial(judge, submission=honest, policy=Policy("doctor", diagnose=False))
    started = time.perf_counter()
    with Pool(Options(sandbox=sandbox, runtime=runtime), lanes(1), progress=progress) as pool:
        report = pool.submit(exercise, work).result()
    wall_s = time.perf_counter() - started
    if report.internal is not None:
        raise GraderError(
            f"A right answer was not judged: {report.internal.facts['error']}", report.internal.facts["remedy"]
        )
    if report.verdict is not Verdict.AC:
        raise GraderError(
            Text(f"A right answer was not accepted: {report.verdict}", f"一份正确答案没有通过：{report.verdict}"),
            Text("Report it with these lines.", "请附上这些内容报告问题。"),
        )
    text = Text(f"a right answer is accepted, in {wall_s:.1f} s", f"正确答案被接受，用时 {wall_s:.1f} 秒")
    return Finding(SECTION, "check", State.OK, text, facts={"wall_s": wall_s})


def _isolation(unfit: str) -> Finding:
    """Whether the sandbox could serve several submissions; `unfit` says why not."""
    if unfit:
        text = Text(
            f"each submission gets a fresh sandbox; --isolation shared changes nothing here ({unfit})",
            f"每份提交都使用全新的沙箱；--isolation shared 在此不起作用（{unfit}）",
        )
    else:
        text = Text(
            "each submission gets a fresh sandbox; with --isolation shared one serves many, and process 1 proves in "
            "between that nothing is left: faster, and not for marks",
            "每份提交都使用全新的沙箱；使用 --isolation shared 时多份提交依次共用一个，"
            "由 1 号进程在其间证明没有遗留：更快，但不用于计分",
        )
    return Finding(SECTION, "isolation", State.OK, text, facts={"default": "fresh", "shared": not unfit})


def _worker(sandbox: Backend) -> Iterator[Finding]:
    """A worker as a check has it, with numpy; and whether its cgroup can be read, which is the better clock."""
    started = time.perf_counter()
    worker = SandboxWorker(sandbox, target="numpy", memory_bytes=LIMITS.memory_bytes, shared=True)
    try:
        greeting = worker.ready()
        wall_s = time.perf_counter() - started
        counters = worker.counters()
    except SandboxGone as gone:
        raise GraderError(
            Text(
                f'The worker ended in the "{sandbox.name}" sandbox: {gone}',
                f"工作进程在沙箱“{sandbox.name}”中结束了：{gone}",
            ),
            sandbox.remedy,
        ) from None
    finally:
        worker.destroy()
    versions: dict[str, str] = greeting["versions"]
    shown = ", ".join(f"{name} {version}" for name, version in versions.items() if "." not in name)
    yield Finding(
        SECTION,
        "worker",
        State.OK,
        Text(f"starts in {wall_s:.1f} s with {shown}", f"{wall_s:.1f} 秒内启动，含 {shown}"),
        facts={"wall_s": wall_s, "versions": versions},
    )
    yield _isolation(greeting["unfit"])
    if "cpu_ns" in counters:
        text = Text(
            "CPU time of everything inside is counted together (cgroup)", "统计沙箱内全部进程的 CPU 时间（cgroup）"
        )
        yield Finding(SECTION, "clock", State.OK, text, facts={"counters": sorted(counters)})
    else:
        text = Text(
            "no cgroup can be read: speed is measured in wall time, which other programs disturb",
            "无法读取 cgroup：速度按实际耗时测量，会受其他程序干扰",
        )
        remedy = Text(
            "Speed is measured best in the docker sandbox, or as root with bubblewrap.",
            "在 docker 沙箱中，或以 root 使用 bubblewrap 时，速度测量最准确。",
        )
        yield Finding(SECTION, "clock", State.NOTE, text, remedy, {"counters": sorted(counters)})


def _inside(sandbox: Backend, cpu: int) -> dict[str, Any]:
    """The answer of the trial program (`trial_program.py`), run in the sandbox.

    Raises:
        GraderError: it gave no answer.
    """
    program = Path(__file__).with_name("trial_program.py").read_text(encoding="utf-8")
    bounds = json.dumps({"memory_bytes": 2 * LIMITS.memory_bytes, "processes": _MORE_PROCESSES})
    running = sandbox.start(["-I", "-c", program, bounds], target="numpy", limits=LIMITS, cpu=cpu)
    said = b""
    try:
        while more := running.read():
            said += more
    except SandboxGone:
        pass  # then it said too little, which is told below
    finally:
        errors = running.stderr_tail().strip()
        running.destroy()
    try:
        found: dict[str, Any] = json.loads(said)
    except ValueError:
        last = errors.splitlines()[-1] if errors else "it ended without a word"
        raise GraderError(
            Text(
                f'The trial of limits in the "{sandbox.name}" sandbox gave no answer: "{last}".',
                f"在沙箱“{sandbox.name}”中试探限制没有得到结果：“{last}”。",
            ),
            sandbox.remedy,
        ) from None
    return found


def told(found: dict[str, Any], cpu: int) -> Iterator[Finding]:
    """The findings of what the program said, which was started on the processor `cpu`."""
    mib = LIMITS.memory_bytes // MIB
    yield _limit(
        "memory",
        found["memory"],
        Text(f"held: {2 * mib} MiB were refused at a limit of {mib}", f"有效：限制 {mib} MiB 时拒绝了 {2 * mib} MiB"),
        Text("not held: a submission can take all of the machine's", "无效：提交可以占满本机内存"),
    )
    yield _limit(
        "processes",
        found["processes"],
        Text(
            f"held: {_MORE_PROCESSES} were refused at a limit of {LIMITS.pids}",
            f"有效：限制 {LIMITS.pids} 个时拒绝了 {_MORE_PROCESSES} 个",
        ),
        Text("not held: a submission can start any number", "无效：提交可以启动任意多个进程"),
    )
    processors = found["processors"]
    if processors == [cpu]:
        text = Text("held: one processor, the one that was asked for", "有效：只使用指定的一个处理器")
        yield Finding(SECTION, "processor", State.OK, text, facts={"processors": processors})
    else:
        text = Text(
            "not held: a submission uses as many processors as there are; its time counts all of them",
            "无效：提交会使用所有处理器；计时包含全部处理器时间",
        )
        yield Finding(SECTION, "processor", State.NOTE, text, facts={"processors": processors})
    yield _limit(
        "network",
        found["network"],
        Text("held: no connection can be made", "有效：无法建立连接"),
        Text("not held: a submission can reach the network", "无效：提交可以访问网络"),
    )
    yield _rights(found["status"])


def _limit(name: str, gaps: bool, yes: Text, no: Text) -> Finding:
    if gaps:
        return Finding(SECTION, name, State.OK, yes, facts={"held": True})
    remedy = Text(
        "Use a stronger sandbox, or only your own code; the lines above say what each lacks.",
        "请使用更强的沙箱，或只运行自己的代码；各沙箱缺少什么见上文。",
    )
    return Finding(SECTION, name, State.WARNING, no, remedy, {"held": False})


def _rights(status: dict[str, str | None]) -> Finding:
    """The finding about the rights of the process inside, from its `status` in /proc."""
    checks = {
        "seccomp": status["Seccomp"] == "2",
        "no_new_privileges": status["NoNewPrivs"] == "1",
        "no_capabilities": status["CapEff"] is not None and int(status["CapEff"], 16) == 0,
    }
    if all(checks.values()):
        text = Text(
            "given up: system calls are filtered, no capabilities, none to be gained",
            "已放弃：系统调用受过滤，没有任何特权，也无法获得",
        )
        return Finding(SECTION, "rights", State.OK, text, facts=checks)
    lacking = ", ".join(name for name, gaps in checks.items() if not gaps)
    text = Text(f"not all given up; lacking: {lacking}", f"未全部放弃；缺少：{lacking}")
    remedy = Text(
        "Use a stronger sandbox for other people's submissions.",
        "评判他人的提交时，请使用更强的沙箱。",
    )
    return Finding(SECTION, "rights", State.WARNING, text, remedy, checks)
