import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case

from test_public import TINY, moved

both = pytest.mark.parametrize("name", ["Adam", "AdamW"])


@case(
    "Without arguments the defaults hold, and Adam's decay is not AdamW's",
    zh="不带参数时使用默认值；Adam 与 AdamW 的默认衰减不同",
)
@pytest.mark.parametrize("name, decay", [("Adam", 0.0), ("AdamW", 1e-2)])
def test_defaults(submission, rng, name, decay):
    optimiser = getattr(submission, name)()
    gradients = []
    for t in (1, 2, 3):
        p = 1e-3 * rng.normal(size=4)
        gradients.append(1e-8 * rng.normal(size=4))  # no larger than eps
        expected = moved(p, gradients) - 1e-3 * decay * p
        assert_close(optimiser.step([p], [gradients[-1]]), [expected], what=f"params after step {t}")


@case("Arguments by position: lr, betas, eps, weight_decay", zh="按位置传参：lr、betas、eps、weight_decay")
@both
def test_positional(submission, reference, rng, name):
    ours, theirs = (getattr(module, name)(0.2, (0.5, 0.6), 0.3, 0.4) for module in (reference, submission))
    for t in (1, 2):
        params, grads = [rng.normal(size=3)], [rng.normal(size=3)]
        assert_close(theirs.step(params, grads), ours.step(params, grads), what=f"params after step {t}")


@case(
    "The first step has length lr, against the sign of the gradient",
    zh="第一步的长度为 lr，方向与梯度的符号相反",
    hint="Before the first step the moments are zero; the correction makes up for that.",
    hint_zh="第一步之前矩为零，偏差修正正是为了弥补这一点。",
)
@both
def test_first_step(submission, rng, name):
    p = rng.normal(size=6)
    gradient = rng.choice([-1.0, 1.0], size=6) * 10.0 ** np.arange(-2, 4)
    optimiser = getattr(submission, name)(lr=0.05, eps=1e-12, weight_decay=0.0)
    assert_close(optimiser.step([p], [gradient]), [p - 0.05 * np.sign(gradient)])


@case("A gradient that stays the same moves by lr in every step", zh="梯度保持不变时，每一步都移动 lr", points=2)
@both
def test_constant_gradient(submission, rng, name):
    gradient = rng.choice([-1.0, 1.0], size=4) * rng.uniform(0.5, 2.0, size=4)
    p = rng.normal(size=4)
    optimiser = getattr(submission, name)(lr=0.05, eps=1e-12, weight_decay=0.0)
    for t in range(1, 5):
        assert_close(optimiser.step([p], [gradient]), [p - 0.05 * np.sign(gradient)], what=f"params after step {t}")


@case(
    "eps is added to the root of the corrected second moment",
    zh="eps 加在修正后二阶矩的平方根之外",
    points=2,
    hint="First the correction, then the root, then eps.",
    hint_zh="先修正，再开方，最后加 eps。",
)
@both
def test_eps(submission, rng, name):
    p, gradients = rng.normal(size=4), []
    optimiser = getattr(submission, name)(lr=0.1, eps=0.5, weight_decay=0.0)
    for t in (1, 2, 3):
        gradients.append(rng.normal(size=4))
        expected = moved(p, gradients, lr=0.1, eps=0.5)
        assert_close(optimiser.step([p], [gradients[-1]]), [expected], what=f"params after step {t}")
        p = expected


@case("beta1 belongs to the gradient, beta2 to its square", zh="beta1 用于梯度，beta2 用于梯度的平方", points=2)
@both
@pytest.mark.parametrize("betas", [(0.5, 0.8), (0.9, 0.0), (0.0, 0.9)])
def test_betas(submission, rng, name, betas):
    p, gradients = rng.normal(size=4), []
    optimiser = getattr(submission, name)(lr=0.1, betas=betas, eps=TINY, weight_decay=0.0)
    for t in (1, 2, 3):
        gradients.append(rng.normal(size=4))
        expected = moved(p, gradients, lr=0.1, betas=betas, eps=TINY)
        assert_close(optimiser.step([p], [gradients[-1]]), [expected], what=f"params after step {t}")
        p = expected


@case(
    "Adam: the decay is part of the gradient, in both moments",
    zh="Adam：衰减是梯度的一部分，进入两个矩",
    points=2,
)
def test_adam_decay(submission, rng):
    p, gradients = rng.normal(size=4), []
    adam = submission.Adam(lr=0.1, eps=TINY, weight_decay=0.7)
    for t in (1, 2, 3):
        grad = rng.normal(size=4)
        gradients.append(grad + 0.7 * p)
        expected = moved(p, gradients, lr=0.1, eps=TINY)
        assert_close(adam.step([p], [grad]), [expected], what=f"params after step {t}")
        p = expected


