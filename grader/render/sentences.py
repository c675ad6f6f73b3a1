"""Sentences, made from the facts of a report. All wording is here; layout is elsewhere.

The tables hold `Text`s, so no sentence can exist in one language only; ``{name}`` stands for a fact. Facts
can hold the submission's words: each passes through `safe_text` before it enters a sentence. What comes
back is safe to show, but may hold rich markup: print it as `rich.text.Text`, never as a string.
"""

from __future__ import annotations

import signal
from collections.abc import Mapping
from string import Formatter
from typing import Any

from grader.escape import LINE, NAME, SENTENCE, WHOLE, safe_text
from grader.numbers import duration, ratio, size
from grader.report import Failure, LoadFailure, Mismatch, Raised, Timing, Violation
from grader.texts import LANGUAGES, Text

FAILURES = {
    "mismatch": Text("The answer is not the expected one.", "答案与期望不符。"),
    "mismatch values": Text(
        "The answer differs from the expected one in {count} of {total} values.",
        "{total} 个值中有 {count} 个与期望不符。",
    ),
    "mismatch values all": Text(
        "The answer differs from the expected one in all {total} values.", "全部 {total} 个值都与期望不符。"
    ),
    "mismatch values one": Text("The value is not the expected one.", "值与期望不符。"),
    "mismatch finite": Text(
        "The answer is not finite where it should be: {count} of {total} values are NaN, infinite or wrong.",
        "答案在应为有限值的地方出现了 NaN 或无穷大：{total} 个值中有 {count} 个不对。",
    ),
    "mismatch finite one": Text(
        "The value is {first_actual}; a finite one is expected.", "值是 {first_actual}，应为有限值。"
    ),
    "mismatch shape": Text("The shape is {actual}; it should be {expected}.", "形状是 {actual}，应为 {expected}。"),
    "mismatch dtype": Text("The dtype is {actual}; it should be {expected}.", "dtype 是 {actual}，应为 {expected}。"),
    "mismatch type": Text("The type is {actual}; it should be {expected}.", "类型是 {actual}，应为 {expected}。"),
    "mismatch type elements": Text(
        "The answer is an array of {elements}; an array of numbers is expected.",
        "答案是由{elements}组成的数组，应为数值数组。",
    ),
    "mismatch none": Text("The answer is None; {expected} is expected.", "答案是 None，应为 {expected}。"),
    "mismatch none returned": Text(
        "Your code returned None; {expected} is expected. Is a `return` missing?",
        "你的代码返回了 None，应为 {expected}。是不是漏了 `return`？",
    ),
    "mismatch gradient": Text("No gradient flows to {actual}.", "没有梯度传到 {actual}。"),
    "mismatch opaque": Text(
        "The answer is an object of type {actual}, which cannot be compared.",
        "答案是 {actual} 类型的对象，无法比较。",
    ),
    "mismatch length": Text("The length is not the expected one.", "长度与期望不符。"),
    "mismatch keys": Text("The keys are not the expected ones.", "键与期望不符。"),
    "mismatch statement": Text("A condition of this case does not hold.", "该用例要求的条件不成立。"),
    "raised": Text("Your code raised an exception.", "你的代码抛出了异常。"),
    "raised type": Text("Your code raised `{type}`.", "你的代码抛出了 `{type}`。"),
    "died": Text("The process of your code ended before it answered.", "运行你的代码的进程在给出回答之前就结束了。"),
    "died exit_status": Text(
        "Your code ended its own process, with exit status {exit_status}.",
        "你的代码使进程自行退出，退出状态为 {exit_status}。",
    ),
    "died signal": Text("The process of your code was killed by {signal}.", "运行你的代码的进程被 {signal} 终止。"),
    "time": Text("Your code took longer than the time limit of {limit_s}.", "你的代码超过了 {limit_s}的时间限制。"),
    "memory": Text(
        "Your code needed more memory than the limit of {limit_bytes}.", "你的代码超过了 {limit_bytes} 的内存限制。"
    ),
    "output": Text(
        "Your code printed or returned more than the limit of {limit_bytes}.",
        "你的代码打印或返回的内容超过了 {limit_bytes} 的限制。",
    ),
    "protocol": Text("Your code returned something that cannot be graded.", "你的代码返回的内容无法评判。"),
    "protocol reason": Text(
        "Your code returned something that cannot be graded: {reason}", "你的代码返回的内容无法评判：{reason}"
    ),
    "output limit_s": Text(
        "Your code was still printing at the time limit of {limit_s}, after more than {limit_bytes}.",
        "到 {limit_s}的时间限制时，你的代码仍在打印，已超过 {limit_bytes}。",
    ),
    "unusable": Text("The test cannot work with your answer.", "测试无法使用你的答案。"),
    "unusable error": Text("The test cannot work with your answer: {error}", "测试无法使用你的答案：{error}"),
    "unusable limit_s": Text(
        "Judging your answer took longer than the limit of {limit_s}.", "评判你的答案超过了 {limit_s}的时间限制。"
    ),
    "unusable limit_bytes": Text(
        "Judging your answer took more memory than the limit of {limit_bytes}.",
        "评判你的答案超过了 {limit_bytes} 的内存限制。",
    ),
    "asked": Text("The test could not work with your answer.", "测试无法使用你的答案。"),
    "asked type": Text("The test could not work with your answer: `{type}`.", "测试无法使用你的答案：`{type}`。"),
    "asked name": Text(
        "Calling `{name}` on what your code returned raised `{type}`.",
        "对你的代码返回的结果调用 `{name}` 时抛出了 `{type}`。",
    ),
    "asked attribute": Text(
        "What your code returned has no attribute `{attribute}`.", "你的代码返回的结果没有属性 `{attribute}`。"
    ),
    "promise": Text("A promise of the statement is not kept.", "题目中承诺的一点没有做到。"),
    "promise later": Text(
        "What a call had returned was changed by a later call.", "某次调用返回的结果，被之后的调用改变了。"
    ),
    "promise argument": Text(
        "What a call had returned changed when the caller changed its argument: they share memory.",
        "调用方修改传入的参数之后，先前返回的结果也变了：两者共用内存。",
    ),
    "promise kept": Text(
        "When the caller had changed what a call was given and returned, the same call went wrong: you keep it.",
        "调用方修改了某次调用的参数和返回值之后，同样的调用就出错了：你的代码还留着它们。",
    ),
    "promise order": Text(
        "Alone these calls answer rightly, between other calls they do not: something stays from call to call.",
        "单独进行时这些调用的答案是对的，与其他调用交错进行时就不对了：两次调用之间留下了什么。",
    ),
    "promise dtype": Text(
        "A call answers with another dtype than it was given.", "某次调用的结果与传入的参数 dtype 不同。"
    ),
    "promise fortran": Text(
        "The same values are answered otherwise in Fortran order, where the first axis lies closest in memory.",
        "数值相同，但按 Fortran 顺序存放（第一个轴在内存中相邻）时，答案就不同了。",
    ),
    "promise strided": Text(
        "The same values are answered otherwise in a view that takes every second element of its memory.",
        "数值相同，但参数是每隔一个元素取一个的视图时，答案就不同了。",
    ),
    "promise reversed": Text(
        "The same values are answered otherwise in a view that runs through its memory from the end.",
        "数值相同，但参数是从末尾往前取的视图时，答案就不同了。",
    ),
    "promise read_only": Text(
        "The same values are answered otherwise in an array that cannot be written to.",
        "数值相同，但参数是只读数组时，答案就不同了。",
    ),
    "promise input": Text("A call changed what it was given.", "某次调用修改了传入的参数。"),
    "internal": Text("The grader lost a result.", "评测程序丢失了一个结果。"),
    "internal error": Text("The grader failed: {error}", "评测程序出错：{error}"),
    "internal where": Text("The grader failed at {where}: {error}", "评测程序在 {where} 处出错：{error}"),
}
"""By `Failure.kind`; a second word is a fact that the sentence needs. The last that fits is taken."""

