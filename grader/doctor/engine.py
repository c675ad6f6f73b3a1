"""The container engine: its versions and their known holes, whose rights it has, what it can limit, its images."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from grader.doctor import Finding, State, holes
from grader.sandbox.choice import STRONG_RUNTIMES
from grader.sandbox.docker import image
from grader.sandbox.docker.engine import Engine, explained
from grader.texts import Text

SECTION = "engine"
IMAGES = "images"


def findings(engine: Engine) -> Iterator[Finding]:
    """The findings from the engine's own account: its versions, rights, seccomp, cgroups and runtimes.

    Raises:
        GraderError: it does not answer.
    """
    client = engine.client()
    try:
        with explained(Text("tell its version", "说明自己的版本"), engine.address):
            version = client.version()
            about = client.info()
    finally:
        client.close()
    yield from told(version, about, engine.address)


def told(version: Mapping[str, Any], about: Mapping[str, Any], address: str) -> Iterator[Finding]:
    """The findings of an engine's answers to "version" and "info"."""
    number = str(version.get("Version", "?"))
    yield Finding(
        SECTION,
        "engine",
        State.OK,
        Text(f"{number} at {address}", f"{number}，地址 {address}"),
        facts={"version": number, "address": address},
    )
    for part, given, package in _components(version):
        yield of_version(SECTION, part, given, package)
    yield of_version(SECTION, "kernel", str(about.get("KernelVersion", "")))
    yield _rights(about)
    yield _seccomp(about)
    yield _cgroup(about)
    yield from _runtimes(about)


def images(engine: Engine, recipe: image.Recipe) -> Iterator[Finding]:
    """A finding for each image of ours.

    Raises:
        GraderError: the engine does not answer.
    """
    for target in image.TARGETS:
        tag = recipe.tag(target)
        found = image.find(tag, engine)
        if found:
            size = _size(engine, found)
            shown = f"{tag}, {size / 1e6:.0f} MB"
            text, remedy, state = Text(shown, shown), None, State.OK
        else:
            size, state = 0, State.NOTE
            text = Text(f"{tag} is not built yet", f"{tag} 尚未构建")
            remedy = Text(
                "The first check that needs it builds it; `dlgrade image build` does it now.",
                "第一次需要它的 check 会自动构建；`dlgrade image build` 可立即构建。",
            )
        yield Finding(IMAGES, f"image {target}", state, text, remedy, {"tag": tag, "id": found, "bytes": size})


def _size(engine: Engine, found: str) -> int:
    client = engine.client()
    try:
        with explained(Text("inspect an image", "检查镜像"), engine.address):
            return int(client.inspect_image(found).get("Size", 0))
    finally:
        client.close()


def of_version(section: str, part: str, given: str, package: str = "") -> Finding:
    """The finding for `part` ("runc", "containerd", "kernel", ...): the vulnerabilities known for its stated version.

    package: the version of the distribution's package, where the engine tells it.
    """
    shown = package or given or "?"
    facts: dict[str, Any] = {"version": given, "package": package, "holes": [], "as_of": holes.as_of().isoformat()}
    parsed = holes.parse(given)
    if parsed is None or part not in {hole.part for hole in holes.holes()}:
        return Finding(section, part, State.OK, Text(shown, shown), facts=facts)
    number, mark = parsed
    if part == "kernel" and mark and not number.patch:
        # Such as 6.1.0-18-amd64: the patch level is the distribution's, and stands elsewhere.
        text = Text(
            f"{shown}; the version does not tell which holes are closed: distribution kernels backport fixes",
            f"{shown}；从该版本号看不出哪些漏洞已修复：发行版内核会移植修复",
        )
        return Finding(section, part, State.NOTE, text, _upgrade(part), facts)
    found = holes.known(part, number)
    day = holes.as_of()
    if not found:
        text = Text(
            f"{shown}; no known vulnerability in the list of {day}",
            f"{shown}；在 {day} 的清单中没有已知漏洞",
        )
        return Finding(section, part, State.OK, text, facts=facts)
    text = Text(
        f"{shown}; version listed as vulnerable to {', '.join(hole.cve for hole in found)} (list of {day}; "
        "distributions often fix holes without changing the version: check the package's changelog)",
        f"{shown}；按版本号受 {'、'.join(hole.cve for hole in found)} 影响（{day} 的清单；"
        "发行版修复时往往不改版本号，请查看软件包的更新日志）",
    )
    return Finding(
        section,
        part,
        State.NOTE if mark or all(hole.closed for hole in found) else State.WARNING,
        text,
        _upgrade(part),
        {**facts, "holes": [hole.cve for hole in found]},
        tuple(_detail(hole) for hole in found),
    )


def _detail(hole: holes.Hole) -> Text:
    if hole.closed is None:
        return Text(f"{hole.cve}: {hole.what.en}", f"{hole.cve}：{hole.what.zh}")
    return Text(
        f"{hole.cve}: {hole.what.en}. Submissions cannot exploit it: {hole.closed.en}",
        f"{hole.cve}：{hole.what.zh}。提交无法利用：{hole.closed.zh}",
    )


