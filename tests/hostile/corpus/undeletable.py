"""
verdict = ["AC", "RTE"]
points_at_most = 7
wall_s = 15
exploits = "Takes all rights off nested folders, and off the scratch space, so that they cannot be removed."
stops = "The cleaner gives itself the rights back first; it has the same user."
"""

import os


def double(x):
    for _ in range(20):
        os.mkdir("locked")
        os.chdir("locked")
        open("file", "w").close()
        os.chmod("file", 0)
    for _ in range(20):
        os.chmod(".", 0o500)
        os.chdir("..")
        os.chmod("locked", 0)
    try:
        os.chmod(".", 0)
    except OSError:
        pass
    return 2 * x
