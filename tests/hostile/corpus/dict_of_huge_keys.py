"""
verdict = ["WA", "OLE", "PE", "RTE"]
points_at_most = 4
wall_s = 40
exploits = "Answers with dicts whose keys are numbers of four thousand digits, and texts as long as the cap."
stops = "Keys are read like any value, by the caps; a dict where an array is expected is a wrong answer; a text in a report is cut."
"""

made = 0


def double(x):
    global made
    made += 1
    if made % 2:
        return {(1 << 16_000) + i: i for i in range(200)}
    return {chr(97 + i) * 100_000: {chr(110 - i) * 10_000: None} for i in range(10)}
