"""The report: what was judged, the verdict, why, and how fast. One record feeds every rendering.

The judge writes facts, never sentences: each `Failure` has a `kind` and the facts of that kind, and the
renderings (`grader.render`) make the sentence from them in the reader's language. The JSON form is
versioned (`FORMAT`) and described field by field in docs/report-format.md.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from grader.errors import UsageError
from grader.limits import MOST_TIMEOUTS, TEXT_CHARS
from grader.records import from_json
from grader.texts import Text
from grader.verdict import Verdict, worst

FORMAT = "dlgrade/report/1"


class Bounded:
    """A record whose texts are cut: an answer, or what a test says of one, can be of any length."""

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if name != "prints":  # what is kept of those has a limit of its own
                object.__setattr__(self, name, _cut(value))


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= TEXT_CHARS else value[: TEXT_CHARS - 1] + "…"
    if isinstance(value, Text):
        return Text(_cut(value.en), _cut(value.zh))
    if isinstance(value, tuple):
        return tuple(_cut(item) for item in value)
    if isinstance(value, dict):
        return {key: _cut(item) for key, item in value.items()}
    return value


@dataclass(frozen=True)
class Frame(Bounded):
    """A line of the learner's own code in a traceback; `text` comes from the judge's copy of the source.

    cell: the notebook's cell that it is the `line` of; 0 where the submission is no notebook.
    """

    line: int
    function: str
    text: str
    cell: int = 0


@dataclass(frozen=True)
class Raised(Bounded):
    """An exception of the submission. In a hidden case `message` is empty, and `type` is a built-in's name or ""."""

    type: str
    message: str
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True)
class Mismatch(Bounded):
    """Where an answer and the expected value differ.

    `aspect` is a word of ASPECTS: what was compared, and found different. "finite" is "values" with a NaN or an
    infinity where a finite value is expected; "none" is "type" where the answer is None; "gradient" is one that did not
    come (`actual` names the argument); "opaque" an answer that cannot be compared; "statement" the test's own sentence
    about what should hold: English in `expected`, Chinese in `actual`. Indices, values and errors are given for
    "values" and "finite", indices and values for a "length" inside a nest. Previews are cut to what a person reads;
    errors are absolute (`max_abs_error`) and relative to the expected value.
    """

    aspect: str
    what: str
    expected: str
    actual: str
    count: int = 0
    total: int = 0
    first_index: tuple[int, ...] | None = None
    first_expected: str = ""
    first_actual: str = ""
    worst_index: tuple[int, ...] | None = None
    worst_expected: str = ""
    worst_actual: str = ""
    max_abs_error: float | None = None
    max_rel_error: float | None = None
    rtol: float | None = None
    atol: float | None = None
    what_zh: str = ""


ASPECTS = ("values", "finite", "shape", "dtype", "type", "none", "length", "keys", "gradient", "opaque", "statement")


@dataclass(frozen=True)
class CallShown(Bounded):
    """The call of the submission before the failure, for public cases: how it reads, and its arguments."""

    name: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Failure(Bounded):
    """Why a case is not AC. `kind` is one of the words below; `facts` holds the numbers of that kind.

    mismatch  the answer is not the expected one (`mismatch`)
    raised    the submission raised (`raised`)
    died      its process ended by itself: facts exit_status or signal
    time      facts limit_s
    memory    facts limit_bytes
    output    facts limit_bytes, and limit_s where it was printing until then
    protocol  what came back was no valid answer: facts reason
    unusable  the test could not work with the answer: facts error, or limit_s or limit_bytes of the judge's own work
    asked     what the judge asked of an answer raised (`raised`), such as a gradient: facts attribute or name
    promise   the statement promises something of every call, and it does not hold: facts reason, a word:
              "later", "argument", "kept", "order" or "input"; `mismatch` is what was and what is
    internal  our fault: facts error, remedy
    """

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    mismatch: Mismatch | None = None
    raised: Raised | None = None
    call: CallShown | None = None


