import numpy as np

from dlgrade.testing import assert_close, assert_equal, case


@case("Arrays are scaled", zh="缩放数组", sizes=[1, 3, 4])
def test_scale(submission, rng, size):
    x = rng.normal(size=(2, size))
    assert_close(submission.scale(x), 2 * x)


@case("A factor of one", zh="系数为一")
def test_one(submission, rng):
    x = rng.normal(size=5)
    assert_close(submission.scale(x, 1.0), x)


@case("Means", zh="平均值")
def test_mean(submission, rng):
    start, x, y = rng.normal(size=(3, 4))
    mean = submission.Mean(start)
    assert_close(mean.ahead(x), (start + x) / 2, what="ahead")
    assert_close(mean.add(x), (start + x) / 2, what="the mean of two")
    assert_close(mean.add(y), (start + x + y) / 3, what="the mean of three")


@case("Words", zh="单词")
def test_words(submission, rng):
    text = " ".join(rng.choice(list("abcdefgh"), size=5))
    seen = rng.choice(list("abcdefgh"), size=2).tolist()
    assert_equal(submission.words(text, seen), seen + text.split())


@case("A function", zh="函数")
def test_apply(submission, rng):
    k = float(rng.normal())
    assert_close(submission.apply(lambda x: k * x, [1.0, 2.0]), [k, 2 * k])
