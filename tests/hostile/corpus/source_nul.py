"""
verdict = "CE"
points_at_most = 0
wall_s = 15
substitute = { "@" = "00" }
exploits = "Has a NUL in its source."
stops = "The interpreter refuses it, in the child."
"""

x = "@"
