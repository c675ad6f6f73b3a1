"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Answers with the bytes of a pickle, and of an .npy file that holds one."
stops = "Bytes are compared as bytes; nothing on the trusted side unpickles."
"""

import io
import os
import pickle
import numpy as np


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/dlgrade-hostile-pickle",)


def double(x):
    file = io.BytesIO()
    np.save(file, np.array([Bomb()], dtype=object), allow_pickle=True)
    return pickle.dumps(Bomb()) if len(x) == 1 else file.getvalue()
