"""`python -m grader.authoring.quick.launcher`: takes the place of `grader.judge` for code of ours.

It starts a judge inside a sandbox, where that runs beside the code that it judges (`grader.authoring.quick.server`).
This process packs what the judge is made of, and passes lines to and fro. The image holds nothing of ours, so all of
that goes in over standard input.
"""

from __future__ import annotations

import io
import os
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import IO

from grader.catalogue.exercise import Exercise, read_exercise
from grader.errors import DlgradeError, GraderError
from grader.judge.protocol import Configuration, Emit, Event, Fatal, Progress, decode_request, encode
from grader.sandbox import MIB, Limits, Sandbox, SandboxGone
from grader.sandbox.choice import choose
from grader.texts import Text, as_text
from grader.worker.wire import PREFIX

# pytest and what it needs, all of it in Python; numpy and msgpack are in the image.
_DISTRIBUTIONS = ("pytest", "pluggy", "iniconfig", "packaging", "pygments")
# Rooms in which no module of the judge is, the shipped exercises among them.
_NO_PART = frozenset({"attacks", "cli", "doctor", "klass", "render", "scaffold", "shipped", "__pycache__"})
_JUDGE_BYTES = 384 * MIB
_DEADLINE_S = 4 * 3600.0
_UNPACK = Path(__file__).with_name("unpack.py").read_text(encoding="utf-8")


def main() -> None:
    """Serve until stdin ends, or the judge inside does."""
    lines, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def emit(event: Event) -> None:
        out.write(encode(event))
        out.flush()

    configuration = decode_request(lines.readline())
    assert isinstance(configuration, Configuration)
    try:
        running = _start(configuration, emit)
    except DlgradeError as error:
        emit(Fatal(error.said, error.advice, error.exit_code))
        os._exit(error.exit_code)
    threading.Thread(target=_pass_in, args=(lines, running), daemon=True).start()
    try:
        while chunk := running.read():
            out.write(chunk)
            out.flush()
        sys.stderr.write(running.stderr_tail())
        sys.stderr.flush()
    finally:
        running.destroy()
    os._exit(0)


def _start(configuration: Configuration, emit: Emit) -> Sandbox:
    """The judge inside, with what it is made of and its configuration on their way.

    Raises:
        GraderError, UsageError: it could not be started.
    """
    exercise = read_exercise(Path(configuration.exercise), Path(configuration.solutions))
    target = exercise.target
    packed = _packed(exercise)
    sandbox = choose(
        configuration.options.sandbox,
        target=target,
        runtime=configuration.options.runtime,
        progress=lambda text: emit(Progress(as_text(text))),
    )
    memory_bytes = exercise.limits.memory_bytes + sandbox.baseline_bytes(target) + _JUDGE_BYTES
    limits = Limits(memory_bytes=memory_bytes, deadline_s=_DEADLINE_S)
    running = sandbox.start(["-I", "-c", _UNPACK], target=target, limits=limits)
    there = replace(
        configuration,
        exercise=f"{running.scratch}/exercises/{exercise.slug}",
        solutions=f"{running.scratch}/solutions/{exercise.slug}",
    )
    try:
        for message in (running.scratch.encode(), packed):
            running.write(PREFIX.pack(len(message)) + message)
        running.write(encode(there))
    except SandboxGone as gone:
        raise GraderError(
            Text(
                f'No judge could be started in the "{sandbox.name}" sandbox: {gone}',
                f"无法在沙箱“{sandbox.name}”中启动评测程序：{gone}",
            ),
            sandbox.remedy,
        ) from None
    return running


def _pass_in(lines: IO[bytes], running: Sandbox) -> None:
    try:
        for line in lines:
            running.write(line)
    except SandboxGone:
        return  # whoever reads its output sees the end
    running.destroy()  # the grader is gone, or done


def _packed(exercise: Exercise) -> bytes:
    """A zip of the judge's sources and of the exercise."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1, strict_timestamps=False) as packed:
        for path, inside in _sources():
            packed.write(path, inside)
        for kind, folder in (("exercises", exercise.folder), ("solutions", exercise.solutions)):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    packed.write(path, f"{kind}/{exercise.slug}/{path.relative_to(folder)}")
    return buffer.getvalue()


def _sources() -> Iterator[tuple[Path, str]]:
    """The files that the judge is made of, with their names inside.

    Raises:
        GraderError: nobody knows which they are.
    """
    grader = Path(__file__).parents[2]
    for package in (grader.with_name("dlgrade"), grader):
        for path in sorted(package.rglob("*")):
            inside = path.relative_to(package.parent)
            if path.suffix in (".py", ".ini") and not _NO_PART.intersection(inside.parts):
                yield path, str(inside)
    for name in _DISTRIBUTIONS:
        files = metadata.files(name)
        if not files:
            raise GraderError(f"{name} was installed without a list of its files.", "Install dlgrade with pip or pipx.")
        for file in files:
            if file.suffix == ".py":
                yield Path(str(file.locate())), str(file)


if __name__ == "__main__":
    main()
