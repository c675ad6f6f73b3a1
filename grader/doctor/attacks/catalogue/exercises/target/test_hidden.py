from dlgrade.testing import assert_close, assert_equal, case


# The secrets are nine digits from the run's seed: the corpus knows them, and looks for them in what a learner gets.
@case("Large numbers are doubled", zh="大数加倍", points=2)
def test_secret(submission, reference, rng):
    x = rng.integers(10**8, 10**9, size=2).astype(float)
    assert_close(submission.double(x), reference.double(x))


@case("A box of a large number", zh="装大数的盒子")
def test_secret_box(submission, rng):
    content = int(rng.integers(10**8, 10**9))
    assert_equal(submission.Box(content).put(1), content + 1)
