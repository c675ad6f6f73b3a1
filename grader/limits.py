"""The limits on a submission, its answers and a folder of submissions: each one once, with its reason.

The limits of a case are the exercise's (`grader.catalogue.exercise.CaseLimits`), those of a sandbox its own
(`grader.sandbox.Limits`), and what parsing may take stands in its child, which imports nothing
(`grader.submission.parse_probe`). Times are in seconds of wall clock where nothing else is said.
"""

from __future__ import annotations

MIB = 1024 * 1024

# -- submissions, before anything runs

# Far above what anybody writes, and far below what keeps a parser busy for long.
MAX_BYTES = MIB
# Of a notebook's file, its outputs included: only its code counts as the submission.
NOTEBOOK_BYTES = 128 * MIB
# Folders below a given folder that are searched for submissions: class/student/week/exercise.
MAX_DEPTH = 4
# In a given folder: more are a home folder, or a disk.
MAX_FILES = 10_000
# Far above the parsing child's own limits on CPU time: it is hit only when the machine is at fault.
PROBE_WALL_S = 300.0

# Of the file of an input that a person writes, and of the arrays that it asks for: half of what a frame carries.
INPUT_FILE_BYTES, INPUT_BYTES = 16 * MIB, 128 * MIB
# Calls of one input; more is a test, not a trial.
MOST_CALLS = 1000

# -- the judge's own work

# For one case or comparison. The slowest case of the shipped exercises takes the judge 0.2 s, beside ten busy
# neighbours.
OWN_S = 5.0
# Beyond what the judge takes before its first job. An answer of the largest size, its copy and what comparing takes
# are half of that.
OWN_BYTES = 1024 * MIB
# To look for a known mistake behind a wrong answer: it changes no mark, and somebody waits.
DIAGNOSIS_S = 20.0
# Of a case; the slowest of the shipped exercises takes the reference 5 s beside ten busy neighbours, as a whole.
REFERENCE_S = 30.0
# A shared child is renewed after this many loads: what little each leaves behind must not add up.
MOST_LOADS = 500
# After this many cases that took too long the rest is not run: somebody waits for each.
MOST_TIMEOUTS = 2

# -- what a submission says

# Of its prints: this many bytes are kept to be shown.
PRINTS_BYTES = 64 * 1024
# Of its prints: beyond the first a child is ended; beyond the second, printing is why it comes to no end.
FLOOD_BYTES, ENDLESS_BYTES = 4 * MIB, MIB
# Of each text in a report: what is longer helps nobody, and a folder's reports must fit in memory.
TEXT_CHARS = 4000
# Of a case's answers, for the diagnosis: mistakes of ours answer with less, and cases are many.
KEPT_BYTES = 8 * MIB

# -- workers and judges that do not answer

# A supervisor has nothing to do but to forward; one that takes longer is gone, or its machine is.
WORKER_ANSWER_S, WORKER_CLOSE_S = 30.0, 10.0
# A judge speaks after each case, which has a clock of its own, and says what it waits for; so one that has been silent
# for so long hangs.
SILENCE_S = 900.0
# Judges that may end under one submission: one by chance, two that end alike are its doing, three are our fault.
TRIES = 3

# Submissions that a shared sandbox serves: then its layout of memory is drawn anew.
MOST_SERVED = 200
# Seconds of life of a shared sandbox in which it may begin with a submission; each has as long as a sandbox that serves
# it alone.
SHARED_S = 900.0

# -- what is kept of the reference and of known mistakes, for the next submission

# Enough for the cases of an exercise and for those of its mistakes that a diagnosis tries; in bytes, far below what the
# judge may take.
MOST_TAPES, TAPE_BYTES = 1000, 32 * MIB
