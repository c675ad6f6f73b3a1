"""The first program inside: it unpacks the judge and runs it.

Its source is the interpreter's command line. It reads two length-prefixed messages from descriptor 0, byte for byte,
for what follows them belongs to the judge: the name of a folder, and a zip of what shall be in it.
"""

import io
import os
import sys
import zipfile


def exactly(count: int) -> bytes:
    """The next `count` bytes; where they end before, there is nothing to judge."""
    data = bytearray()
    while len(data) < count:
        more = os.read(0, count - len(data))
        if not more:
            os._exit(0)
        data += more
    return bytes(data)


def message() -> bytes:
    """The next message."""
    return exactly(int.from_bytes(exactly(4), "big"))


folder = message().decode()
zipfile.ZipFile(io.BytesIO(message())).extractall(folder)
sys.path.insert(0, folder)
sys.dont_write_bytecode = True

from grader.authoring.quick.server import main  # noqa: E402 -- it is there from now on

main()
