"""Build the sandbox images where an engine answers; where none does, say loudly what follows."""

from __future__ import annotations

import sys

from grader.errors import GraderError
from grader.sandbox.docker.engine import find
from grader.sandbox.docker.image import ensure, recipe


def prepare_images() -> None:
    """Both images, built now if they are missing, with a line for each step."""
    try:
        engine = find()
    except GraderError as error:
        print(
            "=" * 78,
            f"NO CONTAINER ENGINE: {error.message}",
            "Submissions run in the next best sandbox. What that does not hold is said with each report,",
            "and tests that need containers are skipped, by name.",
            "=" * 78,
            sep="\n",
            flush=True,
        )
        return
    for target in ("numpy", "torch"):
        ensure(target, lambda line: print(f"image: {line}", flush=True), engine=engine, recipe=recipe())


if __name__ == "__main__":
    try:
        prepare_images()
    except GraderError as error:
        sys.exit(str(error))
