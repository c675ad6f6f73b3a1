"""Numbers as a person reads them: few digits, with their unit."""

from __future__ import annotations

from grader.texts import Text


def duration(seconds: float) -> Text:
    """A time, in milliseconds below one second."""
    if seconds < 0.0005:
        return Text("<1 ms", "<1 毫秒")
    if seconds < 0.9995:
        shown = f"{seconds * 1000:.0f}"
        return Text(f"{shown} ms", f"{shown} 毫秒")
    shown = f"{seconds:.1f}".removesuffix(".0") if seconds < 9.95 else f"{seconds:.0f}"
    return Text(f"{shown} s", f"{shown} 秒")


def fine(seconds: float) -> str:
    """A time with three significant digits, in the unit of which it is at least one."""
    for scale, unit in ((1.0, "s"), (1e-3, "ms")):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def span(seconds: float) -> Text:
    """A time that somebody waits: in seconds below a minute and a half, else in minutes, or in hours and minutes."""
    if seconds < 90:
        return duration(round(seconds))
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours:
        return Text(f"{hours} h {minutes} min", f"{hours} 小时 {minutes} 分钟")
    return Text(f"{minutes} min", f"{minutes} 分钟")


def seconds(value: float, digits: int) -> Text:
    """A time in seconds, whatever its size, with this many digits after the point: a column has one unit."""
    least = 10**-digits
    shown = f"{value:.{digits}f}" if value >= least / 2 else f"<{least:g}"
    return Text(f"{shown} s", f"{shown} 秒")


def size(count: float) -> str:
    """A number of bytes, in the largest binary unit of which it is at least one."""
    unit = "bytes"
    for larger in ("KiB", "MiB", "GiB"):
        if count < 1024:
            break
        count, unit = count / 1024, larger
    return f"{count:.1f}".removesuffix(".0") + f" {unit}"


def error(value: float) -> str:
    """An error or a tolerance: three significant digits, "nan" and "inf" as they are."""
    return f"{value:.3g}"


def ratio(value: float) -> str:
    """How many times: two significant digits below 10, whole numbers above."""
    return f"{value:.2f}" if value < 0.95 else f"{value:.1f}" if value < 9.95 else f"{value:.0f}"


def points(got: float, most: float) -> Text:
    """Points, of how many."""
    return Text(f"{got:g}/{most:g} points", f"{got:g}/{most:g} 分")
