"""Curves on log-log axes: in the terminal as characters, in a file by matplotlib (the extra `plot`)."""

from __future__ import annotations

import importlib.util
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.installed import install_command
from grader.texts import Text

_LEFT = 10


@dataclass(frozen=True)
class Curve:
    """A name, a mark, and points (x, y), both above zero."""

    name: str
    mark: str
    points: tuple[tuple[float, float], ...]


def plotted(curves: Sequence[Curve], unit: str, *, width: int, height: int = 12) -> list[str]:
    """The lines of a plot: y to the left, x below, the marks above; where two marks meet, the first curve's is seen."""
    points = [point for curve in curves for point in curve.points]
    if not points:
        return []
    (left, right), (low, high) = _range([x for x, _ in points]), _range([y for _, y in points])
    columns = max(20, width - _LEFT - 2)
    cells = [[" "] * columns for _ in range(height)]
    for curve in reversed(curves):
        for x, y in curve.points:
            column = round(_share(x, left, right) * (columns - 1))
            row = round((1 - _share(y, low, high)) * (height - 1))
            cells[row][column] = curve.mark
    lines = ["  ".join(f"{curve.mark} {curve.name}" for curve in curves)]
    for row, line in enumerate(cells):
        value = high * (low / high) ** (row / (height - 1))
        label = _short(value, unit) if row in (0, height // 2, height - 1) else ""
        lines.append(f"{label:>{_LEFT}} |{''.join(line).rstrip()}")
    lines.append(" " * _LEFT + " +" + "-" * columns)
    ends = f"{left:g}", f"n = {right:g}"
    lines.append(" " * (_LEFT + 2) + ends[0] + " " * max(1, columns - len(ends[0]) - len(ends[1])) + ends[1])
    return lines


def require_matplotlib() -> None:
    """Make sure that a picture can be written.

    Raises:
        UsageError: there is no matplotlib.
    """
    if importlib.util.find_spec("matplotlib") is None:
        raise UsageError(
            Text(
                f'A picture needs matplotlib, which "{sys.executable}" does not have.',
                f"生成图片需要 matplotlib，而“{sys.executable}”中没有安装。",
            ),
            Text("Install it:\n  ", "安装命令：\n  ") + install_command("matplotlib", extra="plot"),
        )


def save(path: Path, panels: Sequence[tuple[str, Sequence[Curve]]], title: str, label: str) -> None:
    """Write the panels side by side; the name's ending is the format.

    Raises:
        UsageError: the file cannot be written.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(panels), figsize=(5.5 * len(panels), 4), layout="constrained", squeeze=False)
    for axis, (name, curves) in zip(axes[0], panels, strict=True):
        for curve, style in zip(curves, ("o-", "s--"), strict=False):
            axis.loglog(*zip(*curve.points, strict=True), style, label=curve.name) if curve.points else None
        axis.set_xlabel(label)
        axis.set_ylabel(name)
        axis.grid(True, which="both", alpha=0.3)
        axis.legend()
    figure.suptitle(title)
    try:
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    except (OSError, ValueError) as error:
        raise UsageError(
            Text(f'"{path}" cannot be written: {error}.', f"无法写入“{path}”：{error}。"),
            Text("Name a file in a folder that can be written to.", "请指定可写文件夹中的文件。"),
        ) from None
    finally:
        pyplot.close(figure)


def _range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low / 2, high * 2) if low == high else (low, high)


def _share(value: float, low: float, high: float) -> float:
    return math.log(value / low) / math.log(high / low)


def _short(value: float, unit: str) -> str:
    scales: Sequence[tuple[float, str]] = ()
    if unit == "s":
        scales = ((1, "s"), (1e-3, "ms"), (1e-6, "us"))
    elif unit == "B":
        scales = ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB"))
    for scale, name in scales:
        if value >= scale:
            return f"{value / scale:.3g} {name}"
    return f"{value:.3g}"
