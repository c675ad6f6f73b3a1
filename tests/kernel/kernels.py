"""A real kernel to type into, as a notebook does."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

WAIT_S = 60.0


@dataclass
class Ran:
    """What a cell gave: its outputs as a notebook would keep them, the replaced ones left out, and its status."""

    status: str
    number: int
    shown: dict[str, dict[str, str]] = field(default_factory=dict)
    progress: list[str] = field(default_factory=list)
    printed: str = ""
    errors: list[dict[str, Any]] = field(default_factory=list)
    result: str = ""

    @property
    def text(self) -> str:
        """What is shown under the cell, as text."""
        return "\n".join(one["text/plain"] for one in self.shown.values())

    @property
    def html(self) -> str:
        """What is shown under the cell, as HTML."""
        return "\n".join(one["text/html"] for one in self.shown.values())

    def add(self, kind: str, content: dict[str, Any]) -> None:
        """Take a message of the kernel's."""
        if kind in ("display_data", "update_display_data"):
            place = content["transient"]["display_id"]
            if place in self.shown:
                self.progress.append(self.shown[place]["text/plain"])
            self.shown[place] = content["data"]
        elif kind == "stream":
            self.printed += content["text"]
        elif kind == "error":
            self.errors.append(content)
        elif kind == "execute_result":
            self.result += content["data"]["text/plain"]


class Kernel:
    """A kernel; `run` is what a notebook's button does."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager, self.client = manager, client

    def run(self, code: str, *, interrupt_when: str = "", after_s: float = 0.0) -> Ran:
        """Run a cell; it is interrupted so long after something that holds those words is shown."""
        asked = self.client.execute(code)
        ran = Ran("", 0)
        for kind, content in self._messages(asked):
            ran.add(kind, content)
            if interrupt_when and interrupt_when in (ran.text + ran.printed):
                time.sleep(after_s)
                self.manager.interrupt_kernel()
                interrupt_when = ""
        while (reply := self.client.get_shell_msg(timeout=WAIT_S))["parent_header"].get("msg_id") != asked:
            pass  # an answer to whoever waited for the kernel
        ran.status, ran.number = reply["content"]["status"], reply["content"]["execution_count"]
        return ran

    def _messages(self, asked: str) -> Iterator[tuple[str, dict[str, Any]]]:
        while True:
            message = self.client.get_iopub_msg(timeout=WAIT_S)
            if message["parent_header"].get("msg_id") != asked:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return
            yield message["msg_type"], message["content"]

    @property
    def pid(self) -> int:
        """Of the kernel's process."""
        found: int = self.manager.provisioner.pid  # type: ignore[union-attr]
        return found


@contextmanager
def a_kernel(state: Path) -> Iterator[Kernel]:
    """A kernel whose journal is in a folder of its own, in English."""
    manager = KernelManager()
    manager.start_kernel(env=os.environ | {"XDG_STATE_HOME": str(state), "DLGRADE_LANG": "en"})
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=WAIT_S)
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


def below(pid: int) -> dict[int, str]:
    """The processes below a process, with their command lines."""
    found: dict[int, str] = {}
    pending = [pid]
    while pending:
        for task in Path(f"/proc/{pending.pop()}/task").glob("*/children"):
            for child in _read(task).split():
                found[int(child)] = _read(Path(f"/proc/{child}/cmdline")).replace("\0", " ")
                pending.append(int(child))
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def soon(holds: Any, seconds: float = 20.0) -> bool:
    """Whether it comes to hold."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    return re.sub(r"<[^>]+>", "", html)
