"""One source file as it was handed in, and the exercise that its first lines name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from grader.limits import MAX_BYTES
from grader.submission.decoding import LINE_END, wide_codec
from grader.submission.notebook import SUFFIX, Cell, cells_of, marks
from grader.submission.refused import Refused

MARKER_LINES, _MARKER_CHARS = 20, 100
_MARKER = re.compile(rb"^[ \t]*#[ \t]*dlgrade:[ \t]*(\S+)[ \t]*$")


@dataclass(frozen=True)
class Submission:
    """One source file, read once. `name` is the path as the user wrote it; `source` is never changed.

    cells: of a notebook its code cells, of which `grader.submission.notebook.module_of` makes the source; else ().
    kernel: they are those that a kernel has run, by its count.
    """

    name: str
    source: bytes
    sha256: str
    marker: str | None
    cells: tuple[Cell, ...] = ()
    kernel: bool = False


def submission_of(source: str | bytes, name: str) -> Submission:
    """A submission of this source.

    Raises:
        Refused: it has more than MAX_BYTES.
    """
    source = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(source) > MAX_BYTES:
        raise too_large(name, len(source))
    return Submission(name, source, hashlib.sha256(source).hexdigest(), _marker(source))


def notebook_of(data: bytes, name: str) -> Submission:
    """A submission of this notebook; its source is still to be made, for the exercise that it answers.

    Raises:
        Refused: as `cells_of`.
    """
    cells = cells_of(data, name)
    named = marks(cells)
    return Submission(name, b"", hashlib.sha256(data).hexdigest(), named[0] if len(named) == 1 else None, cells)


def submission_from(data: bytes, name: str) -> Submission:
    """A submission of a file's content: a notebook where the name says so.

    Raises:
        Refused: as `submission_of` and `notebook_of`.
    """
    return notebook_of(data, name) if name.casefold().endswith(SUFFIX) else submission_of(data, name)


def too_large(name: str, size: int) -> Refused:
    """For a file of `size` bytes."""
    return Refused(name, "large", size=f"{size:,}", limit=f"{MAX_BYTES:,}")


def _marker(source: bytes) -> str | None:
    """The slug of the first `# dlgrade: <slug>` line; what it names need not exist.

    A file in UTF-16 cannot be judged, yet says what it answers: what is wrong with it is told in its report.
    """
    codec = wide_codec(source)
    if codec:
        source = source.decode(codec, "replace").encode()
    for line in LINE_END.split(source.removeprefix(b"\xef\xbb\xbf"), MARKER_LINES)[:MARKER_LINES]:
        match = _MARKER.match(line)
        if match:
            return match[1][:_MARKER_CHARS].decode("utf-8", "replace")
    return None
