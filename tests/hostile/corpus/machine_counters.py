"""
verdict = "AC"
verdict_in = { process = ["WA"] }
points_at_most = 7
wall_s = 15
exploits = "Reads what the kernel counts for the whole machine: forks, interrupts, load, free memory, sectors of disks."
stops = "These files are covered, and the filter of system calls refuses sysinfo."
"""

import ctypes
import os

NAMES = (
    "stat loadavg meminfo vmstat uptime diskstats interrupts softirqs schedstat buddyinfo zoneinfo swaps locks cgroups "
    "key-users crypto modules pressure/cpu pressure/io pressure/memory sys/fs/dentry-state sys/fs/inode-nr "
    "sys/fs/file-nr sys/kernel/random/entropy_avail sys/kernel/pty/nr fs/jbd2 irq tty/driver/serial"
).split()


def told(path):
    try:
        if os.path.isdir(path):
            return bool(os.listdir(path))
        with open(path, "rb") as file:
            return bool(file.read(1))
    except OSError:
        return False


def double(x):
    if ctypes.CDLL(None).sysinfo(ctypes.create_string_buffer(512)) == 0:
        return "sysinfo"
    for name in NAMES:
        if told(f"/proc/{name}"):
            return name
    for folder in ("block", "class", "bus", "kernel", "module", "devices/virtual", "devices/system/node"):
        if told(f"/sys/{folder}"):
            return folder
    return 2 * x
