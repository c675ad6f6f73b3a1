"""Calls fake_quantize in a graph with others."""


def two_calls(submission, a, b, *arguments):
    """Both results, in one tensor each, before anything runs backward."""
    return submission.fake_quantize(a, *arguments), submission.fake_quantize(b, *arguments)


def added(submission, a, b, c, *arguments):
    """A sum, whose gradient goes to all its parts."""
    return submission.fake_quantize(a, *arguments) + submission.fake_quantize(b, *arguments) + c


def summed(submission, x, *arguments):
    """The sum of all elements."""
    return submission.fake_quantize(x, *arguments).sum()


def nested(submission, x, inner, outer):
    """fake_quantize of the square of fake_quantize(x)."""
    return submission.fake_quantize(submission.fake_quantize(x, *inner) ** 2, *outer)