def _upgrade(part: str) -> Text:
    if part == "kernel":
        return Text(
            "Keep the machine up to date, and restart it after a kernel update.",
            "请及时安装系统更新，内核更新后重启机器。",
        )
    return Text(f"Upgrade {part}, or the package that it comes with.", f"请升级 {part}，或它所属的软件包。")


def _components(version: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Runtime and containerd, as Docker and Podman list them: the name, the version, the package's version or ""."""
    for component in version.get("Components") or ():
        words = str(component.get("Name", "")).lower()
        details = component.get("Details") or {}
        given = str(component.get("Version", "")).strip().removeprefix("v")
        for part in ("containerd", "runc", "crun"):
            if part in words:
                # Podman gives all that `crun --version` prints.
                first = given.splitlines()[0].rpartition(" ")[2] if given else ""
                package = str(details.get("Package") or details.get("GitCommit") or "")
                yield part, first, package if package.startswith(first) and first else ""


def _rights(about: Mapping[str, Any]) -> Finding:
    options = _security(about)
    if "rootless" in options:
        text = Text(
            "rootless: whoever escapes from a container has your rights only",
            "rootless：从容器逃逸者只有你的权限，不会更多",
        )
        return Finding(SECTION, "rights", State.OK, text, facts={"rootless": True, "userns": True})
    if "userns" in options:
        text = Text(
            "the engine runs as root, but root in a container has no rights outside (userns-remap)",
            "引擎以 root 运行，但容器内的 root 在外部没有权限（userns-remap）",
        )
        return Finding(SECTION, "rights", State.OK, text, facts={"rootless": False, "userns": True})
    text = Text(
        "the engine runs as root: whoever may use its socket is root too, and so is whoever escapes from a container",
        "引擎以 root 运行：能使用其套接字的人等同 root，从容器逃逸者也是如此",
    )
    remedy = Text(
        "For a class, a rootless engine, `--runtime runsc` or a dedicated machine is safer.",
        "用于班级时，rootless 引擎、`--runtime runsc` 或专用机器更安全。",
    )
    return Finding(SECTION, "rights", State.NOTE, text, remedy, {"rootless": False, "userns": False})


def _seccomp(about: Mapping[str, Any]) -> Finding:
    if "seccomp" in _security(about):
        text = Text(
            "filters system calls (seccomp); dlgrade uses its own list",
            "支持过滤系统调用（seccomp）；dlgrade 使用自己的清单",
        )
        return Finding(SECTION, "seccomp", State.OK, text, facts={"seccomp": True})
    text = Text(
        "the engine does not say that it filters system calls (seccomp)", "引擎没有表明它会过滤系统调用（seccomp）"
    )
    remedy = Text(
        "Use a kernel and an engine with seccomp; `dlgrade doctor --attack` shows what holds.",
        "请使用支持 seccomp 的内核和引擎；`dlgrade doctor --attack` 可显示哪些防护有效。",
    )
    return Finding(SECTION, "seccomp", State.WARNING, text, remedy, {"seccomp": False})


def _cgroup(about: Mapping[str, Any]) -> Finding:
    number, driver = str(about.get("CgroupVersion") or "?"), str(about.get("CgroupDriver") or "?")
    wanted = {
        "memory": about.get("MemoryLimit"),
        "swap": about.get("SwapLimit"),
        "pids": about.get("PidsLimit"),
        "cpuset": about.get("CPUSet"),
    }
    lacking = [name for name, there in wanted.items() if there is False]
    facts = {"version": number, "driver": driver, "lacking": lacking}
    if not lacking:
        text = Text(f"version {number} ({driver}), with every limit", f"版本 {number}（{driver}），支持所有限制")
        return Finding(SECTION, "cgroup", State.OK, text, facts=facts)
    text = Text(
        f"version {number} ({driver}); the engine says that it cannot limit: {', '.join(lacking)}",
        f"版本 {number}（{driver}）；引擎表示无法限制：{', '.join(lacking)}",
    )
    remedy = Text(
        "A rootless engine needs cgroup version 2 and a delegation of the controllers; "
        "swap may need swapaccount=1 on the kernel's command line.",
        "rootless 引擎需要 cgroup 版本 2 并委派相应控制器；限制交换空间可能需要内核参数 swapaccount=1。",
    )
    return Finding(SECTION, "cgroup", State.WARNING, text, remedy, facts)


def _runtimes(about: Mapping[str, Any]) -> Iterator[Finding]:
    names = sorted(about.get("Runtimes") or ())
    strong = [name for name in names if name in STRONG_RUNTIMES]
    if strong:
        text = Text(
            f"{', '.join(strong)}: puts a kernel of its own in between; --runtime {strong[0]} uses it",
            f"{', '.join(strong)}：在中间加一层独立内核；用 --runtime {strong[0]} 启用",
        )
        yield Finding(SECTION, "runtimes", State.OK, text, facts={"runtimes": names})


def _security(about: Mapping[str, Any]) -> set[str]:
    """The names in "name=seccomp,profile=default" and the like."""
    options = (str(option) for option in about.get("SecurityOptions") or ())
    return {part.removeprefix("name=") for option in options for part in option.split(",")[:1]}
