"""The public names of dlgrade; all else, in `grader`, may change at any time.

from dlgrade import Grader, grade

grade("stable_softmax", source).verdict        # one submission, blocking

async with Grader(jobs=2) as grader:           # many
    report = await grader.judge("stable_softmax", source)
"""

from typing import TYPE_CHECKING, Any

from grader import __version__

if TYPE_CHECKING:
    from grader.api import CaseDone, Done, Event, Grader, Queued, Running, Started, grade
    from grader.errors import DlgradeError, GraderError, UsageError
    from grader.grading.policy import Policy
    from grader.report import Report
    from grader.verdict import Verdict

__all__ = [
    "CaseDone",
    "DlgradeError",
    "Done",
    "Event",
    "Grader",
    "GraderError",
    "Policy",
    "Queued",
    "Report",
    "Running",
    "Started",
    "UsageError",
    "Verdict",
    "__version__",
    "grade",
]

_PLACES = {
    "grader.api": ("CaseDone", "Done", "Event", "Grader", "Queued", "Running", "Started", "grade"),
    "grader.errors": ("DlgradeError", "GraderError", "UsageError"),
    "grader.grading.policy": ("Policy",),
    "grader.report": ("Report",),
    "grader.verdict": ("Verdict",),
}


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext dlgrade`: cells of this kernel can be checked with `%%check EXERCISE`."""
    from grader.kernel.magic import load

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """`%unload_ext dlgrade`."""
    from grader.kernel.magic import unload

    unload(shell)


def __getattr__(name: str) -> Any:
    """Import a name when it is asked for: `dlgrade.testing`, in a judge, needs none of them."""
    from importlib import import_module

    for module, names in _PLACES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
