"""A trial on a page: each step with both answers, how they differ, what was printed, the time."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType

from grader.escape import LINE, MESSAGE, NAME, WHOLE
from grader.numbers import fine
from grader.render import sentences, words
from grader.render.console import Gutter, Page, labelled, page_on
from grader.render.explain import call_rows, file_line, mismatch_rows, named, raised_parts, source_line
from grader.render.refusal import refusal
from grader.render.wrapping import Styled
from grader.report import Failure, LoadFailure, Mismatch
from grader.texts import Text, joined
from grader.tried import Answer, Trial, TriedStep

_SAME = Text("Your answers equal the reference's.", "你的结果与参考解相同。")
_DIFFERS = Text("An answer differs from the reference's.", "有结果与参考解不同。")
_FAILS = Text("Your code fails on this input.", "你的代码在这个输入上出错。")
_BOTH_FAIL = Text(
    "The reference refuses this input, and your code fails on it too.", "参考解拒绝这个输入，你的代码也在其上出错。"
)
_ONE_SIDED = Text("The reference refuses this input; your code does not.", "参考解拒绝这个输入，而你的代码没有。")
_NOTHING_TO_COMPARE = Text("There is nothing to compare.", "没有可比较的结果。")
_ALONE = Text(
    "The reference is not on this machine (a release does not hold it), so your answers stand alone.",
    "本机没有参考解（发布内容不包含它），因此只显示你的结果。",
)
_NO_VERDICT = Text(
    "That is no verdict: the statement says which answers are right, and it may allow several.",
    "这不是评判结果：哪些答案正确以题目为准，题目可能允许多种答案。",
)
_PROMISES_NOTHING = Text("So the statement does not promise an answer here.", "因此题目没有保证这里有答案。")
_LISTS = Text(
    'A list in an input is a list; for an array write {"array": [...]}.',
    '输入中的列表就是列表；数组请写 {"array": [...]}。',
)
_NO_ANSWER = Text("no answer", "没有结果")
_NOT_REACHED = Text("not reached", "没有执行到")
_REFERENCE = Text("Reference", "参考解")
_SAME_AS = Text("the same", "相同")
_WEIGHTS = Text("weights of {name}, drawn", "{name} 的权重（随机生成）")
_ASKED = Text(
    "The function was called {mine} times; by the reference {theirs} times.",
    "函数被调用了 {mine} 次；参考解调用了 {theirs} 次。",
)
_ASKED_ALONE = Text("The function was called {mine} times.", "函数被调用了 {mine} 次。")
_FASTEST = Text(
    "{ratio} (yours {mine}, reference {theirs} for the last call)",
    "{ratio}（最后一次调用：你的 {mine}，参考解 {theirs}）",
)
_TOO_SHORT_S = 200e-6
_TOO_SHORT = Text("too short to compare: both take less than 0.2 ms", "太短，无法比较：两者都不到 0.2 毫秒")

_Row = tuple[str, RenderableType]


def print_trial(trial: Trial, console: Console, lang: str) -> None:
    """Print it."""
    page = page_on(console, lang)
    for part in parts(trial, page):
        console.print(part)


def parts(trial: Trial, page: Page) -> Iterator[RenderableType]:
    """What the page of a trial consists of."""
    tried = trial.tried
    good = not tried.fails and tried.same is not False
    yield Styled.assemble((page.say(_headline(trial)), f"bold {'green' if good else 'red'}"))
    about = f"{trial.title.localized(page.lang)} {page.marks.dot} {page.quote(trial.submission, LINE)}"
    yield Styled(f"{about} {page.marks.dot} {page.quote(trial.input, LINE)}")
    if tried.load_failure is not None:
        yield from _load(trial, tried.load_failure, page)
    for number, step in enumerate(tried.steps, start=1):
        yield Styled()
        yield from _step(trial, number, step, page)
    yield from _below(trial, page)


def _headline(trial: Trial) -> Text:
    tried = trial.tried
    if tried.load_failure is not None:
        return sentences.load_failure(tried.load_failure)
    refused = any(step.reference is not None and step.reference.failure is not None for step in tried.steps)
    failed = any(step.submission is not None and step.submission.failure is not None for step in tried.steps)
    if refused:
        return _BOTH_FAIL if failed else _ONE_SIDED
    if failed:
        return _FAILS
    if not tried.reference:
        return _ALONE
    return {True: _SAME, False: _DIFFERS, None: _NOTHING_TO_COMPARE}[tried.same]


def _load(trial: Trial, failure: LoadFailure, page: Page) -> Iterator[RenderableType]:
    if failure.facts.get("text"):
        yield Styled(file_line(trial, failure.facts["line"], failure.facts.get("cell", 0), page))
        yield source_line(failure.facts["text"], page, failure.facts["column"])
    if failure.raised is not None:
        yield from raised_parts(trial, failure.raised, page)
    if failure.kind == "signature":
        yield labelled(
            (page.say(label), Styled(page.quote(failure.facts[fact], LINE)))
            for label, fact in ((words.EXPECTED, "expected"), (words.YOUR_DEFINITION, "actual"))
        )


def _step(trial: Trial, number: int, step: TriedStep, page: Page) -> Iterator[RenderableType]:
    rows: list[_Row] = [(str(number) if at == 0 else label, made) for at, (label, made) in enumerate(_done(step, page))]
    if not _is_plain(step):
        if trial.tried.reference:
            rows.append((page.say(_REFERENCE), Styled(_theirs(step.reference, page))))
        mine = page.say(_SAME_AS) if step.same and _read_alike(step) else _shown(step.submission, page)
        rows.append((page.say(words.YOURS), Styled(mine)))
    if step.mismatch is not None:
        rows.append(("", Styled(_how(step.mismatch, page), "bold red")))
        seen = (page.say(words.EXPECTED), page.say(words.YOURS))
        rows += [row for row in mismatch_rows(step.mismatch, (words.EXPECTED, words.YOURS), page) if row[0] not in seen]
    yield labelled(rows)
    failure = step.submission.failure if step.submission is not None else None
    if failure is not None and failure.raised is not None:
        yield from raised_parts(trial, failure.raised, page)
    if step.reference is not None and step.reference.failure is not None:
        said = joined((refusal(step.reference.failure), _PROMISES_NOTHING))
        yield Styled(said.localized(page.lang), "yellow")
        raised = step.reference.failure.raised
        if raised is not None and "'list' object" in raised.message:
            yield Styled(page.say(_LISTS))


def _done(step: TriedStep, page: Page) -> Iterator[_Row]:
    """What the step did, as Python is written."""
    if step.does in ("call", "new"):
        yield from call_rows(step.call, page)
        return
    name = page.quote(step.call.name, NAME)
    values = "".join(page.quote(value, page.preview) for _, value in step.call.arguments)
    shown = {"get": name, "set": f"{name} = {values}", "weights": page.say(_WEIGHTS, name=name)}
    yield "", Styled(shown[step.does])


def _is_plain(step: TriedStep) -> bool:
    """Whether nothing need be said of the answers: both sides made an object, or set something."""
    both = step.submission, step.reference or step.submission
    made = all(one is not None and one.failure is None for one in both)
    return made and step.mismatch is None and step.does in ("new", "set", "weights")


def _how(mismatch: Mismatch, page: Page) -> str:
    return sentences.failure(Failure("mismatch", mismatch=mismatch)).localized(page.lang)


def _read_alike(step: TriedStep) -> bool:
    """Whether one answer is enough to read."""
    return step.submission is not None and step.reference is not None and step.submission.shown == step.reference.shown


def _theirs(answer: Answer | None, page: Page) -> str:
    refused = answer is not None and answer.failure is not None
    return page.say(_NO_ANSWER) if refused else _shown(answer, page)


def _shown(answer: Answer | None, page: Page) -> str:
    if answer is None:
        return page.say(_NOT_REACHED)
    if answer.failure is not None:
        return sentences.failure(answer.failure).localized(page.lang)
    return page.quote(answer.shown, page.preview)


def _below(trial: Trial, page: Page) -> Iterator[RenderableType]:
    tried, rows = trial.tried, list[tuple[str, RenderableType]]()
    if tried.prints:
        yield Styled()
        yield Styled(page.say(sentences.PRINTED), "italic")
        yield Gutter(page.quote(named(tried.prints, trial), MESSAGE), page.marks.gutter)
        if tried.prints_cut:
            yield Styled(page.say(sentences.PRINTS_CUT), "italic")
    for mine, theirs in tried.asked:
        text = page.say(_ASKED, mine=mine, theirs=theirs) if tried.reference else page.say(_ASKED_ALONE, mine=mine)
        rows.append((page.marks.dot, Styled(text)))
    if tried.timing is not None:
        timing = tried.timing
        short = max(timing.submission_s, timing.reference_s) < _TOO_SHORT_S
        text = (
            page.say(_TOO_SHORT)
            if short
            else page.say(
                _FASTEST,
                ratio=sentences.timing(timing),
                mine=fine(timing.submission_s),
                theirs=fine(timing.reference_s),
            )
        )
        rows.append((page.say(words.SPEED), Styled(text)))
    for violation in trial.violations[:4]:
        rows.append((page.marks.lost, Styled(sentences.violation(violation).localized(page.lang), "yellow")))
    for said in (tried.remark, *trial.warnings):
        if said is not None:
            rows.append((page.marks.lost, Styled(page.quote(said.localized(page.lang), WHOLE), "yellow")))
    if not tried.reference and tried.load_failure is None and _headline(trial) is not _ALONE:
        rows.append((page.marks.dot, Styled(page.say(_ALONE))))
    if tried.same is False:
        rows.append((page.marks.dot, Styled(page.say(_NO_VERDICT))))
    if rows:
        yield Styled()
        yield labelled(rows)