ASPECTS = {
    "values": Text("The values are not the expected ones.", "数值与期望不符。"),
    "finite": Text("The answer is not finite where it should be.", "答案在应为有限值的地方出现了 NaN 或无穷大。"),
    "shape": Text("The shape is not the expected one.", "形状与期望不符。"),
    "dtype": Text("The dtype is not the expected one.", "dtype 与期望不符。"),
    "type": Text("The type is not the expected one.", "类型与期望不符。"),
    "none": Text("The answer is None, which is not expected here.", "答案是 None，这里不应返回 None。"),
    "length": FAILURES["mismatch length"],
    "keys": FAILURES["mismatch keys"],
    "gradient": Text("A gradient is missing.", "缺少某个梯度。"),
    "opaque": Text("The answer is an object that cannot be compared.", "答案是无法比较的对象。"),
    "statement": FAILURES["mismatch statement"],
}
"""The sentence of a hidden case on a mismatch, by its aspect."""
RETURNED_NONE = Text("Your code returned None. Is a `return` missing?", "你的代码返回了 None。是不是漏了 `return`？")

_ELEMENTS = {"strings": Text("strings", "字符串"), "objects": Text("Python objects", "Python 对象")}
_PAIR = Text("a pair, {words},", "一对值 {words}")

LOAD_FAILURES = {
    "syntax": Text("Your file is not valid Python: {error}", "你的文件不是合法的 Python：{error}"),
    "syntax line": Text("{place} is not valid Python: {error}", "{place}不是合法的 Python：{error}"),
    "syntax newer": Text(
        "{place} needs Python {needs}; submissions run with Python {python}.",
        "{place}需要 Python {needs}；提交的代码由 Python {python} 运行。",
    ),
    "syntax deep": Text("Your code is nested too deeply: {error}", "你的代码嵌套太深：{error}"),
    "syntax big": Text(
        "Your file is too big to be read as Python: {error}", "你的文件太大，无法作为 Python 读取：{error}"
    ),
    "syntax slow": Text("Python takes too long to read your file: {error}", "Python 读取你的文件耗时太长：{error}"),
    "syntax crash": Text("Python cannot read your file: {error}", "Python 无法读取你的文件：{error}"),
    "syntax parser": Text("Python cannot read your file: {error}", "Python 无法读取你的文件：{error}"),
    "syntax complex": Text(
        "Your file is too complex to be checked against the rules of the exercise: {error}",
        "你的文件太复杂，无法按题目的规则检查：{error}",
    ),
    "raised": Text("Your file raised an exception while it was loaded.", "你的文件在加载时抛出了异常。"),
    "raised type": Text("Your file raised `{type}` while it was loaded.", "你的文件在加载时抛出了 `{type}`。"),
    "missing": Text("Your file does not define `{name}`.", "你的文件没有定义 `{name}`。"),
    "missing near": Text(
        "Your file does not define `{name}`, but it has `{near}`.", "你的文件没有定义 `{name}`，但有 `{near}`。"
    ),
    "signature": Text(
        "`{name}` does not take the parameters that the exercise asks for.", "`{name}` 的参数与题目要求的不一致。"
    ),
    "not_callable": Text(
        "`{name}` should be a {expected}, but it is {actual}.",
        "`{name}` 的类型不对：它是 {actual}，应为{expected}。",
    ),
    "encoding": Text("Your file is not readable as text: {error}", "你的文件无法作为文本读取：{error}"),
    "encoding nul": Text(
        "{place} holds a NUL byte: this is not a text file.", "{place}含有 NUL 字节：这不是文本文件。"
    ),
    "encoding cookie": Text(
        "The encoding that your file declares is not accepted: {error}", "你的文件声明的编码不被接受：{error}"
    ),
    "encoding bytes": Text("{place} holds bytes that are not text: {error}", "{place}的字节不是文本：{error}"),
    "encoding byte": Text(
        "{place} is not valid {encoding}: it holds the byte {byte}.",
        "{place}不是有效的 {encoding}：其中有字节 {byte}。",
    ),
    "encoding wide": Text(
        "Your file is saved as {encoding}, not as UTF-8.", "你的文件保存为 {encoding}，而不是 UTF-8。"
    ),
    "died": Text("The process ended while your file was loaded.", "加载你的文件时，进程结束了。"),
    "died exit_status": Text(
        "Your file ended its own process while it was loaded, with exit status {exit_status}.",
        "你的文件在加载时使进程自行退出，退出状态为 {exit_status}。",
    ),
    "died signal": Text(
        "The process was killed by {signal} while your file was loaded.", "加载你的文件时，进程被 {signal} 终止。"
    ),
    "time": Text(
        "Loading your file took longer than the time limit of {limit_s}.", "加载你的文件超过了 {limit_s}的时间限制。"
    ),
    "memory": Text(
        "Loading your file needed more memory than the limit of {limit_bytes}.",
        "加载你的文件超过了 {limit_bytes} 的内存限制。",
    ),
    "output": Text(
        "Your file printed more than the limit of {limit_bytes} while it was loaded.",
        "你的文件在加载时打印的内容超过了 {limit_bytes} 的限制。",
    ),
    "protocol": Text(
        "Something that cannot be graded came back while your file was loaded: {reason}",
        "加载你的文件时，返回的内容无法评判：{reason}",
    ),
}
"""By `LoadFailure.kind`, as FAILURES; the second word can be the value of the fact `reason` as well."""

