"""
verdict = ["WA", "OLE", "MLE"]
points_at_most = 4
wall_s = 40
exploits = "Answers with the longest texts that are taken, in every case, so that reports, previews and what is kept for the diagnosis grow."
stops = "Texts are cut where a record of the report is made, and long answers are not kept."
"""


def double(x):
    return "\u202e\x1b[2J" * 300_000