@case(
    "AdamW: without gradients a parameter only shrinks",
    zh="AdamW：没有梯度时，参数只会缩小",
    points=2,
    hint="By the share lr * weight_decay in each step.",
    hint_zh="每一步缩小的比例是 lr * weight_decay。",
)
def test_adamw_shrinks(submission, rng):
    p = rng.normal(size=(2, 3))
    adamw = submission.AdamW(lr=0.2, weight_decay=0.5)
    for t in (1, 2, 3):
        expected = p * (1 - 0.2 * 0.5)
        assert_close(adamw.step([p], [np.zeros((2, 3))]), [expected], what=f"params after step {t}")
        p = expected


@case(
    "AdamW: the decay takes its share of the old parameter",
    zh="AdamW：衰减按旧参数的比例计算",
    hint="Not of the parameter that the gradient has already moved.",
    hint_zh="不是按梯度移动之后的参数计算。",
)
def test_adamw_old_parameter(submission, rng):
    gradients = []
    adamw = submission.AdamW(lr=0.5, eps=TINY, weight_decay=1.0)
    for t in (1, 2, 3):
        p = rng.normal(size=4)
        gradients.append(rng.normal(size=4))
        expected = moved(p, gradients, lr=0.5, eps=TINY) - 0.5 * p
        assert_close(adamw.step([p], [gradients[-1]]), [expected], what=f"params after step {t}")


@case("Without decay AdamW is Adam", zh="没有衰减时，AdamW 就是 Adam")
def test_without_decay(submission, reference, rng):
    ours, theirs = reference.Adam(lr=0.1, eps=TINY, weight_decay=0.0), submission.AdamW(lr=0.1, eps=TINY, weight_decay=0.0)
    for t in (1, 2, 3):
        params, grads = [rng.normal(size=(3, 2))], [rng.normal(size=(3, 2))]
        assert_close(theirs.step(params, grads), ours.step(params, grads), what=f"params after step {t}")


@case(
    "A new lr holds from the next step on, for the decay too",
    zh="新的 lr 从下一步起生效，对衰减也一样",
    points=2,
    hint="Read lr when you need it.",
    hint_zh="用到 lr 时再读取它。",
)
@pytest.mark.parametrize("name, decay", [("Adam", 0.0), ("AdamW", 0.3)])
def test_schedule(submission, rng, name, decay):
    optimiser = getattr(submission, name)(lr=0.1, eps=TINY, weight_decay=decay)
    p, gradients = rng.normal(size=3), []
    for t, lr in enumerate([0.1, 0.4, 0.2, 0.0], start=1):
        optimiser.lr = lr
        gradients.append(rng.normal(size=3))
        expected = moved(p, gradients, lr=lr, eps=TINY) - lr * decay * p
        assert_close(optimiser.step([p], [gradients[-1]]), [expected], what=f"params after step {t}")
        p = expected


@case(
    "A step with lr = 0 moves nothing, and still counts",
    zh="lr = 0 的一步什么都不移动，但仍然算一步",
    points=2,
    hint="Whatever lr is, the moments and t go on.",
    hint_zh="无论 lr 是多少，矩和 t 都照常更新。",
)
@both
def test_lr_zero(submission, rng, name):
    optimiser = getattr(submission, name)(lr=0.0, eps=TINY, weight_decay=0.0)
    p, gradients = rng.normal(size=(2, 2)), []
    for t, lr in enumerate([0.0, 0.1, 0.0, 0.0, 0.2], start=1):
        optimiser.lr = lr
        gradients.append(rng.normal(size=(2, 2)))
        expected = moved(p, gradients, lr=lr, eps=TINY)
        assert_close(optimiser.step([p], [gradients[-1]]), [expected], what=f"params after step {t}")
        p = expected


@case("Two optimisers with their own settings do not affect each other", zh="设置不同的两个优化器互不影响")
@pytest.mark.parametrize("names", [("Adam", "Adam"), ("AdamW", "AdamW"), ("Adam", "AdamW")], ids="_and_".join)
def test_two_optimisers(submission, reference, rng, names):
    settings = [{"lr": 0.1, "betas": (0.5, 0.6), "eps": 0.3}, {"lr": 0.2, "betas": (0.8, 0.9), "eps": 0.1}]
    theirs = [getattr(submission, name)(**one) for name, one in zip(names, settings)]
    ours = [getattr(reference, name)(**one) for name, one in zip(names, settings)]
    for which in (0, 1, 1, 0):
        params, grads = [rng.normal(size=3), rng.normal(size=2)], [rng.normal(size=3), rng.normal(size=2)]
        assert_close(theirs[which].step(params, grads), ours[which].step(params, grads), what="params after a step")


