"""
verdict = ["TLE", "WA", "RTE"]
points_at_most = 5
wall_s = 40
exploits = "Asks with trees as deep as the wire takes and as wide as the cap allows, again and again."
stops = "Depth and bytes have limits, and what it takes to read them counts as the child's time."
"""


def tree(depth):
    return [tree(depth - 1), [], (), {}, [None] * 3000] if depth else []


question = tree(28)


def search(f, goal):
    while True:
        try:
            f(question)
        except ValueError:
            pass
