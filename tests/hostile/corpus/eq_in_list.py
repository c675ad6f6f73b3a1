"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Hides objects that equal everything in lists, dicts and as keys."
stops = "Inside a container, too, only plain data travels."
"""


class Equal:
    def __eq__(self, other):
        return True

    __hash__ = lambda self: 0


def double(x):
    return [Equal(), {Equal(): Equal()}, (Equal(),)]