@case("Each parameter keeps its dtype", zh="每个参数保持自己的 dtype", hint="The moments have the dtype of their parameter.", hint_zh="矩的 dtype 与参数相同。", hint_for=("dtype",))
@both
def test_dtypes(submission, reference, rng, name):
    ours, theirs = (getattr(module, name)(lr=0.1, eps=TINY, weight_decay=0.1) for module in (reference, submission))
    for t in (1, 2):
        params, grads = ([rng.normal(size=(2, 3)), rng.normal(size=3)] for _ in range(2))
        expected = ours.step(params, grads)
        params[0], grads[0] = params[0].astype("float32"), grads[0].astype("float32")
        single, double = theirs.step(params, grads)
        assert_close(single, expected[0].astype("float32"), dtype="float32", what=f"the float32 parameter after step {t}")
        assert_close(double, expected[1], dtype="float64", what=f"the float64 parameter after step {t}")


@case("Arrays of any rank", zh="任意维数的数组", sizes=[0, 1, 4])
@both
def test_any_rank(submission, reference, rng, name, size):
    shape = (2, 1, 3, 2)[:size]
    ours, theirs = (getattr(module, name)(lr=0.1, eps=TINY) for module in (reference, submission))
    for t in (1, 2):
        params, grads = [np.array(rng.normal(size=shape))], [np.array(rng.normal(size=shape))]
        assert_close(theirs.step(params, grads), ours.step(params, grads), what=f"params after step {t}")


@case(
    "Gradients of zero: nothing moves at first, the momentum goes on later",
    zh="梯度为零：一开始什么都不动，后来则由动量继续推动",
)
@both
def test_zero_gradients(submission, rng, name):
    p, gradients = rng.normal(size=2), []
    optimiser = getattr(submission, name)(lr=0.1, eps=TINY, weight_decay=0.0)
    for t in range(1, 6):
        gradients.append(rng.normal(size=2) if t == 3 else np.zeros(2))
        expected = moved(p, gradients, lr=0.1, eps=TINY)
        assert_close(optimiser.step([p], [gradients[-1]]), [expected], what=f"params after step {t}")
        p = expected


@case("Every element goes its own way", zh="每个元素各走各的")
@both
def test_by_element(submission, reference, rng, name):
    ours = [getattr(reference, name)(lr=0.1, eps=TINY) for _ in range(3)]
    whole = getattr(submission, name)(lr=0.1, eps=TINY)
    for t in (1, 2):
        p, grad = rng.normal(size=3), rng.normal(size=3) * np.array([0.01, 1.0, 1000.0])
        parts = [optimiser.step([p[i : i + 1]], [grad[i : i + 1]])[0] for i, optimiser in enumerate(ours)]
        assert_close(whole.step([p], [grad]), [np.concatenate(parts)], what=f"params after step {t}")


@case(
    "The correction fades, but never stops: a run of many steps",
    zh="修正逐渐减弱，但不会停止：走很多步",
    hint="1 - betaᵗ holds for every t, however large.",
    hint_zh="无论 t 多大，都要用 1 - betaᵗ。",
)
@both
def test_many_steps(submission, rng, name):
    betas = (0.99, 0.999)
    optimiser = getattr(submission, name)(lr=0.1, betas=betas, eps=TINY, weight_decay=0.0)
    p, gradients = 1e6 * rng.normal(size=2), []
    for t in range(1, 201):
        gradients.append(rng.normal(size=2) + 1.0)
        found = optimiser.step([p], [gradients[-1]])
        if t in (50, 120, 200):
            assert_close(found, [moved(p, gradients, lr=0.1, betas=betas, eps=TINY)], what=f"params after step {t}")
        p = rng.normal(size=2)


@case("The result feeds the next step: a run downhill", zh="结果作为下一步的输入：一路下坡", points=2)
@both
def test_downhill(submission, reference, rng, name):
    target = rng.normal(size=3)
    start = target + rng.uniform(1.0, 2.0, size=3)

    def descend(module):
        optimiser, params = getattr(module, name)(lr=0.1, eps=TINY, weight_decay=0.01), [start]
        for _ in range(12):
            params = optimiser.step(params, [2 * (params[0] - target)])
        return params

    assert_close(descend(submission), descend(reference), what="params at the end")