_ONLY_DEFINE = Text(
    'Keep the top level to imports and definitions; try your code out under `if __name__ == "__main__":`.',
    '文件的顶层只保留导入和定义；试验代码请放在 `if __name__ == "__main__":` 之下。',
)
_ONLY_DEFINE_HERE = Text(
    "Keep this cell to imports and definitions; try your code out in other cells.",
    "这个单元格只保留导入和定义；试验代码请放在其他单元格中。",
)
_SMALLER = Text("Make the file shorter and flatter.", "请缩短文件，并减少嵌套的层数。")
LOAD_REMEDIES = {
    "syntax": Text("Fix this line, or the one before it.", "请修改这一行，或它的上一行。"),
    "syntax plain": Text("Replace {odd} with {plain}.", "请把 {odd} 换成 {plain}。"),
    "syntax invisible": Text(
        "Retype this place: it holds the invisible character {invisible}, copied from a text.",
        "请重新输入这个位置：这里有从别处复制来的不可见字符 {invisible}。",
    ),
    "syntax f_string": Text(
        "Use other quotes inside the braces than around the f-string, and no backslashes or comments there.",
        "f 字符串的花括号内要用与外层不同的引号，并且不能有反斜杠或注释。",
    ),
    "syntax type_statement": Text(
        "Write `Name = ...` instead of `type Name = ...`.", "请把 `type Name = ...` 写成 `Name = ...`。"
    ),
    "syntax type_parameters": Text(
        "Define `T = TypeVar('T')`, from typing, instead of the parameters in brackets.",
        "请用 typing 的 `T = TypeVar('T')` 代替方括号中的类型参数。",
    ),
    "syntax type_defaults": Text(
        "Define `T = TypeVar('T')`, from typing, instead of the parameters in brackets.",
        "请用 typing 的 `T = TypeVar('T')` 代替方括号中的类型参数。",
    ),
    "syntax template_string": Text("Use an f-string or str.format.", "请使用 f 字符串或 str.format。"),
    "syntax deep": _SMALLER,
    "syntax big": _SMALLER,
    "syntax slow": _SMALLER,
    "syntax crash": _SMALLER,
    "syntax parser": _SMALLER,
    "syntax complex": Text("Make the file shorter and simpler.", "请把文件改得更短、更简单。"),
    "raised": _ONLY_DEFINE,
    "import": Text(
        "Import only what is there: Python's standard library{libraries}.",
        "只能导入已有的库：Python 标准库{libraries}。",
    ),
    "missing": Text("Define it at the top level of the file.", "请在文件的顶层定义它。"),
    "missing near": Text("Rename it to `{name}`.", "请把它改名为 `{name}`。"),
    "signature": Text(
        "Take the parameters as the stub does: by its names, in its order, without `*` or `/` among them.",
        "请按照代码框架定义参数：名称和顺序与其一致，其中不要有 `*` 或 `/`。",
    ),
    "not_callable": Text("Define it with def or class.", "请用 def 或 class 定义它。"),
    "encoding": Text("Save the file as UTF-8 in your editor.", "请在编辑器中把文件保存为 UTF-8。"),
    "died": Text("Do not end the process: no exit(), no os._exit().", "不要结束进程：不要调用 exit() 或 os._exit()。"),
    "died signal": _ONLY_DEFINE,
    "time": _ONLY_DEFINE,
    "memory": _ONLY_DEFINE,
    "output": _ONLY_DEFINE,
    "protocol": _ONLY_DEFINE,
}
"""The learner's remedies, by the same keys; "import" is for a library that is not there."""

