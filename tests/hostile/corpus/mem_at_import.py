"""
verdict = ["MLE", "CE", "TLE"]
points_at_most = 0
wall_s = 20
exploits = "Takes all memory while it is loaded."
stops = "The limits hold from before the first line of the submission."
"""

chunks = []
while True:
    chunks.append(b"x" * (16 << 20))
