"""
verdict = ["CE", "MLE", "TLE", "RTE"]
points_at_most = 0
wall_s = 20
exploits = "Makes the compiler fold a constant of gigabytes."
stops = "The source is compiled in the child, under its limits."
"""

x = [(b"x" * 4000 + b"y" * 4000) * 100_000 for _ in range(100)]
