"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Sends a pickle where the header must be."
stops = "The header is msgpack and nothing else; nothing on the trusted side unpickles."
"""

import os
import pickle
from grader.worker import wire


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/dlgrade-hostile-pickle",)


plain_frame = wire.frame


def double(x):
    wire.frame = lambda nonce, header, buffers: plain_frame(nonce, pickle.dumps(Bomb()), [])
    return 2 * x
