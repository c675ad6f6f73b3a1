"""
verdict = ["WA", "OLE", "PE", "TLE"]
points_at_most = 4
wall_s = 20
exploits = "Answers with a hundred thousand empty lists, each of which costs the judge more than its bytes."
stops = "The header has a cap, and what is taken for each of its bytes is bounded."
"""


def double(x):
    return [[] for _ in range(100_000)]
