"""
verdict = ["CE", "AC"]
points_at_most = 7
wall_s = 15
whole = true
exploits = "Declares an encoding that makes other code of the same bytes than a rule check would read."
stops = "The text that is checked and the text that runs are one; loading knows what the cookie says."
"""

# -*- coding: utf-7 -*-
+AHAAcgBpAG4AdA-(1)
