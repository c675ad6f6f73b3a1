"""Layer 2 of the rules: whatever the spelling, a forbidden operation raises. Runs wherever a torch can be had."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.rules.source import families_of
from grader.sandbox import Limits
from grader.sandbox.docker.backend import DockerBackend
from grader.worker import deny

pytestmark = pytest.mark.slow

SOURCE = Path(deny.__file__).read_text(encoding="utf-8")

# Runs expressions and prints what became of each: "value", or the exception with its message.
PROGRAM = """
import json, sys, types
deny = types.ModuleType("deny")
exec(compile({source!r}, "deny.py", "exec"), deny.__dict__)
import torch
from torch import nn
import torch.nn.functional as F
import threading
x = torch.arange(12.0).reshape(3, 4)
g = x.clone().requires_grad_()
t = torch.tensor([0, 1, 2])
def in_thread(f):
    found = []
    def run():
        try: found.append(f())
        except BaseException as error: found.append(error)
    thread = threading.Thread(target=run)
    thread.start(); thread.join()
    if isinstance(found[0], BaseException): raise found[0]
def caught(f):
    try: f()
    except Exception: pass
    return x.exp()
notes = []
denial = deny.Denial(notes.append)
denial.kernels({operations!r})
denial.probe()
probed = list(notes)
notes.clear()
told = {{}}
for code in {codes!r}:
    try:
        eval(code)
        told[code] = "value"
    except BaseException as error:
        told[code] = type(error).__name__ + ": " + str(error)
called = list(notes)
for fault in {faults!r}: exec(fault)
notes.clear()
denial.probe()
print(json.dumps({{"told": told, "called": called, "probed": probed, "probed after": notes}}))
"""

Run = Callable[..., dict[str, object]]
SOFTMAX = sorted({name for family in families_of(["softmax"]).values() for name in family.aten})


@pytest.fixture(scope="module")
def run(say: Callable[[str], None]) -> Run:
    """Runs expressions under `deny`, in this interpreter's torch or in that of the sandbox image."""
    if importlib.util.find_spec("torch"):
        return lambda *given: _told(_in_child(_program(*given)))
    sandbox = DockerBackend(progress=say)
    try:
        sandbox.describe("torch")
    except GraderError as error:
        if os.environ.get("DLGRADE_REQUIRE_DOCKER") == "1":
            pytest.fail(f"DLGRADE_REQUIRE_DOCKER=1, but: {error}", pytrace=False)
        pytest.skip(error.message)
    return lambda *given: _told(_in_sandbox(sandbox, _program(*given)))


def _program(operations: list[str], codes: list[str], faults: tuple[str, ...] = ()) -> str:
    return PROGRAM.format(source=SOURCE, operations=operations, codes=codes, faults=faults)


def _in_child(program: str) -> str:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _in_sandbox(sandbox: DockerBackend, program: str) -> str:
    running = sandbox.start(["-I", "-W", "ignore", "-c", program], target="torch", limits=Limits())
    try:
        parts = list(iter(running.read, b""))
        assert parts, running.stderr_tail()
        return b"".join(parts).decode()
    finally:
        running.destroy()


