"""
verdict = "CE"
points_at_most = 0
wall_s = 15
exploits = "Ends the process with status 0 while it is loaded."
stops = "A submission that does not come to the end of its file is CE."
"""

import os

os._exit(0)
