import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, case

from test_public import GRADIENTS, assert_gradients, by_definition, draw, gradients_by_definition

# Sums of few terms of order 1: float64 keeps 15 digits of them, float32 would keep 7.
PRECISE = {"dtype": "float64", "rtol": 1e-10, "atol": 1e-11}


def assert_both_passes(submission, dhs, given, window=None, **options):
    assert_close(submission.rnn_forward(*given), by_definition(*given), what="hs", **options)
    actual = submission.rnn_backward(dhs, *given, window)
    assert_gradients(actual, gradients_by_definition(dhs, *given, window), **options)


@case("Without recurrence each step stands alone", zh="没有循环连接时，每一步各自独立")
def test_no_recurrence(submission, rng):
    dhs, given = draw(rng, 4, 3, 2, 3)
    given[3] = np.zeros((3, 3))
    assert_both_passes(submission, dhs, given)
    dh0 = submission.rnn_backward(dhs, *given)[1]
    assert_equal(dh0, np.zeros((3, 3)), what="dh0")


@case("Without inputs the state goes its own way", zh="没有输入时，状态自行演化")
def test_no_inputs(submission, rng):
    dhs, given = draw(rng, 4, 3, 2, 3)
    given[0] = np.zeros((4, 3, 2))
    assert_both_passes(submission, dhs, given)
    assert_both_passes(submission, dhs, given, 3)


@case("A loss on one step alone", zh="损失只取决于一步", points=2, hint="Nothing comes from later steps; what is earlier gets its share.", hint_zh="更晚的步不会传来任何梯度；更早的步都有一份。")
@pytest.mark.parametrize("step", [0, 2, 4])
def test_one_step(submission, rng, step):
    dhs, given = draw(rng, 5, 2, 3, 3)
    only = np.zeros(dhs.shape)
    only[step] = dhs[step]
    actual = submission.rnn_backward(only, *given)
    assert_gradients(actual, gradients_by_definition(only, *given))
    assert_equal(actual[0][step + 1 :], np.zeros((4 - step, 2, 3)), what="dx after the step")
    assert_gradients(submission.rnn_backward(only, *given, 2), gradients_by_definition(only, *given, 2))


@case("A sequence in two pieces gives the states of the whole", zh="把序列分成两段，状态与整段相同")
def test_two_pieces(submission, rng):
    _, (x, h0, *weights) = draw(rng, 5, 2, 3, 4)
    first = submission.rnn_forward(x[:2], h0, *weights)
    second = submission.rnn_forward(x[2:], first[-1], *weights)
    assert_close(np.concatenate([first, second]), by_definition(x, h0, *weights), what="hs")


@case("Each sequence of a batch stands alone", zh="批次中的每个序列互不影响")
def test_sequences_stand_alone(submission, rng):
    dhs, given = draw(rng, 3, 4, 2, 3)
    dhs[:, 1:3] = 0.0
    dx, dh0, *_ = submission.rnn_backward(dhs, *given)
    assert_equal(dx[:, 1:3], np.zeros((3, 2, 2)), what="dx of the others")
    assert_equal(dh0[1:3], np.zeros((2, 3)), what="dh0 of the others")
    assert_both_passes(submission, dhs, given)


@case(
    "All sizes alike: the axes are not mixed up",
    zh="各维大小都相等：各轴没有混淆",
    hint="Where all sizes are equal, a wrong transpose raises nothing.",
    hint_zh="各维大小都相等时，转置写错了也不会报错。",
)
@pytest.mark.parametrize("size", [2, 3, 4])
def test_equal_sizes(submission, rng, size):
    dhs, given = draw(rng, size, size, size, size)
    assert_both_passes(submission, dhs, given)
    assert_both_passes(submission, dhs, given, 2)


