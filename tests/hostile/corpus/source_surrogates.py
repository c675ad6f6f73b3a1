"""
verdict = ["CE"]
points_at_most = 0
wall_s = 15
substitute = { "@" = "eda080" }
exploits = "Has surrogates, which are no text, in its source."
stops = "The interpreter refuses it, in the child."
"""

x = "@"
