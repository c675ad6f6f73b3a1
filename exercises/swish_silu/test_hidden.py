import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case, numerical_gradient

from test_public import assert_backward, assert_forward, check, pair

both_dtypes = pytest.mark.parametrize("dtype", ["float32", "float64"])


def gradient(rng, dtype, size):
    """A dy of both signs, none of it near 0."""
    return (rng.choice([-1.0, 1.0], size=size) * rng.uniform(0.5, 2.0, size=size)).astype(dtype)


def far_out(rng, dtype, sign):
    """Numbers of one sign whose magnitudes are from 12 to 60, in random order."""
    return (sign * rng.permutation(np.linspace(12.0, 60.0, 16) + rng.uniform(-0.5, 0.5, size=16))).astype(dtype)


@case("dx equals central differences", zh="dx 等于中心差分", points=2)
@pytest.mark.parametrize("beta", [1.0, -0.7, 2.5])
def test_numerical_dx(submission, reference, rng, beta):
    x, dy = rng.normal(size=(2, 3, 4)) * 1.5
    expected = numerical_gradient(lambda v: reference.swish(v, beta), x, dy)
    dx, _ = pair(submission.swish_backward(dy, x, beta))
    # The error of the differences is about 1e-9 of step² and 1e-15 / 1e-5 of rounding.
    assert_close(dx, expected, what="dx", rtol=1e-6, atol=1e-7)


@case("dbeta equals central differences", zh="dbeta 等于中心差分", points=2)
@pytest.mark.parametrize("beta", [1.0, 0.0, -0.7, 2.5])
def test_numerical_dbeta(submission, reference, rng, beta):
    x, dy = rng.normal(size=(2, 3, 4)) * 1.5
    expected = numerical_gradient(lambda b: reference.swish(x, float(b[0])), np.array([beta]), dy)[0]
    _, dbeta = pair(submission.swish_backward(dy, x, beta))
    # As above, over 12 elements.
    assert_close(dbeta, float(expected), what="dbeta", rtol=1e-6, atol=1e-6)


@case(
    "Far below 0 y and dx keep their digits",
    zh="远小于 0 处，y 和 dx 保持有效数字",
    points=2,
    hint="The values are tiny, and their relative error counts.",
    hint_zh="这些值很小，而要求的是相对误差。",
)
@both_dtypes
@pytest.mark.parametrize("sign", [-1.0, 1.0], ids=["below", "above"])
def test_tails(submission, rng, dtype, sign):
    for beta in (1.0, -1.0, 0.5):
        x = far_out(rng, dtype, sign)
        dy = gradient(rng, dtype, 16)
        assert_forward(submission.swish(x, beta), x, beta)
        assert_backward(submission.swish_backward(dy, x, beta), dy, x, beta)


@case(
    "dbeta keeps its digits where all elements are far out",
    zh="所有元素都很远时，dbeta 保持有效数字",
    points=2,
    hint="Where σ(z) is nearly 1, 1 - σ(z) has lost its digits. Which other value of σ is it?",
    hint_zh="σ(z) 接近 1 时，1 - σ(z) 已经丢失了有效数字。它等于 σ 的哪个值？",
)
@both_dtypes
@pytest.mark.parametrize("sign", [-1.0, 1.0], ids=["below", "above"])
def test_dbeta_tails(submission, rng, dtype, sign):
    for beta, shift in ((1.0, 15.0), (2.0, 20.0), (-1.0, 30.0)):
        x = (sign * (shift + rng.uniform(0.0, 3.0, size=8))).astype(dtype)
        dy = gradient(rng, dtype, 8)
        assert_backward(submission.swish_backward(dy, x, beta), dy, x, beta)