UNTOUCHED = Text("This is still the stub: nothing has been written in it yet.", "这还是代码框架：里面还没有写代码。")
WRITE_IT = Text("Write your answer in it, then check it again.", "请在其中写出你的答案，然后重新检查。")

SKIPPED = {
    "not loaded": Text("not run: the file could not be loaded", "未运行：文件无法加载"),
    "rule violated": Text("not run: a rule of the exercise was violated", "未运行：违反了题目的规则"),
    "not selected": Text("not run: not selected", "未运行：未被选中"),
    "time limit": Text("not run: time limit", "未运行：时间限制"),
    "not released": Text(
        "left out: hidden cases, promises and time are for your instructors to judge",
        "未运行：隐藏用例、约定与耗时由教师评判",
    ),
    "judge ended": Text("not run: the judge ended at an answer", "未运行：评测进程在处理某个答案时终止"),
    "": Text("lost: our fault", "丢失：是我们的问题"),
}
"""By the word in `CaseResult.skipped`; the empty one is a case that was lost (IE)."""

LOG = Text("The judge's log of it is in {path}", "评测进程的日志在 {path}")
NOT_A_MARK = Text(
    "This is our fault, not yours. Your work was not graded; this is not a mark.",
    "这是我们的问题，不是你的。你的作业没有被评分；这不是成绩。",
)
TRY_AGAIN = Text(
    "Run it again; if it happens again, report it with this text.", "请重新运行；如果再次出现，请附上这段文字报告问题。"
)
ALONE = Text(
    "Alone, in a fresh process, this call gives the right answer: your code keeps something from one call to the next.",
    "在新的进程中单独做同样的调用，结果是对的：你的代码把某些东西从一次调用留到了下一次。",
)
PRINTED = Text("Printed by the submission, not by dlgrade:", "以下由提交的代码打印，并非 dlgrade 的输出：")
PRINTS_CUT = Text("(it printed more; the rest was not kept)", "（还打印了更多内容，未保留）")
DIAGNOSED = Text(
    "In {cases} failing cases your output is exactly what this mistake gives:",
    "在 {cases} 个未通过的用例中，你的输出与下面这个错误的输出完全相同：",
)
DIAGNOSED_ONE = Text("Your output is exactly what this mistake gives:", "你的输出与下面这个错误的输出完全相同：")
_VIOLATION = Text(
    "{place} uses `{found}`, which this exercise forbids (rule {rule}).",
    "{place}使用了 `{found}`，本题不允许（规则：{rule}）。",
)
_VIOLATION_SOMEWHERE = Text(
    "Your code uses `{found}`, which this exercise forbids (rule {rule}).",
    "你的代码使用了 `{found}`，本题不允许（规则：{rule}）。",
)
_VIOLATION_OF_ALL = Text("{place} breaks the rule {rule}.", "{place}违反了规则：{rule}。")

