"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Makes a file of a terabyte that takes no room until somebody copies it."
stops = "The size of a file is limited."
"""


def double(x):
    with open("sparse", "wb") as file:
        file.truncate(1 << 40)
    return 2 * x
