import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case

from test_public import NAMES, STEP, VISIBLE, assert_steps, away, each


@case("Without arguments the defaults hold", zh="不带参数时使用默认值", hint="lr, the weight of the past, and eps have other defaults in each.", hint_zh="三者的 lr、对过去的权重和 eps 默认值各不相同。")
@pytest.mark.parametrize(("name", "scale"), [("Adagrad", 1.0), ("Adagrad", 1e-10), ("RMSProp", 1.0), ("RMSProp", 1e-8), ("AdaDelta", 1.0), ("AdaDelta", 1e-3)])
def test_defaults(submission, rng, name, scale):
    optimiser, gradients = getattr(submission, name)(), []
    for t in (1, 2, 3):
        gradients.append(away(rng, 4) * scale)  # no larger than eps, or its root
        step = STEP[name](gradients)
        p = step * rng.uniform(1.0, 2.0, size=4)  # so the step shows
        assert_close(optimiser.step([p], [gradients[-1]]), [p - step], what=f"params after step {t}")


@case("Arguments by position", zh="按位置传参")
@pytest.mark.parametrize(("name", "options"), [("Adagrad", (0.2, 0.3)), ("RMSProp", (0.2, 0.6, 0.3)), ("AdaDelta", (0.2, 0.6, 0.3))])
def test_positional(submission, rng, name, options):
    optimiser, gradients = getattr(submission, name)(*options), []
    for t in (1, 2, 3):
        p, grad = 4 * away(rng, 3), away(rng, 3)
        gradients.append(grad)
        assert_close(optimiser.step([p], [grad]), [p - STEP[name](gradients, *options)], what=f"params after step {t}")


@case("How much of the past counts", zh="过去占多少权重", points=2)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.99])
def test_share_of_the_past(submission, rng, share):
    assert_steps(submission, rng, "RMSProp", 4, lr=0.1, alpha=share)
    assert_steps(submission, rng, "AdaDelta", 4, rho=share, eps=1e-2)


@case("The first step", zh="第一步", hint="Nothing makes up for the start at zero.", hint_zh="不对从零开始做任何修正。")
def test_first_step(submission, rng):
    p, sign = rng.normal(size=6), rng.choice([-1.0, 1.0], size=6)
    grad = sign * 10.0 ** np.arange(-2, 4)
    assert_close(submission.Adagrad(lr=0.05).step([p], [grad]), [p - 0.05 * sign], what="Adagrad")
    assert_close(submission.RMSProp(lr=0.05, alpha=0.96, eps=1e-12).step([p], [grad]), [p - 0.25 * sign], what="RMSProp")
    expected = p - 0.5 * grad / np.sqrt(0.04 * grad**2 + 0.25)
    assert_close(submission.AdaDelta(rho=0.96, eps=0.25).step([p], [grad]), [expected], what="AdaDelta")


@case("A gradient that stays the same", zh="梯度保持不变", points=2, hint="Adagrad's steps shrink as 1 / √t.", hint_zh="Adagrad 的步长按 1 / √t 缩小。")
def test_constant_gradient(submission, rng):
    grad = away(rng, 4)
    slow, fading = submission.Adagrad(lr=0.1), submission.RMSProp(lr=0.1, alpha=0.5, eps=1e-12)
    for t in range(1, 7):
        p = rng.normal(size=4)
        assert_close(slow.step([p], [grad]), [p - 0.1 * np.sign(grad) / np.sqrt(t)], what=f"Adagrad, step {t}")
        expected = p - 0.1 * np.sign(grad) / np.sqrt(1 - 0.5**t)
        assert_close(fading.step([p], [grad]), [expected], what=f"RMSProp, step {t}")


@case("AdaDelta's own steps: its pace grows from what it has moved", zh="AdaDelta 自己的步长：走得越多，步子越大", points=2, hint="The step that is remembered is d, without lr.", hint_zh="记住的步长是 d，不含 lr。")
@pytest.mark.parametrize("lr", [0.01, 1.0, 30.0])
def test_adadelta_steps(submission, rng, lr):
    assert_steps(submission, rng, "AdaDelta", 8, lr=lr, rho=0.5, eps=1e-4)


@case(
    "Gradients of zero move nothing, and fade what is remembered",
    zh="梯度为零时什么都不动，而记住的东西逐渐淡去",
    points=2,
    hint="A gradient of zero is a gradient: what is remembered is multiplied by its share all the same.",
    hint_zh="零梯度也是梯度：记住的东西照样要乘以其权重。",
)
@each
def test_zero_gradients(submission, rng, name):
    optimiser, gradients = getattr(submission, name)(**VISIBLE[name]), []
    for t in range(1, 8):
        p = 4 * away(rng, (2, 2))
        gradients.append(away(rng, (2, 2)) if t in (3, 6, 7) else np.zeros((2, 2)))
        expected = p - STEP[name](gradients, **VISIBLE[name])
        assert_close(optimiser.step([p], [gradients[-1]]), [expected], what=f"params after step {t}")


@case("A new lr holds from the next step on, for all of it", zh="新的 lr 从下一步起生效，对整步都有效", points=2, hint="Read lr when you need it.", hint_zh="用到 lr 时再读取它。")
@each
def test_schedule(submission, rng, name):
    optimiser, gradients = getattr(submission, name)(**VISIBLE[name]), []
    for t, lr in enumerate([0.1, 0.4, 0.0, 0.2, 0.0, 0.3], start=1):
        optimiser.lr = lr
        p, grad = 4 * away(rng, 3), away(rng, 3)
        gradients.append(grad)
        expected = p - STEP[name](gradients, **{**VISIBLE[name], "lr": lr})
        assert_close(optimiser.step([p], [grad]), [expected], what=f"params after step {t}")


