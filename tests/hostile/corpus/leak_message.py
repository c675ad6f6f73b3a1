"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
hidden_leak = "the input, in an exception's message"
exploits = "Tells the hidden input in the message of an exception."
stops = "No message of a hidden case is shown."
"""


def double(x):
    raise ValueError(f"input {x.astype(int).tolist()} {[hex(int(n)) for n in x]}")
