"""
exercise = "greedy_beam_search"
verdict = "TLE"
unearned = ["greedy", "beam"]
wall_s = 120
exploits = "Asks the judge's model about prefixes that grow from question to question, each as long as the wire takes, so that the judge works far longer than the child."
stops = "What the judge's functions take counts as its own work in the case; and the time of the child counts too."
"""


def greedy_search(next_log_probs, end, max_length):
    prefix = (0,) * 1_000_000
    while True:
        try:
            next_log_probs(prefix)
        except ValueError:
            pass


def beam_search(next_log_probs, end, max_length, width, alpha):
    return greedy_search(next_log_probs, end, max_length)
