"""A benchmark on a page: a table of the sizes, how time and memory grow, a plot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console, RenderableType
from rich.table import Table

from grader.benched import Benchmark, Point, Side, Slopes
from grader.escape import LINE
from grader.numbers import fine, ratio, size
from grader.render import sentences
from grader.render.console import Page, labelled, page_on
from grader.render.explain import raised_parts
from grader.render.plot import Curve, plotted, save
from grader.render.refusal import refusal
from grader.render.wrapping import Styled
from grader.texts import Text

_TIME = Text("time", "耗时")
_MEMORY = Text("peak memory", "内存峰值")
_CALLS = Text("calls of the function", "函数调用次数")
_REFERENCE = Text("reference", "参考解")
_YOURS = Text("yours", "你的")
_RATIO = Text("ratio", "倍数")
_GROWS = Text(
    "{what} grows like n^{mine:.1f}; the reference's like n^{theirs:.1f}.",
    "{what}按 n^{mine:.1f} 增长，参考解按 n^{theirs:.1f} 增长。",
)
_GROWS_ALONE = Text("{what} grows like n^{mine:.1f}.", "{what}按 n^{mine:.1f} 增长。")
_ABOUT = Text(" Noisy: a rough figure.", "噪声较大，数字粗略。")
_IS = Text("n is {about}.", "n 是{about}。")
_FEW = Text(
    "Fewer than three sizes were measured, so nothing is said of the growth.",
    "测得的规模不足三个，因此不判断增长速度。",
)
_NOISY = Text(
    "Too noisy to judge where the ratio has a ?: the machine was busy. --seconds gives it longer.",
    "倍数后带 ? 的噪声过大，无法判断：本机当时很忙。可用 --seconds 延长测量。",
)
_WALL = Text(
    "Times are of wall clock, for this sandbox counts no processor time.",
    "耗时为挂钟时间，因为这个沙箱不统计处理器时间。",
)
_WRONG = Text(
    "At n = {size} your answer differs from the reference's; a time of a wrong answer says little.",
    "n = {size} 时你的结果与参考解不同；错误答案的耗时意义不大。",
)
_STOPPED = Text("At n = {size}: {why} Larger sizes were not tried.", "n = {size} 时：{why}更大的规模没有尝试。")
_REFUSED = Text("At n = {size}: {why}", "n = {size} 时：{why}")
_ALONE = Text(
    "The reference is not on this machine, so your code stands alone.", "本机没有参考解，因此只显示你的代码。"
)
_PEAK = Text(
    "Peak memory is that of the process beyond what it takes before the calls, the input included.",
    "内存峰值指进程超出调用之前占用的部分，包括输入本身。",
)


def print_benchmark(benchmark: Benchmark, console: Console, lang: str) -> None:
    """Print it."""
    page = page_on(console, lang)
    for part in _parts(benchmark, page):
        console.print(part)


def save_picture(benchmark: Benchmark, path: Path) -> None:
    """Write it as a picture, in English: matplotlib's fonts have no Chinese. Raises as `grader.render.plot.save`."""
    unit = "" if benchmark.benched.measure == "asked" else " (s)"
    panels = [
        (_measure(benchmark).en + unit, _curves(benchmark, "en", memory=False, plain=True)),
        (f"{_MEMORY.en} (MiB)", _curves(benchmark, "en", memory=True, plain=True)),
    ]
    save(path, panels, f"{benchmark.exercise}: {Path(benchmark.submission).name}", f"n: {benchmark.about.en}")


def _parts(benchmark: Benchmark, page: Page) -> Iterator[RenderableType]:
    found = benchmark.benched
    title = f"{benchmark.title.localized(page.lang)} {page.marks.dot} {page.quote(benchmark.submission, LINE)}"
    yield Styled(title, "bold")
    if found.load_failure is not None:
        yield Styled(sentences.load_failure(found.load_failure).localized(page.lang), "bold red")
        if found.load_failure.raised is not None:
            yield from raised_parts(benchmark, found.load_failure.raised, page)
        return
    yield Styled(page.say(_IS, about=benchmark.about))
    yield Styled()
    yield _table(benchmark, page)
    yield Styled()
    for line in _plots(benchmark, page):
        yield Styled(line, no_wrap=True)
    yield Styled()
    yield from _said(benchmark, page)


def _measure(benchmark: Benchmark) -> Text:
    return _CALLS if benchmark.benched.measure == "asked" else _TIME


