"""proof.json: what has been proved of each exercise, keyed by its content, so that a stale proof is seen as such.

{"format": 1, "proofs": {"stable_softmax": {"key": "...", "seeds": 200, "public": 5, ...}}}
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from grader.catalogue import Exercise
from grader.errors import UsageError

FORMAT = 1
# Part of every key; raise it when a proof comes to mean something else.
METHOD = 2


@dataclass(frozen=True)
class ProofRecord:
    """One exercise's proof in numbers.

    seeds: over which the reference and the `right` answers were accepted; killed, excused: of the `mutants`. seconds:
    what it took, on the machine and beside the others that it was made with.
    """

    key: str
    seeds: int
    public: int
    hidden: int
    right: int
    mistakes: int
    mutants: int
    killed: int
    excused: int
    seconds: int = 0


def key_of(exercise: Exercise) -> str:
    """SHA-256 over the names and contents of all the exercise's files."""
    digest = hashlib.sha256(f"{METHOD}\0".encode())
    for folder in (exercise.folder, exercise.solutions):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                content = path.read_bytes()
                digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def read_proofs(path: Path) -> dict[str, ProofRecord]:
    """The proofs by slug; none where there is no file.

    Raises:
        UsageError: the file is no such record.
    """
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise UsageError(f'"{path}" has format {data["format"]}; this program reads {FORMAT}.', "Update dlgrade.")
        names = {field.name for field in fields(ProofRecord)}
        return {
            slug: ProofRecord(**{name: value for name, value in record.items() if name in names})
            for slug, record in data["proofs"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f'"{path}" holds no proofs: {error!r}.', "Remove the file; `dlgrade verify --proof FILE` writes it anew."
        ) from None


def write_proofs(path: Path, proofs: dict[str, ProofRecord]) -> None:
    """The file anew, sorted, so that a change shows only what was proved again."""
    data = {"format": FORMAT, "proofs": {slug: asdict(proofs[slug]) for slug in sorted(proofs)}}
    partial = path.with_name(path.name + ".part")
    partial.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    partial.replace(path)
