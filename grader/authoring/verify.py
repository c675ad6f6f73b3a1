"""`dlgrade verify`: the proof that an exercise judges rightly; quality must not depend on a reviewer's attention.

Proved are: the files and texts are all there, in both languages; the statement's examples are true; the stub loads and
fails; the reference and every right answer are accepted over many seeds; every labelled mistake gets its verdict and
is caught by the cases that it names, while another case passes; right answers keep the rules; and, if asked, every
mutant of the reference fails (`grader.authoring.mutation_score`).

A check gives each case a child of its own. Here that is done for the first seed and for mistakes about limits; the
other runs are made by a judge beside the code, many times faster, and again by the usual one if they do not come out
as they should (`grader.authoring.judges`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from grader.authoring.judges import Judges, accepted
from grader.authoring.lint import lint
from grader.authoring.mutation_score import Strength, strength
from grader.authoring.proofs import ProofRecord
from grader.catalogue.exercise import Exercise, Mistake
from grader.catalogue.promises import PREFIX
from grader.errors import GraderError
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options
from grader.report import LoadFailure
from grader.rules.source import Rules
from grader.submission.parsing import read
from grader.texts import Said, Tell
from grader.verdict import Verdict

MISTAKE_SEEDS = 5
FRESH_SEEDS = 1
# What the standard cases try hardly hangs on numbers.
STANDARD_SEEDS = 5
LEAST_RIGHT, LEAST_WRONG, LEAST_HIDDEN, PUBLIC = 3, 6, 8, range(3, 7)
_LIMITS = (Verdict.TLE, Verdict.MLE, Verdict.OLE)


@dataclass
class Proof:
    """The proof of one exercise; it holds when it has no problems.

    first: everything was proved over this many seeds before; only the right answers were run over the others.
    tolerance_used: by case, the largest share of a tolerance that a right answer needed, and the answer with its seed.
    """

    slug: str
    seeds: int
    first: int = 0
    cases: int = 0
    promises: int = 0
    hidden: int = 0
    right: int = 0
    mistakes: int = 0
    runs: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)
    strength: Strength | None = None
    matrix: list[tuple[str, int, int]] = field(default_factory=list)
    tolerance_used: dict[str, tuple[float, str]] = field(default_factory=dict)

    def closest(self) -> str:
        """Where a right answer came closest to being failed; "" where none needed a tolerance."""
        if not self.tolerance_used:
            return ""
        case, (share, answer) = max(self.tolerance_used.items(), key=lambda one: one[1])
        return f"right answers needed at most {share:.2g} of a tolerance ({case}: {answer})"

    def summary(self) -> str:
        """One line."""
        verdict = "FAILED" if self.problems else "proved"
        if self.first:
            return (
                f"{verdict}  {self.slug}: {self.right} right answers over seeds {self.first + 1} to {self.seeds}, "
                f"all else before ({self.runs} runs)"
            )
        killed = ""
        promises = f" and {self.promises} of promises" if self.promises else ""
        if self.strength is not None:
            strong = self.strength
            killed = f", {strong.killed} of {strong.mutants} mutants killed and {strong.excused} excused"
        return (
            f"{verdict}  {self.slug}: {self.cases} cases{promises}, {self.right} right answers over "
            f"{self.seeds} seeds, {self.mistakes} mistakes{killed} ({self.runs} runs)"
        )

    def to_json(self) -> dict[str, object]:
        """What a program may want to know, as plain data; docs/authoring.md has the fields."""
        strong = self.strength
        found = None if strong is None else {"all": strong.mutants, "killed": strong.killed, "excused": strong.excused}
        return {
            "slug": self.slug,
            "proved": not self.problems,
            "problems": self.problems,
            "seeds": self.seeds,
            "first": self.first,
            "right": self.right,
            "mistakes": self.mistakes,
            "mutants": found,
            "runs": self.runs,
            "seconds": round(self.seconds, 1),
        }

    def record(self, key: str, before: ProofRecord | None) -> ProofRecord:
        """For its proof.json; the mutants have been run, now or `before`."""
        if before is not None:
            return replace(before, seeds=self.seeds, seconds=before.seconds + round(self.seconds))
        assert self.strength is not None
        return ProofRecord(
            key=key,
            seeds=self.seeds,
            public=self.cases - self.hidden,
            hidden=self.hidden,
            right=self.right,
            mistakes=self.mistakes,
            mutants=self.strength.mutants,
            killed=self.strength.killed,
            excused=self.strength.excused,
            seconds=round(self.seconds),
        )


def verify(
    exercise: Exercise,
    *,
    seeds: int,
    options: Options,
    progress: Tell,
    mutants: bool = False,
    sample: bool = False,
    first: int = 0,
) -> Proof:
    """Prove `exercise`; see the module.

    Args:
        seeds: how many seeds the reference and the right answers are run over.
        sample: all of it was proved before, and is only tried again: the reference gets a child for each case with the
            first seed, other right answers do not, and each mistake is put to the cases that must catch it.
        first: how many of them all was proved over before; only the others are run.

    Raises:
        UsageError: `exercise.toml` or a mistake's header is malformed.
        GraderError: the judge could not work.
    """
    proof = Proof(exercise.slug, seeds, first)
    started = time.monotonic()
    if first:
        with Judges(exercise, options, progress=progress) as judges:
            _Prover(exercise, judges, proof, progress).right()
        proof.seconds = time.monotonic() - started
        return proof
    proof.problems += _missing_files(exercise)
    if proof.problems:
        return proof
    proof.problems += _texts(exercise)
    proof.problems += lint(exercise)
    with Judges(exercise, options, progress=progress) as judges:
        prover = _Prover(exercise, judges, proof, progress)
        prover.manifest()
        prover.examples()
        prover.stub()
        prover.right(sample)
        prover.mistakes(sample)
        if mutants:
            prover.mutants()
    proof.seconds = time.monotonic() - started
    return proof


def verify_all(
    exercises: Sequence[Exercise],
    jobs: int,
    *,
    seeds: int,
    options: Options,
    progress: Tell,
    mutants: bool = False,
    proved: Mapping[str, int],
) -> Iterator[Proof]:
    """The proofs of `exercises`, each as soon as it is there, `jobs` at a time; raises what `verify` raises.

    Args:
        proved: by slug, over how many seeds it was proved before.
    """
    interrupted = threading.Event()

    def show(said: Said) -> None:
        if interrupted.is_set():
            raise GraderError("Interrupted.", "Run it again.")
        progress(said)

    with ThreadPoolExecutor(jobs) as pool:
        running = [
            pool.submit(
                verify,
                exercise,
                seeds=seeds,
                options=options,
                progress=show,
                mutants=mutants,
                first=proved.get(exercise.slug, 0),
            )
            for exercise in exercises
        ]
        try:
            for future in as_completed(running):
                yield future.result()
        finally:  # the caller stopped, or a proof could not be made: the others end at their next step
            interrupted.set()
            pool.shutdown(wait=False, cancel_futures=True)


class _Prover:
    """Runs submissions of ours and notes what should not be."""

    def __init__(self, exercise: Exercise, judges: Judges, proof: Proof, progress: Tell) -> None:
        self.exercise, self.judges, self.proof, self.progress = exercise, judges, proof, progress
        self.caught: dict[str, frozenset[str]] = {}  # by which cases each mistake is failed

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The ids of the cases that have tests of their own."""
        return tuple(case.id for case in self.judges.manifest() if not case.id.startswith(PREFIX))

    def manifest(self) -> None:
        """Enough cases of each kind, and texts for each."""
        cases = self.judges.manifest()
        self.proof.cases, self.proof.promises = len(self.own), len(cases) - len(self.own)
        self.proof.hidden = hidden = sum(case.hidden for case in cases)
        if len(self.own) - hidden not in PUBLIC:
            self._problem(f"{len(self.own) - hidden} public cases; {PUBLIC.start} to {PUBLIC.stop - 1} are asked")
        if hidden < LEAST_HIDDEN:
            self._problem(f"{hidden} hidden cases; at least {LEAST_HIDDEN} are asked")
        for case in cases:
            if not case.title.en.strip() or not case.title.zh.strip():
                self._problem(f'case "{case.id}" lacks its sentence in one language')

    def examples(self) -> None:
        """The statements' examples, run with the reference."""
        for lang in ("en", "zh"):
            text = self.exercise.statement(lang)
            name = "README.md" if lang == "en" else "README.zh.md"
            if ">>>" not in text:
                self._problem(f"{name} has no example with >>> lines")
                continue
            wrong = self.judges.examples(text)
            if wrong:
                self._problem(f"the example of {name} is not true:\n{wrong}")

    def stub(self) -> None:
        """It loads, and is not accepted."""
        job = Job(self.exercise.stub.read_bytes(), "stub", diagnose=False)
        judged = self._judge("the stub", job, lambda judged: not accepted(judged))
        if judged.load is not None:
            self._problem(f"the stub does not load: {judged.load_failure}")
        elif judged.verdict is Verdict.AC:
            self._problem("the stub is accepted")

    def right(self, sample: bool = False) -> None:
        """The reference and the right answers: allowed, and accepted over every seed."""
        paths = [self.exercise.reference, *self.exercise.right]
        self.proof.right = len(paths) - 1
        for path in paths:
            for violation in self._violations(path):
                self._problem(f"{path.name}: {violation}")
        for number in range(self.proof.first, self.proof.seeds):
            for path in list(paths):
                what = f"{path.stem}, seed {number + 1}"
                cases = None if number < STANDARD_SEEDS else self.own
                reuse = number >= FRESH_SEEDS or (sample and path != self.exercise.reference)
                job = Job(path.read_bytes(), f"verify-{number}", cases=cases, diagnose=False, reuse_child=reuse)
                judged = self._judge(what, job, accepted)
                for case, share in judged.tolerance_used.items():
                    self.proof.tolerance_used[case] = max(self.proof.tolerance_used.get(case, (0.0, "")), (share, what))
                if not self._accepted(path, judged, f"verify-{number}"):
                    paths.remove(path)

    def mistakes(self, sample: bool) -> None:
        """Each labelled mistake gets its label, or is at least caught."""
        self.proof.mistakes = len(self.exercise.mistakes)
        for mistake in self.exercise.mistakes:
            broken = self._violations(mistake.path)
            if mistake.verdict is Verdict.RV or broken:
                if (mistake.verdict is Verdict.RV) != bool(broken):
                    self._problem(f"wrong/{mistake.path.name}: labelled {mistake.verdict}, violations: {broken}")
                continue
            seen: list[Judged] = []
            for number in range(min(self.proof.seeds, MISTAKE_SEEDS)):
                what = f"wrong/{mistake.name}, seed {number + 1}"
                shared = mistake.verdict not in _LIMITS
                # All cases once; with the other seeds those that promise to catch it, and what costs little.
                of_tests = self.own if shared else ()
                cases = None if number == 0 else (*of_tests, *mistake.caught_by)
                cases = mistake.caught_by if sample else cases
                job = Job(
                    mistake.path.read_bytes(),
                    f"verify-{number}",
                    cases=cases,
                    diagnose=False,
                    all_cases=True,
                    reuse_child=shared,
                )
                some = cases is not None and not {*self.own} <= {*cases}
                labelled = partial(_is_labelled, mistake, partial=some)
                judged = self._judge(what, job, labelled)
                self.caught.setdefault(f"wrong/{mistake.name}", judged.failing)
                seen.append(judged)
                wrong = list(_label_problems(mistake, judged, partial=some))
                for problem in wrong:
                    self._problem(f"wrong/{mistake.path.name} (seed verify-{number}): {problem}")
                if wrong:
                    break
            else:
                for problem in _varying(seen):
                    self._problem(f"wrong/{mistake.path.name}: {problem}")

    def mutants(self) -> None:
        """Every single-change mutant of the reference fails, or has its excuse."""
        found = self.proof.strength = strength(self.exercise, self.judges, self.progress)
        found.caught |= self.caught
        self.proof.problems += found.problems()
        self.proof.matrix = found.matrix(self.own)  # standard cases are proved where they are made, in our tests
        for case, fails, _alone in self.proof.matrix:
            if not fails:
                self._problem(f'the case "{case}" fails no mistake and no mutant')

    def _judge(self, what: str, job: Job, expected: Callable[[Judged], bool]) -> Judged:
        self.progress(f"{self.exercise.slug}: {what}")
        self.proof.runs += 1
        return self.judges.judge(job, expected)

    def _accepted(self, path: Path, judged: Judged, seed: str) -> bool:
        verdict = judged.verdict
        if verdict is Verdict.AC:
            return True
        reason = judged.load_failure or judged.internal or judged.violations
        reasons = [
            f"{case.id}{f'[{case.parameter}]' if case.parameter else ''}: {case.verdict} {case.failure}"
            for case in judged.cases
            if case.verdict not in (Verdict.AC, None)
        ]
        self._problem(f"{path.name} gets {verdict} with seed {seed}: {reason or reasons[0][:1500]}")
        return False

    def _violations(self, path: Path) -> list[str]:
        exercise = self.exercise
        found = read(path.read_bytes(), Rules(exercise.rules, exercise.allow, exercise.framework))
        if isinstance(found, LoadFailure):
            return []  # it does not load, and will be judged so
        return [f"line {one.line} breaks the rule {one.rule}: {one.found}" for one in found]

    def _problem(self, text: str) -> None:
        self.proof.problems.append(text)