_TIMINGS = {
    True: Text(
        "{ratio}x the reference's time ({low}-{high}), {clock}", "耗时是参考解的 {ratio} 倍（{low}-{high}），{clock}"
    ),
    False: Text(
        "too noisy to judge ({low}-{high}x the reference's time, {clock})",
        "波动太大，无法判断（参考解的 {low}-{high} 倍，{clock}）",
    ),
}
_FEW_PAIRS = Text(
    "about {ratio}x the reference's time, {clock} (measured {pairs} in {within})",
    "耗时约为参考解的 {ratio} 倍，{clock}（{within}内测量了 {pairs}）",
)
_TOO_SLOW = Text("too slow to time within {within}", "太慢，无法在 {within}内计时")
_TOO_SLOW_BY = Text(
    "too slow to time within {within}: more than {ratio}x the reference's time, {clock}",
    "太慢，无法在 {within}内计时：超过参考解的 {ratio} 倍，{clock}",
)
_WENT_ON = Text(
    "it went on computing after it had answered ({processors} processors busy), which the ratio does not count "
    "({low}-{high}x the reference's time, {clock})",
    "给出答案后仍在继续计算（占用 {processors} 个处理器），这部分不计入比值（参考解的 {low}-{high} 倍，{clock}）",
)
CLOCKS = {"cpu": Text("CPU time", "按 CPU 时间计"), "wall": Text("wall time", "按实际耗时计")}


