"""The sandbox images: named after what is in them, built when missing, kept and brought back for CI.

The name of an image holds a hash of the Dockerfile, the target and the arguments that change the result, so a
changed Dockerfile is a new image and an old one never stands in for it. Everything after this module uses the
image's id; nothing is ever pulled at a start.

Environment:
    DLGRADE_BASE_IMAGE     an image with Python 3.11 to build on, instead of the Dockerfile's own choice.
    DLGRADE_TORCH_INDEX    where pip finds torch during the build; set but empty: pip's settings in the base decide.
    DLGRADE_BUILD_NETWORK  the network of the build, such as "host"; the sandbox itself never has one.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import re
import tarfile
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import GraderError, UsageError
from grader.installed import shipped
from grader.sandbox.docker.engine import Engine, explained
from grader.texts import Said, Tell, Text

TARGETS = ("numpy", "torch")
SILENCE_S = 1800.0
LINES_SHOWN = 20


_STEP = re.compile(r"(?i)step (?P<number>\d+)/(?P<count>\d+) :(?: FROM \S+ AS (?P<stage>\S+))?")
# What happens in each stage of the Dockerfile, as far as a learner would wonder.
_STAGES = {
    "numpy-build": Text("fetching Python and numpy", "获取 Python 和 numpy"),
    "stripped": Text("removing what no submission needs", "删除提交用不到的内容"),
    "numpy": Text("putting it together", "组装镜像"),
    "torch-build": Text("fetching PyTorch, some hundred megabytes", "获取 PyTorch，约数百 MB"),
    "torch": Text("putting it together", "组装镜像"),
}


def quiet(_said: Said) -> None:
    """A progress callback that says nothing."""


@dataclass(frozen=True)
class Recipe:
    """The inputs of the images' build. "" leaves `base` to the Dockerfile, None the `torch_index`.

    `network` is that of the build, and does not change the result.
    """

    dockerfile: bytes
    base: str = ""
    torch_index: str | None = None
    network: str = ""

    def arguments(self, target: str) -> dict[str, str]:
        """The arguments of the build that change what `target` becomes."""
        arguments = {"BASE": self.base} if self.base else {}
        if target == "torch" and self.torch_index is not None:
            arguments["TORCH_INDEX"] = self.torch_index
        return arguments

    def tag(self, target: str) -> str:
        """The name of the image of `target`."""
        digest = hashlib.sha256()
        for part in (self.dockerfile, target.encode(), repr(sorted(self.arguments(target).items())).encode()):
            digest.update(hashlib.sha256(part).digest())
        return f"dlgrade-sandbox:{target}-{digest.hexdigest()[:16]}"


def recipe(environ: Mapping[str, str] = os.environ, root: Path | None = None) -> Recipe:
    """The recipe that comes with the program, with what the environment says; `root` holds the Dockerfile.

    Raises:
        GraderError: the Dockerfile is missing.
    """
    path = (root or shipped()) / "Dockerfile"
    try:
        dockerfile = path.read_bytes()
    except OSError as error:
        raise GraderError(
            Text(
                f'The recipe of the sandbox image, "{path}", could not be read: {error}.',
                f"无法读取沙箱镜像的构建文件“{path}”：{error}。",
            ),
            Text("Install dlgrade again.", "请重新安装 dlgrade。"),
        ) from error
    return Recipe(
        dockerfile,
        base=environ.get("DLGRADE_BASE_IMAGE", ""),
        torch_index=environ.get("DLGRADE_TORCH_INDEX"),
        network=environ.get("DLGRADE_BUILD_NETWORK", ""),
    )


def ensure(target: str, progress: Tell = quiet, *, engine: Engine, recipe: Recipe) -> str:
    """The id of the image of `target`, which is built now if the engine does not have it.

    `progress` gets a line for each step of a build. Two graders of one user that need the same image build it
    once: the second waits for the first.

    Raises:
        GraderError: the engine is away, or the build failed (with its last lines).
    """
    tag = recipe.tag(target)
    found = find(tag, engine)
    if found:
        return found
    with _alone(tag, progress):
        found = find(tag, engine)
        if not found:
            _build(target, tag, progress, engine, recipe)
            found = find(tag, engine)
    if not found:
        raise GraderError(
            Text(
                f'The sandbox image "{tag}" was built, but the engine does not have it.',
                f"沙箱镜像“{tag}”已经构建，但引擎里没有它。",
            ),
            Text(
                "Check whether something removes images on this machine, and try again.",
                "请检查本机是否有程序在清理镜像，然后重试。",
            ),
        )
    return found


def find(tag: str, engine: Engine) -> str:
    """The id of the image that is called `tag`, or ""."""
    from docker.errors import ImageNotFound

    client = engine.client()
    try:
        with explained(Text(f'look for the image "{tag}"', f"查找镜像“{tag}”"), engine.address):
            try:
                return str(client.inspect_image(tag)["Id"])
            except ImageNotFound:
                return ""
    finally:
        client.close()


def save(
    path: Path, targets: Sequence[str] = TARGETS, progress: Tell = quiet, *, engine: Engine, recipe: Recipe
) -> None:
    """Write the images of `targets`, built if they are missing, to one tar file: a cache between CI runs.

    The file appears whole or not at all. The layers that the images share are in it once.

    Raises:
        UsageError: the file can't be written.
        GraderError: the engine is away, or a build failed.
    """
    for target in targets:
        ensure(target, progress, engine=engine, recipe=recipe)
    names = [recipe.tag(target) for target in targets]
    partial = path.with_name(path.name + ".partial")
    try:
        file = partial.open("wb")
    except OSError as error:
        raise UsageError(
            Text(f'"{partial}" could not be written: {error.strerror}.', f"无法写入“{partial}”：{error.strerror}。"),
            Text("Name another file.", "请换一个文件。"),
        ) from error
    client = engine.client(SILENCE_S)
    try:
        with file, explained(Text("save the sandbox images", "保存沙箱镜像"), engine.address):
            # The SDK's get_image knows one name only, and would write the shared layers twice.
            url = f"{client.base_url}/v{client.api_version}/images/get"
            with client.get(url, params={"names": names}, stream=True, timeout=SILENCE_S) as answer:
                answer.raise_for_status()
                for chunk in answer.iter_content(1 << 20):
                    file.write(chunk)
        partial.replace(path)
    finally:
        client.close()
        partial.unlink(missing_ok=True)
    progress(Text(f"Saved {', '.join(targets)} to {path}", f"已把 {'、'.join(targets)} 保存到 {path}"))


def load(path: Path, progress: Tell = quiet, *, engine: Engine) -> None:
    """Give the engine the images of a file that `save` wrote. Those of another recipe do no harm: no name matches.

    Raises:
        UsageError: the file can't be read.
        GraderError: the engine is away, or refuses the file.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise UsageError(
            Text(f'"{path}" could not be read: {error.strerror}.', f"无法读取“{path}”：{error.strerror}。"),
            Text("Name a file of saved images.", "请给出一个保存过镜像的文件。"),
        ) from error
    client = engine.client(SILENCE_S)
    try:
        with file, explained(Text(f'load the images of "{path}"', f"载入“{path}”中的镜像"), engine.address):
            for answer in client.load_image(file):
                # The SDK hands on a refusal of the whole file ("message") as if it were progress.
                refusal = answer.get("error") or answer.get("message")
                if refusal:
                    raise GraderError(
                        Text(
                            f'The engine could not load the images of "{path}": {refusal}.',
                            f"引擎无法载入“{path}”中的镜像：{refusal}。",
                        ),
                        Text(
                            "Delete the file: the images are then built again.",
                            "请删除该文件：之后会重新构建镜像。",
                        ),
                    )
    finally:
        client.close()
    progress(Text(f"Loaded the images in {path}", f"已载入 {path} 中的镜像"))


