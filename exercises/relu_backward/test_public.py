import numpy as np

from dlgrade.testing import assert_equal, case, workload


def forward_backward(module, x, dy):
    """What one forward and one backward of a new layer return, by name."""
    relu = module.ReLU()
    return {"y": relu.forward(x), "dx": relu.backward(dy)}


def check(submission, x, dy):
    """Nothing is computed, only chosen: so every value is exactly that of x, of dy, or 0."""
    expected = {"y": np.where(x > 0, x, 0.0), "dx": np.where(x > 0, dy, 0.0)}
    assert_equal(forward_backward(submission, x, dy), expected)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    relu = submission.ReLU()
    y = relu.forward(np.array([[1.5, -2.0, 0.0], [-0.5, 3.0, 0.25]]))
    assert_equal(y, np.array([[1.5, 0.0, 0.0], [0.0, 3.0, 0.25]]), what="y")
    dx = relu.backward(np.array([[10.0, 20.0, 30.0], [40.0, -50.0, 60.0]]))
    assert_equal(dx, np.array([[10.0, 0.0, 0.0], [0.0, -50.0, 60.0]]), what="dx")


@case("Forward: positive numbers pass, others become 0", zh="前向：正数通过，其余变成 0", sizes=[1, 2, 5, 16])
def test_forward(submission, reference, rng, size):
    x = rng.normal(size=(4, size)) * 10
    assert_equal(submission.ReLU().forward(x), reference.ReLU().forward(x), what="y")


@case(
    "Backward: dy passes where x was positive, whatever its own sign",
    zh="反向：x 为正处 dy 通过，与 dy 自己的符号无关",
    points=2,
    hint="The sign of x decides, not that of dy.",
    hint_zh="由 x 的符号决定，而不是 dy 的符号。",
)
def test_backward(submission, rng):
    x, dy = rng.normal(size=(5, 6)), rng.normal(size=(5, 6)) * 3
    x[0, :4], dy[0, :4] = [1.0, -1.0, 2.0, -2.0], [3.0, 4.0, -5.0, -6.0]
    check(submission, x, dy)


@case(
    "At 0 the gradient is 0",
    zh="0 处的梯度为 0",
    points=2,
    hint="The statement pins the derivative at 0: is your comparison strict?",
    hint_zh="题目规定了 0 处的导数：你的比较是严格的吗？",
)
def test_zero(submission, rng):
    x = rng.integers(-1, 2, size=(6, 7)).astype(np.float64)
    x[0, :3] = [0.0, -0.0, 1.0]
    check(submission, x, rng.normal(size=(6, 7)))


@case("backward may be called again, and nothing adds up", zh="backward 可以再次调用，结果不累加")
def test_backward_again(submission, rng):
    x = rng.normal(size=(3, 4))
    x[0, 0] = 1.0
    relu = submission.ReLU()
    relu.forward(x)
    for _ in range(3):
        dy = rng.normal(size=(3, 4))
        assert_equal(relu.backward(dy), np.where(x > 0, dy, 0.0), what="dx")


@workload("forward and backward of 64 x 4096 float64", zh="64 x 4096 的 float64 数组，前向与反向")
def time_both(module, rng):
    relu = module.ReLU()
    x, dy = rng.normal(size=(64, 4096)), rng.normal(size=(64, 4096))
    return [(relu.forward, (x,)), (relu.backward, (dy,))]
