"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Prints one line of ten megabytes, and answers with a text of one."
stops = "Prints are cut at 64 KiB, and a shown value at some hundred characters."
"""


def double(x):
    print("x" * 10_000_000)
    return "y" * 1_000_000