def _told(output: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(output)
    return told


BLOCKED = [
    "torch.softmax(x, -1)",
    "x.softmax(-1)",
    "F.softmax(g, -1)",
    "x.double().softmax(-1)",
    "x.bfloat16().softmax(-1)",
    "torch.softmax(x, -1, out=torch.empty(3, 4))",
    "torch._softmax(x, -1, False)",
    "torch._softmax(x, -1, False, out=torch.empty(3, 4))",
    "torch.ops.aten.softmax.int(x, -1)",
    "torch.ops.aten._softmax.default.redispatch(torch._C.DispatchKeySet(torch._C.DispatchKey.CPU), x, -1, False)",
    "torch._C._VariableFunctions.softmax(x, -1)",
    "getattr(torch, 'soft' + 'max')(x, -1)",
    "nn.Softmax(-1)(x)",
    "F.log_softmax(x, -1).exp()",
    "F.softmin(-x)",
    "F.gumbel_softmax(x)",
    "torch.logsumexp(g, -1)",
    "torch.func.grad(lambda y: y.logsumexp(-1).sum())(x)",
    "torch.func.vmap(lambda y: y.softmax(-1))(x)",
    "torch.distributions.Categorical(logits=x).probs",
    "F.scaled_dot_product_attention(x[None], x[None], x[None])",
    "F.scaled_dot_product_attention(g[None], g[None], g[None])",
    "F.cross_entropy(g, t)",
    "nn.MultiheadAttention(4, 1)(x, x, x)",
    "torch.no_grad()(nn.TransformerEncoderLayer(4, 1, 8, batch_first=True).eval())(x[None])",
    "in_thread(lambda: x.softmax(-1))",
    "torch.inference_mode()(lambda: x.softmax(-1))()",
    "torch.sparse.softmax(x.to_sparse(), -1)",
]

ALLOWED = [
    "(x - x.amax(-1, keepdim=True)).exp() / (x - x.amax(-1, keepdim=True)).exp().sum(-1, keepdim=True)",
    "torch.autograd.grad(g.exp().sum(-1).log().sum(), g)",
    "nn.Linear(4, 2)(g).sum().backward()",
    "torch.relu(x)",
    "(x @ x.mT).masked_fill(torch.ones(3, 3).tril() == 0, float('-inf'))",
    "torch.einsum('ij,kj->ik', x, x)",
]


def test_softmax_is_denied_in_every_spelling(run: Run) -> None:
    """All ways to a softmax end at a denied kernel; what a hand-written one needs still works."""
    told = run([*SOFTMAX, "no_such_operation"], BLOCKED + ALLOWED)["told"]
    assert isinstance(told, dict)
    for code in BLOCKED:
        assert told[code].startswith("ForbiddenOperation: the operation aten::"), (code, told[code])
        assert told[code].endswith(" is forbidden in this exercise"), (code, told[code])
    assert {code: told[code] for code in ALLOWED} == dict.fromkeys(ALLOWED, "value")


def test_in_place_twins_and_swallowed_exceptions(run: Run) -> None:
    """`relu_` is denied with `relu`, and a call whose exception the submission caught is still noted."""
    codes = ["x.relu_()", "F.relu(x, inplace=True)", "caught(lambda: torch.relu(x))", "x.exp()"]
    answer = run(["relu"], codes)
    message = "ForbiddenOperation: the operation aten::relu is forbidden in this exercise"
    assert answer == {
        "told": dict(zip(codes, [message, message, "value", "value"], strict=True)),
        "called": ["aten::relu"] * 3,
        "probed": ["aten::relu"],
        "probed after": ["aten::relu"],
    }


@pytest.mark.parametrize(
    "fault",
    [
        "denial._library._destroy()",
        "deny.Denial.refuse = lambda *_: None",
        "denial._note = len",
        "import gc; [d.__dict__.update(_note=len) for d in gc.get_objects() if type(d).__name__ == 'Denial']",
    ],
)
def test_a_guard_made_deaf_is_found_by_the_probe(run: Run, fault: str) -> None:
    """It told of a call before, and does not afterwards."""
    answer = run(["relu"], ["x.exp()"], (fault,))
    assert answer["probed"] and not answer["probed after"]


def test_notes_are_bounded() -> None:
    """A submission that tries for ever does not fill the memory of the check."""
    notes: list[str] = []
    denial = deny.Denial(notes.append)
    for _ in range(deny.MAX_NOTES + 5):
        with pytest.raises(deny.ForbiddenOperation, match=r"the operation aten::tanh is forbidden") as caught:
            denial.refuse("aten::tanh")
        assert caught.value.operation == "aten::tanh"
    assert notes == ["aten::tanh"] * deny.MAX_NOTES


NUMPY = """
import json, sys
sys.path.insert(0, {root!r})
from grader.worker.deny import Denial
from grader.rules.source import families_of
import numpy as np
notes = []
denial = Denial(notes.append)
families = families_of(["decomposition", "covariance", "softmax", "sorting", "convolution"]).values()
denial.functions(set().union(*(f.names for f in families)), set().union(*(f.norms for f in families)))
S, v = np.diag([1.0, 2.0, 3.0]), np.arange(3.0)
told = {{}}
for code in {codes!r}:
    try:
        eval(code)
        told[code] = "value"
    except BaseException as error:
        told[code] = type(error).__name__
print(json.dumps(told))
"""
NUMPY_BLOCKED = [
    "np.linalg.svd(S)",
    "[np.polynomial.chebyshev.np][0].linalg.eigh(S)",
    "np.logaddexp.reduce(v)",
    "np.linalg.norm(S, 2)",
    "np.linalg.norm(S, ord=-2.0)",
    "np.linalg.norm(x=S.tolist(), ord='nuc')",
    "np.linalg.norm(S[None], 2, (1, 2))",
    "np.linalg.norm(S, np.array(-2))",
    "np.linalg.norm(S, type('Two', (), {'__eq__': lambda self, other: other == 2})())",
    "np.linalg.norm(S, type('Nuclear', (str,), {})('nuc'))",
    "np.linalg.matrix_norm(S, ord=2)",
    "np.roots([1, 2, 1])",
    "np.polynomial.polynomial.polyroots([1, 2, 1])",
    "np.polynomial.Polynomial([1, 2, 1]).roots()",
    "np.random.default_rng(0).multivariate_normal(v, S)",
    "np.ma.cov(S)",
    "np.polymul([1, 2], [1, 2])",
    "np.median(v)",
]
NUMPY_ALLOWED = [
    "np.linalg.norm(S)",
    "np.linalg.norm(v, 2)",
    "np.linalg.norm(S, 'fro')",
    "np.linalg.norm(S, 2, axis=1)",
    "np.linalg.norm(S, 1)",
    "np.linalg.matrix_norm(S)",
    "np.linalg.matrix_power(S, 3)",
    "np.linalg.norm(S, ord=np.inf)",
    "np.exp(S - S.max()).sum()",
]


def test_numpy_is_denied_through_its_public_modules() -> None:
    """However the module was come by; and a norm only where it is a decomposition."""
    codes = NUMPY_BLOCKED + NUMPY_ALLOWED
    told = _told(_in_child(NUMPY.format(root=str(Path(__file__).parents[2]), codes=codes)))
    assert told == dict.fromkeys(NUMPY_BLOCKED, "ForbiddenOperation") | dict.fromkeys(NUMPY_ALLOWED, "value")
