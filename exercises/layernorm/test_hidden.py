import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, numerical_gradient, require

from test_public import assert_gradients, by_formula

# Values of order 1 in small groups: float64 keeps 13 digits and more, float32 would keep 6.
PRECISE = {"dtype": "float64", "rtol": 1e-10, "atol": 1e-11}


def spread(rng, shape):
    """Random values that do not lie close together: of either sign, alternating, and away from 0."""
    signs = np.where(np.arange(np.prod(shape)).reshape(shape) % 2, 1.0, -1.0)
    return signs * rng.uniform(0.5, 2.0, size=shape)


def by_jacobian(dy, x, gamma, eps=1e-5):
    """(dx, dgamma, dbeta), each group by the whole Jacobian of its x̂."""
    dx, dgamma, dbeta = np.zeros(x.shape), np.zeros(gamma.shape), np.zeros(gamma.shape)
    for index in np.ndindex(x.shape[: x.ndim - gamma.ndim]):
        group, m = x[index].ravel(), gamma.size
        std = np.sqrt(group.var() + eps)
        x_hat = (group - group.mean()) / std
        jacobian = (np.eye(m) - 1 / m - np.multiply.outer(x_hat, x_hat) / m) / std
        dx[index] = np.sum(jacobian * (dy[index] * gamma).ravel(), axis=1).reshape(gamma.shape)
        dgamma += dy[index] * x_hat.reshape(gamma.shape)
        dbeta += dy[index]
    return dx, dgamma, dbeta


def draw(rng, leading, group):
    """Random (dy, x, gamma, beta)."""
    x = rng.normal(scale=1.5, size=(*leading, *group)) + spread(rng, (*leading, *group))
    return rng.normal(size=x.shape), x, rng.normal(size=group), rng.normal(size=group)


def assert_both_passes(submission, dy, x, gamma, beta, eps=1e-5, **options):
    y = submission.layernorm_forward(x, gamma, beta, eps)
    assert_close(y, by_formula(x, gamma, beta, eps), what="y", **options)
    assert_gradients(submission.layernorm_backward(dy, x, gamma, eps), by_jacobian(dy, x, gamma, eps), **options)


@case(
    "Every group comes out with mean 0 and variance 1, before gamma and beta",
    zh="在乘 gamma、加 beta 之前，每组输出的均值为 0、方差为 1",
    hint="The variance is divided by the number of values, not by one less.",
    hint_zh="方差除以值的个数，而不是个数减一。",
)
@pytest.mark.parametrize("axes", [1, 2])
def test_standardised(submission, rng, axes):
    x = spread(rng, (3, 4, 5)) * rng.uniform(1.0, 9.0, size=(3, 4, 1)) + rng.uniform(-5.0, 5.0, size=(3, 4, 1))
    group = x.shape[-axes:]
    y = submission.layernorm_forward(x, np.ones(group), np.zeros(group))
    assert_shape(y, x.shape, what="y")
    over = tuple(range(-axes, 0))
    variance = x.var(axis=over)
    # The mean is 0 up to the rounding of values of order 1.
    assert_close(np.mean(y, axis=over), np.zeros(x.shape[:-axes]), what="mean of y", rtol=0.0, atol=1e-9)
    assert_close(np.var(y, axis=over), variance / (variance + 1e-5), what="variance of y")


@case(
    "eps stands inside the root, in both passes",
    zh="前向与反向中，eps 都在根号内",
    points=2,
    hint="sqrt(var + eps), not sqrt(var) + eps; and backward has an eps of its own.",
    hint_zh="是 sqrt(var + eps)，不是 sqrt(var) + eps；反向也有自己的 eps 参数。",
)
@pytest.mark.parametrize("eps", [0.7, 1e-2, 5.0])
def test_eps(submission, rng, eps):
    for leading, group in (((4,), (5,)), ((2,), (3, 2))):
        assert_both_passes(submission, *draw(rng, leading, group), eps)


@case(
    "Without an argument eps is 1e-5: it shows where the values lie close together",
    zh="不给 eps 时取 1e-5：值彼此接近时就看得出来",
    points=2,
)
@pytest.mark.parametrize("scale", [1e-3, 3e-3])
def test_default_eps(submission, rng, scale):
    dy, x, gamma, beta = draw(rng, (3,), (6,))
    x = x * scale
    assert_close(submission.layernorm_forward(x, gamma, beta), by_formula(x, gamma, beta), what="y")
    assert_gradients(submission.layernorm_backward(dy, x, gamma), by_jacobian(dy, x, gamma))
    y = submission.layernorm_forward(x, gamma, beta, eps=1e-9)
    assert_close(y, by_formula(x, gamma, beta, 1e-9), what="y with a smaller eps", what_zh="eps 更小时的 y")
    actual = submission.layernorm_backward(dy, x, gamma, eps=1e-9)
    assert_gradients(actual, by_jacobian(dy, x, gamma, 1e-9))


