"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
hidden_leak = "the input, in the name of a class"
exploits = "Tells the hidden input in the name of an exception's class."
stops = "Of a hidden case only the names of built-in exceptions are shown."
"""


def double(x):
    raise type(f"E{int(x[0])}", (Exception,), {})
