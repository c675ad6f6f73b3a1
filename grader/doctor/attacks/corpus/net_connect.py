"""
verdict = "AC"
points_at_most = 7
wall_s = 15
label = { en = "calls home over the network", zh = "向外建立网络连接" }
exploits = "Calls home over TCP, UDP, DNS, a Unix socket, netlink and vsock."
stops = "The filter of system calls refuses every socket, and there is no network to reach."
"""

import socket


def double(x):
    kinds = [
        (socket.AF_INET, socket.SOCK_STREAM),
        (socket.AF_INET, socket.SOCK_DGRAM),
        (socket.AF_UNIX, socket.SOCK_STREAM),
        (socket.AF_NETLINK, socket.SOCK_RAW),
        (40, socket.SOCK_STREAM),
        (socket.AF_PACKET, socket.SOCK_RAW),
    ]
    for family, kind in kinds:
        try:
            socket.socket(family, kind)
        except OSError:
            continue
        return "a socket"
    try:
        return socket.getaddrinfo("example.org", 80)
    except OSError:
        return 2 * x
