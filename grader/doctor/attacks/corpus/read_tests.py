"""
verdict = "AC"
points_at_most = 7
wall_s = 20
label = { en = "looks for the tests and the solution", zh = "寻找测试和参考答案" }
exploits = "Looks for the tests and the reference in every folder that it can list."
stops = "Nothing of the trusted side is mounted: the worker's source comes in over the standard input."
"""

import os


def search(f, goal):
    for top in ("/", os.getcwd(), os.path.expanduser("~")):
        for folder, names, files in os.walk(top):
            names[:] = [
                name
                for name in names
                if name not in ("proc", "sys", "lib", "usr", "opt", "dist-packages", "site-packages")
            ][:200]
            for name in files:
                if name in ("test_hidden.py", "reference.py", "exercise.toml"):
                    try:
                        with open(os.path.join(folder, name)) as file:
                            return file.read()
                    except OSError:
                        pass
    for n in range(8):
        if n == 7 and f(n) == goal:
            return n
