"""Layer 2 of the rules: whatever the spelling, a forbidden kernel raises. Runs wherever a torch can be had."""

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
from grader.rules import aten_of
from grader.sandbox import Limits
from grader.sandbox.docker import DockerSandbox
from grader.worker import deny

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
denial = deny.deny({operations!r})
told = {{}}
for code in {codes!r}:
    try:
        eval(code)
        told[code] = "value"
    except BaseException as error:
        told[code] = type(error).__name__ + ": " + str(error)
print(json.dumps({{"told": told, "called": denial.called}}))
"""

Run = Callable[[list[str], list[str]], dict[str, object]]


@pytest.fixture(scope="module")
def run(say: Callable[[str], None]) -> Run:
    """Runs expressions under `deny`, in this interpreter's torch or in that of the sandbox image."""
    if importlib.util.find_spec("torch"):
        return lambda operations, codes: _told(_in_child(_program(operations, codes)))
    sandbox = DockerSandbox(progress=say)
    try:
        sandbox.describe("torch")
    except GraderError as error:
        if os.environ.get("DLGRADE_REQUIRE_DOCKER") == "1":
            pytest.fail(f"DLGRADE_REQUIRE_DOCKER=1, but: {error}", pytrace=False)
        pytest.skip(error.message)
    return lambda operations, codes: _told(_in_sandbox(sandbox, _program(operations, codes)))


def _program(operations: list[str], codes: list[str]) -> str:
    return PROGRAM.format(source=SOURCE, operations=operations, codes=codes)


def _in_child(program: str) -> str:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _in_sandbox(sandbox: DockerSandbox, program: str) -> str:
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
    told = run([*aten_of(["softmax"]), "no_such_operation"], BLOCKED + ALLOWED)["told"]
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
        "called": ["relu"] * 3,
    }


def test_notes_are_bounded() -> None:
    """A submission that tries for ever does not fill the memory of the check."""
    denial = deny.Denial(None)
    for _ in range(deny.MAX_CALLED + 5):
        with pytest.raises(deny.ForbiddenOperation, match=r"the operation aten::tanh is forbidden") as caught:
            denial.raiser("tanh")(1, two=2)
        assert caught.value.operation == "tanh"
    assert denial.called == ["tanh"] * deny.MAX_CALLED