@case(
    "Huge numbers, in either dtype",
    zh="两种 dtype 下的极大的数",
    points=2,
    hint="In which order do you multiply? No partial result may leave the range, and none may cancel another.",
    hint_zh="你按什么顺序相乘？中间结果不能超出范围，也不能相互抵消。",
)
@both_dtypes
@pytest.mark.parametrize("scale", [1e5, 1e15, 1e29])
def test_huge(submission, rng, dtype, scale):
    for beta in (1.0, -1.0, 500.0, 0.01):
        x = (rng.choice([-1.0, 1.0], size=10) * rng.uniform(1.0, 10.0, size=10) * scale).astype(dtype)
        check(submission, x, gradient(rng, dtype, 10), beta)


@case(
    "Nothing overflows, in either dtype",
    zh="两种 dtype 下都不溢出",
    points=2,
    hint="numpy is strict here. What is never chosen must not overflow either; exp(-|z|) cannot.",
    hint_zh="这里 numpy 处于严格模式。没有被选中的部分也不能溢出；exp(-|z|) 不会溢出。",
    hint_for=("raised",),
)
@both_dtypes
@pytest.mark.parametrize("beta", [1.0, -1.0, 100.0, 0.01])
def test_never_overflows(submission, rng, dtype, beta):
    sizes = np.concatenate(
        [rng.uniform(100.0, 200.0, size=4) * 100, rng.uniform(1.0, 9.0, size=3) * 1e29, [0.0, 1e-30]]
    )
    x = rng.permutation(np.concatenate([sizes, -sizes])).astype(dtype)
    dy = gradient(rng, dtype, len(x))
    assert_forward(submission.adapter.strictly("swish", x, beta), x, beta)
    assert_backward(submission.adapter.strictly("swish_backward", dy, x, beta), dy, x, beta)


@case(
    "beta 0 halves, and its own gradient is not 0",
    zh="beta 为 0 时取一半，而它自己的梯度不为 0",
    hint="No division by beta.",
    hint_zh="不要除以 beta。",
)
@both_dtypes
def test_beta_zero(submission, rng, dtype):
    for scale in (1.0, 1e5):
        x, dy = (rng.normal(size=(3, 4)) * scale).astype(dtype), gradient(rng, dtype, (3, 4))
        check(submission, x, dy, 0.0)
    y = submission.swish(x, 0.0)
    assert_close(y, x / 2, what="y", rtol=0.0, atol=0.0)


@case("beta of either sign, small and large", zh="正负、大小不同的 beta")
@pytest.mark.parametrize("size", [0.001, 0.1, 1.7, 30.0, 1000.0])
def test_many_betas(submission, rng, size):
    for beta in (size, -size):
        x = rng.uniform(-4.0, 4.0, size=(3, 6)) / max(1.0, size)
        check(submission, x, gradient(rng, "float64", (3, 6)), beta)
        x *= 50
        assert_forward(submission.swish(x, beta), x, beta)


@case("A large beta makes it a ReLU", zh="beta 很大时就是 ReLU")
def test_like_relu(submission, rng):
    x = rng.choice([-1.0, 1.0], size=(4, 5)) * rng.uniform(0.1, 9.0, size=(4, 5))
    dy = gradient(rng, "float64", (4, 5))
    # sigma(-100) is 4e-44, far below the statement's 1e-30.
    assert_close(submission.swish(x, 1000.0), np.maximum(x, 0.0), what="y", rtol=1e-9, atol=1e-30)
    dx, _ = pair(submission.swish_backward(dy, x, 1000.0))
    # As above.
    assert_close(dx, np.where(x > 0, dy, 0.0), what="dx", rtol=1e-9, atol=1e-30)


@case("swish(x) - swish(-x) is x, for every beta", zh="对任何 beta，swish(x) - swish(-x) 等于 x")
@pytest.mark.parametrize("beta", [1.0, -2.0, 0.3])
def test_symmetry(submission, reference, rng, beta):
    x = rng.uniform(-5.0, 5.0, size=(3, 5))
    # The statement's tolerance, of numbers up to 5.
    assert_close(submission.swish(x, beta), x + reference.swish(-x, beta), what="y", rtol=1e-9, atol=1e-9)


