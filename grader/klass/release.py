"""The student release of an assignment: the files that students start from, as texts by their names.

For each exercise a stub or a notebook, the statement and the public tests; with them a README, a workflow for CI and
a `.gitignore`. `grader.klass.released` brings them into a folder or an archive,
once `grader.klass.leaks` has read them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grader.catalogue import public_tests
from grader.catalogue.exercise import Catalogue, Exercise
from grader.catalogue.notebook import notebook_of
from grader.catalogue.start import marked_stub
from grader.installed import shipped
from grader.judge.protocol import Options
from grader.klass import explain
from grader.klass.assignment import Assignment
from grader.klass.recording import recorded
from grader.syntax import tree_of
from grader.texts import Tell, Text

WORKFLOW = ".github/workflows/dlgrade.yml"
# The folder with the public part of exercises that students do not have.
CATALOGUE = "catalogue"
_ANY_SANDBOX = Options()


@dataclass(frozen=True)
class Release:
    """The files of a release. answers: those that students work on; exercises: those that it was made of.

    binaries: the files that are no texts.
    """

    assignment: str
    files: Mapping[str, str]
    answers: frozenset[str]
    exercises: tuple[Exercise, ...]
    binaries: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def contents(self) -> dict[str, bytes]:
        """All files, as bytes."""
        return {name: text.encode() for name, text in self.files.items()} | dict(self.binaries)


def release_of(
    assignment: Assignment,
    known: Catalogue,
    lang: str,
    *,
    notebook: bool = False,
    sandbox: Options = _ANY_SANDBOX,
    progress: Tell = lambda text: None,
) -> Release:
    """The release of an assignment, in one language.

    Args:
        notebook: a notebook for each exercise in the place of a stub.
        sandbox: where the reference of an exercise that students do not have answers its public cases.
        progress: is told when that begins.

    Raises:
        UsageError: an exercise is none, or its reference does not pass its public cases.
        GraderError: it could not be run.
    """
    exercises = tuple(assignment.exercise(slug, known) for slug in assignment.slugs)
    files: dict[str, str] = {}
    answers = {exercise.slug: f"{exercise.slug}{'.ipynb' if notebook else '.py'}" for exercise in exercises}
    for exercise in exercises:
        slug = exercise.slug
        files[answers[slug]] = notebook_of(exercise, lang) if notebook else marked_stub(exercise)
        files[f"{slug}.md"] = exercise.statement(lang)
        files[public_tests.file_name(slug)] = public_tests.text_of(exercise, lang, answers[slug], CATALOGUE)
    files["README.md"] = "\n".join(_readme(assignment, exercises, answers, lang)) + "\n"
    files[WORKFLOW] = _workflow(exercises, answers, lang)
    files[".gitignore"] = _GITIGNORE
    binaries: dict[str, bytes] = {}
    for exercise in exercises:
        if is_private(exercise):
            files |= dict(_public_part(exercise))
            progress(Text(f"recording the reference of {exercise.slug}", f"正在记录 {exercise.slug} 的参考解答"))
            binaries[f"{CATALOGUE}/solutions/{exercise.slug}/transcript.bin"] = recorded(exercise, sandbox)
    return Release(assignment.slug, files, frozenset(answers.values()), exercises, binaries)


def public_cases(exercise: Exercise) -> list[str]:
    """The ids of the public cases, in the order of the file; nothing of it runs."""
    body = tree_of(exercise.tests[0].read_text(encoding="utf-8")).body
    return [
        node.name.removeprefix("test_")
        for node in body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.decorator_list
    ]


def is_private(exercise: Exercise) -> bool:
    """Whether students do not have the exercise's catalogue."""
    return exercise.folder.resolve().parent.parent != shipped()


