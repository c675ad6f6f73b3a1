"""The calls of an input, read and checked against the exercise: docs/input-format.md.

An input is data. The command's process reads it to find what is wrong with it; the judge's process reads it again, and
makes the calls on each side.
"""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.catalogue.exercise import Entry, Exercise, signature_parameters
from grader.errors import UsageError
from grader.inputs.fault import Place, choose
from grader.inputs.values import Maker
from grader.limits import INPUT_FILE_BYTES, MOST_CALLS
from grader.texts import Text

# The key that says what a step does, with the further keys that it takes.
STEPS: dict[str, tuple[str, ...]] = {
    "call": ("args", "kwargs", "as", "grad"),
    "new": ("args", "kwargs", "as"),
    "get": ("as",),
    "set": ("value",),
    "weights": ("seed", "scale"),
}
_TOP = ("calls", "n", "about", "note", "exercise")
IT = "it"
"""The name of an object that was given none."""


@dataclass(frozen=True)
class Step:
    """One step: what it does, to what, and the raw values, with the place that it has in the file.

    through_adapter: an entry point that the exercise's adapter calls for the tests, and so for everybody. parameters:
    the names of those of what is called, where the statement pins them.
    """

    does: str
    target: str
    at: Place
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    value: Any = None
    grad: Any = None
    seed: int = 0
    scale: float = 1.0
    through_adapter: bool = False
    parameters: tuple[str, ...] = ()

    @property
    def path(self) -> list[str]:
        """The target's names."""
        return self.target.split(".")


@dataclass(frozen=True)
class Input:
    """An input: its steps; and the sizes that "n" stands for, one after another, with what they are."""

    steps: tuple[Step, ...]
    sizes: tuple[int, ...] = ()
    about: Text = field(default_factory=lambda: Text("n", "n"))

    @property
    def has_functions(self) -> bool:
        """Whether a function is among the values."""
        return any(_has_function([*step.args, *step.kwargs.values()]) for step in self.steps)

    def check(self, framework: str) -> None:
        """Make all values once, for the smallest and the largest size.

        Raises:
            UsageError: one is none.
        """
        sizes: set[int | None] = {*self.sizes[:1], *self.sizes[-1:]}
        for size in sizes or {None}:
            maker = Maker(framework, use=lambda name: None, function=lambda text: None, size=size)
            for step in self.steps:
                make_arguments(step, maker)
                for name in ("value", "grad"):
                    maker.make(getattr(step, name), step.at / name)


