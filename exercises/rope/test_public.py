import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_shape, case, workload


def turned(x, offset=0, base=10000.0):
    """The statement's formulas in numpy, with complex numbers: a pair is a point of the plane."""
    features = x.shape[-1]
    angle = np.arange(offset, offset + x.shape[-2])[:, None] * base ** (-np.arange(0, features, 2) / features)
    points = (x[..., 0::2] + 1j * x[..., 1::2]) * np.exp(1j * angle)
    return np.stack([points.real, points.imag], axis=-1).reshape(x.shape)


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    x = np.array([[1.0, 0.0, 1.0, 0.0], [1.0, 0.0, 1.0, 0.0]])
    second = [np.cos(1), np.sin(1), np.cos(0.01), np.sin(0.01)]
    assert_close(submission.rope(x), np.array([[1.0, 0.0, 1.0, 0.0], second]))
    assert_close(submission.rope(x[1:], offset=1), np.array([second]))


@case(
    "Any number of positions and features",
    zh="任意多个位置和特征",
    points=2,
    hint="The features 2i and 2i + 1 belong together, and pair i turns by base ** (-2i / D) per position.",
    hint_zh="第 2i 和 2i + 1 个特征是一对，每个位置转过 base ** (-2i / D)。",
    hint_for=("answer", "shape", "raised"),
)
@pytest.mark.parametrize("length, features", [(1, 2), (3, 2), (2, 4), (5, 6), (4, 4), (3, 16)])
def test_sizes(submission, rng, length, features):
    x = rng.normal(size=(length, features))
    assert_close(submission.rope(x), turned(x))


@case("Sequences and heads", zh="多个序列和多个头", hint="The positions stand on the last axis but one.", hint_zh="位置在倒数第二个轴上。", hint_for=("answer", "shape", "raised"))
@pytest.mark.parametrize("leading", [(), (2,), (2, 3), (4, 4), (2, 1, 3)], ids=str)
def test_leading_axes(submission, rng, leading):
    x = rng.normal(size=(*leading, 4, 6))
    assert_close(submission.rope(x), turned(x))


@case(
    "A part of a sequence, from its offset on",
    zh="序列的一部分，从它的 offset 开始",
    points=2,
    hint="With a cache the new rows come after offset earlier ones.",
    hint_zh="有缓存时，新的行排在 offset 个先前的行之后。",
)
def test_offset(submission, rng):
    x = rng.normal(size=(2, 3, 7, 4))
    whole = turned(x)
    for start, end in ((0, 3), (3, 4), (4, 7)):
        assert_close(submission.rope(x[:, :, start:end], start), whole[:, :, start:end])


@case("Scores depend on the distance of query and key alone", zh="分数只取决于查询与键的距离", points=2, hint="Queries and keys turn the same way.", hint_zh="查询和键朝同一方向转。")
def test_distance(submission, rng):
    q = rng.uniform(1.0, 2.0, size=(1, 8))
    scores = []
    for place in (0, 1, 17, 200):
        turned_q, turned_k = submission.rope(q, place + 40), submission.rope(q, place)
        assert_shape(turned_q, (1, 8), what="q")
        assert_shape(turned_k, (1, 8), what="k")
        scores.append(turned_q @ turned_k.T)
    expected = turned(q, 40) @ q.T
    for score in scores:
        # How exact the angles are has cases of its own.
        assert_close(score, expected, what="score", rtol=1e-3, atol=5e-3)


@workload("4 sequences, 8 heads, 256 positions, 64 features, float32", zh="4 个序列、8 个头、256 个位置、64 个特征，float32")
def time_heads(module, rng):
    return module.rope, (rng.normal(size=(4, 8, 256, 64)).astype(np.float32), int(rng.integers(1, 5000)))
