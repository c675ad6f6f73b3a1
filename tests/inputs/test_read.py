"""Inputs as people write them: what they come to, and what is said of those that are none."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from grader.catalogue.exercise import Catalogue
from grader.errors import UsageError
from grader.inputs.fault import Place
from grader.inputs.read import Input, read_input
from grader.inputs.values import Maker
from grader.installed import shipped
from grader.tensor import Tensor

SOFTMAX, NORM, TORCH = "stable_softmax", "batchnorm", "self_attention"


def made(raw: Any, framework: str = "numpy", size: int | None = None) -> Any:
    """The value."""
    return Maker(framework, use={"y": (1, [2, 3])}.__getitem__, function=str, size=size).make(raw, Place("x.json"))


def read(slug: str, raw: Any) -> Input:
    """The input of that JSON value, its values made once."""
    exercise = Catalogue(shipped())[slug]
    found = read_input(raw if isinstance(raw, str) else json.dumps(raw), "x.json", exercise)
    found.check(exercise.framework)
    return found


def test_arrays_have_the_dtypes_of_their_framework() -> None:
    """Whole numbers are int64, others float64, or float32 in torch; special numbers stand where they are written."""
    array = made({"array": [[1, 2], [3, "nan"]]})
    assert array.dtype == np.float64 and array.shape == (2, 2) and math.isnan(array[1, 1])
    assert made({"array": [1, 2]}).dtype == np.int64
    assert made({"array": [True]}).dtype == np.bool_
    assert made({"array": [1.5]}, "torch").dtype == np.float32
    assert made({"array": [1], "dtype": "bfloat16"}, "torch") == Tensor(np.array([1], np.float32), "bfloat16", False)
    assert made({"array": [], "shape": [2, 0]}).shape == (2, 0)
    assert made({"array": [[1, 2]]}, "python") == [[1, 2]]


def test_drawn_arrays_are_the_same_each_time() -> None:
    """A seed and a shape say all; n stands for the size of a benchmark."""
    raw = {"random": "normal", "shape": ["2n+1", 3], "seed": 7, "dtype": "float32"}
    first, second = made(raw, size=2), made(raw, size=2)
    assert first.shape == (5, 3) and first.dtype == np.float32 and np.array_equal(first, second)
    assert made({"random": "integers", "shape": [9], "low": 3, "high": 4}).tolist() == [3] * 9
    assert made({"size": "3n-1"}, size=4) == 11
    assert len(made({"text": "ab", "length": "n"}, size=50)) == 50


def test_other_values() -> None:
    """Tuples, dicts with any keys, numbers without a word in JSON, parts of earlier answers; lists are lists."""
    assert made([1, "a", None, [2.5]]) == [1, "a", None, [2.5]]
    assert made({"tuple": [1, {"tuple": []}]}) == (1, ())
    assert made({"dict": {"a": {"number": "-inf"}}}) == {"a": -math.inf}
    assert made({"dict": [[1, "x"]]}) == {1: "x"}
    assert made({"use": "y", "item": [1, 0]}) == 2
    assert made({"function": ["def f(x):", "    return x"]}) == "def f(x):\n    return x"


def test_steps_know_what_was_left() -> None:
    """A single call may stand alone; objects are known by their names."""
    assert read(SOFTMAX, {"args": [{"array": [1.0]}]}).steps[0].target == SOFTMAX
    plan = read(NORM, {"calls": [
        {"new": "BatchNorm", "args": [2]},
        {"set": "it.training", "value": False},
        {"call": "it.forward", "args": [{"eye": 2}], "as": "y"},
        {"call": "it.backward", "args": [{"use": "y"}]},
    ]})  # fmt: skip
    assert [step.does for step in plan.steps] == ["new", "set", "call", "call"]


X = {"array": [1.0]}
BAD = [
    (SOFTMAX, "{'args': []}", ["x.json", "line 1, column 2", "JSON"]),
    (SOFTMAX, "[" * 100_000, ["x.json"]),
    (SOFTMAX, [1], ["x.json", "[1]"]),
    (SOFTMAX, {"call": "softmax", "args": [X]}, ["call", '"softmax"', "stable_softmax"]),
    (SOFTMAX, {"args": [X, 0, 1]}, ["args", "3", "stable_softmax(x, axis=-1)"]),
    (SOFTMAX, {"args": []}, ["args", "lacks x"]),
    (SOFTMAX, {"args": [X], "kwargs": {"axes": 0}}, ["kwargs.axes", '"axes"', "axis=-1"]),
    (SOFTMAX, {"args": [X], "kwargs": {"x": 0}}, ["kwargs.x", "twice"]),
    (SOFTMAX, {"arg": [X]}, ['"arg"', "args"]),
    (SOFTMAX, {"args": [{"array": [[1, 2], [3]]}]}, ["args[0].array[1]", "[3]", "(1,)", "(2,)"]),
    (SOFTMAX, {"args": [{"array": ["one"]}]}, ["args[0].array[0]", '"one"', "inf"]),
    (SOFTMAX, {"args": [{"array": [1], "dtype": "float23"}]}, ["args[0].dtype", '"float23"', "float32"]),
    (SOFTMAX, {"args": [{"array": [1.5], "dtype": "int8"}]}, ["args[0]", "1.5", "int8"]),
    (SOFTMAX, {"args": [{"array": [300], "dtype": "int8"}]}, ["args[0]", "300", "int8"]),
    (SOFTMAX, {"args": [{"array": [1, 2], "shape": [3]}]}, ["args[0].shape", "3 elements", "2"]),
    (SOFTMAX, {"args": [{"random": "normal", "shape": [100_000, 100_000]}]}, ["args[0].shape", "too large", "128 MiB"]),
    (SOFTMAX, {"args": [{"random": "normal", "shape": ["n"]}]}, ["args[0].shape[0]", '"n"', '"n": [64']),
    (SOFTMAX, {"args": [{"random": "normal", "shape": [-1]}]}, ["args[0].shape[0]", "-1"]),
    (SOFTMAX, {"args": [{"random": "gaussian", "shape": [1]}]}, ["args[0].random", '"gaussian"', "normal"]),
    (SOFTMAX, {"args": [{"aray": [1]}]}, ["args[0]", "array"]),
    (SOFTMAX, {"args": [{"array": [1], "dtipe": "int8"}]}, ["args[0]", '"dtipe"', "dtype"]),
    (SOFTMAX, {"args": [X], "grad": X}, ["grad", "torch"]),
    (SOFTMAX, {"args": [{"use": "y"}]}, ["args[0].use", '"y"']),
    (SOFTMAX, {"args": [{"function": "x + 1"}]}, ["args[0].function", "lambda"]),
    (SOFTMAX, {"calls": []}, ["calls", "[]"]),
    (SOFTMAX, {"calls": [{"args": [X]}]}, ["calls[0]", "call, new, get"]),
    (SOFTMAX, {"exercise": "conv2d", "args": [X]}, ["exercise", '"conv2d"', "stable_softmax"]),
    (SOFTMAX, {"n": [4, 2], "args": [X]}, ["n[1]", "2"]),
    (NORM, {"call": "BatchNorm", "args": [2]}, ["call", "is a class", '"new"']),
    (NORM, {"calls": [{"call": "bn.forward", "args": [X]}]}, ["calls[0].call", '"bn.forward"']),
    (NORM, {"calls": [{"new": "BatchNorm", "args": [2]}, {"call": "it.forward", "args": []}]}, ["calls[1].args", "x"]),
    (NORM, {"calls": [{"new": "BatchNorm", "args": [2], "as": "BatchNorm"}]}, ["calls[0].as", "BatchNorm"]),
    (TORCH, {"new": "SelfAttention", "args": [4]}, ["args", "num_heads"]),
    ("lora_linear", {"new": "adapter.lorra", "args": []}, ["new", '"adapter.lorra"', "adapter.lora"]),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "raw", "said"), BAD)
def test_what_is_wrong_is_named(slug: str, raw: Any, said: list[str]) -> None:
    """File, path of keys, value and remedy, in both languages."""
    with pytest.raises(UsageError) as error:
        read(slug, raw)
    text = str(error.value)
    assert text.count("x.json") == 1 and error.value.remedy
    for words in said:
        assert words in text, text
    assert any("\u4e00" <= sign <= "\u9fff" for sign in error.value.said.zh)
