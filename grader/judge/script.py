"""A recorded case as a Python script, to step through, and as an input (docs/input-format.md).

The script needs the learner's own Python, with numpy or torch where the exercise has them, and nothing of ours.
"""

from __future__ import annotations

import json
import math
import pprint
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.judge.recorder import Answers, Made, Variable, dtype_name
from grader.tensor import Tensor
from grader.texts import Text

_WIDTH, _INLINE = 110, 60
_ABOUT = Text(
    "{title} (case {case}). Step through it: python -m pdb {name}, or with your editor's debugger.",
    "{title}（用例 {case}）。单步调试：python -m pdb {name}，或使用编辑器的调试器。",
)
_DERIVED = Text("The test computes a value from these answers, and expects:", "测试由这些结果算出一个值，期望：")
_SAYS = Text("The test says:", "测试的说明：")
_EXPECTED = Text("expected", "期望")

_CHECK = '''

def plain(value):
    """Lists and numbers for arrays."""
    if hasattr(value, "detach"):
        value = value.detach()
    return value.tolist() if hasattr(value, "tolist") else value


def check(actual, expected, rtol, atol, where="the answer"):
    """Stop at the first place where they differ by more than atol + rtol * |expected|."""
    actual, expected = plain(actual), plain(expected)
    if isinstance(expected, dict):
        assert isinstance(actual, dict) and actual.keys() == expected.keys(), f"{where}: {actual!r} is not {expected!r}"
        for key in expected:
            check(actual[key], expected[key], rtol, atol, f"{where}[{key!r}]")
    elif isinstance(expected, (list, tuple)):
        assert isinstance(actual, (list, tuple)), f"{where}: {actual!r} is not {expected!r}"
        assert len(actual) == len(expected), f"{where}: length {len(actual)}, expected {len(expected)}"
        for index in range(len(expected)):
            check(actual[index], expected[index], rtol, atol, f"{where}[{index}]")
    elif isinstance(expected, (int, float)) and isinstance(actual, (int, float)):
        same = actual == expected or (actual != actual and expected != expected)
        close = same or (math.isfinite(expected) and abs(actual - expected) <= atol + rtol * abs(expected))
        assert close, f"{where}: {actual!r}, expected {expected!r}"
    else:
        assert actual == expected, f"{where}: {actual!r}, expected {expected!r}"
'''

_VJP = '''

def vjp(function, *args, grad, **kwargs):
    """The value, and the gradients of sum(value * grad) for the arguments and for the parameters."""
    leaves = [a.detach().clone().requires_grad_() if torch.is_tensor(a) and a.is_floating_point() else a for a in args]
    value = function(*leaves, **kwargs)
    pairs = zip(value, grad) if isinstance(value, tuple) else [(value, grad)]
    total = sum((one * weight).sum() for one, weight in pairs)
    if total.requires_grad:  # else no gradient flows to anything
        total.backward()
    owner = getattr(function, "__self__", function)
    parameters = dict(owner.named_parameters()) if isinstance(owner, torch.nn.Module) else {}
    return {
        "value": value,
        "args": [leaf.grad if torch.is_tensor(leaf) else None for leaf in leaves],
        "parameters": {name: one.grad for name, one in parameters.items() if one.requires_grad},
    }
'''


@dataclass(frozen=True)
class Expected:
    """What the test compares: an expression of the answers ("" where the test has computed it), with what, how near;
    or the sentence of a condition.
    """

    actual: str = ""
    value: Any = None
    rtol: float = 0.0
    atol: float = 0.0
    sentence: str = ""
    compares: bool = False


@dataclass(frozen=True)
class Saving:
    """What a script is about: the case, the path of the submission's file from the script, and its own name.

    adapter: the name of the copy of the exercise's adapter beside it; "" without one. seed: that of the generators.
    """

    case: str
    title: Text
    framework: str
    file: str
    name: str
    adapter: str
    seed: int
    lang: str


def script(made: list[Made], expected: Expected, what: Saving) -> str:
    """The script's text."""
    body = list(_body(made, expected, what))
    text = "\n".join(body)
    helpers = [_CHECK] if expected.compares and expected.actual else []
    helpers += [_VJP] if any(one.does == "vjp" for one in made) else []
    head = "\n".join(_head(what, uses_adapter="adapter." in text))
    return head + "".join(helpers) + "\n\n" + text + "\n"


