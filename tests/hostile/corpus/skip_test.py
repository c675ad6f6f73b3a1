"""
verdict = ["RTE", "CE"]
points_at_most = 4
wall_s = 15
exploits = "Raises the exceptions by which pytest skips a test or ends a run."
stops = "An exception of the child's is data in the judge; it is never raised there."
"""


def double(x):
    Skipped = type("Skipped", (BaseException,), {"__module__": "_pytest.outcomes", "allow_module_level": True})
    raise Skipped("skip")
