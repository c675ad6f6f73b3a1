"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Opens files until the kernel has no more."
stops = "The number of open files is limited for each process."
"""


def double(x):
    gaps = []
    while True:
        gaps.append(open("/dev/null"))