@contextmanager
def _alone(tag: str, progress: Tell) -> Iterator[None]:
    """Hold the lock on building `tag`. The kernel frees it when its holder dies."""
    name = f"dlgrade-{os.getuid()}-{tag.rpartition(':')[2]}.lock"
    # No symbolic link of another user's is followed; the user's number in the name keeps their files apart.
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    path = Path(tempfile.gettempdir(), name)
    try:
        descriptor = os.open(path, flags, 0o600)
    except OSError as error:
        raise GraderError(
            Text(
                f'The lock "{path}" could not be opened: {error.strerror}.',
                f"无法打开锁文件“{path}”：{error.strerror}。",
            ),
            Text(
                "Remove the file, or name a folder that you may write to in TMPDIR.",
                "请删除该文件，或用 TMPDIR 指定一个可写的文件夹。",
            ),
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress(
                Text(
                    "Another dlgrade is building the sandbox image; waiting for it",
                    "另一个 dlgrade 正在构建沙箱镜像，正在等待它完成",
                )
            )
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _build(target: str, tag: str, progress: Tell, engine: Engine, recipe: Recipe) -> None:
    lines: deque[str] = deque(maxlen=LINES_SHOWN)
    stage = ""
    client = engine.client(SILENCE_S)
    try:
        with explained(Text(f'build the sandbox image "{target}"', f"构建沙箱镜像“{target}”"), engine.address):
            for event in client.build(
                fileobj=io.BytesIO(_context(recipe.dockerfile)),
                custom_context=True,
                encoding=None,
                tag=tag,
                target=target,
                buildargs=recipe.arguments(target),
                network_mode=recipe.network or None,
                rm=True,
                forcerm=True,
                timeout=SILENCE_S,
                decode=True,
            ):
                for line in _lines(event):
                    lines.append(line)
                    if step := _STEP.match(line):
                        stage = step["stage"] or stage
                        progress(_told(int(step["number"]), int(step["count"]), stage))
                if "error" in event:
                    raise _failure(target, recipe.base, event["error"], lines)
    finally:
        client.close()


def _told(number: int, count: int, stage: str) -> Text:
    """The progress text for a step of the build; for an unknown stage it gives the step's number only."""
    doing = _STAGES.get(stage)
    what, what_zh = (f": {doing.en}", f"：{doing.zh}") if doing else ("", "")
    return Text(
        f"building the sandbox image, once for this machine{what} (step {number} of {count})",
        f"正在构建沙箱镜像，本机只需一次{what_zh}（第 {number} 步，共 {count} 步）",
    )


def _context(dockerfile: bytes) -> bytes:
    """The build context: a tar of the Dockerfile alone, for it copies nothing of ours."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        entry = tarfile.TarInfo("Dockerfile")
        entry.size = len(dockerfile)
        tar.addfile(entry, io.BytesIO(dockerfile))
    return buffer.getvalue()


def _lines(event: dict[str, Any]) -> Iterator[str]:
    """The printable lines of one event of the build."""
    for line in str(event.get("stream", "")).splitlines():
        clean = re.sub(r"\x1b\[[0-9;]*m|[^\x20-\x7e]", "", line).strip()
        if clean:
            yield clean[:200]


def _failure(target: str, base: str, error: str, lines: Sequence[str]) -> GraderError:
    on, on_zh = (f' on the base image "{base}"', f"（基础镜像“{base}”）") if base else ("", "")
    shown = "".join(f"\n  {line}" for line in lines)
    return GraderError(
        Text(
            f'The sandbox image "{target}" could not be built{on}: {error.strip()[:500]}\n'
            f"The last lines of the build:{shown}",
            f"无法构建沙箱镜像“{target}”{on_zh}：{error.strip()[:500]}\n构建的最后几行输出：{shown}",
        ),
        Text(
            "The build needs the base image and the packages, from the network unless DLGRADE_BASE_IMAGE and "
            "DLGRADE_TORCH_INDEX say otherwise. Fix what the lines name, and try again; or choose another sandbox with "
            "--sandbox: `dlgrade doctor` tells which work here.",
            "构建需要基础镜像和软件包；除非 DLGRADE_BASE_IMAGE 和 DLGRADE_TORCH_INDEX 另有指定，它们都从网络获取。"
            "请解决以上输出指出的问题后重试，或用 --sandbox 选择其他沙箱：`dlgrade doctor` 会说明哪些可用。",
        ),
    )
