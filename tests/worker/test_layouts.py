"""Arguments in other memory layouts, as the child makes them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.catalogue.promises import LAYOUTS
from grader.worker.child import PipedServer


def laid(framework: str, value: Any, layout: str) -> Any:
    """What a call would be given."""
    return PipedServer(None, framework, 2**20)._laid_out(value, layout)  # type: ignore[arg-type]


@pytest.mark.parametrize("dtype", ["float32", "int64", "bool"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_the_layout_is_another(layout: str, dtype: str) -> None:
    """Values, shape and dtype are what they were, in nests too."""
    given = [np.arange(6).reshape(2, 3).astype(dtype), {"b": (np.arange(4).astype(dtype), 1.5)}]
    first, rest = laid("numpy", [given[0].copy(), given[1]], layout)
    for now, before in ((first, given[0]), (rest["b"][0], given[1]["b"][0])):
        np.testing.assert_array_equal(now, before, strict=True)
    assert rest["b"][1] == 1.5


def test_strides_are_those_of_the_layout() -> None:
    """An array and a row of it; what has no axis stays."""
    x = np.arange(6.0).reshape(2, 3)
    assert laid("numpy", x, "fortran").strides == (8, 16)
    assert laid("numpy", x, "strided").strides == (56, 16)
    assert laid("numpy", x, "reversed").strides == (-24, -8)
    assert laid("numpy", x[0].copy(), "reversed").strides == (-8,)
    assert not laid("numpy", x.copy(), "read_only").flags.writeable
    point = np.array(1.0)
    assert laid("numpy", point, "strided") is point


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "int64", "bool"])
@pytest.mark.parametrize(("layout", "strides"), [("fortran", (1, 2, 6)), ("strided", (27, 9, 2))])
def test_tensors(layout: str, strides: tuple[int, ...], dtype: str) -> None:
    """They stay leaves, with the gradients that they had or had not."""
    torch = pytest.importorskip("torch")
    x = torch.arange(24).reshape(2, 3, 4).to(getattr(torch, dtype))
    for grad in (False, x.is_floating_point()):
        now = laid("torch", x.clone().requires_grad_(grad), layout)
        assert (now.stride(), now.dtype, now.requires_grad, now.is_leaf) == (strides, x.dtype, grad, True)
        assert torch.equal(now, x)