def _head(what: Saving, *, uses_adapter: bool) -> Iterator[str]:
    facts = {"title": what.title.localized(what.lang), "case": what.case, "name": what.name}
    yield f'"""{_ABOUT.localized(what.lang).format(**facts)}"""'.replace("\\", "\\\\")
    yield ""
    yield "import importlib.util"
    yield "import math"
    yield "import random"
    yield "from math import inf, nan"
    yield "from pathlib import Path"
    yield ""
    if what.framework != "python":
        yield "import numpy as np"
    if what.framework == "torch":
        yield "import torch"
    yield ""
    yield "HERE = Path(__file__).resolve().parent"
    yield ""
    yield ""
    yield "def module(path, name):"
    yield '    """The module in that file."""'
    yield "    spec = importlib.util.spec_from_file_location(name, HERE / path)"
    yield "    loaded = importlib.util.module_from_spec(spec)"
    yield "    spec.loader.exec_module(loaded)"
    yield "    return loaded"
    yield ""
    yield ""
    yield f"random.seed({what.seed})"
    if what.framework != "python":
        yield f"np.random.seed({what.seed % 2**32})"
    if what.framework == "torch":
        yield f"torch.manual_seed({what.seed})"
    if uses_adapter:
        yield f'adapter = module({what.adapter!r}, "adapter")'
    yield f'submission = module({what.file!r}, "submission")'


def _body(made: list[Made], expected: Expected, what: Saving) -> Iterator[str]:
    functions = inputs = 0
    for one in made:
        arguments = []
        for name, value in [*(("", value) for value in one.args), *one.kwargs.items()]:
            if isinstance(value, Answers):
                functions += 1
                yield from _function(f"function{functions}", value)
                shown = f"function{functions}"
            else:
                shown = _literal(value, what.framework)
            if len(shown) > _INLINE:  # so that a debugger's line is the call, and the value can be looked at
                inputs += 1
                yield f"input{inputs} = {shown}"
                shown = f"input{inputs}"
            arguments.append(f"{name}={shown}" if name else shown)
        yield from _statement(one, arguments, what.framework)
    yield from _end(expected, what)


def _statement(one: Made, arguments: list[str], framework: str) -> Iterator[str]:
    value = _literal(one.value, framework)
    if one.does == "set":
        yield f"{one.target} = {value}"
    elif one.does == "value":
        yield f"{one.name} = {value}"
    elif one.does == "get":
        yield f"{one.name} = {one.target}"
        yield f'print("{one.target}:", {one.name})'
    elif one.does == "parameters":
        yield f"{one.name} = dict({one.target}.named_parameters())"
    elif one.does == "vjp":
        yield f"{one.name} = vjp({', '.join([one.target, *arguments, f'grad={value}'])})"
        yield f'print("{one.name}:", {one.name})'
    else:
        if one.target.startswith("adapter."):
            arguments = ["submission", *arguments]
        yield f"{one.name} = {one.target}({', '.join(arguments)})"
        if not one.stays:
            yield f'print("{one.name}:", {one.name})'


def _end(expected: Expected, what: Saving) -> Iterator[str]:
    if expected.sentence:
        yield ""
        yield f"print({_SAYS.localized(what.lang)!r}, {expected.sentence!r})"
    if not expected.compares:
        return
    yield ""
    yield f"expected = {_literal(expected.value, what.framework)}"
    if not expected.actual:
        yield f"print({_DERIVED.localized(what.lang)!r}, expected)"
        return
    yield f'print("{_EXPECTED.localized(what.lang)}:", expected)'
    yield f"check({expected.actual}, expected, rtol={expected.rtol!r}, atol={expected.atol!r})"


def _function(name: str, answers: Answers) -> Iterator[str]:
    """A function that answers as the test's did, as long as it is asked the same."""
    table = {repr(_plain(args)): _plain(value) for args, value in answers.pairs}
    yield f"{name}_answers = {_wrapped(table)}"
    yield ""
    yield ""
    yield f"def {name}(*args):"
    yield '    """What the test\'s function answered; it knows nothing else."""'
    yield "    def plain(value):"
    yield "        if isinstance(value, (list, tuple)):"
    yield "            return type(value)(map(plain, value))"
    yield '        return value.item() if hasattr(value, "item") else value'
    yield ""
    yield "    asked = repr(plain(args))"
    yield f"    if asked not in {name}_answers:"
    yield '        raise ValueError(f"the test\'s function gave no answer for {asked}")'
    yield f"    return {name}_answers[asked]"
    yield ""
    yield ""


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(map(_plain, value))
    return value.item() if isinstance(value, np.generic) else value