@case("A step, a sequence, a feature, a unit alone", zh="只有一步、一个序列、一个特征或一个单元")
@pytest.mark.parametrize("sizes", [(1, 1, 1, 1), (1, 3, 2, 4), (4, 1, 2, 3), (4, 3, 1, 2), (4, 3, 2, 1)], ids=str)
def test_thin_shapes(submission, rng, sizes):
    for window in (None, 1, 3):
        assert_both_passes(submission, *draw(rng, *sizes), window)


@case("A batch that is there twice doubles the gradients of the weights", zh="批次重复一遍，权重的梯度翻倍", points=2, hint="Sums, not means.", hint_zh="是求和，不是求平均。")
def test_twice(submission, rng):
    dhs, (x, h0, *weights) = draw(rng, 3, 2, 3, 4)
    dx, dh0, *others = gradients_by_definition(dhs, x, h0, *weights)
    twice = [np.concatenate([a, a], axis=1) for a in (dhs, x)]
    actual = submission.rnn_backward(*twice, np.concatenate([h0, h0]), *weights)
    expected = np.concatenate([dx, dx], axis=1), np.concatenate([dh0, dh0]), *(2 * gradient for gradient in others)
    assert_gradients(actual, expected)


@case("More sequences than a byte can count", zh="序列数超过一个字节能表示的范围")
def test_many_sequences(submission, rng):
    assert_both_passes(submission, *draw(rng, 2, 300, 2, 3))


@case(
    "Windows that divide the steps and that do not, and longer ones",
    zh="能整除步数的、不能整除的，以及更长的 window",
    points=2,
    hint="Chunks are counted from the first step; only the last may be shorter.",
    hint_zh="从第一步开始分段；只有最后一段可以更短。",
)
@pytest.mark.parametrize("window", [1, 2, 3, 4, 5, 6, 7, 8, 100])
def test_windows(submission, rng, window):
    dhs, given = draw(rng, 7, 2, 2, 3)
    assert_gradients(submission.rnn_backward(dhs, *given, window), gradients_by_definition(dhs, *given, window))


@case("Truncated gradients are those of the chunks, one by one", zh="截断的梯度等于各段单独算出的梯度", points=2)
def test_chunks(submission, rng):
    dhs, (x, h0, *weights) = draw(rng, 8, 2, 3, 4)
    whole = submission.rnn_backward(dhs, x, h0, *weights, window=3)
    states, parts = by_definition(x, h0, *weights), []
    for start in (0, 3, 6):
        chunk, before = slice(start, start + 3), states[start - 1] if start else h0
        parts.append(gradients_by_definition(dhs[chunk], x[chunk], before, *weights))
    dx = np.concatenate([part[0] for part in parts])
    sums = [sum(part[i] for part in parts) for i in (2, 3, 4)]
    assert_gradients(whole, (dx, parts[0][1], *sums))


@case("dh0 is of the first chunk alone", zh="dh0 只来自第一段")
def test_dh0_of_the_first_chunk(submission, rng):
    dhs, given = draw(rng, 6, 2, 3, 4)
    dhs[:3] = 0.0
    assert_equal(submission.rnn_backward(dhs, *given, 3)[1], np.zeros((2, 4)), what="dh0")
    assert_gradients(submission.rnn_backward(dhs, *given, 4), gradients_by_definition(dhs, *given, 4))


@case("Hundreds of steps, through all of which gradients run", zh="几百步，梯度一直传到头", points=2, hint="Nothing is cut off unless a window says so.", hint_zh="除非给出 window，否则不做任何截断。")
def test_long(submission, rng):
    dhs, given = draw(rng, 320, 1, 1, 2)
    angle = rng.uniform(0.5, 1.0)
    w_h = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])  # a rotation: nothing fades
    given = [given[0] * 1e-9, given[1] * 1e-9, given[2], w_h, np.zeros(2)]
    assert_gradients(submission.rnn_backward(dhs, *given, 300), gradients_by_definition(dhs, *given, 300))
    dhs[:-1] = 0.0
    assert_gradients(submission.rnn_backward(dhs, *given), gradients_by_definition(dhs, *given))


