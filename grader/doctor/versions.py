"""The versions of the parts of this dlgrade: the program, its catalogue and the images it would use. Needs no engine.

The program's number stands in grader/__init__.py alone; the build reads it there.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader import __version__
from grader.catalogue.exercise import Catalogue
from grader.digest import digest_of
from grader.errors import DlgradeError
from grader.installed import shipped
from grader.sandbox.docker.image import TARGETS, recipe
from grader.texts import Text

_DIGITS = 16


@dataclass(frozen=True)
class Versions:
    """The number of the program, a sentence on the catalogue, and the images' names by target."""

    program: str
    catalogue: Text
    images: Mapping[str, str]

    def lines(self) -> list[tuple[str, Text]]:
        """A name and what it is, for each."""
        images = ", ".join(self.images.values())
        return [
            ("dlgrade", Text(self.program, self.program)),
            ("catalogue", self.catalogue),
            ("images", Text(images, images)),
        ]


def versions(environ: Mapping[str, str] = os.environ) -> Versions:
    """Those of this installation, with what the environment says. A catalogue that is none is told in its place.

    Raises:
        GraderError: the Dockerfile is missing.
    """
    root = Path(environ.get("DLGRADE_CATALOGUE") or shipped())
    built = recipe(environ)
    return Versions(__version__, _catalogue(root), {target: built.tag(target) for target in TARGETS})


def _catalogue(root: Path) -> Text:
    try:
        known = Catalogue(root)
        shown = digest(known)[:_DIGITS]
    except (DlgradeError, OSError) as error:
        reason = error.message if isinstance(error, DlgradeError) else f"{root} cannot be read: {error}"
        return Text(reason, reason)
    place = "" if root == shipped() else f" ({root})"
    count = len(known.slugs)
    return Text(f"{count} exercises, digest {shown}{place}", f"{count} 道题，摘要 {shown}{place}")


def digest(catalogue: Catalogue) -> str:
    """SHA-256 over the names and contents of all that is in a catalogue."""
    paths = sorted(path for slug in catalogue.slugs for path in catalogue.files(slug))
    return digest_of((path.relative_to(catalogue.root).as_posix(), path.read_bytes()) for path in paths)
