"""What a test gets of the far side, what goes back to it, and what is said when an answer is not up to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from grader.authoring.quick.in_process import NearWorker
from grader.judge import context
from grader.judge.compare import WrongAnswer, compare
from grader.judge.far.proxy import Call, Side
from grader.judge.far.session import SessionOptions, SubmissionRaised
from grader.judge.odd import odd_answer
from grader.judge.values import NoGradient, as_tensor
from grader.report import Failure
from grader.verdict import Verdict

CODE = """
import enum
import numpy as np

class Level(enum.IntEnum):
    HIGH = 3

def same(x):
    return x

def made(text):
    return eval(text)

def told(x):
    return type(x).__module__ + "." + type(x).__name__

def keyed(d):
    return {type(key).__name__: value for key, value in d.items()}

class Thing:
    def __init__(self):
        self.here = 1

    def fails(self):
        raise ValueError("mine")
"""
TORCH = """
import torch
from torch import nn

def double(x):
    return 2 * x

def pair(x, y):
    return x * y, x + y

def cut(x, w):
    return x.detach() * w

def made(text, x):
    return eval(text)

def overwritten(x):
    y = x * 2
    z = (y ** 2).sum()
    y.zero_()
    return z

class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, g):
        return g / 0 if g.numel() == 0 else g.no_such_thing

def own(x):
    return Own.apply(x)

class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.used, self.unused = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2))

    def forward(self, x):
        return x * self.used
"""


def loaded(framework: str, code: str, role: str = "submission") -> Side:
    """A side with this code."""
    far = Side(NearWorker().open(SessionOptions(framework, 1 << 30, 1 << 20, 60.0), 60.0), framework, role)
    far.ask("load", source=code.encode(), adapter=None, entries=[], seed=0)
    return far


@pytest.fixture
def module() -> Any:
    """The code in numpy."""
    return loaded("numpy", CODE).module


@pytest.fixture
def torch_module() -> Iterator[Any]:
    """The code in torch, and a context that knows its parameters."""
    pytest.importorskip("torch")
    context.use(context.Context({}, "torch", {"cut": ["x", "w"], "pair": ["x", "y"]}))
    yield loaded("torch", TORCH).module
    context.use(context.Context({}))


@pytest.mark.parametrize(
    "made",
    ["np.int64(3)", "np.float32(0.1)", "np.float16(0.1)", "np.bool_(True)", "np.uint8(200)", "np.complex64(1j)"],
)
def test_a_scalar_of_numpy_s_stays_one_both_ways(module: Any, made: str) -> None:
    """It is a scalar here, equal to itself, fit to be a key; and goes back as what it was."""
    scalar = module.made(made)
    assert isinstance(scalar, np.generic) and scalar == eval(made) and {scalar: 1}[eval(made)] == 1
    assert module.told(scalar) == "numpy." + type(eval(made)).__name__
    assert module.told([scalar]) == "builtins.list" and module.same([scalar])[0] == scalar


@pytest.mark.parametrize("given", [np.int64(3), np.float64(0.5), np.bool_(True)], ids=repr)
def test_a_scalar_that_a_test_made_goes_as_a_python_number(module: Any, given: Any) -> None:
    """Tests draw sizes and scales with numpy; a learner is given what the statement says."""
    assert module.told(given) == "builtins." + type(given.item()).__name__


def test_arrays_without_axes_are_no_scalars(module: Any) -> None:
    """They come and go as arrays."""
    array = module.made("np.array(2.5)")
    assert isinstance(array, np.ndarray) and module.told(array) == "numpy.ndarray"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("Level.HIGH", 3),
        ("np.str_('a')", "a"),
        ("np.bytes_(b'a')", b"a"),
        ("type('Bytes', (bytes,), {})(b'a')", b"a"),
        ("{np.int64(1): 2}", {1: 2}),
    ],
)
def test_what_is_as_good_as_a_built_in_value_is_one(module: Any, made: str, expected: Any) -> None:
    """Subclasses, numpy's texts, and keys of numpy's."""
    found = module.made(made)
    assert found == expected and type(found) is type(expected)


@pytest.mark.parametrize(
    ("made", "name"),
    [
        ("bytearray(b'a')", "bytearray"),
        ("np.array(['a'])", "numpy.ndarray of strings"),
        ("np.array([b'a'])", "numpy.ndarray of strings"),
        ("np.array([None])", "numpy.ndarray of objects"),
        ("np.array(['2020-01-01'], dtype='M8[D]')", "numpy.ndarray of datetime64[D]"),
        ("np.ma.masked_array([1])", "numpy.ma.MaskedArray"),
        ("(i for i in 'a')", "generator"),
        ("{1}", "set"),
        ("Thing()", "Thing"),
        ("1j", "complex"),
        ("__import__('fractions').Fraction(1, 2)", "fractions.Fraction"),
    ],
)
def test_what_stays_on_the_far_side_is_named_for_a_learner(module: Any, made: str, name: str) -> None:
    """With its module where it is no type of theirs or Python's own; of an array what is in it."""
    assert module.made(made).type_name == name


def failure(call: Any) -> tuple[Verdict, Failure]:
    """What comes of a request that fails."""
    with pytest.raises(SubmissionRaised) as raised:
        call()
    return raised.value.verdict, raised.value.failure


def test_a_missing_attribute_is_the_answer_s(module: Any) -> None:
    """No line of the learner's raised; what they returned lacks something."""
    verdict, told = failure(lambda: module.Thing().there)
    assert (verdict, told.kind, told.facts) == (Verdict.WA, "asked", {"attribute": "there"})
    verdict, told = failure(lambda: module.made("{1}").shape)
    assert (verdict, told.kind, told.facts) == (Verdict.WA, "asked", {"attribute": "shape"})


