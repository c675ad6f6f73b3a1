"""
verdict = "OLE"
points_at_most = 4
wall_s = 15
exploits = "Prints one line of ten megabytes, and answers with a text of one."
stops = "Prints beyond 4 MiB end the child, no more than 64 KiB are kept, and a shown value at some hundred characters."
"""


def double(x):
    print("x" * 10_000_000)
    return "y" * 1_000_000
