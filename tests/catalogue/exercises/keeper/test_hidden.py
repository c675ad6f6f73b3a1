import numpy as np

from dlgrade.testing import assert_close, case


@case("Unscaled", zh="还原")
def test_unscale(submission, rng):
    y, x = rng.normal(size=(3, 2)), rng.normal(size=(3, 2))
    assert_close(submission.unscale(y, x, 4.0), y / 4.0)


@case("A large factor", zh="很大的系数")
def test_large(submission, reference, rng):
    x = rng.normal(size=(2, 2, 2)) * 1e3
    assert_close(submission.scale(x, 1e6), reference.scale(x, 1e6))


@case("Two means", zh="两个平均值")
def test_two_means(submission, rng):
    starts, xs = rng.normal(size=(2, 2, 3))
    means = [submission.Mean(start) for start in starts]
    for mean, start, x in zip(means, starts, xs):
        assert_close(mean.add(x), (start + x) / 2)