def internal(error: Text, remedy: Text) -> Failure:
    """The failure for a fault on our side, told in both languages."""
    facts = {"error": error.en, "error_zh": error.zh, "remedy": remedy.en, "remedy_zh": remedy.zh}
    return Failure("internal", facts)


@dataclass(frozen=True)
class CaseResult(Bounded):
    """One case. `verdict` is None when it was not run; `skipped` then says why (a word of SKIPPED).

    `note` is the judge's own remark beside a verdict: that something could not be measured here.
    """

    id: str
    title: Text
    hidden: bool
    points: float
    verdict: Verdict | None
    skipped: str = ""
    parameter: str = ""
    wall_s: float = 0.0
    failure: Failure | None = None
    hint: Text | None = None
    prints: str = ""
    prints_cut: bool = False
    note: Text | None = None

    @property
    def timed_out(self) -> bool:
        """Whether it was ended by a clock."""
        return self.failure is not None and "limit_s" in self.failure.facts


SKIPPED = ("not loaded", "rule violated", "not selected", "time limit", "judge ended", "not released")


@dataclass(frozen=True)
class Violation(Bounded):
    """A forbidden API in the source: where, which rule, what to do instead. `cell` is as in `Frame`."""

    line: int
    column: int
    text: str
    rule: str
    found: str
    advice: Text
    cell: int = 0


@dataclass(frozen=True)
class LoadFailure(Bounded):
    """Why the submission could not be loaded (CE, or TLE, MLE, OLE while loading).

    kind: "syntax" (facts line, column, text, error), "raised" (`raised`), "missing" (facts name, near),
    "signature" (facts name, expected, actual), "not_callable" (facts name, actual), "encoding" (facts error),
    "died", "time", "memory", "output", "protocol" (facts as in `Failure`). Of a notebook, a fact line has a fact cell
    beside it.
    """

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    raised: Raised | None = None


@dataclass(frozen=True)
class LeftOut(Bounded):
    """A line of a notebook that is none of Python's, a magic or a command, and was left out."""

    cell: int
    line: int
    text: str