@case(
    "No sample depends on another",
    zh="样本之间互不依赖",
    points=2,
    hint="The statistics are those of a group, not those of the batch.",
    hint_zh="统计量取自一组之内，而不是整个批次。",
)
@pytest.mark.parametrize("axes", [1, 2])
def test_independent(submission, rng, axes):
    dy, x, gamma, beta = draw(rng, (4,), (3, 5)[-axes:])
    x = x * 10.0 ** np.arange(4).reshape(4, *[1] * axes)
    whole, dx = by_formula(x, gamma, beta), by_jacobian(dy, x, gamma)[0]
    for i in range(4):
        one = slice(i, i + 1)
        assert_close(submission.layernorm_forward(x[one], gamma, beta), whole[one], what="y of one sample")
        assert_close(submission.layernorm_backward(dy[one], x[one], gamma)[0], dx[one], what="dx of one sample")
    for i, row in enumerate(submission.layernorm_forward(x, gamma, beta)):
        assert_close(row, whole[i], what="y of a sample in the batch")
    for i, row in enumerate(submission.layernorm_backward(dy, x, gamma)[0]):
        assert_close(row, dx[i], what="dx of a sample in the batch")


@case(
    "All axes of one size: only the right axes are right",
    zh="各个轴长度都相同：只有选对了轴才对",
    points=2,
    hint="Where all sizes are equal, a wrong axis raises nothing.",
    hint_zh="长度都相同时，轴选错了也不会报错。",
)
@pytest.mark.parametrize("axes", [1, 2, 3])
@pytest.mark.parametrize("leading", [1, 2])
def test_square(submission, rng, axes, leading):
    assert_both_passes(submission, *draw(rng, (3,) * leading, (3,) * axes))


@case(
    "dx by the whole Jacobian of one group",
    zh="用单个组的完整雅可比矩阵验证 dx",
    hint="gamma belongs to its place in the group: multiply dy by it before the means are taken.",
    hint_zh="gamma 属于组内的位置：先用它乘 dy，再求均值。",
)
def test_jacobian(submission, rng):
    dy, x, _, _ = draw(rng, (1,), (7,))
    gamma = np.array([-3.0, -1.0, 0.0, 0.5, 1.0, 2.0, 4.0])
    assert_gradients(submission.layernorm_backward(dy, x, gamma), by_jacobian(dy, x, gamma))


@case(
    "gamma of 0 silences y and dx, but not dgamma",
    zh="gamma 为 0 时，y 等于 beta、dx 为 0，dgamma 却不为 0",
    hint="x̂ comes from x, not from y.",
    hint_zh="x̂ 要由 x 计算，而不是由 y 反推。",
)
def test_gamma_of_zero(submission, rng):
    dy, x, gamma, beta = draw(rng, (3, 2), (4,))
    gamma[1] = 0.0
    assert_both_passes(submission, dy, x, gamma, beta)
    assert_both_passes(submission, dy, x, np.zeros(4), beta)


@case(
    "A batch that is there twice doubles dgamma and dbeta, and leaves dx alone",
    zh="批次重复一遍，dgamma 和 dbeta 翻倍，dx 不变",
    points=2,
    hint="Sums, not means.",
    hint_zh="是求和，不是求平均。",
)
@pytest.mark.parametrize("axis", [0, 1])
def test_twice(submission, rng, axis):
    dy, x, gamma, _ = draw(rng, (3, 2), (4,))
    dx, dgamma, dbeta = by_jacobian(dy, x, gamma)
    actual = submission.layernorm_backward(np.concatenate([dy, dy], axis), np.concatenate([x, x], axis), gamma)
    assert_gradients(actual, (np.concatenate([dx, dx], axis), 2 * dgamma, 2 * dbeta))


