"""The connection to a container: taking the engine's frames apart, waiting, and ending."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox import SandboxGone
from grader.sandbox.docker.attached import Attachment, Demultiplexer


def frame(stream: int, payload: bytes) -> bytes:
    """One frame as the engine sends it."""
    return struct.pack(">BxxxL", stream, len(payload)) + payload


@given(
    frames=st.lists(st.tuples(st.sampled_from([1, 2]), st.binary(max_size=40))),
    cuts=st.lists(st.integers(min_value=1, max_value=9), min_size=1),
)
def test_frames_are_told_apart_however_they_are_cut(frames, cuts):
    """Wherever the network cuts the stream, output and errors come out whole and in order."""
    data, demultiplexer, output, turn = b"".join(frame(*item) for item in frames), Demultiplexer(), b"", 0
    while data:
        size = cuts[turn % len(cuts)]
        turn += 1
        output += demultiplexer.feed(data[:size])
        data = data[size:]
    assert output == b"".join(payload for stream, payload in frames if stream == 1)
    assert demultiplexer.stderr_tail() == b"".join(payload for stream, payload in frames if stream == 2)


def test_a_huge_announced_length_costs_nothing():
    """A frame that announces 4 GiB is handed on as it comes."""
    demultiplexer = Demultiplexer()
    assert demultiplexer.feed(struct.pack(">BxxxL", 1, 0xFFFFFFFF) + b"abc") == b"abc"
    assert demultiplexer.feed(b"def") == b"def"


def test_errors_are_kept_to_their_tail():
    """Of standard error 4 KiB stay, whether they come in one frame or in many."""
    for step in (1, 100, 5000):
        demultiplexer = Demultiplexer()
        for start in range(0, 10_000, step):
            demultiplexer.feed(frame(2, (b"0123456789" * 1000)[start : start + step]))
        assert demultiplexer.stderr_tail() == (b"0123456789" * 1000)[-4096:]


@pytest.mark.parametrize("header", [b"\x03\0\0\0\0\0\0\1", b"\0\0\0\0\0\0\0\1", b"\1\0\1\0\0\0\0\1", b"HTTP/1.1"])
def test_what_is_no_frame_is_refused(header):
    """Bytes that can't be a header raise SandboxGone, and the message shows them."""
    with pytest.raises(SandboxGone, match=f'"{header.hex(" ")}" where the header of a frame must be'):
        Demultiplexer().feed(header + b"x")


def test_write_gives_up_on_a_side_that_takes_nothing():
    """A write does not hang: when nothing is taken for its time limit, it raises SandboxGone."""
    here, there = socket.socketpair()
    attachment = Attachment(here, write_s=0.2)
    began = time.monotonic()
    with there, pytest.raises(SandboxGone, match=r"took nothing for 0\.2 seconds"):
        attachment.write(b"x" * (8 << 20))
    assert 0.2 <= time.monotonic() - began < 2


def test_a_slow_side_is_waited_for():
    """The limit of a write is on standing still: a side that takes a little now and then gets everything."""
    here, there = socket.socketpair()
    attachment = Attachment(here, write_s=0.5)
    data, got = b"x" * (4 << 20), bytearray()

    def take() -> None:
        while len(got) < len(data):
            time.sleep(0.02)
            got.extend(there.recv(1 << 17))

    taker = threading.Thread(target=take, daemon=True)
    taker.start()
    attachment.write(data)
    taker.join(10)
    there.close()
    assert bytes(got) == data


def test_a_lost_connection_ends_reading_and_writing():
    """When the other side is gone, reading is at its end, and writing raises SandboxGone."""
    here, there = socket.socketpair()
    attachment = Attachment(here)
    there.close()
    with pytest.raises(SandboxGone, match="the engine is away"):
        attachment.write(b"x")
    assert attachment.read() == b""
    with pytest.raises(SandboxGone, match="The sandbox has ended"):
        attachment.write(b"x")


class Tls:
    """A socket that answers as one under TLS does: first that it must read or write something of its own."""

    def __init__(self, plain: socket.socket) -> None:
        self.plain, self.waits = plain, [ssl.SSLWantReadError(), ssl.SSLWantWriteError()]
        self.setblocking, self.fileno, self.close = plain.setblocking, plain.fileno, plain.close

    def recv(self, size: int) -> bytes:
        """Receive, once both waits are over."""
        if self.waits:
            raise self.waits.pop()
        return self.plain.recv(size)

    def send(self, data: memoryview) -> int:
        """Send, once both waits are over."""
        if self.waits:
            raise self.waits.pop()
        return self.plain.send(data)


def test_tls_may_wait_for_the_other_direction():
    """Under TLS a read may have to write and a write to read; both go on after that."""
    here, there = socket.socketpair()
    with there:
        there.sendall(frame(1, b"hello"))
        attachment = Attachment(Tls(here))
        assert attachment.read() == b"hello"
        attachment._socket.waits.append(ssl.SSLWantWriteError())
        attachment.write(b"bye")
        assert there.recv(9) == b"bye"


def test_shut_ends_what_waits():
    """`shut` ends a read that waits, may come again, and raises nothing on a dead connection."""
    here, there = socket.socketpair()
    attachment = Attachment(here)
    timer = threading.Timer(0.2, attachment.shut)
    timer.start()
    assert attachment.read() == b""
    timer.join()
    there.close()
    attachment.shut()
