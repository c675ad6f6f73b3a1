"""
verdict = ["OLE", "TLE"]
points_at_most = 4
wall_s = 20
exploits = "Prints for ever, to fill the grader's memory or the engine's log."
stops = "The supervisor relays 64 KiB, throws the rest away, and ends the child at 32 MiB; nothing is logged."
"""


def double(x):
    while True:
        print("x" * 1_000_000)
