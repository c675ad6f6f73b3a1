"""`dlgrade doctor --attack`: the attacks that come with the program, tried on this machine, and what held."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from grader.catalogue.exercise import Catalogue
from grader.doctor import Finding, State, attacks
from grader.doctor.attacks import Attack
from grader.doctor.attacks.outcome import disturbed, unexpected
from grader.errors import GraderError
from grader.grading.client import JudgeProcess
from grader.grading.pool import Pool, Turn
from grader.grading.processors import lanes
from grader.judge.protocol import Job, Options
from grader.texts import Tell, Text

SECTION = "attack"
_SEED = "doctor"
_SHOWN = 240  # characters of a fault on the page; --json has it whole


def findings(sandbox: str, runtime: str, progress: Tell) -> Iterator[Finding]:
    """Try every attack in a sandbox, by its name; one finding each. One that should be held and is not is a problem.

    Raises:
        GraderError: the judge does not work, to begin with or from some attack on.
    """
    exercise = Catalogue(attacks.CATALOGUE)[attacks.TARGET]
    with Pool(Options(sandbox=sandbox, runtime=runtime), lanes(1), progress=progress) as pool:
        for attack in attacks.read_all():
            if sandbox in attack.not_tried_in:
                yield _not_tried(attack, sandbox)
                continue
            progress(Text(f"attacking: {attack.name}", f"正在攻击：{attack.name}"))
            yield pool.submit(exercise, partial(_attack, attack=attack, sandbox=sandbox)).result()


def _attack(turn: Turn, *, attack: Attack, sandbox: str) -> Finding:
    judge, honest = turn.judge, turn.judge.exercise.reference.read_bytes()
    if not judge.manifest:
        _try_out(judge, honest)
    began = time.monotonic()
    try:
        judged = judge.judge(Job(attack.source(honest.decode()), _SEED, diagnose=False))
        wall_s = time.monotonic() - began
        after = judge.judge(Job(honest, _SEED, diagnose=False))
    except GraderError as error:
        return result(attack, sandbox, "IE", time.monotonic() - began, [f"the judge ended: {error}"])
    if after.internal is not None:  # the machine's fault, or ours: no attack is to blame
        raise GraderError(f"The judge stopped working: {after.internal.facts['error']}", after.internal.facts["remedy"])
    faults = [*unexpected(attack, attack.verdicts, judged, wall_s), *disturbed(after)]
    known = not [*unexpected(attack, attack.acceptable(sandbox), judged, wall_s), *disturbed(after)]
    return result(attack, sandbox, str(judged.verdict), wall_s, faults, known=known)


def _try_out(judge: JudgeProcess, honest: bytes) -> None:
    """So that no attack's time counts the start, and no attack is blamed for a judge that does not work.

    Raises:
        GraderError: it does not.
    """
    if faults := list(disturbed(judge.judge(Job(honest, _SEED, diagnose=False)))):
        raise GraderError(
            Text(f"The honest submission is not accepted: {faults[0]}", f"诚实的提交没有通过：{faults[0]}"),
            Text(
                "Fix what the lines above name; without a working judge no attack can be tried.",
                "请先解决以上各行指出的问题：评测程序不能工作时，无法尝试攻击。",
            ),
        )


def result(
    attack: Attack, sandbox: str, verdict: str, wall_s: float, faults: list[str], *, known: bool = False
) -> Finding:
    """The finding for one attack. `known`: the faults are ones that this sandbox is known not to stop."""
    label = attack.label or Text(attack.exploits, attack.exploits)
    facts = {
        "held": not faults,
        "known": known and bool(faults),
        "verdict": verdict,
        "wall_s": wall_s,
        "faults": faults,
    }
    if not faults:
        text = Text(f"held: {label.en}", f"挡住了：{label.zh}")
        return Finding(SECTION, attack.name, State.OK, text, facts=facts)
    text = Text(f"did not hold: {label.en} ({verdict})", f"没有挡住：{label.zh}（{verdict}）")
    if known:
        remedy = Text(
            f'The sandbox "{sandbox}" cannot hold this, anywhere (docs/security.md): use docker for others\' code.',
            f"沙箱“{sandbox}”在任何机器上都挡不住它（docs/security.md）：评判他人的代码请使用 docker。",
        )
        return Finding(SECTION, attack.name, State.WARNING, text, remedy, facts)
    remedy = Text(
        "Do not judge other people's submissions here. If nothing above explains it, report it with these lines.",
        "请勿在此评判他人的提交。若上面的结果不能解释原因，请附上这些内容报告问题。",
    )
    return Finding(
        SECTION,
        attack.name,
        State.PROBLEM,
        text,
        remedy,
        facts,
        tuple(Text(line[:_SHOWN], line[:_SHOWN]) for line in faults),
    )


def _not_tried(attack: Attack, sandbox: str) -> Finding:
    label = attack.label or Text(attack.exploits, attack.exploits)
    text = Text(
        f'not tried: {label.en}; the sandbox "{sandbox}" has no namespace that would end with it',
        f"未尝试：{label.zh}；沙箱“{sandbox}”没有可随之结束的命名空间",
    )
    return Finding(SECTION, attack.name, State.NOTE, text, facts={"held": None})
