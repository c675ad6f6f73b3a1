"""
verdict = "WA"
points_at_most = 4
wall_s = 15
hidden_leak = "the input, in a wrong answer"
exploits = "Answers with the hidden input as a text, as a type and as a wrong value."
stops = "No value and no type of a hidden case is shown."
"""


def double(x):
    return type(f"T{int(x[0])}", (), {})() if len(x) == 2 else str(x)
