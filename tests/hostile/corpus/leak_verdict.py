"""
verdict = ["RTE", "WA", "PE"]
points_at_most = 7
wall_s = 15
hidden_leak = "two bits of the input, in the choice of a verdict"
admits = ["verdict"]
exploits = "Tells two bits of the hidden input by the verdict that it earns."
stops = "Nothing: the verdict is shown. It is two or three bits of one case, and the next run has fresh inputs."
"""


def double(x):
    which = int(abs(x[0])) % 3 if len(x) == 2 else 0
    if which == 0:
        raise ValueError
    return 2 * x if which == 1 else x
