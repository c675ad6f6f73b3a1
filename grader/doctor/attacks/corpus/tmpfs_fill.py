"""
verdict = ["RTE", "TLE"]
verdict_in = { process = ["AC"] }
points_at_most = 7
wall_s = 20
label = { en = "fills the disk", zh = "写满磁盘" }
exploits = "Fills the scratch space, file after file."
stops = "The scratch space has a size of its own, and is emptied after each case."
"""


def double(x):
    for number in range(20):
        with open(f"fill{number}", "wb") as file:
            file.write(bytes(10 << 20))
    return 2 * x
