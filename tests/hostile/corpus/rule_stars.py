"""
exercise = "stable_softmax"
verdict = "AC"
points_at_most = 100
wall_s = 30
forbid = ["softmax"]
exploits = "Binds names by four thousand star imports and reads one of them twenty thousand times, so that following each takes minutes."
stops = "A name is followed once, in a child with limits on time and memory; what takes longer is refused."

[substitute]
STARS = "66726f6d206d61746820696d706f7274202a0a*4000"
READS = "610a20*20000"
"""

STARS
def never():
 READS
