"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Raises a MemoryError of its own, to be told that the machine is too small."
stops = "MLE needs the peak that the kernel measured, not the word of the submission."
"""


def double(x):
    raise MemoryError
