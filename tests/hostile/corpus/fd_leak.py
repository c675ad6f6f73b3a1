"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Opens files until the kernel has no more."
stops = "The number of open files is limited for each process."
"""


def double(x):
    held = []
    while True:
        held.append(open("/dev/null"))
