"""For the timing alone: functions that live beside the submission, so that no call of theirs crosses to the judge."""


def minimize_parabolas(submission, centres, a, b, xtol):
    """The minima of many parabolas, to four digits: coarser than xtol, for answers may differ below it."""
    return [round(float(submission.minimize_univariate(_parabola(c), a, b, xtol)), 4) for c in centres]


def _parabola(c):
    return lambda x: 3 * (x - c) ** 2 + 10
