"""Replaying a report: the same bytes judged again under the same seed, and every difference that shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.klass.assignment import key_of
from grader.klass.sinks.records import FORMAT as MARK
from grader.report import CaseResult, Report
from grader.texts import Text


@dataclass(frozen=True)
class Meant:
    """A report to replay, and the hash of the file that was handed in, which of a notebook is not what was judged."""

    report: Report
    sha256: str


@dataclass(frozen=True)
class Difference:
    """Something that is not the same. `counts`: it is part of the result, and not only of how it came about."""

    what: Text
    before: str
    after: str
    counts: bool


def read(path: Path, *, student: str = "", exercise: str = "") -> Meant:
    """The report in a file: one record, or the one of many that is meant.

    Args:
        path: a JSON object, or JSON lines, of reports or of marks.

    Raises:
        UsageError: it cannot be read, or holds no such report, or several.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unread(path, str(error)) from None
    found = [
        meant
        for record in _records(path, text)
        if (meant := _meant(record, student)) is not None and exercise in ("", meant.report.exercise)
    ]
    if len(found) != 1:
        raise UsageError(
            Text(
                f'"{path}" holds {len(found)} reports that could be meant.',
                f"“{path}”中有 {len(found)} 份可能符合的报告。",
            ),
            Text("Say which one with --student ID and --exercise EXERCISE.", "请用 --student 和 --exercise 指明。"),
        )
    return found[0]


def _records(path: Path, text: str) -> Iterator[dict[str, Any]]:
    """A whole object, or one a line."""
    try:
        try:
            records = [json.loads(text)]
        except ValueError:
            records = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise _unread(path, str(error)) from None
    return (record for record in records if isinstance(record, dict))


def _meant(record: dict[str, Any], student: str) -> Meant | None:
    """The report of a record; None where it has none, or is another student's."""
    if record.get("format") == MARK:
        wanted = not student or key_of(student) == key_of(str(record.get("student")))
        if not wanted or not record.get("report"):
            return None
        report = Report.from_json(record["report"])
        return Meant(report, str(record.get("submission_sha256") or report.provenance.submission_sha256))
    if student:
        return None
    report = Report.from_json(record)
    return Meant(report, report.provenance.submission_sha256)


def _unread(path: Path, why: str) -> UsageError:
    return UsageError(
        Text(f'The report "{path}" cannot be read: {why}.', f"无法读取报告“{path}”：{why}。"),
        Text(
            "Name a file that `dlgrade check --json` or `dlgrade grade` wrote.",
            "请给出由 `dlgrade check --json` 或 `dlgrade grade` 写出的文件。",
        ),
    )


_CIRCUMSTANCES = {
    "program": Text("dlgrade's version", "dlgrade 版本"),
    "exercise_digest": Text("the exercise", "题目"),
    "sandbox": Text("the sandbox", "沙箱"),
    "image": Text("the image", "镜像"),
    "interpreter": Text("the interpreter", "解释器"),
    "libraries": Text("the libraries", "库"),
}


def differences(before: Report, after: Report) -> Iterator[Difference]:
    """The differences between two reports on the same bytes: first the circumstances, then the results."""
    one, other = before.provenance.submission_sha256, after.provenance.submission_sha256
    if one != other:
        yield Difference(Text("the code that was judged", "被评判的代码"), one, other, counts=True)
    for name, what in _CIRCUMSTANCES.items():
        one, other = getattr(before.provenance, name), getattr(after.provenance, name)
        if one != other:
            yield Difference(what, _said(one), _said(other), counts=False)
    if before.verdict is not after.verdict:
        yield Difference(Text("the verdict", "评判结果"), str(before.verdict), str(after.verdict), counts=True)
    if before.points != after.points:
        yield Difference(Text("the points", "得分"), f"{before.points:g}", f"{after.points:g}", counts=True)
    olds, news = ({case.id: case for case in report.cases} for report in (before, after))
    for name in {**olds, **news}:
        if _outcome(olds.get(name)) != _outcome(news.get(name)):
            what = Text(f"the case {name}", f"用例 {name}")
            yield Difference(what, _outcome(olds.get(name)), _outcome(news.get(name)), counts=True)


def _outcome(case: CaseResult | None) -> str:
    return str(case.verdict or case.skipped) if case is not None else "-"


def _said(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {version}" for name, version in sorted(value.items())) or "-"
    return str(value) or "-"
