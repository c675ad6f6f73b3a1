"""Whether a submission loads and defines its entry points: the way to CE, with a reason a learner can act on."""

from __future__ import annotations

import difflib
from typing import Any

from grader.catalogue.exercise import Entry, Exercise, signature_parameters
from grader.judge.disclose import with_source
from grader.judge.far.session import Fault, SubmissionRaised
from grader.report import LoadFailure
from grader.submission.newer_python import older
from grader.verdict import Verdict

# The most names of the submission that are looked at.
_NAMES = 1000


def load_fault(fault: Fault, source: bytes, python: str) -> tuple[Verdict, LoadFailure]:
    """The verdict and the reason when the code could not be run to its end, by version `python` of the interpreter."""
    if isinstance(fault, SubmissionRaised):
        record = fault.record
        if record["builtin"] == "SyntaxError" and not record["frames"]:
            return Verdict.CE, _syntax_error(record, source, python)
        return Verdict.CE, LoadFailure("raised", raised=with_source(fault.failure.raised, source))
    if fault.verdict in (Verdict.TLE, Verdict.MLE, Verdict.OLE):
        return fault.verdict, LoadFailure(fault.failure.kind, fault.failure.facts)
    return Verdict.CE, LoadFailure(fault.failure.kind, fault.failure.facts)


def _syntax_error(record: dict[str, Any], source: bytes, python: str) -> LoadFailure:
    """The failure for a source that the sandbox's Python cannot read though the judge's can: it may be older."""
    facts = {"line": record.get("line", 0), "column": record.get("column", 0), "error": record["message"]}
    text = source.decode("utf-8", "replace")
    version = python.rpartition(".")[0]
    beyond = [item for item in older(text)[1] if _number(item.needs) > _number(version)]
    if beyond:
        newest = max(beyond, key=lambda item: _number(item.needs))
        facts |= {"line": newest.line, "column": newest.column, **newest.facts(version)}
    lines = text.split("\n")
    shown = lines[facts["line"] - 1][:200] if 0 < facts["line"] <= len(lines) else ""
    return LoadFailure("syntax", facts | {"text": shown})


def _number(version: str) -> int:
    """The minor version of a Python 3: 12 for "3.12"."""
    return int(version.partition(".")[2] or 0)


def check_entries(exercise: Exercise, described: Any) -> LoadFailure | None:
    """The first fault in the entry points that the child described; None when there is none.

    The description is untrusted: at worst the submission lies about itself and fails its cases instead.
    """
    if type(described) is not dict or type(described.get("entries")) is not dict:
        return LoadFailure("protocol", {"reason": "an unknown description of the entry points"})
    listed = described.get("names")
    names = [name for name in listed if type(name) is str and len(name) < 100] if type(listed) is list else []
    names = names[:_NAMES]  # looking for near names takes time for each
    for entry in exercise.entries:
        found = described["entries"].get(entry.name)
        if type(found) is not dict:
            near = difflib.get_close_matches(entry.name, names, n=1, cutoff=0.6) or _same_letters(entry.name, names)
            return LoadFailure("missing", {"name": entry.name, "near": near[0][:100] if near else ""})
        failure = _check_entry(entry, found)
        if failure is not None:
            return failure
    return None


def _check_entry(entry: Entry, found: dict[str, Any]) -> LoadFailure | None:
    kind = found.get("kind")
    kind = kind[:100] if type(kind) is str else "unknown"
    if kind not in ("function", "class") or (entry.kind == "class" and kind != "class"):
        return LoadFailure("not_callable", {"name": entry.name, "expected": entry.kind, "actual": kind})
    wanted = {entry.name: (entry.signature, found.get("parameters"))}
    methods = found.get("methods")
    for method, signature in entry.methods.items():
        parameters = methods.get(method) if type(methods) is dict else None
        if parameters is None:
            return LoadFailure("missing", {"name": f"{entry.name}.{method}", "near": ""})
        wanted[f"{entry.name}.{method}"] = (signature, parameters)
    for name, (signature, parameters) in wanted.items():
        if not _fits(signature, parameters):
            facts = {"name": name, "expected": name + signature, "actual": name + _shown(parameters)}
            return LoadFailure("signature", facts)
    return None


def _fits(signature: str, actual: Any) -> bool:
    """Whether a call by the pinned signature, positional or by name, would be understood.

    A parameter without a default may be positional only: most calls give it so.
    """
    if type(actual) is str and actual == "unknown":
        return True
    if not _well_formed(actual):
        return False
    expected = signature_parameters(signature)
    if {"VAR_POSITIONAL", "VAR_KEYWORD"} <= {kind for _name, kind, _has_default in actual}:
        return True
    named = [item for item in actual if item[1] in ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "KEYWORD_ONLY")]
    if len(named) < len(expected):
        return False
    for wanted, (name, kind, has_default) in zip(expected, named, strict=False):
        if wanted.name != name or (wanted.has_default and not has_default):
            return False
        if kind == "KEYWORD_ONLY" and not wanted.keyword_only:
            return False
        if kind == "POSITIONAL_ONLY" and wanted.has_default:
            return False
    return all(has_default for _name, _kind, has_default in named[len(expected) :])


def _well_formed(actual: Any) -> bool:
    return type(actual) is list and all(
        type(item) is list
        and len(item) == 3
        and type(item[0]) is str
        and type(item[1]) is str
        and type(item[2]) is bool
        for item in actual
    )


def _shown(actual: Any) -> str:
    """A signature as Python writes it, defaults as "..."."""
    if not _well_formed(actual):
        return "(...)"
    marks = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}
    parts: list[str] = []
    before = ""
    for name, kind, has_default in actual[:12]:
        if before == "POSITIONAL_ONLY" != kind:
            parts.append("/")
        if kind == "KEYWORD_ONLY" and before not in ("KEYWORD_ONLY", "VAR_POSITIONAL"):
            parts.append("*")
        parts.append(marks.get(kind, "") + name[:60] + ("=..." if has_default else ""))
        before = kind
    return f"({', '.join(parts + ['/'] * (before == 'POSITIONAL_ONLY'))})"


def _same_letters(name: str, names: list[str]) -> list[str]:
    """Names that differ from `name` in case and underscores only."""
    plain = name.replace("_", "").lower()
    return [other for other in names if other.replace("_", "").lower() == plain]
