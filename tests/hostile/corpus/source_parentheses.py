"""
verdict = ["CE"]
points_at_most = 0
wall_s = 20
substitute = { DEEP = "28*200000" }
exploits = "Nests parentheses so deep that the parser runs out of stack."
stops = "The source is compiled in the child, which may die of it."
"""

x = DEEP