@dataclass(frozen=True)
class NotebookCode:
    """The part of a notebook that was judged: lines of the cells `cells`, of which those in `tagged` are whole.

    Cells are counted from 1, all of them, as they stand in the file.

    kernel: they are those that a kernel has run, by its count: In[1], In[2] ...
    """

    cells: tuple[int, ...]
    tagged: tuple[int, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    kernel: bool = False


@dataclass(frozen=True)
class Diagnosis:
    """The known mistake whose answers equal the submission's on the failing cases `cases`."""

    mistake: str
    explanation: Text
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Timing:
    """The submission's time for the workload, relative to the reference's in the same run.

    `ratio` is the median of the paired ratios, `low` and `high` their quartiles. `clock` is "cpu" (the
    sandbox's cgroup) or "wall". `settled` is False when the spread stayed too wide to judge, or when the submission
    went on computing after it had answered, which no ratio counts; `went_on` is then how many processors it kept busy.
    `within_s` is the time that was too short for as many pairs as a settled ratio takes; where it was too short for a
    single one (`pairs` is 0), `ratio` is a bound: the submission takes more than that.
    """

    workload: Text
    ratio: float
    low: float
    high: float
    pairs: int
    submission_s: float
    reference_s: float
    clock: str
    settled: bool
    went_on: float | None = None
    within_s: float | None = None


@dataclass(frozen=True)
class Provenance:
    """The circumstances of a judgement, enough to repeat it. `phases` tells where the `wall_s` seconds went.

    isolation: "fresh" (the sandbox served this submission alone) or "shared" (it may have served others before).
    log: the file that tells more of a fault of ours, on the machine that judged; "" without one.
    """

    program: str
    exercise_digest: str
    submission_sha256: str
    seed: str
    sandbox: str
    image: str
    interpreter: str
    libraries: dict[str, str]
    started: str
    wall_s: float
    phases: dict[str, float] = field(default_factory=dict)
    log: str = ""
    isolation: str = "fresh"


@dataclass(frozen=True)
class Report:
    """The report of one submission.

    untouched: its code is that of the stub, which says why it fails. notebook: what was judged of one; else None.
    """

    exercise: str
    title: Text
    submission: str
    verdict: Verdict
    points: float
    max_points: float
    cases: tuple[CaseResult, ...]
    provenance: Provenance
    load_failure: LoadFailure | None = None
    violations: tuple[Violation, ...] = ()
    diagnosis: Diagnosis | None = None
    timing: tuple[Timing, ...] = ()
    internal: Failure | None = None
    warnings: tuple[Text, ...] = ()
    untouched: bool = False
    notebook: NotebookCode | None = None

    @property
    def kernel(self) -> bool:
        """Whether it was judged in the notebook, so that its cells are a kernel's."""
        return self.notebook is not None and self.notebook.kernel

    @property
    def partial(self) -> bool:
        """Whether only some cases were asked for, or were there; their points are not a mark."""
        return any(case.skipped in ("not selected", "not released") for case in self.cases)

    def to_json(self) -> dict[str, Any]:
        """As one JSON object, by docs/report-format.md; numbers that are not finite become strings."""
        return {"format": FORMAT, **plain(asdict(self))}

    @classmethod
    def from_json(cls, data: Any) -> Report:
        """A report from its JSON object, of this program or an older one.

        Raises:
            UsageError: it is not a report, or of a version that this program does not know.
        """
        version = data.get("format") if isinstance(data, dict) else None
        if version != FORMAT:
            raise UsageError(
                Text(
                    f"This report cannot be read: its format is {version!r}, and this program reads {FORMAT!r}.",
                    f"无法读取这份报告：它的格式是 {version!r}，而本程序读取的是 {FORMAT!r}。",
                ),
                Text(
                    "Update dlgrade, or give it a line that `dlgrade check --json` wrote.",
                    "请更新 dlgrade，或给它一行由 `dlgrade check --json` 写出的内容。",
                ),
            )
        try:
            return from_json(cls, data)
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(
                Text(f"The report is damaged: {error}.", f"报告已损坏：{error}。"),
                Text("Write it again with `dlgrade check --json`.", "请用 `dlgrade check --json` 重新生成。"),
            ) from None


def decide(cases: tuple[CaseResult, ...], *, load: Verdict | None = None, violated: bool = False) -> Verdict:
    """The verdict of a submission: the worst of its cases, its loading and its rule check.

    This is the line that decides. A case that was not run must have a reason that holds; else it is IE, for a case of
    the manifest without an outcome is a fault of ours and never a pass.
    """
    verdicts = [case.verdict for case in cases if case.verdict is not None]
    if load is not None:
        verdicts.append(load)
    if violated:
        verdicts.append(Verdict.RV)
    reasons = {
        "not loaded": load is not None,
        "rule violated": violated,
        "not selected": True,
        "not released": True,
        "judge ended": any(case.failure is not None and case.failure.kind == "unusable" for case in cases),
        "time limit": sum(case.timed_out for case in cases) >= MOST_TIMEOUTS,
    }
    if any(case.verdict is None and not reasons.get(case.skipped, False) for case in cases):
        verdicts.append(Verdict.IE)
    return worst(verdicts)


def points(cases: tuple[CaseResult, ...], verdict: Verdict) -> float:
    """The sum of the passed cases' points; none for what could not be loaded, broke a rule, or was not graded."""
    if verdict in (Verdict.CE, Verdict.RV, Verdict.IE):
        return 0.0
    return sum(case.points for case in cases if case.verdict is Verdict.AC)


def plain(value: Any) -> Any:
    """Tuples to lists, and floats that JSON has no word for to "nan", "inf", "-inf"."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Verdict):
        return str(value)
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    return value