@case("Near 0, and at 0 of both signs", zh="0 附近，以及两种符号的 0")
@both_dtypes
def test_near_zero(submission, rng, dtype):
    sizes = 10.0 ** rng.uniform(-12, -1, size=8)
    x = np.concatenate([sizes, -sizes, [0.0, -0.0]]).astype(dtype)
    check(submission, x, gradient(rng, dtype, 18), 1.3)


@case(
    "dbeta is the sum over all elements, of every axis",
    zh="dbeta 是对所有轴的所有元素求和",
    hint="Neither the mean nor a sum for each row.",
    hint_zh="既不是平均值，也不是每行各求一个和。",
    hint_for=("answer", "shape", "type"),
)
def test_dbeta_is_a_sum(submission, rng):
    for shape in [(1,), (9,), (4, 3), (2, 3, 4)]:
        x = rng.uniform(0.5, 2.0, size=shape)
        dy = rng.uniform(0.5, 2.0, size=shape)
        assert_backward(submission.swish_backward(dy, x, 0.8), dy, x, 0.8)


@case("dy may be zero, tiny or large", zh="dy 可以是零、很小或很大")
def test_dy(submission, rng):
    dy = np.array([0.0, 1e-12, -1e-12, 1.0, -1.0, 1e3, -1e3])
    x = rng.uniform(0.5, 3.0, size=7)
    assert_backward(submission.swish_backward(dy, x, 1.2), dy, x, 1.2)
    assert_backward(submission.swish_backward(0 * dy, x, 1.2), 0 * dy, x, 1.2)
    small = np.full(7, 1e-12)
    assert_backward(submission.swish_backward(small, x, 1.2), small, x, 1.2)


@case(
    "The dtype is kept: float32 in, float32 out",
    zh="保持 dtype：float32 进，float32 出",
    hint="An array made without a dtype is float64.",
    hint_zh="不写明 dtype 而创建的数组是 float64。",
    hint_for=("dtype",),
)
@both_dtypes
@pytest.mark.parametrize("shape", [(1,), (2, 3)], ids=str)
def test_dtype(submission, rng, dtype, shape):
    for sign in (1.0, -1.0):
        x = (sign * rng.uniform(0.1, 3.0, size=shape)).astype(dtype)
        check(submission, x, gradient(rng, dtype, shape), 0.9)


@case("Arrays of every rank", zh="各种维数的数组")
@pytest.mark.parametrize("shape", [(7,), (1, 1), (3, 1), (2, 3, 4), (2, 1, 3, 2), (2, 2, 1, 3, 2)], ids=str)
def test_ranks(submission, rng, shape):
    check(submission, rng.uniform(-6.0, 6.0, size=shape), gradient(rng, "float64", shape), 1.4)


@case(
    "Empty arrays: dbeta is 0",
    zh="空数组：dbeta 为 0",
    hint="An empty array has no mean and no largest element.",
    hint_zh="空数组没有平均值，也没有最大元素。",
    hint_for=("raised", "shape", "finite"),
)
@pytest.mark.parametrize("shape", [(0,), (3, 0)], ids=str)
def test_empty(submission, shape):
    check(submission, np.zeros(shape), np.zeros(shape), 2.0)


@case("Thousands of elements", zh="数千个元素")
def test_many(submission, rng):
    check(submission, rng.uniform(-20.0, 20.0, size=(70, 20)), gradient(rng, "float64", (70, 20)), 0.6)


@case("x and dy are left as they were", zh="不修改 x 和 dy")
def test_inputs_untouched(submission, rng):
    x, dy = rng.normal(size=(4, 5)) * 10, rng.normal(size=(4, 5))
    assert_equal(submission.swish.call(x, 1.5).args[0], x, what="x after swish", what_zh="swish 之后的 x")
    after = submission.swish_backward.call(dy, x, 1.5).args
    assert_equal(after[0], dy, what="dy after swish_backward", what_zh="swish_backward 之后的 dy")
    assert_equal(after[1], x, what="x after swish_backward", what_zh="swish_backward 之后的 x")
