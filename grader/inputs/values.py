"""The values of an input: from JSON as a person writes it to what a test would give.

Plain JSON stands for itself: a list is a list. Whatever JSON has no word for is an object with one key that says what
it is, `{"array": [[1, 2], [3, 4]], "dtype": "float32"}`, and further keys for its properties.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.inputs.fault import Place, choose
from grader.limits import INPUT_BYTES
from grader.tensor import Tensor
from grader.texts import Text
from grader.worker import wire

SPECIAL = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
# Each kind of value with the further keys that it takes.
KINDS: dict[str, tuple[str, ...]] = {
    "array": ("dtype", "shape", "requires_grad"),
    "random": ("shape", "seed", "dtype", "scale", "low", "high", "requires_grad"),
    "full": ("shape", "dtype", "requires_grad"),
    "eye": ("dtype", "requires_grad"),
    "tuple": (),
    "dict": (),
    "number": (),
    "text": ("length", "seed"),
    "size": (),
    "use": ("item",),
    "function": (),
}
_RANDOM = ("normal", "uniform", "integers", "bool", "permutation")
_SIZE = re.compile(r"(\d*)\s*\*?\s*n\s*(?:([+-])\s*(\d+))?")
_SHAPE_REMEDY = Text(
    'Write a list of sizes, such as [2, 3]; "n", "2n" or "n+1" stand for the size of a benchmark.',
    '请写由各轴长度组成的列表，如 [2, 3]；"n"、"2n"、"n+1" 代表 bench 的规模。',
)


@dataclass
class Maker:
    """Makes the values of one side of a run.

    use: gives what an earlier step left under a name. function: makes a function of its source text. size: what "n"
    stands for; None where there is none.
    """

    framework: str
    use: Callable[[str], Any]
    function: Callable[[str], Any]
    size: int | None = None
    bytes: int = field(default=0)

    def make(self, raw: Any, at: Place) -> Any:
        """The value.

        Raises:
            UsageError: it is none, or too large.
        """
        if isinstance(raw, list):
            return [self.make(item, at / index) for index, item in enumerate(raw)]
        if not isinstance(raw, dict):
            return raw
        kinds = [key for key in raw if key in KINDS]
        if len(kinds) != 1:
            at.fail(
                raw,
                Text("says not what it is.", "没有说明它是什么。"),
                Text(
                    f'An object has one of these keys: {", ".join(KINDS)}; a dict is written {{"dict": {{...}}}}.',
                    f'对象须含有以下键之一：{"、".join(KINDS)}；字典写作 {{"dict": {{...}}}}。',
                ),
            )
        kind = kinds[0]
        for key in raw:
            if key != kind and key not in KINDS[kind]:
                at.fail(key, Text(f'is no key of "{kind}".', f"不是“{kind}”的键。"), choose(key, (kind, *KINDS[kind])))
        made: Any = getattr(self, f"_{kind}")(raw, at)
        return made

    # -- arrays

    def _array(self, raw: dict[str, Any], at: Place) -> Any:
        flat: list[Any] = []
        shape = _nested(raw["array"], at / "array", flat)
        self._count(math.prod(shape), at / "array", raw["array"])
        dtype = self._dtype(raw, at) or self._usual(flat)
        if "shape" in raw:
            wanted = self.shape(raw["shape"], at / "shape")
            if math.prod(wanted) != len(flat):
                (at / "shape").fail(
                    raw["shape"],
                    Text(
                        f"has {math.prod(wanted)} elements; the array has {len(flat)}.",
                        f"有 {math.prod(wanted)} 个元素，而数组有 {len(flat)} 个。",
                    ),
                    _SHAPE_REMEDY,
                )
            shape = wanted
        if dtype[:3] in ("int", "uin", "boo") and any(type(item) is float for item in flat):
            at.fail(
                next(item for item in flat if type(item) is float),
                Text(f"does not fit the dtype {dtype}.", f"不能用 dtype {dtype} 表示。"),
                Text('Write a dtype such as "float32", or whole numbers.', '请写 "float32" 之类的 dtype，或改为整数。'),
            )
        try:
            values = np.array(flat, dtype=_numpy_name(dtype)).reshape(shape)
        except (OverflowError, ValueError):
            at.fail(
                raw["array"],
                Text(f"holds a number that does not fit the dtype {dtype}.", f"含有 dtype {dtype} 无法表示的数。"),
                Text("Choose a wider dtype.", "请选择范围更大的 dtype。"),
            )
        return self._as_given(values, dtype, raw)

    def _random(self, raw: dict[str, Any], at: Place) -> Any:
        kind = raw["random"]
        if kind not in _RANDOM:
            (at / "random").fail(kind, Text("is no way to draw.", "不是一种取值方式。"), choose(kind, _RANDOM))
        shape = self.shape(raw.get("shape", []), at / "shape")
        self._count(math.prod(shape), at / "shape", raw.get("shape"))
        seed = _whole(raw.get("seed", 0), at / "seed", least=0)
        low, high = (_number(raw.get(name, usual), at / name) for name, usual in _bounds(kind))
        if kind in ("uniform", "integers") and not low < high:
            (at / "high").fail(high, Text(f"is not above low, {low}.", f"不大于 low（{low}）。"))
        draw = np.random.default_rng(seed)
        values: Any
        if kind == "normal":
            values = draw.normal(size=shape)
        elif kind == "uniform":
            values = draw.uniform(low, high, size=shape)
        elif kind == "integers":
            values = draw.integers(int(low), int(high), size=shape)
        elif kind == "bool":
            values = draw.random(size=shape) < 0.5
        else:
            values = draw.permutation(math.prod(shape)).reshape(shape)
        if "scale" in raw:
            values = values * _number(raw["scale"], at / "scale")
        dtype = self._dtype(raw, at) or self._usual_of(values.dtype)
        return self._as_given(values, dtype, raw)

    def _full(self, raw: dict[str, Any], at: Place) -> Any:
        value = _element(raw["full"], at / "full")
        shape = self.shape(raw.get("shape", []), at / "shape")
        self._count(math.prod(shape), at / "shape", raw.get("shape"))
        dtype = self._dtype(raw, at) or self._usual([value])
        return self._as_given(np.full(shape, value), dtype, raw)

    def _eye(self, raw: dict[str, Any], at: Place) -> Any:
        size = self.whole(raw["eye"], at / "eye")
        self._count(size * size, at / "eye", raw["eye"])
        return self._as_given(np.eye(size), self._dtype(raw, at) or self._usual([1.0]), raw)

    def _as_given(self, values: np.ndarray[Any, Any], dtype: str, raw: dict[str, Any]) -> Any:
        """The array as a test would give it: in a python exercise lists."""
        if self.framework == "python":
            return values.astype(_numpy_name(dtype)).tolist()
        wants_grad = bool(raw.get("requires_grad", False))
        if dtype == "bfloat16" or wants_grad:
            return Tensor(values.astype(_numpy_name(dtype)), dtype, wants_grad)
        return values.astype(_numpy_name(dtype))

    def _dtype(self, raw: dict[str, Any], at: Place) -> str:
        name = raw.get("dtype", "")
        known = [one for one in wire.DTYPES if one != "bfloat16" or self.framework == "torch"]
        if name and name not in known:
            (at / "dtype").fail(name, Text("is no dtype here.", "不是这里可用的 dtype。"), choose(name, known))
        if raw.get("requires_grad") and self.framework != "torch":
            (at / "requires_grad").fail(True, Text("is for torch exercises only.", "只适用于 torch 题目。"))
        return str(name)

    def _usual(self, flat: list[Any]) -> str:
        """The dtype that the framework gives such numbers."""
        if flat and all(type(item) is bool for item in flat):
            return "bool"
        if flat and all(type(item) is int for item in flat):
            return "int64"
        return "float32" if self.framework == "torch" else "float64"

    def _usual_of(self, dtype: np.dtype[Any]) -> str:
        return self._usual([1.0]) if dtype.kind == "f" else dtype.name

    def shape(self, raw: Any, at: Place) -> tuple[int, ...]:
        """A shape; a single size is one of one axis."""
        sizes = raw if isinstance(raw, list) else [raw]
        if len(sizes) > wire.MAX_NDIM:
            at.fail(raw, Text(f"has more than {wire.MAX_NDIM} axes.", f"多于 {wire.MAX_NDIM} 个轴。"), _SHAPE_REMEDY)
        return tuple(self.whole(size, at / index) for index, size in enumerate(sizes))

    def whole(self, raw: Any, at: Place) -> int:
        """A size: a whole number, or an expression in n."""
        if type(raw) is int and raw >= 0:
            return raw
        found = _SIZE.fullmatch(raw.strip()) if isinstance(raw, str) else None
        if found is None:
            at.fail(raw, Text("is no size.", "不是一个长度。"), _SHAPE_REMEDY)
        if self.size is None:
            at.fail(
                raw,
                Text("stands for the size of a benchmark, and there is none.", "代表 bench 的规模，而这里没有规模。"),
                Text(
                    'Give sizes at the top of the file: "n": [64, 128, 256].',
                    '请在文件最外层给出规模："n": [64, 128, 256]。',
                ),
            )
        more = int(found[3] or 0) * (-1 if found[2] == "-" else 1)
        return max(0, int(found[1] or 1) * self.size + more)

    def _count(self, elements: int, at: Place, raw: Any) -> None:
        """Keep count of what all arrays take, eight bytes an element."""
        self.bytes += 8 * elements
        if self.bytes > INPUT_BYTES:
            most = INPUT_BYTES // 2**20
            at.fail(
                raw,
                Text(f"is too large: all arrays together may take {most} MiB.", f"过大：所有数组合计最多 {most} MiB。"),
                Text("Make it smaller.", "请缩小数组。"),
            )

    # -- everything else

    def _tuple(self, raw: dict[str, Any], at: Place) -> tuple[Any, ...]:
        if not isinstance(raw["tuple"], list):
            (at / "tuple").fail(raw["tuple"], Text("is no list of items.", "不是由各项组成的列表。"))
        return tuple(self.make(raw["tuple"], at / "tuple"))

    def _dict(self, raw: dict[str, Any], at: Place) -> dict[Any, Any]:
        given, at = raw["dict"], at / "dict"
        if isinstance(given, dict):
            return {key: self.make(value, at / key) for key, value in given.items()}
        if not isinstance(given, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in given):
            at.fail(
                given, Text("is neither an object nor a list of [key, value].", "既不是对象，也不是 [键, 值] 的列表。")
            )
        made = {}
        for index, (key, value) in enumerate(given):
            hashable = self.make(key, at / index / 0)
            try:
                made[hashable] = self.make(value, at / index / 1)
            except TypeError:
                (at / index / 0).fail(key, Text("cannot be a key.", "不能作为键。"))
        return made

    def _number(self, raw: dict[str, Any], at: Place) -> float:
        return float(_number(raw["number"], at / "number"))

    def _text(self, raw: dict[str, Any], at: Place) -> str:
        """A text of letters that are drawn from those of the value."""
        letters = raw["text"]
        if not isinstance(letters, str) or not letters:
            (at / "text").fail(letters, Text("holds no letters to draw from.", "没有可供抽取的字符。"))
        length = self.whole(raw.get("length", len(letters)), at / "length")
        self._count(length, at / "length", raw.get("length"))
        draw = np.random.default_rng(_whole(raw.get("seed", 0), at / "seed", least=0))
        return "".join(letters[index] for index in draw.integers(0, len(letters), size=length))

    def _size(self, raw: dict[str, Any], at: Place) -> int:
        return self.whole(raw["size"], at / "size")

    def _use(self, raw: dict[str, Any], at: Place) -> Any:
        name = raw["use"]
        if not isinstance(name, str):
            (at / "use").fail(name, Text("is no name.", "不是名称。"))
        value = self.use(name)
        for index in (
            raw.get("item", []) if isinstance(raw.get("item"), list) else [raw["item"]] if "item" in raw else []
        ):
            if value is None:  # while an input is only read, nobody knows the answers
                return None
            value = value[index]
        return value

    def _function(self, raw: dict[str, Any], at: Place) -> Any:
        text = raw["function"]
        if isinstance(text, list) and all(isinstance(line, str) for line in text):
            text = "\n".join(text)
        if not isinstance(text, str) or function_name(text) is None:
            (at / "function").fail(
                raw["function"],
                Text("is no function.", "不是函数。"),
                Text(
                    'Write "lambda x: x * x", or the lines of a def as a list of strings.',
                    '请写 "lambda x: x * x"，或把 def 的各行写成字符串列表。',
                ),
            )
        return self.function(text)


_DEF = re.compile(r"^def\s+([A-Za-z_]\w*)\s*\(", re.MULTILINE)


def function_name(text: str) -> str | None:
    """The name of the function that a source text ends up with: its last `def`, "" for a lambda; None for neither."""
    if text.lstrip().startswith("lambda"):
        return ""
    names: list[str] = _DEF.findall(text)
    return names[-1] if names else None


def _nested(raw: Any, at: Place, flat: list[Any]) -> tuple[int, ...]:
    """The shape of nested lists of numbers, whose elements are added to `flat`."""
    if not isinstance(raw, list):
        flat.append(_element(raw, at))
        return ()
    shapes = [_nested(item, at / index, flat) for index, item in enumerate(raw)]
    for index, shape in enumerate(shapes):
        if shape != shapes[0]:
            (at / index).fail(
                raw[index],
                Text(
                    f"has the shape {shape}, and what stands before it {shapes[0]}.",
                    f"的形状是 {shape}，而前面的是 {shapes[0]}。",
                ),
                Text("All rows of an array are equally long.", "数组的每一行必须一样长。"),
            )
    return (len(raw), *(shapes[0] if shapes else ()))


def _element(raw: Any, at: Place) -> Any:
    if isinstance(raw, bool | int | float):
        return raw
    if isinstance(raw, str) and raw in SPECIAL:
        return SPECIAL[raw]
    special = ", ".join(f'"{one}"' for one in SPECIAL)
    return at.fail(
        raw,
        Text("is no number.", "不是数。"),
        Text(f"Besides numbers there are {special}.", f"除了数，还可以写 {special}。"),
    )


def _number(raw: Any, at: Place) -> Any:
    found = _element(raw, at)
    if isinstance(found, bool):
        at.fail(raw, Text("is no number.", "不是数。"))
    return found


def _whole(raw: Any, at: Place, least: int) -> int:
    if type(raw) is not int or raw < least:
        at.fail(raw, Text(f"is no whole number from {least} on.", f"不是不小于 {least} 的整数。"))
    return raw


def _bounds(kind: str) -> tuple[tuple[str, float], tuple[str, float]]:
    """The usual low and high of a way to draw."""
    return ("low", 0), ("high", 10 if kind == "integers" else 1)


def _numpy_name(dtype: str) -> str:
    """The dtype in numpy, which holds bfloat16 as float32."""
    return "float32" if dtype == "bfloat16" else dtype