@case(
    "A group whose values are all equal comes out as beta, with finite gradients",
    zh="值全部相等的组输出 beta，梯度有限",
    points=2,
    hint="The variance is 0 there, and eps is all that is left under the root.",
    hint_zh="这时方差为 0，根号下只剩 eps。",
)
@pytest.mark.parametrize("value", [0.0, 3.0, -0.1])
def test_constant_group(submission, rng, value):
    dy, x, gamma, beta = draw(rng, (3,), (5,))
    x[1] = value
    y = submission.layernorm_forward(x, gamma, beta)
    assert_close(y, by_formula(x, gamma, beta), what="y")
    assert_close(y[1], beta, what="y of the constant group")
    dx = submission.layernorm_backward(dy, x, gamma)[0]
    g = dy[1] * gamma
    assert_close(dx[1], (g - g.mean()) / np.sqrt(1e-5), what="dx of the constant group")
    others = [0, 2]
    assert_close(dx[others], by_jacobian(dy, x, gamma)[0][others], what="dx of the other groups")


@case(
    "A group of one value, and of two",
    zh="只有一个值或两个值的组",
    points=2,
    hint="The formula needs no exception for them.",
    hint_zh="公式对它们不需要例外。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("group", [(1,), (1, 1), (2,), (2, 1), (1, 2)], ids=str)
def test_small_groups(submission, rng, group):
    for leading in ((), (3,), (2, 3)):
        x = spread(rng, (*leading, *group))
        dy, gamma, beta = rng.normal(size=x.shape), rng.normal(size=group), rng.normal(size=group)
        for eps in (0.5, 1e-5):
            y = submission.layernorm_forward(x, gamma, beta, eps)
            assert_close(y, by_formula(x, gamma, beta, eps), what="y")
            actual = submission.layernorm_backward(dy, x, gamma, eps)
            # dx is what is left of terms of order 1 (up to 300 where eps alone is left) that cancel.
            assert_gradients(actual, by_jacobian(dy, x, gamma, eps), rtol=1e-10, atol=1e-11)


@case(
    "A single group: no leading axes at all",
    zh="只有一组：前面没有轴",
    points=2,
    hint="dgamma is dy times x̂ then, and dbeta is dy, in a new array.",
    hint_zh="这时 dgamma 就是 dy 乘 x̂，dbeta 就是 dy，但要是新数组。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("group", [(6,), (3, 4), (2, 3, 2)], ids=str)
def test_no_leading_axes(submission, rng, group):
    assert_both_passes(submission, *draw(rng, (), group))


@case(
    "An empty batch: no outputs, and gradients of zero",
    zh="空批次：没有输出，梯度为零",
    hint="A sum of nothing is 0; a mean of nothing is not.",
    hint_zh="空的和是 0，空的平均却不是。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("leading", [(0,), (2, 0), (0, 3)], ids=str)
def test_empty_batch(submission, rng, leading):
    for group in ((4,), (2, 3)):
        dy = x = np.zeros((*leading, *group))
        gamma, beta = rng.normal(size=group), rng.normal(size=group)
        assert_close(submission.layernorm_forward(x, gamma, beta), x, what="y", dtype="float64")
        expected = x, np.zeros(group), np.zeros(group)
        assert_gradients(submission.layernorm_backward(dy, x, gamma), expected, dtype="float64")


@case(
    "Means far larger than the deviation",
    zh="均值远大于标准差",
    points=2,
    hint="The mean of the squares minus the square of the mean loses its digits here.",
    hint_zh="此时“平方的均值减去均值的平方”会丢失有效数字。",
)
@pytest.mark.parametrize(("dtype", "ratio", "share"), [("float64", 1e6, 1e-7), ("float32", 1e3, 2e-3)])
def test_large_mean(submission, rng, dtype, ratio, share):
    dy, x, gamma, beta = draw(rng, (3,), (6,))
    means = ratio * np.array([[1.0], [-1.0], [0.3]]) * x.std(axis=1, keepdims=True)
    dy, x, gamma, beta = (array.astype(dtype) for array in (dy, x + means, gamma, beta))
    exact = [array.astype("float64") for array in (dy, x, gamma, beta)]
    # The mean is rounded to the dtype: a share ratio * eps of the deviation, a few times over.
    how = {"rtol": share, "atol": share}
    assert_close(submission.layernorm_forward(x, gamma, beta), by_formula(*exact[1:]), what="y", **how)
    how["atol"] = 10 * share  # sums of three groups, and means of g, of order 1
    assert_gradients(submission.layernorm_backward(dy, x, gamma), by_jacobian(*exact[:3]), **how)


@case("Adding a constant to a group changes nothing", zh="给一组加上同一个常数，结果不变")
def test_shift(submission, rng):
    dy, x, gamma, beta = draw(rng, (3,), (2, 3))
    shifted = x + np.array([1.0, -2.0, 5.0]).reshape(3, 1, 1)
    assert_close(submission.layernorm_forward(shifted, gamma, beta), by_formula(x, gamma, beta), what="y")
    assert_gradients(submission.layernorm_backward(dy, shifted, gamma), by_jacobian(dy, x, gamma))


@case(
    "Groups of very different magnitudes",
    zh="量级相差悬殊的组",
    hint="Each group has a deviation of its own.",
    hint_zh="每组有自己的标准差。",
)
def test_magnitudes(submission, rng):
    dy, x, gamma, beta = draw(rng, (4,), (6,))
    x = x * np.array([[1e-40], [1e-5], [1e5], [1e40]])
    y, dx = by_formula(x, gamma, beta), by_jacobian(dy, x, gamma)[0]
    rows = zip(submission.layernorm_forward(x, gamma, beta), submission.layernorm_backward(dy, x, gamma)[0], strict=True)
    for i, (of_y, of_dx) in enumerate(rows):
        assert_close(of_y, y[i], what="y of one group")
        assert_close(of_dx, dx[i], what="dx of one group")


@case("Groups of more values than a byte can count", zh="组内的值多到一个字节数不过来")
@pytest.mark.parametrize("group", [(300,), (20, 15), (2, 3, 50)], ids=str)
def test_large_groups(submission, rng, group):
    dy, x, gamma, beta = draw(rng, (2,), group)
    g, rows = (dy * gamma).reshape(2, -1), x.reshape(2, -1)
    std = np.sqrt(rows.var(axis=1, keepdims=True) + 1e-5)
    x_hat = (rows - rows.mean(axis=1, keepdims=True)) / std
    dx = (g - g.mean(axis=1, keepdims=True) - x_hat * np.mean(g * x_hat, axis=1, keepdims=True)) / std
    y = submission.layernorm_forward(x, gamma, beta)
    assert_close(y, gamma * x_hat.reshape(x.shape) + beta, what="y", **PRECISE)
    expected = dx.reshape(x.shape), np.sum(dy * x_hat.reshape(x.shape), axis=0), dy.sum(axis=0)
    assert_gradients(submission.layernorm_backward(dy, x, gamma), expected, **PRECISE)


@case("A batch of more groups than a byte can count", zh="批次中的组多到一个字节数不过来")
def test_many_groups(submission, reference, rng):
    for leading in ((300,), (2, 150)):
        dy, x, gamma, beta = draw(rng, leading, (3,))
        y = gamma * (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(x.var(axis=-1, keepdims=True) + 0.1) + beta
        assert_close(submission.layernorm_forward(x, gamma, beta, eps=0.1), y, what="y")
        expected = reference.layernorm_backward(dy, x, gamma, eps=0.1)
        assert_gradients(submission.layernorm_backward(dy, x, gamma, eps=0.1), expected)


@case(
    "float32 in, float32 out; float64 in, float64 out, and as precise",
    zh="float32 进 float32 出；float64 进 float64 出，精度也一样",
    points=2,
    hint="np.zeros and np.empty make float64 unless they are told.",
    hint_zh="np.zeros 和 np.empty 不指定 dtype 时得到的是 float64。",
    hint_for=("dtype",),
)
@pytest.mark.parametrize(("leading", "group"), [((), (6,)), ((3,), (6,)), ((2, 3), (4,)), ((2,), (3, 4)), ((0,), (3,))], ids=str)
def test_dtype(submission, rng, leading, group):
    arrays = draw(rng, leading, group)
    assert_both_passes(submission, *arrays, 0.1, **PRECISE)
    dy, x, gamma, beta = (array.astype("float32") for array in arrays)
    exact = [array.astype("float64") for array in (dy, x, gamma, beta)]
    y = by_formula(*exact[1:], eps=0.1).astype("float32")
    single = {"dtype": "float32", "rtol": 1e-4, "atol": 1e-4}  # float32 keeps 7 digits of terms of order 1 to 10
    assert_close(submission.layernorm_forward(x, gamma, beta, 0.1), y, what="y", **single)
    expected = [gradient.astype("float32") for gradient in by_jacobian(*exact[:3], eps=0.1)]
    assert_gradients(submission.layernorm_backward(dy, x, gamma, 0.1), expected, **single)


@case(
    "backward looks at its arguments, not at the latest forward",
    zh="反向只看自己的参数，与最近一次前向无关",
    points=2,
    hint="x and gamma are handed in: there is nothing to remember.",
    hint_zh="x 和 gamma 都作为参数传入，不需要记住任何东西。",
)
def test_other_forward_before(submission, rng):
    dy, x, gamma, _ = draw(rng, (3,), (5,))
    expected = by_jacobian(dy, x, gamma)
    assert_gradients(submission.layernorm_backward(dy, x, gamma), expected)
    _, other_x, other_gamma, other_beta = draw(rng, (3,), (5,))
    y = submission.layernorm_forward(other_x, other_gamma, other_beta, eps=0.5)
    assert_close(y, by_formula(other_x, other_gamma, other_beta, 0.5), what="y")
    assert_gradients(submission.layernorm_backward(dy, x, gamma), expected)


@case("Gradients do not build up from call to call", zh="梯度不会在多次调用之间累加")
def test_no_build_up(submission, rng):
    for _ in range(3):
        dy, x, gamma, _ = draw(rng, (2, 3), (4,))
        assert_gradients(submission.layernorm_backward(dy, x, gamma), by_jacobian(dy, x, gamma))


SHAPES = [  # leading axes, group
    ((1,), (4,)),
    ((4,), (3,)),
    ((3,), (4, 4)),
    ((4, 4), (3,)),
    ((2, 1), (5,)),
    ((1, 2), (5, 1)),
    ((2,), (1, 5)),
    ((2, 2, 2), (3, 2)),
    ((1, 1), (2, 2, 2)),
    ((2, 3, 2, 2), (3,)),
    ((3, 2), (2, 3)),
    ((3,), (2, 3)),
    ((5,), (33,)),
    ((), (1, 3)),
]


@case("Many shapes, in both passes", zh="各种形状，前向与反向", points=2)
def test_many_shapes(submission, rng):
    for leading, group in SHAPES:
        assert_both_passes(submission, *draw(rng, leading, group), 0.1, **PRECISE)


@case("The gradients agree with central differences, for groups of any rank", zh="组有任意多个轴时，梯度都与中心差分一致", points=2)
@pytest.mark.parametrize(("leading", "group"), [((), (5,)), ((2, 1), (4,)), ((2,), (2, 1, 2))], ids=str)
def test_central_differences_of_any_rank(submission, reference, rng, leading, group):
    dy, x, gamma, beta = draw(rng, leading, group)
    expected = (
        numerical_gradient(lambda x: reference.layernorm_forward(x, gamma, beta, 0.3), x, dy),
        numerical_gradient(lambda gamma: reference.layernorm_forward(x, gamma, beta, 0.3), gamma, dy),
        numerical_gradient(lambda beta: reference.layernorm_forward(x, gamma, beta, 0.3), beta, dy),
    )
    # Central differences with step 1e-5 are good to about eight digits here.
    assert_gradients(submission.layernorm_backward(dy, x, gamma, 0.3), expected, rtol=1e-5, atol=1e-6)


@case(
    "Three arrays come back: dx, dgamma, dbeta",
    zh="返回三个数组：dx、dgamma、dbeta",
    hint="In this order, each in the shape of what it is the gradient of.",
    hint_zh="按这个顺序，每个的形状都与它所对应的量相同。",
    hint_for=("answer", "shape", "type"),
)
def test_three_results(submission, rng):
    dy, x, gamma, _ = draw(rng, (3,), (3,))
    returned = submission.layernorm_backward(dy, x, gamma)
    require(len(returned) == 3, "three results come back", "返回三个结果")
    assert_gradients(returned, by_jacobian(dy, x, gamma))


@case("The arguments are left as they were", zh="不修改参数")
@pytest.mark.parametrize(("leading", "group"), [((), (3,)), ((3,), (3,)), ((2,), (2, 3))], ids=str)
def test_inputs_untouched(submission, rng, leading, group):
    dy, x, gamma, beta = draw(rng, leading, group)
    forward, backward = submission.layernorm_forward.call(x, gamma, beta), submission.layernorm_backward.call(dy, x, gamma)
    for name, before, after in zip(("x", "gamma", "beta"), (x, gamma, beta), forward.args, strict=True):
        assert_equal(after, before, what=f"{name} after the forward pass")
    for name, before, after in zip(("dy", "x", "gamma"), (dy, x, gamma), backward.args, strict=True):
        assert_equal(after, before, what=f"{name} after the backward pass")
