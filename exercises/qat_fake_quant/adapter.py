"""Calls fake_quantize twice in one graph."""


def two_calls(submission, a, b, *arguments):
    """Both results, in one tensor each, before anything runs backward."""
    return submission.fake_quantize(a, *arguments), submission.fake_quantize(b, *arguments)


def nested(submission, x, inner, outer):
    """fake_quantize of the square of fake_quantize(x)."""
    return submission.fake_quantize(submission.fake_quantize(x, *inner) ** 2, *outer)
