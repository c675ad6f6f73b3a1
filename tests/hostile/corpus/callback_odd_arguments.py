"""
verdict = ["WA", "RTE"]
points_at_most = 5
wall_s = 15
exploits = "Asks with texts, objects, numbers without end, and functions, to raise inside the judge."
stops = "What the judge's function raises goes back to the child that asked."
"""


def search(f, goal):
    for argument in ("a", None, object(), 16**3000, float("nan"), [[]], {1: 2}, (), b"x", f, search):
        try:
            f(argument)
        except ValueError:
            pass
    try:
        f()
    except ValueError:
        pass
    return 7