@case("Two optimisers do not affect each other", zh="两个优化器互不影响")
@pytest.mark.parametrize("names", [("Adagrad", "Adagrad"), ("RMSProp", "RMSProp"), ("AdaDelta", "AdaDelta"), ("Adagrad", "RMSProp"), ("RMSProp", "AdaDelta")], ids="_and_".join)
def test_two_optimisers(submission, rng, names):
    optimisers, gradients = [getattr(submission, name)(**VISIBLE[name]) for name in names], ([], [])
    for which in (0, 1, 1, 0, 1):
        p, grad = 4 * away(rng, 3), away(rng, 3)
        gradients[which].append(grad)
        expected = p - STEP[names[which]](gradients[which], **VISIBLE[names[which]])
        assert_close(optimisers[which].step([p], [grad]), [expected], what="params after a step")


@case("Two optimisers with other settings", zh="设置不同的两个优化器")
def test_settings(submission, rng):
    for name, options in (("RMSProp", ({"alpha": 0.2}, {"alpha": 0.8, "eps": 0.1})), ("AdaDelta", ({"rho": 0.2}, {"rho": 0.8, "eps": 0.1}))):
        both = [getattr(submission, name)(**one) for one in options]
        gradients = [], []
        for which in (0, 1, 0, 1):
            p, grad = 4 * away(rng, 3), away(rng, 3)
            gradients[which].append(grad)
            assert_close(both[which].step([p], [grad]), [p - STEP[name](gradients[which], **options[which])], what="params after a step")


@case("Each parameter keeps its dtype, and float64 its digits", zh="每个参数保持自己的 dtype，float64 保持其精度", hint="What is remembered has the dtype of its parameter.", hint_zh="记住的数组与参数的 dtype 相同。", hint_for=("dtype", "answer"))
@each
def test_dtypes(submission, rng, name):
    optimiser, gradients = getattr(submission, name)(**VISIBLE[name]), ([], [])
    for t in (1, 2, 3):
        params, grads = ([size * away(rng, (2, 3)).astype("float32"), size * away(rng, 3)] for size in (4, 1))
        for kept, grad in zip(gradients, grads, strict=True):
            kept.append(grad.astype("float64"))
        expected = [p.astype("float64") - STEP[name](kept, **VISIBLE[name]) for p, kept in zip(params, gradients, strict=True)]
        single, double = optimiser.step(params, grads)
        assert_close(single, expected[0].astype("float32"), dtype="float32", what=f"the float32 parameter after step {t}")
        # Some roundings of numbers below 10: float64 keeps 15 digits, float32 would keep 7.
        assert_close(double, expected[1], dtype="float64", rtol=0.0, atol=1e-10, what=f"the float64 parameter after step {t}")


@case("Arrays of any rank, and empty ones", zh="任意维数的数组，以及空数组")
@pytest.mark.parametrize("shape", [(), (1,), (2, 1, 3, 2), (0,), (2, 0)], ids=str)
@each
def test_any_rank(submission, rng, name, shape):
    assert_steps(submission, rng, name, 2, shape, **VISIBLE[name])


@case("Every element goes its own way", zh="每个元素各走各的")
@each
def test_by_element(submission, rng, name):
    scale = 10.0 ** np.array([-2, -1, 0, 2, 5])
    options = {"lr": 0.1, "eps": 1e-2 if name == "AdaDelta" else 1e-12}
    optimiser, gradients = getattr(submission, name)(**options), []
    for t in (1, 2, 3):
        p, grad = 4 * away(rng, 5), away(rng, 5) * scale
        gradients.append(grad)
        assert_close(optimiser.step([p], [grad]), [p - STEP[name](gradients, **options)], what=f"params after step {t}")


@case("Many parameters, and none", zh="很多参数，以及一个也没有")
@each
def test_many_parameters(submission, rng, name):
    optimiser, gradients = getattr(submission, name)(**VISIBLE[name]), []
    for t in (1, 2):
        params, grads = 4 * away(rng, (120, 2)), away(rng, (120, 2))
        gradients.append(grads)
        found = optimiser.step(list(params), list(grads))
        assert_close(found, list(params - STEP[name](gradients, **VISIBLE[name])), what=f"params after step {t}")
    nothing = getattr(submission, name)()
    for _ in range(2):
        assert_equal(nothing.step([], []), [])


@case("A run of many steps", zh="走很多步")
@each
def test_many_steps(submission, rng, name):
    options = {"Adagrad": {}, "RMSProp": {"alpha": 0.9}, "AdaDelta": {"rho": 0.8}}[name] | VISIBLE[name]
    optimiser, gradients = getattr(submission, name)(**options), []
    for t in range(1, 31):
        p, grad = 4 * away(rng, 2), away(rng, 2)
        gradients.append(grad)
        found = optimiser.step([p], [grad])
        if t in (11, 20, 30):
            assert_close(found, [p - STEP[name](gradients, **options)], what=f"params after step {t}")


@case("The result feeds the next step: a run downhill", zh="结果作为下一步的输入：一路下坡")
def test_downhill(submission, reference, rng):
    target = rng.normal(size=3)
    start = target + rng.uniform(1.0, 2.0, size=3)
    for name in NAMES:
        ends = []
        for module in (submission, reference):
            optimiser, params = getattr(module, name)(lr=0.5), [start]
            for _ in range(6):
                params = optimiser.step(params, [2 * (params[0] - target)])
            ends.append(params)
        assert_close(ends[0], ends[1], what=f"params at the end, {name}")
