"""
verdict = ["OLE", "TLE", "CE"]
points_at_most = 0
wall_s = 20
exploits = "Floods while it is loaded."
stops = "The cap on prints holds from the fork on."
"""

while True:
    print("x" * 1_000_000)
