"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Fills /dev/shm, which belongs to the machine and outlives the process."
stops = "There is no /dev/shm inside, or it is not writable."
"""


def double(x):
    with open("/dev/shm/dlgrade-hostile", "wb") as file:
        file.write(bytes(100 << 20))
    return 2 * x
