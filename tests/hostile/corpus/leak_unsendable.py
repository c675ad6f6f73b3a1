"""
verdict = "PE"
points_at_most = 4
wall_s = 15
hidden_leak = "the input, as the reason why an answer could not be sent"
exploits = "Tells the hidden input as the reason of a protocol error."
stops = "No text of the child's is shown of a hidden case."
"""

from grader.worker import wire


def double(x):
    raise wire.WireError(f"{int(x[0])}")
