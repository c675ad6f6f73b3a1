"""`dlgrade verify`."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from grader.cli import completing
from grader.cli.options import catalogue_option, open_catalogue, sandbox_options, say
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.authoring.verify import Proof
    from grader.catalogue.exercise import Exercise
    from grader.judge.protocol import Options


class Shard(NamedTuple):
    """One of `parts` equal parts of a list, counted from 1."""

    number: int
    parts: int

    def of(self, slugs: Sequence[str]) -> Sequence[str]:
        """Each slug is in just one of the parts, and on every machine in the same; neighbours are in different ones."""
        return slugs[self.number - 1 :: self.parts]


class ShardType(click.ParamType[Shard]):
    """I/N, such as 2/5."""

    name = "shard"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """Fails, as click does, on anything else."""
        found = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", str(value))
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            self.fail(f'"{value}" is not I/N with I from 1 to N, such as 2/5.', param, ctx)
        return Shard(int(found[1]), int(found[2]))


@click.command()
@click.argument("exercises", nargs=-1, shell_complete=completing.exercises)
@click.option("--seeds", type=click.IntRange(1), default=20, help="Prove over this many seeds (default 20).")
@click.option("--mutants", is_flag=True, help="Also run the tests on single-change mutants of the reference.")
@click.option(
    "--matrix",
    is_flag=True,
    help="With --mutants: show what each case fails, what it alone fails, and how much of a tolerance right answers "
    "needed.",
)
@click.option(
    "--proof",
    is_flag=True,
    help="Keep each proof beside its exercise's solutions; implies --mutants. Exercises that have not changed since "
    "are not proved again, unless over more seeds.",
)
@click.option(
    "--adversary",
    type=click.Path(path_type=Path),
    help="Instead: judge each answer in this folder over the seeds, and say which are accepted.",
)
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1), default=1, help="Prove N exercises in parallel (default 1)."
)
@click.option(
    "--shard", metavar="I/N", type=ShardType(), help="Of N equal parts of the exercises, prove the I-th only."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per exercise, nothing else.")
@sandbox_options
@catalogue_option
def verify(
    exercises: tuple[str, ...],
    seeds: int,
    mutants: bool,
    matrix: bool,
    proof: bool,
    adversary: Path | None,
    jobs: int,
    shard: Shard | None,
    as_json: bool,
    sandbox: str,
    runtime: str,
    catalogue: str | None,
) -> int:
    """Prove exercises: the stub fails, right answers pass, each mistake is caught.

    Without EXERCISES, it proves the whole catalogue.
    """
    import json

    from grader.authoring.proofs import key_of, read_proof, write_proof
    from grader.authoring.verify import verify_all
    from grader.judge.protocol import Isolation, Options
    from grader.render.progress import shown_progress

    known = open_catalogue(catalogue)
    # All of it is our own code. The reference has its own sandbox, so its answers are kept for all runs with a seed.
    options = Options(sandbox=sandbox, runtime=runtime, isolation=Isolation.SHARED)
    asked = [known[slug] for slug in (shard or Shard(1, 1)).of(exercises or known.slugs)]
    if adversary is not None:
        return _judge_folder(asked, adversary, seeds, options)
    keys = {exercise.slug: key_of(exercise) for exercise in asked}
    before = {one.slug: record for one in asked if (record := read_proof(one) if proof else None)}
    unchanged = {slug: record for slug, record in before.items() if record.key == keys[slug]}
    done = {slug for slug, record in unchanged.items() if record.seeds >= seeds}
    left = [exercise for exercise in asked if exercise.slug not in done]
    # What took longest goes first, so that no processor waits for it in the end; what nobody knows, before that.
    left.sort(key=lambda one: -before[one.slug].seconds if one.slug in before else -math.inf)
    proved = {slug: record.seeds for slug, record in unchanged.items()}
    mutants = mutants or matrix or proof
    failed = 0
    with shown_progress() as progress:
        for found in verify_all(
            left, jobs, seeds=seeds, options=options, progress=progress.show, mutants=mutants, proved=proved
        ):
            progress.clear()
            if as_json:
                click.echo(json.dumps(found.to_json()))
            else:
                _show_proof(found, matrix)
            failed += bool(found.problems)
            if proof and not found.problems:
                write_proof(known[found.slug], found.record(keys[found.slug], unchanged.get(found.slug)))
    if as_json:
        for slug in sorted(done):
            click.echo(json.dumps({"slug": slug, "proved": True, "unchanged": True, "seeds": before[slug].seeds}))
    elif done:
        say(f"{len(done)} unchanged, proved before.")
    return 1 if failed else 0


def _judge_folder(asked: list[Exercise], folder: Path, seeds: int, options: Options) -> int:
    """A line for each answer; the exit code says whether one was accepted.

    Raises:
        UsageError: not exactly one exercise is named, or the folder holds no answers.
    """
    from grader.authoring.adversary import answers_in, judge_answers
    from grader.authoring.judges import Judges
    from grader.render.progress import shown_progress

    if len(asked) != 1:
        raise UsageError("--adversary takes the answers to one exercise.", "Name it before the options.")
    paths, accepted = answers_in(folder), 0
    with shown_progress() as progress, Judges(asked[0], options, progress=progress.show) as judges:
        for answer in judge_answers(asked[0], judges, paths, seeds, progress.show):
            progress.clear()
            say(answer.line())
            accepted += answer.passed > 0
    say(f"{len(paths) - accepted} of {len(paths)} refused ({1 - accepted / len(paths):.0%})")
    return 1 if accepted else 0


def _show_proof(proof: Proof, matrix: bool) -> None:
    say(proof.summary())
    for problem in proof.problems:
        say(f"  {problem}")
    if closest := proof.closest():
        say(f"  {closest}")
    if matrix:
        say("  fails  alone   used  case")
        for case, fails, alone in proof.matrix:
            used = f"{proof.tolerance_used[case][0]:.0e}" if case in proof.tolerance_used else ""
            say(f"  {fails:5}  {alone:5}  {used:>5}  {case}")
