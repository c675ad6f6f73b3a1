"""
verdict = ["OLE", "MLE", "RTE"]
points_at_most = 4
wall_s = 15
exploits = "Answers with a hundred megabytes."
stops = "The size of an answer is checked before it is encoded."
"""


def double(x):
    return bytes(100 << 20)