def failure(what: Failure) -> Text:
    """Why a case failed, in one sentence; it never quotes an exception's message."""
    if what.mismatch is not None and what.kind == "mismatch":
        return _mismatch(what.mismatch, returned_none=bool(what.facts.get("returned_none")))
    if what.kind == "mismatch" and what.facts.get("aspect") in ASPECTS:
        return RETURNED_NONE if what.facts.get("returned_none") else ASPECTS[what.facts["aspect"]]
    facts = what.facts | _type(what.raised)
    if what.kind == "internal":
        facts = _whole(facts)
    return fill(_most_specific(FAILURES, what.kind, facts), facts)


def _whole(facts: Mapping[str, Any]) -> dict[str, Any]:
    """With the error of a fault of ours as it is, of many lines perhaps: it says what is to be mended."""
    if not facts.get("error"):
        return dict(facts)
    texts = (str(facts.get(f"error_{lang}", facts["error"])) for lang in LANGUAGES)
    error = Text(*(safe_text(text, WHOLE, lang) for text, lang in zip(texts, LANGUAGES, strict=True)))
    return {name: value for name, value in facts.items() if name != "error_zh"} | {"error": error}


def _mismatch(mismatch: Mismatch, *, returned_none: bool) -> Text:
    key, facts = f"mismatch {mismatch.aspect}", dict(vars(mismatch))
    if mismatch.aspect == "statement" and mismatch.expected:  # the test's own sentence, in both languages
        return Text(safe_text(mismatch.expected, SENTENCE), safe_text(mismatch.actual, SENTENCE, "zh"))
    if mismatch.aspect in ("values", "finite") and mismatch.total <= 1:
        key += " one"
    elif mismatch.aspect == "values" and mismatch.count == mismatch.total:
        key += " all"
    elif mismatch.aspect == "none":
        key += " returned" if returned_none else ""
        facts["expected"] = _pair(mismatch.expected)
    elif mismatch.aspect == "type" and mismatch.actual.startswith("numpy.ndarray of "):
        key += " elements"
        elements = mismatch.actual.removeprefix("numpy.ndarray of ")
        facts["elements"] = _ELEMENTS.get(elements, elements)
    return fill(FAILURES[key], facts)


def _pair(words: str) -> Text | str:
    """The name of a type, which most people read more easily as "a pair" where it is one."""
    inside = words.removeprefix("tuple[").removesuffix("]")
    is_pair = words.startswith("tuple[") and "[" not in inside and inside.count(", ") == 1 and "..." not in inside
    return fill(_PAIR, {"words": words}) if is_pair else words


_KINDS_ZH = {"function": "函数", "class": "类"}


def place(line: int, cell: int = 0, *, kernel: bool = False) -> Text:
    """A line of the submission's file, or of a cell of its notebook; it can begin a sentence."""
    if cell and kernel:
        return Text(f"In[{cell}], line {line}", f"In[{cell}] 第 {line} 行")
    if cell:
        return Text(f"Cell {cell}, line {line}", f"第 {cell} 个单元格第 {line} 行")
    return Text(f"Line {line}", f"第 {line} 行")


def load_failure(what: LoadFailure, *, kernel: bool = False) -> Text:
    """Why the submission could not be loaded, in one sentence; it never quotes an exception's message."""
    facts = what.facts | _type(what.raised)
    if "line" in facts:
        facts["place"] = place(facts["line"], facts.get("cell", 0), kernel=kernel)
    if facts.get("expected") in _KINDS_ZH:
        facts["expected_zh"] = _KINDS_ZH[facts["expected"]]
    return fill(_most_specific(LOAD_FAILURES, what.kind, facts), facts)


def load_remedy(what: LoadFailure, libraries: Mapping[str, str], *, notebook: bool = False) -> Text:
    """The learner's remedy for a submission that does not load. `libraries` are those that it may import."""
    if what.raised is not None and what.raised.type in ("ImportError", "ModuleNotFoundError"):
        named = "".join(f", {name} {version}" for name, version in sorted(libraries.items()))
        return fill(LOAD_REMEDIES["import"], {"libraries": named})
    remedy = _most_specific(LOAD_REMEDIES, what.kind, what.facts)
    return fill(_ONLY_DEFINE_HERE if notebook and remedy is _ONLY_DEFINE else remedy, what.facts)


