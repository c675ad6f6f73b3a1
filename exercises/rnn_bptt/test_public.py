from functools import partial

import numpy as np

from dlgrade.testing import assert_close, case, numerical_gradient, workload

GRADIENTS = ("dx", "dh0", "dw_x", "dw_h", "db")


def draw(rng, steps, sequences, features, units, scale=1.0):
    """(dhs, [x, h0, w_x, w_h, b]); states stay away from ±1, so that all gradients count."""
    shapes = (steps, sequences, features), (sequences, units), (features, units), (units, units), (units,)
    factors = (0.7, 0.7, 0.5, scale / units**0.5, 0.3)
    given = [factor * rng.normal(size=shape) for factor, shape in zip(factors, shapes, strict=True)]
    return rng.normal(size=(steps, sequences, units)), given


def by_definition(x, h0, w_x, w_h, b):
    """The statement's sums."""
    hs = [h0]
    for x_t in x:
        hs.append(np.tanh(np.sum(x_t[:, :, None] * w_x, axis=1) + np.sum(hs[-1][:, :, None] * w_h, axis=1) + b))
    return np.stack(hs[1:])


def gradients_by_definition(dhs, x, h0, w_x, w_h, b, window=None):
    """Each chunk by itself: its gradients, from the state that it starts from."""
    hs, window, dh0 = by_definition(x, h0, w_x, w_h, b), window or len(x), None
    dx, sums = np.zeros(x.shape), [np.zeros(p.shape) for p in (w_x, w_h, b)]
    for start in range(0, len(x), window):
        dh = np.zeros(h0.shape)
        for t in range(min(start + window, len(x)) - 1, start - 1, -1):
            before = hs[t - 1] if t else h0
            dz = (dh + dhs[t]) * (1 - hs[t] ** 2)
            dx[t] = np.sum(dz[:, None] * w_x, axis=2)
            parts = (np.sum(a[:, :, None] * dz[:, None], axis=0) for a in (x[t], before))
            for total, part in zip(sums, (*parts, np.sum(dz, axis=0)), strict=True):
                total += part
            dh = np.sum(dz[:, None] * w_h, axis=2)
        dh0 = dh if dh0 is None else dh0
    return dx, dh0, *sums


def assert_gradients(actual, expected, **options):
    for name, gradient, wanted in zip(GRADIENTS, actual, expected, strict=True):
        assert_close(gradient, wanted, what=name, **options)


def forward_with(given, i, value):
    """The states with another value for argument i."""
    return by_definition(*given[:i], value, *given[i + 1 :])


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    given = np.zeros((3, 1, 1)), np.array([[0.01]]), np.array([[0.0]]), np.array([[0.5]]), np.array([0.0])
    rounded = {"rtol": 0.0, "atol": 1e-8}  # the statement shows eight decimals
    hs = submission.rnn_forward(*given)
    assert_close(hs, np.array([0.00499996, 0.00249997, 0.00124999]).reshape(3, 1, 1), what="hs", **rounded)
    dhs = np.array([[[0.0]], [[0.0]], [[1.0]]])
    _, dh0, _, dw_h, _ = submission.rnn_backward(dhs, *given)
    assert_close((dh0, dw_h), (np.array([[0.1249959]]), np.array([[0.00749985]])), what="dh0, dw_h", **rounded)
    _, dh0, _, dw_h, _ = submission.rnn_backward(dhs, *given, window=2)
    assert_close((dh0, dw_h), (np.array([[0.0]]), np.array([[0.00249997]])), what="dh0, dw_h", **rounded)


@case("Forward: each step starts from the state of the step before", zh="前向：每一步都从前一步的状态开始", sizes=[1, 2, 5])
def test_forward(submission, rng, size):
    _, given = draw(rng, size, 3, 2, 4)
    assert_close(submission.rnn_forward(*given), by_definition(*given), what="hs")


@case(
    "Backward through all steps",
    zh="反向传过所有的步",
    points=2,
    sizes=[1, 2, 5],
    hint="What a step gets: its own dhs, and what the next step passes back.",
    hint_zh="每一步得到的梯度：它自己的 dhs，加上后一步传回的部分。",
)
def test_backward(submission, rng, size):
    dhs, given = draw(rng, size, 3, 2, 4)
    assert_gradients(submission.rnn_backward(dhs, *given), gradients_by_definition(dhs, *given))


@case("The gradients agree with central differences", zh="梯度与中心差分一致", points=2)
def test_central_differences(submission, rng):
    dhs, given = draw(rng, 3, 2, 2, 2)
    expected = [numerical_gradient(partial(forward_with, given, i), given[i], dhs) for i in range(5)]
    assert_gradients(submission.rnn_backward(dhs, *given), expected)


@case(
    "Truncated: gradients stay within their chunk",
    zh="截断：梯度不离开自己的那一段",
    points=2,
    sizes=[1, 2, 3],
    hint="The state that a chunk starts from has a value, and gets no gradient.",
    hint_zh="一段开始时的状态有它的值，但不接收梯度。",
)
def test_truncated(submission, rng, size):
    dhs, given = draw(rng, 6, 2, 3, 4)
    assert_gradients(submission.rnn_backward(dhs, *given, window=size), gradients_by_definition(dhs, *given, size))


@workload("backward of 32 steps, 16 sequences, 64 features and 64 units", zh="32 步、16 个序列、64 个特征、64 个单元的反向")
def time_backward(module, rng):
    dhs, given = draw(rng, 32, 16, 64, 64)
    return module.rnn_backward, (dhs, *given)
