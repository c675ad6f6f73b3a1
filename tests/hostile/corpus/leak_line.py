"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
hidden_leak = "some bits of the input, in the choice of a line"
admits = ["line"]
exploits = "Tells some bits of the hidden input by the line that it raises in."
stops = "Nothing: the learner's own line is shown. It is at most the logarithm of the file's lines, and the next run has fresh inputs."
"""


def double(x):
    which = int(abs(x[0])) % 4
    if which == 0:
        raise ValueError
    if which == 1:
        raise ValueError
    if which == 2:
        raise ValueError
    raise ValueError