def _label_problems(mistake: Mistake, judged: Judged, *, partial: bool) -> Iterator[str]:
    """Where a judgement differs from the mistake's header. In a `partial` run only the mistake's own cases were run."""
    if judged.internal is not None:
        yield f"internal error: {judged.internal.facts}"
        return
    verdict = judged.verdict
    another_may_decide = partial and verdict is not Verdict.IE
    if verdict is not mistake.verdict and not another_may_decide:
        yield f"labelled {mistake.verdict}, gets {verdict} ({judged.load_failure or _first(judged)})"
    failed = judged.failing
    known = {case.id for case in judged.cases}
    for case in mistake.caught_by:
        if case not in known:
            yield f'caught_by names "{case}", which is not a case'
        elif case not in failed and judged.load is None:
            yield f'the case "{case}" does not catch it'
    if judged.load is None and not mistake.caught_by:
        yield "caught_by is empty"
    if judged.load is None and failed == known and not partial:
        yield "every case fails: it is not told apart from nonsense"


def _varying(seen: Sequence[Judged]) -> Iterator[str]:
    """The cases that fail with some seeds and pass with others: the marks of whoever makes this mistake are luck.

    A case that could not measure with some seed is left out: that was no draw.
    """
    for case in seen[0].cases:
        results = [next(one for one in judged.cases if one.id == case.id) for judged in seen]
        if any(result.verdict is None or result.note for result in results):
            continue
        failed = [result.verdict is not Verdict.AC for result in results]
        if any(failed) and not all(failed):
            one, other = f"verify-{failed.index(True)}", f"verify-{failed.index(False)}"
            yield (
                f'the case "{case.id}" fails it with {sum(failed)} of {len(failed)} seeds ({one}, and not {other}): '
                "draw inputs that show it always, or never"
            )