def _public_part(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """The files of the exercise that learners see anyway, as a catalogue of the release."""
    for path in exercise.public_files:
        yield f"{CATALOGUE}/exercises/{exercise.slug}/{path.name}", path.read_text(encoding="utf-8")


def _readme(
    assignment: Assignment, exercises: tuple[Exercise, ...], answers: Mapping[str, str], lang: str
) -> Iterator[str]:
    first = answers[exercises[0].slug]
    yield f"# {assignment.title.localized(lang)}\n"
    for said in _conditions(assignment):
        yield f"- {said.localized(lang)}"
    yield ""
    yield from _HEADING.localized(lang).splitlines()
    for given, exercise in zip(assignment.exercises, exercises, strict=True):
        slug, title = exercise.slug, exercise.title.localized(lang)
        points = explain.number(given.points)
        tests = public_tests.file_name(slug)
        yield f"| [{title}]({slug}.md) | {points} | [{answers[slug]}]({answers[slug]}) | [{tests}]({tests}) |"
    private = [exercise for exercise in exercises if is_private(exercise)]
    yield _HOW.localized(lang).format(first=first + _elsewhere(exercises[0]))
    if private:
        names = ", ".join(answers[exercise.slug] for exercise in private)
        command = f"dlgrade check {answers[private[0].slug]}{_elsewhere(private[0])}"
        yield _PRIVATE.localized(lang).format(names=names, command=command)


def _conditions(assignment: Assignment) -> Iterator[Text]:
    """Dates, points and what counts; nothing of single students."""
    if assignment.opens:
        opens = explain.moment(assignment.opens)
        yield Text(f"Opens {opens}.", f"开放时间：{opens}。")
    if assignment.due:
        due = explain.moment(assignment.due)
        yield Text(f"Due {due}.", f"截止时间：{due}。")
        yield explain.late(assignment.late)
    else:
        yield Text("There is no due date.", "没有截止时间。")
    yield explain.attempts(assignment)
    total = explain.number(assignment.points)
    yield Text(f"{total} points in all.", f"共 {total} 分。")


def _elsewhere(exercise: Exercise) -> str:
    """The option that `dlgrade check` needs for it."""
    return f" --catalogue {CATALOGUE}" if is_private(exercise) else ""


def _workflow(exercises: tuple[Exercise, ...], answers: Mapping[str, str], lang: str) -> str:
    checks = []
    for exercise in exercises:
        cases = " ".join(f"--case {case}" for case in public_cases(exercise))
        checks.append(f"          check {exercise.slug} {answers[exercise.slug]} {cases}{_elsewhere(exercise)}")
    targets = {exercise.target for exercise in exercises}
    image = targets.pop() if len(targets) == 1 else "all"
    about, commands = _ABOUT.localized(lang), "\n".join(checks)
    return _WORKFLOW.replace("{about}", about).replace("{checks}", commands).replace("{image}", image)


_HEADING = Text(
    "| exercise | points | your answer | public tests |\n| --- | --- | --- | --- |",
    "| 题目 | 分值 | 你的答案 | 公开测试 |\n| --- | --- | --- | --- |",
)
_HOW = Text(
    """
## What to do

1. Install dlgrade as your course says. `dlgrade doctor` tells whether it can run code here. If it uses Docker, run
   `dlgrade image build` once while you are online; after that no network is needed.
2. Read the statement, then write your answer into the file for it. Leave its first line, or the cell's tag, as it is.
3. Check it as often as you like: `dlgrade check {first}`
4. Hand in the files of the column "your answer".

`dlgrade check` runs the public cases, and the others with inputs that are drawn anew each time; of those you see the
sentence and the verdict. Its result is for you. The mark is made by your instructors, with other inputs, and lateness
and attempts are only known there.

`.github/workflows/dlgrade.yml` runs the public cases on GitHub: advice, not a mark. Its first lines say how to turn it
on and off.
""",
    """
## 怎么做

1. 按课程说明安装 dlgrade。`dlgrade doctor` 会告诉你本机能否运行代码。如果它使用 Docker，请在联网时运行一次
   `dlgrade image build`，之后就不再需要网络。
2. 先读题面，再把答案写进对应的文件。请保留文件的第一行（笔记本则保留单元格的标签）。
3. 随时可以检查：`dlgrade check {first}`
4. 提交“你的答案”一列中的文件。

`dlgrade check` 会运行公开用例，也会运行其他用例，后者的输入每次重新抽取，你只能看到说明和结果。检查结果供你自己参考；
成绩由教师另行评出，所用的输入不同，是否迟交、提交了几次也以教师那里为准。

`.github/workflows/dlgrade.yml` 会在 GitHub 上运行公开用例，仅供参考，不是成绩。如何启用和关闭，见该文件开头的说明。
""",
)

_PRIVATE = Text(
    """\
Of {names} the folder `catalogue` has the public cases only, with inputs and our answers that were recorded once. So
name it: `{command}`. Hidden cases, promises and time are left out there, and told as such.
""",
    """\
{names} 只有公开用例，放在文件夹 `catalogue` 中，其输入和我们的答案是事先记录好的，因此请写明它：
`{command}`。隐藏用例、约定与耗时不在其中，报告里会说明。
""",
)

_ABOUT = Text(
    """\
# Advisory: the public cases only, as feedback for whoever pushes. It is no mark, for this file is yours to change.
# On:  set the repository's or the organisation's variable DLGRADE to what pip installs, such as
#      git+https://github.com/OWNER/dlgrade@COMMIT
# Off: take that variable away, or set DLGRADE_CI to off.
# Each push that changes an answer costs some minutes. To save them, leave "push" out: then it runs by the button.""",
    """\
# 仅供参考：只运行公开用例，给推送代码的人看。这不是成绩，因为这个文件你可以随意修改。
# 启用：把仓库或组织的变量 DLGRADE 设为 pip 可以安装的来源，例如
#       git+https://github.com/OWNER/dlgrade@COMMIT
# 关闭：删除该变量，或把 DLGRADE_CI 设为 off。
# 每次推送答案都要花费几分钟的额度。要节省，可以删去 push，只用按钮手动运行。""",
)
_WORKFLOW = """\
{about}
name: dlgrade

on:
  push:
    paths: ["*.py", "*.ipynb"]
  workflow_dispatch:

permissions: {}

concurrency:
  group: dlgrade-${{ github.ref }}
  cancel-in-progress: true

jobs:
  # Reads the repository, and runs nothing of it.
  files:
    if: vars.DLGRADE != '' && vars.DLGRADE_CI != 'off'
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2
        with:
          name: files
          path: |
            *.py
            *.ipynb
            catalogue
          retention-days: 1

  # Runs the answers: no permissions, no secrets.
  public-cases:
    needs: files
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions: {}
    env:
      DLGRADE: ${{ vars.DLGRADE }}
    steps:
      - uses: actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0
        with:
          name: files
          path: answers
      - uses: actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0
        with:
          python-version: "3.11"
      - run: pip install "$DLGRADE" && dlgrade image build --target {image}
      - name: Public cases
        working-directory: answers
        run: |
          # What an answer prints is no command to the runner.
          exec 2>&1
          token=$(python -c 'import secrets; print(secrets.token_hex(16))')
          echo "::stop-commands::$token"
          failed=0
          check() { dlgrade check "$@" --require-sandbox docker --no-time || failed=1; }
{checks}
          echo "::$token::"
          exit $failed
"""
_GITIGNORE = """\
__pycache__/
.ipynb_checkpoints/
.pytest_cache/
.venv/
.DS_Store
"""
