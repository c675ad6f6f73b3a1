import numpy as np

from dlgrade.testing import assert_close, case


@case("Numbers are doubled", zh="数值加倍", sizes=[1, 3])
def test_values(submission, reference, rng, size):
    x = rng.normal(size=size).astype(np.float32)
    assert_close(submission.double(x), reference.double(x), dtype="float32")


@case("The gradient is two", zh="梯度为二")
def test_gradient(submission):
    gradients = submission.double.vjp(np.ones(3), grad=np.ones(3))
    assert_close(gradients.args[0], 2 * np.ones(3))
