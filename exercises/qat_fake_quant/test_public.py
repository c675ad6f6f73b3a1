import numpy as np
import pytest

from dlgrade.testing import assert_close, case, workload


def quantized(x, scale, zero_point, qmin, qmax):
    """The statement's formulas in numpy, whose round also takes halves to even: y, and where the gradient passes."""
    r = np.round(x / scale) + zero_point
    return (np.clip(r, qmin, qmax) - zero_point) * scale, (r >= qmin) & (r <= qmax)


def with_ends(x, scale, zero_point, qmin, qmax):
    """x, with six columns more: on the first and the last level, and less and more than half a step beyond them."""
    integers = np.array([qmin - 0.7, qmin - 0.3, qmin, qmax, qmax + 0.3, qmax + 0.7])
    return np.concatenate([x, np.broadcast_to((integers - zero_point) * scale, (*x.shape[:-1], 6))], axis=-1)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x = np.array([-1.25, -0.5, 0.125, 0.3, 0.375, 0.8, 0.9])
    dy = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])
    found = submission.fake_quantize.vjp(x, 0.25, 1, -3, 4, grad=dy)
    assert_close(found.value, np.array([-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 0.75]), what="y")
    assert_close(found.args[0], np.array([0.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.0]), what="dx")


@case("Inside the range: rounded to the nearest level", zh="范围之内：舍入到最近的一级", sizes=[1, 4, 20])
def test_round(submission, rng, size):
    x, scale = rng.uniform(-1.0, 1.0, size=size), rng.uniform(0.02, 0.2)
    y, _ = quantized(x, scale, 0, -128, 127)
    assert_close(submission.fake_quantize(x, scale, 0, -128, 127), y)


@case(
    "Beyond the range: clipped to the first or the last level",
    zh="范围之外：截断到第一级或最后一级",
    hint="qmin and qmax themselves are levels.",
    hint_zh="qmin 和 qmax 本身也是可用的级。",
)
@pytest.mark.parametrize(("qmin", "qmax"), [(-4, 3), (-7, 7), (0, 1)])
def test_clip(submission, rng, qmin, qmax):
    x, scale = rng.normal(size=20) * 8, rng.uniform(0.5, 1.0)
    y, _ = quantized(x, scale, 0, qmin, qmax)
    assert_close(submission.fake_quantize(x, scale, 0, qmin, qmax), y)


@case(
    "The zero point shifts the range and nothing else",
    zh="零点只平移范围，不改变别的",
    points=2,
    hint="It is added before the clipping and subtracted again after it.",
    hint_zh="截断之前加上它，截断之后再减去。",
)
@pytest.mark.parametrize("zero_point", [0, 3, 10, 15])
def test_zero_point(submission, rng, zero_point):
    x, scale = rng.normal(size=20) * 3, rng.uniform(0.2, 0.4)
    y, _ = quantized(x, scale, zero_point, 0, 15)
    assert_close(submission.fake_quantize(x, scale, zero_point, 0, 15), y)


@case(
    "The gradient passes inside the range and stops beyond it",
    zh="梯度在范围之内原样通过，在范围之外为零",
    points=2,
    hint="Unchanged where it passes: the derivative of the rounding counts as one, not as zero.",
    hint_zh="能通过的地方原样通过：舍入的导数当作 1，而不是 0。",
    hint_for=("answer", "gradient"),
)
@pytest.mark.parametrize("zero_point", [0, -3])
def test_gradient(submission, reference, rng, zero_point):
    dy, scale = rng.normal(size=(4, 12)), rng.uniform(0.4, 0.6)
    x = with_ends(rng.normal(size=(4, 6)) * 3, scale, zero_point, -5, 4)
    actual, expected = (
        module.fake_quantize.vjp(x, scale, zero_point, -5, 4, grad=dy) for module in (submission, reference)
    )
    assert_close(actual.value, expected.value, what="y")
    assert_close(actual.args[0], expected.args[0], what="dx")


@case(
    "A scale and a zero point for each row",
    zh="每行有自己的 scale 和零点",
    points=2,
    hint="The shapes broadcast: nothing needs to be looped over.",
    hint_zh="形状可以广播，不需要循环。",
    hint_for=("answer", "shape", "raised"),
)
def test_rows(submission, rng):
    scale, zero_point = rng.uniform(0.05, 0.15, size=(3, 1)), rng.permutation([[-7], [0], [6]])
    x, dy = with_ends(rng.normal(size=(3, 12)), scale, zero_point, -8, 7), rng.normal(size=(3, 18))
    y, inside = quantized(x, scale, zero_point, -8, 7)
    found = submission.fake_quantize.vjp(x, scale=scale, zero_point=zero_point, qmin=-8, qmax=7, grad=dy)
    assert_close(found.value, y, what="y")
    assert_close(found.args[0], dy * inside, what="dx")


@workload("1024 x 1024 float32, a scale for each row", zh="1024 x 1024 的 float32，每行一个 scale")
def time_rows(module, rng):
    x, scale = rng.normal(size=(1024, 1024)), rng.uniform(0.01, 0.02, size=(1024, 1))
    return module.fake_quantize, (x.astype(np.float32), scale.astype(np.float32), 0, -128, 127)