@case(
    "Very large pre-activations",
    zh="tanh 里面的值非常大",
    points=2,
    hint="np.tanh is right everywhere; exp of a large number is not.",
    hint_zh="np.tanh 处处正确；对很大的数取 exp 则不然。",
)
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["positive", "negative"])
def test_large(submission, rng, sign):
    dhs, given = draw(rng, 3, 4, 2, 3)
    given[4][0] = sign * rng.uniform(800.0, 9_900.0)  # the first unit only; the others show that the rest is right
    assert_both_passes(submission, dhs, given)


@case(
    "Gradients as large or as small as the loss's are passed on whole",
    zh="损失的梯度无论多大多小，都原样传回",
    hint="backward is linear in dhs: it has no bound and no threshold.",
    hint_zh="反向对 dhs 是线性的：没有上限，也没有阈值。",
)
@pytest.mark.parametrize("scale", [1e12, 1e-12, 1e200, 1e-200])
def test_scaled_gradients(submission, rng, scale):
    dhs, given = draw(rng, 4, 2, 2, 3)
    for window in (None, 3):
        actual = submission.rnn_backward(dhs * scale, *given, window)
        expected = gradients_by_definition(dhs, *given, window)
        assert_gradients([gradient / scale for gradient in actual], expected)


@case("Gradients that grow from step to step", zh="一步比一步大的梯度", hint="Nothing is clipped.", hint_zh="不做任何裁剪。")
def test_growing_gradients(submission, rng):
    dhs, given = draw(rng, 30, 1, 1, 2)
    given = [given[0] * 1e-30, given[1] * 1e-30, given[2], 4.0 * np.eye(2), np.zeros(2)]
    assert_gradients(submission.rnn_backward(dhs, *given), gradients_by_definition(dhs, *given))


@case("Gradients fade with a small w_h, and are not 0", zh="w_h 很小时梯度会衰减，但不是 0")
def test_fading_gradients(submission, rng):
    dhs, given = draw(rng, 8, 2, 2, 3)
    dhs[:-1] = 0.0
    given[3] = given[3] * 1e-6
    dh0, expected = submission.rnn_backward(dhs, *given)[1], gradients_by_definition(dhs, *given)[1]
    assert_close(dh0 * 1e48, expected * 1e48, what="dh0")


@case("Each call looks at its own arguments", zh="每次调用只看自己的参数")
def test_each_call(submission, rng):
    dhs, given = draw(rng, 3, 2, 2, 3)
    for window in (None, 2, None):
        _, other = draw(rng, 3, 2, 2, 3)
        assert_close(submission.rnn_forward(*other), by_definition(*other), what="hs")
        actual = submission.rnn_backward(dhs, *given, window)
        assert_gradients(actual, gradients_by_definition(dhs, *given, window))


@case("The arguments are left as they were", zh="不修改传入的数组", points=2)
def test_inputs_untouched(submission, rng):
    dhs, given = draw(rng, 3, 2, 2, 3)
    names = ("x", "h0", "w_x", "w_h", "b")
    for name, before, now in zip(names, given, submission.rnn_forward.call(*given).args, strict=True):
        assert_equal(now, before, what=f"{name} after forward")
    after = submission.rnn_backward.call(dhs, *given, 2).args
    for name, before, now in zip(("dhs", *names), (dhs, *given), after, strict=False):
        assert_equal(now, before, what=f"{name} after backward")


@case("Every result is float64, with all its digits", zh="所有结果都是 float64，并且有它的精度")
def test_dtype(submission, rng):
    dhs, given = draw(rng, 4, 3, 2, 3)
    for window in (None, 2):
        assert_both_passes(submission, dhs, given, window, **PRECISE)
    assert_equal(len(submission.rnn_backward(dhs, *given)), len(GRADIENTS), what="the number of gradients")
