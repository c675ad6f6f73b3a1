"""
verdict = ["RTE", "MLE", "TLE"]
points_at_most = 4
wall_s = 20
exploits = "Reserves memory without touching it, which costs the kernel nothing until it does."
stops = "The address space of data is limited: the reservation is refused."
"""


def double(x):
    chunks = []
    while True:
        chunks.append(bytearray(64 << 20))