def _literal(value: Any, framework: str) -> str:
    """The value as Python is written."""
    if isinstance(value, Variable):
        return value.name
    if isinstance(value, Tensor):
        made = _array(value.data, value.dtype, framework)
        return f"{made}.requires_grad_()" if value.requires_grad else made
    if isinstance(value, np.ndarray):
        return _array(value, dtype_name(value), framework)
    if isinstance(value, list | tuple):
        items = [_literal(item, framework) for item in value]
        if isinstance(value, list):
            return f"[{', '.join(items)}]"
        return f"({', '.join(items)}{',' if len(items) == 1 else ''})"
    if isinstance(value, dict):
        pairs = (f"{_literal(key, framework)}: {_literal(item, framework)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    return repr(_plain(value))


def _array(values: np.ndarray[Any, Any], dtype: str, framework: str) -> str:
    shape = f".reshape({values.shape})" if 0 in values.shape else ""
    listed = _wrapped(values.tolist())
    if framework == "torch":
        return f"torch.tensor({listed}, dtype=torch.{dtype}){shape}"
    return f"np.array({listed}, dtype={dtype!r}){shape}"


def _wrapped(value: Any) -> str:
    return pprint.pformat(value, width=_WIDTH, compact=True, sort_dicts=False).replace("\n", "\n    ")


# ---------------------------------------------------------------- as an input


def as_input(made: list[Made], exercise: str, case: str) -> str | None:
    """The calls as an input; None where it has no words for them: a function of the test's, an adapter's object."""
    calls = []
    for one in made:
        step = _step(one)
        if step is None:
            return None
        calls.append(step)
    lines = ",\n".join("    " + json.dumps(call, ensure_ascii=False) for call in calls)
    head = f'{{\n  "exercise": {json.dumps(exercise)},\n  "note": {json.dumps(case)},\n  "calls": [\n'
    return f"{head}{lines}\n  ]\n}}\n" if calls else None


def _step(one: Made) -> dict[str, Any] | None:
    target = one.target.removeprefix("submission.")
    try:
        if one.does == "set":
            return {"set": target, "value": _json(one.value)}
        if one.does == "get":
            return {"get": target, "as": one.name}
        if one.does in ("call", "vjp"):
            step: dict[str, Any] = {"new" if target[:1].isupper() else "call": target}
            if one.args:
                step["args"] = [_json(arg) for arg in one.args]
            if one.kwargs:
                step["kwargs"] = {name: _json(value) for name, value in one.kwargs.items()}
            if one.does == "vjp":
                step["grad"] = _json(one.value)
            return {**step, "as": one.name}
    except TypeError:
        pass
    return None


def _json(value: Any) -> Any:
    """A value as an input has it.

    Raises:
        TypeError: it has no words for it.
    """
    if isinstance(value, Variable):
        if "." in value.name or value.name in ("submission", "adapter"):
            raise TypeError(value.name)
        return {"use": value.name}
    if isinstance(value, Tensor):
        more = {"requires_grad": True} if value.requires_grad else {}
        return {"array": _special(value.data.tolist()), "dtype": value.dtype, **_shape(value.data), **more}
    if isinstance(value, np.ndarray):
        return {"array": _special(value.tolist()), "dtype": dtype_name(value), **_shape(value)}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, tuple):
        return {"tuple": [_json(item) for item in value]}
    if isinstance(value, list):
        return [_json(item) for item in value]
    if isinstance(value, dict):
        if all(isinstance(key, str) for key in value):
            return {"dict": {key: _json(item) for key, item in value.items()}}
        return {"dict": [[_json(key), _json(item)] for key, item in value.items()]}
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": _special(value)}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(type(value).__name__)


def _shape(values: np.ndarray[Any, Any]) -> dict[str, Any]:
    return {"shape": list(values.shape)} if 0 in values.shape else {}


def _special(value: Any) -> Any:
    if isinstance(value, list):
        return [_special(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if value != value else "inf" if value > 0 else "-inf"
    return value
