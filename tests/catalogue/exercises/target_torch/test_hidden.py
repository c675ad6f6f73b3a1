from dlgrade.testing import assert_close, case


@case("Large numbers are doubled", zh="大数加倍", points=2)
def test_secret(submission, reference, rng):
    x = rng.integers(10**8, 10**9, size=2).astype(float)
    assert_close(submission.double(x), reference.double(x))