def _table(benchmark: Benchmark, page: Page) -> Table:
    table, found = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0)), benchmark.benched
    table.add_column("n", justify="right")
    sides = [_YOURS, _REFERENCE] if found.reference else [_YOURS]
    for what in (_measure(benchmark), _MEMORY):
        for side in sides:
            table.add_column(f"{page.say(what)}\n{page.say(side)}", justify="right")
    timed = found.reference and found.measure == "time"
    if timed:
        table.add_column(f"\n{page.say(_RATIO)}", justify="right")
    for point in found.points:
        both = [point.submission, point.reference][: len(sides)]
        cells = [_cost(side, found.measure, page) for side in both]
        cells += [size(side.peak_bytes) if side is not None and side.peak_bytes else "" for side in both]
        table.add_row(f"{point.size:,}", *cells, *([_ratio(point)] if timed else []))
    return table


def _cost(side: Side | None, measure: str, page: Page) -> str:
    if side is None:
        return ""
    if measure == "asked":
        return f"{side.asked:,}"
    return fine(side.seconds) if side.seconds else ""


def _ratio(point: Point) -> str:
    if not point.ratio:
        return ""
    spread = f" ({ratio(point.low)} - {ratio(point.high)})"
    return f"{ratio(point.ratio)}{spread}{' ?' if point.noisy else ''}"


def _curves(benchmark: Benchmark, lang: str, *, memory: bool, plain: bool) -> list[Curve]:
    marks = ("x", "o") if plain else ("●", "○")
    found, curves = benchmark.benched, []
    for mark, side, name in zip(marks, ("submission", "reference"), (_YOURS, _REFERENCE), strict=True):
        points = []
        for point in found.points:
            one: Side | None = getattr(point, side)
            if one is not None:
                value = one.peak_bytes / 2**20 if memory else one.asked if found.measure == "asked" else one.seconds
                points.append((float(point.size), float(value)))
        curves.append(Curve(name.localized(lang), mark, tuple(point for point in points if point[1] > 0)))
    return [curve for curve in curves if curve.points]


def _plots(benchmark: Benchmark, page: Page) -> list[str]:
    plain = page.marks.dot == "-"
    curves = _curves(benchmark, page.lang, memory=False, plain=plain)
    unit = "" if benchmark.benched.measure == "asked" else "s"
    return plotted(curves, unit, width=min(page.width, 72))


def _said(benchmark: Benchmark, page: Page) -> Iterator[RenderableType]:
    found = benchmark.benched
    for what, slopes in ((_measure(benchmark), found.cost), (_MEMORY, found.memory)):
        said = _growth(what, slopes, page)
        if said and slopes is found.cost and found.noisy:
            said += page.say(_ABOUT)
        if said:
            yield Styled(said, "bold")
    if found.cost.submission is None:
        yield Styled(page.say(_FEW))
    for point in found.points:
        if point.failure is not None:
            why = sentences.failure(point.failure)
            yield Styled(page.say(_STOPPED, size=point.size, why=Text(why.en, why.zh)), "red")
            if point.failure.raised is not None:
                yield from raised_parts(benchmark, point.failure.raised, page)
        if point.refused is not None:
            yield Styled(page.say(_REFUSED, size=point.size, why=refusal(point.refused)), "yellow")
    wrong = next((point for point in found.points if point.mismatch is not None), None)
    rows = []
    if wrong is not None:
        rows.append((page.marks.lost, Styled(page.say(_WRONG, size=wrong.size), "yellow")))
    if found.noisy:
        rows.append((page.marks.lost, Styled(page.say(_NOISY), "yellow")))
    if found.measure == "time" and found.clock == "wall":
        rows.append((page.marks.dot, Styled(page.say(_WALL))))
    if not found.reference:
        rows.append((page.marks.dot, Styled(page.say(_ALONE))))
    rows.append((page.marks.dot, Styled(page.say(_PEAK), "dim")))
    rows += [(page.marks.lost, Styled(warning.localized(page.lang), "yellow")) for warning in benchmark.warnings]
    yield labelled(rows)


def _growth(what: Text, slopes: Slopes, page: Page) -> str:
    if slopes.submission is None:
        return ""
    name = what.localized(page.lang)
    name = name[0].upper() + name[1:]
    template = _GROWS if slopes.reference is not None else _GROWS_ALONE
    return template.localized(page.lang).format(what=name, mine=slopes.submission, theirs=slopes.reference)
