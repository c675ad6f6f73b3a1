"""
verdict = "WA"
caught_by = ["asked_early"]
en = "The golden ratio is rounded to eight digits, 0.61803399. The error in the place of the inherited point grows in every step, until the two points change sides."
zh = "黄金比例取了近似值 0.61803399。继承下来的点的位置误差每一步都在放大，直到两个点左右颠倒。"
"""

RATIO = 0.61803399


def minimize_univariate(f, a, b, xtol):
    left, right = b - RATIO * (b - a), a + RATIO * (b - a)
    f_left, f_right = f(left), f(right)
    while b - a > xtol:
        if f_left < f_right:
            b, right, f_right = right, left, f_left
            left = b - RATIO * (b - a)
            f_left = f(left)
        else:
            a, left, f_left = left, right, f_right
            right = a + RATIO * (b - a)
            f_right = f(right)
    return (a + b) / 2
