"""A failing public case made once more, so that every request is heard, and written as a script and as an input."""

from __future__ import annotations

from grader.catalogue.exercise import Exercise
from grader.errors import GraderError
from grader.judge import seeds
from grader.judge.blame import FAILURES, note
from grader.judge.case_run import Attempt, CaseRun
from grader.judge.compare import WrongAnswer
from grader.judge.far.children import Code
from grader.judge.far.sandbox_pool import SandboxPool
from grader.judge.far.session import Fault
from grader.judge.protocol import Save, SaveDone
from grader.judge.recorder import NotSaved, Recorder, expression, no_gradient
from grader.judge.script import Expected, Saving, as_input, script
from grader.judge.suite import JudgePlugin
from grader.judge.values import NoGradient
from grader.texts import Text

_WHY_NOT = {
    "load": Text("the case loads your file more than once", "这个用例会多次加载你的文件"),
    "size": Text("its arrays are too large for a script", "其中的数组太大，不适合写成脚本"),
    "passes": Text("it passed when it was run once more", "再运行一次时它通过了"),
    "": Text("the case asks what has no words outside of the judge", "这个用例的某些操作无法在评测之外表示"),
}


def saved(plugin: JudgePlugin, workers: SandboxPool, asked: Save) -> SaveDone:
    """The texts; why there are none, where that is so."""
    worker = workers.submission()
    worker.ready()
    children, case = plugin.children, plugin.cases[asked.case]
    code = Code(asked.source, "submission")
    now = CaseRun(children, case, code, children.open(code, worker), asked.seed)
    try:
        now.load()
        for item in case.items:
            recorder = Recorder()
            recorder.asking("load", {})
            now.submission.recorder = recorder
            now.submission.functions.clear()
            attempt = plugin.attempt(item, now)
            now.submission.recorder = None
            if isinstance(attempt.error, NotSaved):
                return SaveDone(asked.id, why_not=_WHY_NOT.get(str(attempt.error), _WHY_NOT[""]))
            if attempt.error is not None:
                return _written(plugin, asked, recorder, attempt)
        return SaveDone(asked.id, why_not=_WHY_NOT["passes"])
    except GraderError:
        raise
    except (Fault, *FAILURES) as error:
        note("the saving of a case", error)
        return SaveDone(asked.id, why_not=_WHY_NOT[""])
    finally:
        now.close()
        workers.done_with(worker, odd=True)


def _written(plugin: JudgePlugin, asked: Save, recorder: Recorder, attempt: Attempt) -> SaveDone:
    exercise, case = plugin.exercise, plugin.cases[asked.case]
    what = Saving(
        case=asked.case,
        title=case.spec.title,
        framework=exercise.framework,
        file=asked.file,
        name=asked.name,
        adapter=asked.adapter,
        seed=seeds.worker_seed(asked.seed, exercise.slug, asked.case),
        lang=asked.lang,
    )
    text = script(recorder.made, _expected(recorder, attempt, exercise, asked.lang), what) if asked.file else ""
    return SaveDone(asked.id, text, as_input(recorder.made, exercise.slug, asked.case) or "")


def _expected(recorder: Recorder, attempt: Attempt, exercise: Exercise, lang: str) -> Expected:
    """What the test compared last, which was wrong."""
    error = attempt.error
    if not isinstance(error, WrongAnswer):
        return Expected()
    mismatch = error.mismatch
    if mismatch.aspect == "statement":
        return Expected(sentence=(mismatch.actual if lang == "zh" else mismatch.expected).replace("\n", " "))
    if not attempt.compared:
        return Expected()
    actual, value, _ = attempt.compared[-1]
    if isinstance(actual, NoGradient):
        found = no_gradient(recorder.made, actual, exercise)
    else:
        found = expression(recorder.made, actual)
    return Expected(found or "", value, mismatch.rtol or 0.0, mismatch.atol or 0.0, compares=True)
