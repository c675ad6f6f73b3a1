import math

RATIO = (math.sqrt(5) - 1) / 2  # RATIO * RATIO == 1 - RATIO: of two inner points, the one that is kept stands right again


def minimize_univariate(f, a, b, xtol):
    """Golden-section search: each step keeps the fraction RATIO of the interval and asks f once."""
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    while b - a > xtol:
        if f_left < f_right:  # f rises somewhere before `right`: no minimum beyond it
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
