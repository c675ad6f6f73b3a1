"""
verdict = ["TLE", "WA"]
points_at_most = 5
wall_s = 20
exploits = "Asks for ever, to fill the judge's memory with questions."
stops = "The judge's clock runs while the child asks."
"""


def search(f, goal):
    while True:
        f(1)
