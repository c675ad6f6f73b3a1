"""What an exercise's tests import; docs/exercise-format.md shows it at work."""

from grader.judge.far.proxy import same
from grader.judge.testing import (
    assert_close,
    assert_equal,
    assert_growth,
    assert_raises,
    assert_shape,
    case,
    load_again,
    numerical_gradient,
    require,
    tensor,
    workload,
)
from grader.judge.values import dtype_of

__all__ = [
    "assert_close",
    "assert_equal",
    "assert_growth",
    "assert_raises",
    "assert_shape",
    "case",
    "dtype_of",
    "load_again",
    "numerical_gradient",
    "require",
    "same",
    "tensor",
    "workload",
]