def make_arguments(step: Step, maker: Maker) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments of a step."""
    args = tuple(maker.make(raw, step.at / "args" / index) for index, raw in enumerate(step.args))
    return args, {name: maker.make(raw, step.at / "kwargs" / name) for name, raw in step.kwargs.items()}


def read_file(path: Path) -> str:
    """The text of an input's file.

    Raises:
        UsageError: it cannot be read, or is too large.
    """
    try:
        with path.open("rb") as file:
            data = file.read(INPUT_FILE_BYTES + 1)
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        raise UsageError(
            Text(f'There is no file "{path}".', f"没有文件“{path}”。"),
            Text("Name the file of your input.", "请写出输入文件。"),
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            Text(f'"{path}" cannot be read: {error}.', f"无法读取“{path}”：{error}。"),
            Text("An input is a JSON file in UTF-8.", "输入是 UTF-8 编码的 JSON 文件。"),
        ) from None
    if len(data) > INPUT_FILE_BYTES:
        most = INPUT_FILE_BYTES // 2**20
        raise UsageError(
            Text(f'"{path}" is larger than {most} MiB.', f"“{path}”大于 {most} MiB。"),
            Text(
                'Let large arrays be drawn: {"random": "normal", "shape": [1000, 1000], "seed": 7}.',
                '大数组请让程序随机生成：{"random": "normal", "shape": [1000, 1000], "seed": 7}。',
            ),
        )
    return text


def read_input(text: str, file: str, exercise: Exercise) -> Input:
    """The input in `text`.

    Raises:
        UsageError: it is none; the message names the file, the key and the value.
    """
    at = Place(file)
    raw = _json(text, file)
    if not isinstance(raw, dict):
        at.fail(raw, Text("is no object.", "不是对象。"))
    single = "calls" not in raw
    allowed = (*_TOP, *(key for keys in STEPS.values() for key in keys), *STEPS) if single else _TOP
    _known_keys(raw, allowed, at)
    if raw.get("exercise", exercise.slug) != exercise.slug:
        (at / "exercise").fail(
            raw["exercise"],
            Text(f"is not the exercise that is asked for, {exercise.slug}.", f"不是所指定的题目 {exercise.slug}。"),
            Text("Name the exercise that the input is for.", "请指定这份输入所属的题目。"),
        )
    reader = _Reader(exercise)
    if single:
        only = {key: value for key, value in raw.items() if key not in _TOP}
        if "args" in only and not any(key in STEPS for key in only) and len(exercise.entries) == 1:
            only = {"new" if exercise.entries[0].kind == "class" else "call": exercise.entries[0].name, **only}
        steps: tuple[Step, ...] = (reader.step(only, at),)
    else:
        steps = reader.steps(raw.get("calls"), at / "calls")
    return Input(steps, _sizes(raw.get("n", []), at / "n"), _about(raw.get("about", "n"), at / "about"))


def _json(text: str, file: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(
            Text(
                f'"{file}", line {error.lineno}, column {error.colno}: this is not JSON ({error.msg}).',
                f"“{file}”第 {error.lineno} 行第 {error.colno} 列：不是 JSON（{error.msg}）。",
            ),
            Text(
                "Python's literals are not JSON: write true, false, null and double quotes, and no comma at the end.",
                "Python 的写法不是 JSON：请写 true、false、null，用双引号，末尾不加逗号。",
            ),
        ) from None
    except (RecursionError, ValueError) as error:
        raise UsageError(
            Text(
                f'"{file}" is nested too deeply, or holds a number that is too long ({error}).',
                f"“{file}”嵌套过深，或含有过长的数（{error}）。",
            ),
            Text("Write it flatter.", "请减少嵌套。"),
        ) from None


class _Reader:
    """Reads steps, and knows which names they have left so far."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.entries = {entry.name: entry for entry in exercise.entries}
        self.names: dict[str, Entry | None] = {}  # what was left under a name: an object of that class, or a value
        adapter = exercise.adapter.read_text(encoding="utf-8") if exercise.adapter else ""
        self.adapted = set(re.findall(r"^(?:def|class)\s+([A-Za-z]\w*)", adapter, re.MULTILINE))

    def steps(self, raw: Any, at: Place) -> tuple[Step, ...]:
        """All steps of a list."""
        if not isinstance(raw, list) or not raw:
            at.fail(
                raw,
                Text("is no list of calls.", "不是由调用组成的列表。"),
                Text(
                    'Write "calls": [{"call": ..., "args": [...]}, ...].',
                    '请写 "calls": [{"call": ..., "args": [...]}, ...]。',
                ),
            )
        if len(raw) > MOST_CALLS:
            at.fail(
                len(raw), Text(f"calls are too many; {MOST_CALLS} may be made.", f"次调用太多，最多 {MOST_CALLS} 次。")
            )
        return tuple(self.step(one, at / index) for index, one in enumerate(raw))

    def step(self, raw: Any, at: Place) -> Step:
        """One step."""
        kinds = [key for key in STEPS if key in raw] if isinstance(raw, dict) else []
        if len(kinds) != 1:
            at.fail(
                raw,
                Text("is no step.", "不是一个步骤。"),
                Text(
                    f"A step has one of these keys: {', '.join(STEPS)}.",
                    f"每个步骤须含有以下键之一：{'、'.join(STEPS)}。",
                ),
            )
        does = kinds[0]
        _known_keys(raw, (does, *STEPS[does]), at)
        target = raw[does]
        if not isinstance(target, str) or not all(part.isidentifier() for part in target.split(".")):
            (at / does).fail(target, Text("is no name.", "不是名称。"), choose(target, self._targets(does)))
        step = Step(
            does,
            target,
            at,
            args=tuple(self._args(raw.get("args", []), at / "args")),
            kwargs=self._kwargs(raw.get("kwargs", {}), at / "kwargs"),
            name=self._as(raw.get("as", IT if does == "new" else ""), at / "as"),
            value=raw.get("value"),
            grad=raw.get("grad"),
            seed=_seed(raw.get("seed", 0), at / "seed"),
            scale=_scale(raw.get("scale", 1.0), at / "scale"),
            through_adapter=does in ("call", "new") and target in self.adapted and target in self.entries,
        )
        if step.grad is not None and self.exercise.framework != "torch":
            (at / "grad").fail(step.grad, Text("is for torch exercises only.", "只适用于 torch 题目。"))
        signature = self._signature(step)
        if signature:
            _check_signature(step, signature)
            step = replace(step, parameters=tuple(one.name for one in signature_parameters(signature)))
        if step.name:
            self.names[step.name] = self.entries.get(target) if does == "new" else None
        return step

    def _targets(self, does: str) -> list[str]:
        adapted = [f"adapter.{name}" for name in sorted(self.adapted - set(self.entries))]
        if does == "new":
            return [name for name, entry in self.entries.items() if entry.kind == "class"] + adapted
        methods = [
            f"{name}.{method}" for name, entry in self.names.items() if entry is not None for method in entry.methods
        ]
        if does != "call":
            return [f"{name}.ATTRIBUTE" for name in self.names] or ["it.ATTRIBUTE"]
        return [name for name, entry in self.entries.items() if entry.kind == "function"] + methods + adapted

    def _signature(self, step: Step) -> str:
        """The signature of what a step calls, "" where none is pinned; a step is about something that is there."""
        first, *rest = step.path
        if first == "adapter" and self.adapted:
            if len(rest) != 1 or rest[0] not in self.adapted:
                (step.at / step.does).fail(
                    step.target,
                    Text("is not in the adapter.", "不在适配器中。"),
                    choose(step.target, self._targets("call")),
                )
            return ""
        if first in self.names:
            return self._of_object(step, self.names[first], rest)
        return self._of_entry(step, self.entries.get(first) if not rest and step.does in ("call", "new") else None)

    def _of_object(self, step: Step, entry: Entry | None, rest: list[str]) -> str:
        """That of a method of an object, or of the object itself."""
        if step.does in ("get", "set") and not rest:
            (step.at / step.does).fail(
                step.target,
                Text("names no attribute.", "没有写出属性名。"),
                choose(step.target, [f"{step.target}.ATTRIBUTE"]),
            )
        if step.does != "call" or entry is None or len(rest) > 1:
            return ""
        return entry.methods.get(rest[0] if rest else "forward", "")

    def _of_entry(self, step: Step, entry: Entry | None) -> str:
        """That of an entry point."""
        at = step.at / step.does
        if entry is None:
            at.fail(
                step.target,
                Text(
                    f"is nothing that {self.exercise.slug} defines or an earlier step has left.",
                    f"既不是 {self.exercise.slug} 要求定义的，也不是之前的步骤留下的。",
                ),
                choose(step.target, self._targets(step.does)),
            )
        if (entry.kind == "class") != (step.does == "new"):
            right = "new" if entry.kind == "class" else "call"
            at.fail(
                step.target,
                Text(f"is a {entry.kind}.", "是类。" if entry.kind == "class" else "是函数。"),
                Text(f'Write {{"{right}": "{entry.name}", ...}}.', f'请写 {{"{right}": "{entry.name}", ...}}。'),
            )
        return entry.signature

    def _args(self, raw: Any, at: Place) -> list[Any]:
        if not isinstance(raw, list):
            at.fail(
                raw,
                Text("is no list of arguments.", "不是参数列表。"),
                Text('Write "args": [first, second].', '请写 "args": [第一个, 第二个]。'),
            )
        for index, value in enumerate(raw):
            self._uses(value, at / index)
        return raw

    def _kwargs(self, raw: Any, at: Place) -> dict[str, Any]:
        if not isinstance(raw, dict):
            at.fail(
                raw,
                Text("is no object of arguments by name.", "不是按名称给出参数的对象。"),
                Text('Write "kwargs": {"axis": 0}.', '请写 "kwargs": {"axis": 0}。'),
            )
        for name, value in raw.items():
            self._uses(value, at / name)
        return raw

    def _uses(self, raw: Any, at: Place) -> None:
        """What is used was left by an earlier step."""
        if isinstance(raw, list):
            for index, item in enumerate(raw):
                self._uses(item, at / index)
        elif isinstance(raw, dict):
            name = raw.get("use")
            if isinstance(name, str) and name not in self.names:
                (at / "use").fail(
                    name,
                    Text("was not left by an earlier step.", "不是之前的步骤留下的名称。"),
                    choose(name, self.names or ["NAME"]),
                )
            for key, item in raw.items():
                self._uses(item, at / key)

    def _as(self, raw: Any, at: Place) -> str:
        taken = raw in self.entries or raw == "adapter"
        if raw != "" and (not isinstance(raw, str) or not raw.isidentifier() or keyword.iskeyword(raw) or taken):
            at.fail(
                raw,
                Text("cannot be a name here.", "不能用作名称。"),
                Text("Choose a name of letters that means nothing else.", "请用字母取一个没有其他含义的名称。"),
            )
        return str(raw)


