"""`dlgrade check --save-case`: the first failing public case, written beside the submission to be stepped through."""

from __future__ import annotations

import os
from pathlib import Path

from grader.catalogue.exercise import Exercise
from grader.catalogue.promises import PREFIX
from grader.errors import UsageError
from grader.grading.client import JudgeProcess
from grader.grading.trying import module_of_submission
from grader.judge.protocol import Options, Save
from grader.report import CaseResult, Report
from grader.submission.submission import Submission
from grader.texts import Tell, Text

_NOTHING = {
    "passed": Text("No case fails, so there is none to save.", "没有失败的用例，因此没有可保存的。"),
    "hidden": Text(
        "Only hidden cases fail, and a hidden case is never saved.", "失败的都是隐藏用例，而隐藏用例从不保存。"
    ),
    "promise": Text(
        "Only promises of the statement fail, which the judge tries on the calls of other cases; none is saved.",
        "失败的只是题目的约定，它们由评测用其他用例的调用来检验，因此没有保存。",
    ),
    "not run": Text("No case was run, so there is none to save.", "没有运行任何用例，因此没有可保存的。"),
}


def save_case(
    report: Report,
    exercise: Exercise,
    submission: Submission,
    file: Path,
    folder: Path,
    options: Options,
    lang: str,
    progress: Tell = lambda text: None,
) -> tuple[list[Path], Text | None]:
    """Write the first failing public case of the report; the files, and what there is to say.

    Raises:
        UsageError: a file of that name is there already, or the folder cannot be written to.
        GraderError: the judge could not work.
    """
    case, nothing = _to_save(report)
    if case is None:
        return [], nothing
    name = f"{exercise.slug}_{case.id}"
    script, given, adapter = (
        folder / f"{lead}{name}{end}" for lead, end in (("debug_", ".py"), ("", ".json"), ("adapter_", ".py"))
    )
    for path in (script, given, adapter):
        if os.path.lexists(path):
            raise UsageError(
                Text(
                    f'"{path}" is there already, and nothing is overwritten.', f"“{path}”已经存在，不会覆盖任何文件。"
                ),
                Text(
                    "Remove it, or name another folder: --save-case=DIR.",
                    "请删除它，或指定其他文件夹：--save-case=DIR。",
                ),
            )
    with JudgeProcess(exercise, options, progress=progress) as judge:
        asked = Save(
            source=module_of_submission(submission, exercise)[0],
            seed=report.provenance.seed,
            case=case.id,
            file="" if submission.cells else os.path.relpath(file, folder),
            name=script.name,
            adapter=adapter.name,
            lang=lang,
        )
        done = judge.saved(asked)
    if done.why_not is not None:
        why = done.why_not
        return [], Text(f'The case "{case.id}" was not saved: {why.en}.', f"用例“{case.id}”没有保存：{why.zh}。")
    files = {script: done.script, given: done.input}
    if exercise.adapter is not None and f'module("{adapter.name}"' in done.script.replace("'", '"'):
        files[adapter] = exercise.adapter.read_text(encoding="utf-8")
    return _write(files, folder), _about(submission)


def _to_save(report: Report) -> tuple[CaseResult | None, Text | None]:
    failed = [case for case in report.cases if case.failure is not None and case.failure.kind != "internal"]
    public = [case for case in failed if not case.hidden and case.failure and case.failure.kind != "promise"]
    public = [case for case in public if not case.id.startswith((PREFIX, "timing_", "sandbox"))]
    if public:
        return public[0], None
    if not failed:
        ran = any(case.verdict is not None for case in report.cases)
        return None, _NOTHING["passed" if ran else "not run"]
    return None, _NOTHING["hidden" if all(case.hidden for case in failed) else "promise"]


def _about(submission: Submission) -> Text | None:
    if not submission.cells:
        return None
    return Text("A script cannot import a notebook, so there is none.", "脚本无法导入 notebook，因此没有脚本。")


def _write(files: dict[Path, str], folder: Path) -> list[Path]:
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            if text:
                with path.open("x", encoding="utf-8") as file:
                    file.write(text)
                written.append(path)
    except OSError as error:
        raise UsageError(
            Text(f'"{folder}" cannot be written to: {error}.', f"无法写入“{folder}”：{error}。"),
            Text("Name a folder that can be written to: --save-case=DIR.", "请指定可写的文件夹：--save-case=DIR。"),
        ) from None
    return written
