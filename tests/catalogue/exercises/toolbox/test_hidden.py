import numpy as np

from dlgrade.testing import assert_close, case


@case("Indexing an answer", zh="对答案取下标")
def test_index(submission):
    first = submission.scale(np.array([1.0, 2.0]))[0]
    assert first == 2.0, "the first one"


@case("A factor of its own", zh="自定义的系数", hint="Use factor.", hint_zh="使用 factor。")
def test_factor(submission, reference, rng):
    x = rng.normal(size=4)
    assert_close(submission.scale(x, factor=3.0), reference.scale(x, factor=3.0))
