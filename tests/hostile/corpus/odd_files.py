"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Leaves FIFOs, hard links, links to everywhere, names that are no text, and open files without a name."
stops = "The cleaner opens nothing and follows no link; it only unlinks."
"""

import os


def double(x):
    if os.path.exists("file"):
        return 2 * x
    try:
        os.mkfifo("fifo")
    except OSError:
        pass
    open("file", "w").close()
    for number in range(50):
        os.link("file", f"hard{number}")
    for number, place in enumerate(("/", "/etc/passwd", "..", "/proc/1/root", "loop", "/dev/zero")):
        os.symlink(place, f"soft{number}")
    for name in (b"\xff\xfe", b"new\nline", b"\x1b[2J", b"-rf", b" "):
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
    gaps = open("nameless", "w")
    os.unlink("nameless")
    gaps.write("x")
    return 2 * x
