"""
verdict = ["MLE", "TLE"]
points_at_most = 4
wall_s = 20
label = { en = "takes all memory", zh = "占满内存" }
exploits = "Takes memory in chunks and writes to all of it."
stops = "Memory is capped; the peak that the kernel reports tells MLE from any other end."
"""


def double(x):
    chunks = []
    while True:
        chunks.append(b"x" * (16 << 20))
