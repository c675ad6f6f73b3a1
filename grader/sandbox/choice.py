"""Which sandbox to use: the one that was asked for, or the strongest that works on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from grader.errors import GraderError, UsageError
from grader.sandbox import Backend, MissingPackage
from grader.texts import Tell, Text, joined

# From weak to strong.
NAMES = ("process", "bubblewrap", "docker")
# Runtimes that put a kernel of their own between the container and the machine's.
STRONG_RUNTIMES = ("runsc", "kata", "kata-runtime")

Makers = Mapping[str, Callable[[], Backend]]


def choose(
    requested: str,
    *,
    target: str,
    runtime: str = "",
    progress: Tell,
    environ: Mapping[str, str] = os.environ,
    makers: Makers | None = None,
) -> Backend:
    """A sandbox that works here, with its image built if it needs one.

    Args:
        requested: one of NAMES, or "auto": what the environment's DLGRADE_SANDBOX says, else the strongest.
        target: what the worker must be able to import: "numpy" or "torch".
        runtime: another runtime of the container engine's; it rules out the sandboxes that have none.
        progress: gets a line for each step of building an image, and for each sandbox that "auto" passes over.
        environ: the environment.
        makers: makes a sandbox by its name, or raises GraderError where it does not work; if not those of this package.

    Raises:
        UsageError: there is no sandbox of that name, or it has no runtimes.
        GraderError: the one that was asked for, or every one, does not work here; with the reasons and the remedy.
    """
    name = asked_for(requested, runtime, environ)
    makers = makers or makers_of(target, runtime, progress)
    sandbox = _strongest(makers, progress) if name == "auto" else makers[name]()
    # The image is built now. Should that fail, no weaker sandbox takes its place: the engine is there, and meant.
    sandbox.describe(target)
    return sandbox


def asked_for(requested: str, runtime: str, environ: Mapping[str, str] = os.environ) -> str:
    """The name of the sandbox that is asked for in the end, or "auto"; the arguments are those of `choose`.

    Raises:
        UsageError: there is no sandbox of that name, or it has no runtimes.
    """
    if requested == "auto":
        requested = environ.get("DLGRADE_SANDBOX") or "auto"
    if requested == "auto" and runtime:
        requested = "docker"
    if requested not in (*NAMES, "auto"):
        raise _unknown(requested, ("auto", *NAMES))
    if runtime and requested != "docker":
        raise UsageError(
            Text(
                f'The sandbox "{requested}" has no runtimes, so "{runtime}" cannot be one.',
                f"沙箱“{requested}”没有运行时可选，因此不能使用“{runtime}”。",
            ),
            Text("Drop --runtime, or choose --sandbox docker.", "请去掉 --runtime，或选择 --sandbox docker。"),
        )
    return requested


def strength(name: str) -> int:
    """How strong the sandbox of that name is, to be compared with another's; "docker+runsc" names a runtime too.

    Raises:
        UsageError: there is no sandbox of that name.
    """
    base, _, runtime = name.partition("+")
    if base not in NAMES:
        raise _unknown(name, (*NAMES, "docker+runsc"))
    return NAMES.index(base) + (runtime in STRONG_RUNTIMES)


def _unknown(name: str, known: Sequence[str]) -> UsageError:
    return UsageError(
        Text(f'There is no sandbox "{name}".', f"没有名为“{name}”的沙箱。"),
        Text(f"Choose one of: {', '.join(known)}.", f"请从中选择：{'、'.join(known)}。"),
    )


def _strongest(makers: Makers, progress: Tell) -> Backend:
    refusals: list[GraderError] = []
    for name in reversed(NAMES):
        try:
            sandbox = makers[name]()
        except GraderError as refusal:
            refusals.append(refusal)
            continue
        if refusals:
            instead = Text(f'The sandbox "{name}" is used instead.', f"改用沙箱“{name}”。")
            progress(joined([*_reasons(refusals), instead]))
        return sandbox
    for missing in refusals:
        if isinstance(missing, MissingPackage):  # the others say why no sandbox makes up for it
            others = [refusal for refusal in refusals if not isinstance(refusal, MissingPackage)]
            raise GraderError(joined([missing.said, *_reasons(others)]), missing.advice)
    none = Text("No sandbox works here.", "本机没有可用的沙箱。")
    raise GraderError(joined([none, *_reasons(refusals)]), refusals[-1].advice)


def _reasons(refusals: Sequence[GraderError]) -> list[Text]:
    return list(dict.fromkeys(refusal.said for refusal in refusals))


def makers_of(target: str, runtime: str, progress: Tell) -> Makers:
    """Makes each sandbox of this package. Each is imported when it is tried: the engine's library alone takes a while.

    Each raises GraderError where its sandbox does not work. That of "docker" builds no image.
    """

    def docker() -> Backend:
        from grader.sandbox.docker.backend import DockerBackend
        from grader.sandbox.docker.engine import find

        progress(Text("asking the container engine", "正在询问容器引擎"))
        return DockerBackend(engine=find(), runtime=runtime, progress=progress)

    def bubblewrap() -> Backend:
        from grader.sandbox.local.bubblewrap import BubblewrapBackend

        sandbox = BubblewrapBackend()
        sandbox.available(target)
        return sandbox

    def process() -> Backend:
        from grader.sandbox.local.process import ProcessBackend

        sandbox = ProcessBackend()
        sandbox.available(target)
        return sandbox

    return {"docker": docker, "bubblewrap": bubblewrap, "process": process}