def _check_signature(step: Step, signature: str) -> None:
    """The arguments fit the pinned signature."""
    parameters = signature_parameters(signature)
    positional = [one for one in parameters if not one.keyword_only]
    shown = Text(f"The statement has {step.path[-1]}{signature}.", f"题目中是 {step.path[-1]}{signature}。")
    if len(step.args) > len(positional):
        (step.at / "args").fail(
            len(step.args),
            Text(f"arguments are too many for {step.target}.", f"个参数，对 {step.target} 来说太多。"),
            shown,
        )
    if step.through_adapter and step.kwargs:
        (step.at / "kwargs").fail(
            dict(step.kwargs), Text("must be given by position here.", "在这里须按位置给出。"), shown
        )
    names = [one.name for one in parameters]
    for name in step.kwargs:
        if name not in names:
            (step.at / "kwargs" / name).fail(name, Text("is no parameter.", "不是参数。"), shown)
        if name in names[: len(step.args)]:
            (step.at / "kwargs" / name).fail(name, Text("is given twice.", "给了两次。"), shown)
    given = {*names[: len(step.args)], *step.kwargs}
    missing = [one.name for one in parameters if not one.has_default and one.name not in given]
    if missing:
        (step.at / "args").fail(list(step.args), Text(f"lacks {missing[0]}.", f"缺少 {missing[0]}。"), shown)


