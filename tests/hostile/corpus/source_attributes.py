"""
verdict = ["CE", "RTE", "AC"]
points_at_most = 7
wall_s = 20
substitute = { DEEP = "2d*100000" }
exploits = "Nests operators so deep that the compiler runs out of stack."
stops = "The source is compiled in the child, which may die of it."
"""

x = lambda: DEEP1