def test_what_raises_in_their_own_line_is_their_code(module: Any) -> None:
    """A method of theirs, or a function of theirs that is called wrongly."""
    for call in (lambda: module.Thing().fails(), lambda: module.made("1 / 0"), lambda: module.told()):
        verdict, told = failure(call)
        assert (verdict, told.kind) == (Verdict.RTE, "raised")


def test_gradients_come_by_argument_and_by_name(torch_module: Any) -> None:
    """Where none flows, something stands that is no gradient, and says to what."""
    found = torch_module.cut.vjp(np.ones(2), np.full(2, 3.0), grad=np.ones(2))
    assert found.args[0] == NoGradient("x") and found.args[1].tolist() == [1, 1]
    found = torch_module.pair.vjp(np.ones(2), np.full(2, 3.0), grad=[np.ones(2), np.zeros(2)])
    assert [gradient.tolist() for gradient in found.args] == [[3, 3], [1, 1]]
    layer = torch_module.Layer().double()
    found = layer.vjp(np.full(2, 5.0), grad=np.ones(2))
    assert found.parameters["used"].tolist() == [5, 5] and found.parameters["unused"] == NoGradient("unused")
    compare(found.parameters["unused"], None)
    with pytest.raises(WrongAnswer) as wrong:
        compare(found.parameters["unused"], np.ones(2), what="gradient of unused")
    assert (wrong.value.mismatch.aspect, wrong.value.mismatch.actual) == ("gradient", "unused")


@pytest.mark.parametrize(
    ("made", "aspect", "actual"),
    [
        ("None", "none", "None"),
        ("'x'", "type", "str"),
        ("x.detach().numpy()", "type", "numpy.ndarray"),
        ("(x,)", "type", "tuple[torch.Tensor]"),
        ("x.sum()", "shape", "()"),
        ("x[:1]", "shape", "(1,)"),
        ("x > 0", "dtype", "bool"),
        ("x.sum().item()", "type", "float"),
    ],
)
def test_only_a_tensor_of_the_right_shape_has_a_gradient_pulled_through_it(
    torch_module: Any, made: str, aspect: str, actual: str
) -> None:
    """Another answer is told for what it is, before anything is asked of it."""
    with pytest.raises(WrongAnswer) as wrong:
        torch_module.made.vjp(made, np.ones(2), grad=np.ones(2))
    assert (wrong.value.mismatch.aspect, wrong.value.mismatch.actual) == (aspect, actual)


def test_an_answer_cut_off_from_everything_has_no_gradient(torch_module: Any) -> None:
    """As under `no_grad`, where PyTorch raises."""
    assert torch_module.made.vjp("x.detach()", np.ones(2), grad=np.ones(2)).args == (None, NoGradient("#2"))


def test_a_backward_pass_that_fails_is_told_as_such(torch_module: Any) -> None:
    """By PyTorch about the graph: the answer is at fault. In a backward of their own: their line is."""
    verdict, told = failure(lambda: torch_module.overwritten.vjp(np.ones(2), grad=np.float64(1)))
    assert (verdict, told.kind, told.facts) == (Verdict.WA, "asked", {"name": "backward"})
    assert told.raised is not None and "inplace operation" in told.raised.message
    verdict, told = failure(lambda: torch_module.own.vjp(np.ones(2), grad=np.ones(2)))
    assert (verdict, told.kind) == (Verdict.RTE, "raised")
    assert told.raised is not None and told.raised.frames[-1].function == "backward"


def test_a_state_that_does_not_fit_is_the_answer_s(torch_module: Any) -> None:
    """PyTorch says which keys are missing."""
    verdict, told = failure(lambda: torch_module.Layer().load_state_dict({"other": np.ones(2)}))
    assert (verdict, told.kind, told.facts) == (Verdict.WA, "asked", {"name": "load_state_dict"})
    assert told.raised is not None and 'Missing key(s) in state_dict: "used"' in told.raised.message


def test_a_reference_that_differs_from_what_a_test_expects_is_no_wrong_answer() -> None:
    """Then the exercise is at fault."""
    pytest.importorskip("torch")
    with pytest.raises(TypeError, match="the reference's answer differs in its shape"):
        loaded("torch", TORCH, "reference").module.double.vjp(np.ones(2), grad=np.ones(3))


def calls(*answers: Any) -> list[Call]:
    """Calls with these answers."""
    return [Call("f", (), {}, answer, answered=True) for answer in answers]


def test_the_odd_answer_is_the_last_of_another_type() -> None:
    """Another shape counts only where every type is right; values never do."""
    pair = (np.ones(2), np.ones(2))
    assert odd_answer(calls(pair, 3), calls((np.zeros(2), np.zeros(2)), 4)) is None
    mine, theirs = calls(np.ones(3), None, np.ones(3)), calls(np.ones(2), pair, np.ones(2))
    odd = odd_answer(mine, theirs)
    assert odd is not None and odd[0] is mine[1] and odd[1].aspect == "none"
    assert odd[1].expected == "tuple[numpy.ndarray, numpy.ndarray]"
    odd = odd_answer(calls(np.ones(3), np.ones(2)), calls(np.ones(2), np.ones(2)))
    assert odd is not None and odd[1].aspect == "shape"
    assert odd_answer([Call("f", (), {})], calls(pair)) is None


def test_a_tensor_of_the_judge_s_is_one_off_the_wire() -> None:
    """So that it is compared like one."""
    assert as_tensor(np.ones(2)).dtype.metadata == {"torch": "float64", "requires_grad": False}
