"""The record of an exercise's proof, in `solutions/<slug>/proof.json`, keyed by its content, so a stale proof shows.

{"format": 2, "key": "...", "seeds": 200, "public": 5, ...}
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.catalogue.exercise import Exercise
from grader.digest import digest_of
from grader.errors import UsageError

FORMAT = 2
NAME = "proof.json"
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
    seconds: int


def key_of(exercise: Exercise) -> str:
    """SHA-256 over the names and contents of all the exercise's files but the record, and what decides nothing."""
    files = [
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for folder in (exercise.folder, exercise.solutions)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path not in (record_path(exercise), exercise.bench)
    ]
    return digest_of(files, under=str(METHOD))


def record_path(exercise: Exercise) -> Path:
    """Where the exercise's proof is kept: beside its answers, so that two authors never write to one file."""
    return exercise.solutions / NAME


def read_proof(exercise: Exercise) -> ProofRecord | None:
    """The latest proof of the exercise, of whatever state of it; None where there is none.

    Raises:
        UsageError: the file is not such a record.
    """
    path = record_path(exercise)
    if not path.exists():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data.pop("format") != FORMAT:
            raise UsageError(f'"{path}" has another format than {FORMAT}, which this program reads.', "Update dlgrade.")
        return ProofRecord(**data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f'"{path}" holds no proof: {error!r}.', "Remove the file; `dlgrade verify --proof` writes it anew."
        ) from None


def write_proof(exercise: Exercise, record: ProofRecord) -> None:
    """The record anew, in one step."""
    path = record_path(exercise)
    partial = path.with_name(path.name + ".part")
    partial.write_text(json.dumps({"format": FORMAT, **asdict(record)}, indent=1) + "\n", encoding="utf-8")
    partial.replace(path)
