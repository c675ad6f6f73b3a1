"""
verdict = "WA"
caught_by = ["flat_bottom"]
en = "Steps through parabolas, with golden steps only where a parabola cannot be trusted: where f is flatter than any parabola they become shorter and shorter, and hundreds of calls may be needed."
zh = "沿抛物线前进，只有抛物线不可信时才用黄金分割：当 f 比任何抛物线都平时，步子会越来越短，可能需要几百次调用。"
"""

import math


def minimize_univariate(f, a, b, xtol):
    golden = (3 - math.sqrt(5)) / 2
    x = w = v = a + golden * (b - a)
    fx = fw = fv = f(x)
    step = before_last = 0.0
    near = xtol / 3
    while True:
        middle = (a + b) / 2
        if abs(x - middle) <= 2 * near - (b - a) / 2:
            return x
        use_parabola = False
        if abs(before_last) > near:
            r = (x - w) * (fx - fv)
            q = (x - v) * (fx - fw)
            p = (x - v) * q - (x - w) * r
            q = 2 * (q - r)
            if q > 0:
                p = -p
            q = abs(q)
            allowed, before_last = before_last, step
            if abs(p) < abs(q * allowed / 2) and q * (a - x) < p < q * (b - x):
                step = p / q
                use_parabola = True
                if x + step - a < 2 * near or b - x - step < 2 * near:
                    step = math.copysign(near, middle - x)
        if not use_parabola:
            before_last = a - x if x >= middle else b - x
            step = golden * before_last
        u = x + (step if abs(step) >= near else math.copysign(near, step))
        fu = f(u)
        if fu <= fx:
            if u >= x:
                a = x
            else:
                b = x
            v, fv, w, fw, x, fx = w, fw, x, fx, u, fu
            continue
        if u < x:
            a = u
        else:
            b = u
        if fu <= fw or w == x:
            v, fv, w, fw = w, fw, u, fu
        elif fu <= fv or v in (x, w):
            v, fv = u, fu