def _is_labelled(mistake: Mistake, judged: Judged, *, partial: bool) -> bool:
    return not any(_label_problems(mistake, judged, partial=partial))


def _first(judged: Judged) -> str:
    failed = [f"{case.id}: {case.verdict}" for case in judged.cases if case.verdict not in (Verdict.AC, None)]
    return ", ".join(failed[:4]) or "no case fails"


def _missing_files(exercise: Exercise) -> list[str]:
    needed = [exercise.folder / name for name in ("README.md", "README.zh.md", "stub.py")]
    needed += [*exercise.tests, exercise.reference]
    return [f'"{path}" is missing' for path in needed if not path.is_file()]


def _texts(exercise: Exercise) -> Iterator[str]:
    """Everything that is said in two languages is; and enough answers, right and wrong, are there."""
    if len(exercise.hints) != 3:
        yield f"{len(exercise.hints)} hints; three are asked"
    texts = {"title": exercise.title}
    texts |= {f"hint {i + 1}": hint for i, hint in enumerate(exercise.hints)}
    texts |= {f"convention {i + 1}": convention for i, convention in enumerate(exercise.conventions)}
    texts |= {f"wrong/{mistake.name}": mistake.explanation for mistake in exercise.mistakes}
    for name, text in texts.items():
        if not text.en.strip() or not text.zh.strip():
            yield f"{name} lacks a language"
        elif text.zh.isascii():
            yield f"{name}: the Chinese text is not Chinese"
    if len(exercise.right) < LEAST_RIGHT:
        yield f"{len(exercise.right)} right answers beside the reference; at least {LEAST_RIGHT} are asked"
    if len(exercise.mistakes) < LEAST_WRONG:
        yield f"{len(exercise.mistakes)} mistakes; at least {LEAST_WRONG} are asked"
