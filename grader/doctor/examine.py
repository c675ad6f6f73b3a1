"""The examination, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from grader.doctor import Examination, Finding, State, attack, engine, machine, sandboxes, trial
from grader.doctor.versions import versions
from grader.errors import GraderError
from grader.sandbox.docker import image
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.engine import find as find_engine
from grader.sandbox.local import common as local
from grader.texts import Tell, Text


def examine(requested: str, runtime: str, progress: Tell, *, attacked: bool = False) -> Examination:
    """Look at everything. `requested` and `runtime` are as for a check; `attacked`: try the attacks as well.

    Raises:
        UsageError: there is no such sandbox, or it has no runtimes.
    """
    choice = sandboxes.choice(requested, runtime=runtime, progress=progress)
    found = list(sandboxes.findings(choice))
    missing = False
    if "docker" in choice.working:
        asked, missing = _of_engine(progress, worst=State.PROBLEM if choice.backend_name == "docker" else State.NOTE)
        found += asked
    used, by_docker = choice.backend, choice.backend_name == "docker"
    if used is not None and not by_docker:
        found += packages()
        found += machine.kernel()
    tried = used is not None and not (by_docker and missing)
    if used is not None and tried:
        with _told(found, trial.SECTION, State.PROBLEM):
            found += trial.findings(used, progress)
            found.append(trial.check(choice.backend_name, runtime, progress))
    elif used is not None:
        text = Text("not tried: the image numpy is not built yet", "未尝试：镜像 numpy 尚未构建")
        remedy = Text("Run `dlgrade image build`, then try again.", "请先运行 `dlgrade image build`，再重试。")
        found.append(Finding(trial.SECTION, "trial", State.WARNING, text, remedy))
    found += machine.findings(images_missing=missing and by_docker, progress=progress)
    found += machine.program(versions())
    if attacked and used is not None:
        with _told(found, attack.SECTION, State.PROBLEM):
            found += attack.findings(choice.backend_name, runtime, progress)
    return Examination(tuple(found), used.name if used is not None else "", tried)


def _of_engine(progress: Tell, *, worst: State) -> tuple[list[Finding], bool]:
    """The engine's findings, and whether it lacks the image that most exercises use. `worst`: how bad silence is."""
    progress(Text("asking the engine", "正在询问引擎"))
    found: list[Finding] = []
    with _told(found, engine.SECTION, worst):
        answering: Engine = find_engine()
        found += engine.findings(answering)
        found += engine.images(answering, image.recipe())
    return found, any(finding.name == "image numpy" and not finding.facts["id"] for finding in found)


def packages() -> Iterator[Finding]:
    """A finding for each package that the sandboxes without an engine take from this interpreter."""
    for target in image.TARGETS:
        try:
            local.require_package(target)
        except GraderError as refusal:
            text = Text(
                f"not installed: exercises for {target} cannot be judged here",
                f"未安装：无法在此评判 {target} 题目",
            )
            remedy = refusal.advice
            yield Finding(engine.IMAGES, f"package {target}", State.WARNING, text, remedy, {"installed": False})
        else:
            shown = local.provenance(target)
            yield Finding(engine.IMAGES, f"package {target}", State.OK, Text(shown, shown), facts={"installed": True})


@contextmanager
def _told(found: list[Finding], section: str, state: State) -> Iterator[None]:
    """Make a finding of what ends a step early: the other steps go on."""
    try:
        yield
    except GraderError as error:
        text = error.said
        remedy = error.advice if error.remedy else None
        found.append(Finding(section, "trouble", state, text, remedy))
