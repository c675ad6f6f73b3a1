"""
verdict = ["WA", "RTE"]
points_at_most = 3
wall_s = 60
framework = "torch"
exploits = "Answers with what torch.save makes of an object that runs code when it is loaded."
stops = "Bytes are compared as bytes; nothing on the trusted side loads them."
"""

import io
import os
import torch


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/dlgrade-hostile-torch",)


def double(x):
    file = io.BytesIO()
    torch.save({"weights": Bomb()}, file)
    return file.getvalue()