def _type(raised: Raised | None) -> dict[str, str]:
    return {"type": raised.type} if raised is not None else {}


def _most_specific(table: Mapping[str, Text], kind: str, facts: Mapping[str, Any]) -> Text:
    """The last sentence of `kind` in the table whose second word is a fact that is there, or the reason.

    A sentence that names other facts than are there is none: what may be told of a hidden case is less than is known.
    """
    given = {name for name, value in facts.items() if value or (name == "exit_status" and value is not None)}
    words = {"", facts.get("reason"), *given}
    found = [text for key, text in table.items() if key.partition(" ")[0] == kind and key.partition(" ")[2] in words]
    return [text for text in found if _names(text) <= facts.keys()][-1]


def _names(text: Text) -> set[str]:
    """The facts that a sentence names."""
    return {name for _, name, _, _ in Formatter().parse(text.en) if name}


def violation(what: Violation, *, kernel: bool = False) -> Text:
    """Where which rule was broken, and with what."""
    if not what.line:
        return fill(_VIOLATION_SOMEWHERE, vars(what))
    where = place(what.line, what.cell, kernel=kernel)
    return fill(_VIOLATION if what.found else _VIOLATION_OF_ALL, {**vars(what), "place": where})


def timing(what: Timing) -> Text:
    """How the time compares with the reference's."""
    figures = {name: ratio(value) for name, value in (("ratio", what.ratio), ("low", what.low), ("high", what.high))}
    facts: dict[str, Text | str] = {
        **figures,
        "clock": CLOCKS[what.clock],
        "processors": f"{what.went_on or 0:.1f}",
        "pairs": Text(f"{what.pairs} pair" if what.pairs == 1 else f"{what.pairs} pairs", f"{what.pairs} 组"),
        "within": duration(what.within_s or 0),
    }
    template = _timing_template(what)
    return Text(*(template.localized(lang).format_map(_in(facts, lang)) for lang in LANGUAGES))


def _timing_template(what: Timing) -> Text:
    if what.went_on is not None:
        return _WENT_ON
    if what.within_s is None:
        return _TIMINGS[what.settled]
    if what.pairs:
        return _FEW_PAIRS
    return _TOO_SLOW_BY if what.ratio > 2 else _TOO_SLOW  # a bound below that tells nothing, but that it slept


def _in(facts: Mapping[str, Text | str], lang: str) -> dict[str, str]:
    return {name: fact.localized(lang) if isinstance(fact, Text) else fact for name, fact in facts.items()}


def skipped(count: int, reason: str) -> Text:
    """A row for `count` cases in a row that were not run, for one `reason`."""
    why = SKIPPED[reason]
    return Text(f"{_cases(count)} {why.en}", f"{count} 个用例{why.zh}")


def passed(count: int) -> Text:
    """A row for `count` passed cases in a row."""
    return Text(f"{_cases(count)} passed", f"{count} 个用例通过")


def _cases(count: int) -> str:
    return f"{count} case" if count == 1 else f"{count} cases"


def fill(template: Text, facts: Mapping[str, Any]) -> Text:
    """`template` with `facts` in it: times and sizes get their units, all else is made safe to show.

    In Chinese the fact `error_zh`, where there is one, takes the place of `error`; so for all names.
    """
    return Text(*(_fill(template.localized(lang), facts, lang) for lang in LANGUAGES))


def _fill(template: str, facts: Mapping[str, Any], lang: str) -> str:
    own = {name: facts.get(f"{name}_{lang}", value) for name, value in facts.items()}
    return template.format_map({name: _fact(name, value, lang) for name, value in own.items()})


def _fact(name: str, value: Any, lang: str) -> str:
    if isinstance(value, Text):
        return value.localized(lang)
    if name == "limit_s":
        return duration(value).localized(lang)
    if name == "limit_bytes":
        return size(value)
    if name == "signal":
        return _signal(value)
    return safe_text(str(value), LINE if name in _LONG else NAME, lang)


_LONG = ("expected", "actual", "error", "reason", "libraries", "rule", "where", "submission", "command")


def _signal(number: int) -> str:
    try:
        known = signal.Signals(number)
    except ValueError:
        return f"signal {number}"
    return f"{known.name} ({signal.strsignal(known)})"
