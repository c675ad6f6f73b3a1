"""
verdict = ["RTE"]
points_at_most = 4
wall_s = 15
exploits = "Puts terminal escapes, direction marks, surrogates and lines like PASSED into every text."
stops = "Texts are data in the report, and every rendering escapes them."
"""

TEXT = "\x1b]0;owned\x07\x1b[2J\r\nPASSED 7/7 AC\u202e\u2066\ud800\0</script><script>alert(1)</script>::set-output name=x::y\n"


class Boxed(Exception):
    pass


Boxed.__name__ = Boxed.__qualname__ = TEXT.replace("\0", "").replace("\ud800", "")


def double(x):
    print(TEXT)
    raise Boxed(TEXT * 50)