def _known_keys(raw: dict[str, Any], known: tuple[str, ...], at: Place) -> None:
    for key in raw:
        if key not in known:
            at.fail(key, Text("is an unknown key.", "是未知的键。"), choose(key, dict.fromkeys(known)))


def _seed(raw: Any, at: Place) -> int:
    if type(raw) is not int or raw < 0:
        at.fail(raw, Text("is no seed, a whole number from 0 on.", "不是种子（不小于 0 的整数）。"))
    return int(raw)


def _scale(raw: Any, at: Place) -> float:
    if type(raw) not in (int, float):
        at.fail(raw, Text("is no number.", "不是数。"))
    return float(raw)


def _sizes(raw: Any, at: Place) -> tuple[int, ...]:
    sizes = raw if isinstance(raw, list) else [raw]
    for index, size in enumerate(sizes):
        if type(size) is not int or size < 1 or (index and size <= sizes[index - 1]):
            (at / index).fail(
                size,
                Text("is no size, or not above the one before.", "不是规模，或不大于前一个。"),
                Text('Write rising sizes: "n": [64, 128, 256].', '请按从小到大写："n": [64, 128, 256]。'),
            )
    return tuple(sizes)


def _about(raw: Any, at: Place) -> Text:
    if isinstance(raw, str):
        return Text(raw, raw)
    if isinstance(raw, dict) and set(raw) == {"en", "zh"} and all(isinstance(one, str) for one in raw.values()):
        return Text(raw["en"], raw["zh"])
    return at.fail(raw, Text("is neither a text nor one in en and zh.", "既不是文本，也不是含 en 与 zh 的对象。"))


def _has_function(raw: Any) -> bool:
    if isinstance(raw, dict):
        return "function" in raw or any(map(_has_function, raw.values()))
    return isinstance(raw, list) and any(map(_has_function, raw))
