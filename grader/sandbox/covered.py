"""Files in /proc and /sys that tell of the whole machine. A sandbox with mounts of its own covers them with empty ones.

They are not secret, but they count what every sandbox does: one could leave the next a word in the number of forks, of
interrupts, or in the load. And they tell a submission who else works here. What stays is about the sandbox's own
processes, or never changes; /sys/devices/system/cpu stays, which libraries read to learn the processors.

A name that a kernel does not have does no harm; tests/sandbox/test_conformance.py looks for names that are missing.
"""

from __future__ import annotations

FILES = tuple(
    f"/proc/{name}"
    for name in (
        "buddyinfo", "cgroups", "crypto", "diskstats", "interrupts", "kcore", "key-users", "keys", "latency_stats",
        "loadavg", "locks", "mdstat", "meminfo", "modules", "pagetypeinfo", "partitions", "sched_debug", "schedstat",
        "slabinfo", "softirqs", "stat", "swaps", "timer_list", "timer_stats", "uptime", "vmallocinfo", "vmstat",
        "zoneinfo",
    )
)  # fmt: skip
PROC_FOLDERS = tuple(
    f"/proc/{name}"
    for name in (
        "acpi", "asound", "bus", "driver", "dynamic_debug", "fs", "irq", "pressure", "scsi", "sys", "sysvipc", "tty",
    )
)  # fmt: skip
# Message queues: whoever may open a file here makes one, which lasts as long as the sandbox, scratch space or not.
IPC_FOLDERS = ("/dev/mqueue",)
SYS_FOLDERS = tuple(
    f"/sys/{name}"
    for name in (
        "block", "bus", "class", "dev", "firmware", "hypervisor", "kernel", "module", "power",
        "fs/bcachefs", "fs/btrfs", "fs/ext4", "fs/f2fs", "fs/xfs",
        "devices/LNXSYSTM:00", "devices/faux", "devices/pci0000:00", "devices/platform", "devices/pnp0",
        "devices/software", "devices/virtual", "devices/system/clockevents", "devices/system/clocksource",
        "devices/system/memory", "devices/system/node", "devices/system/cpu/cpufreq", "devices/system/cpu/cpuidle",
    )
)  # fmt: skip
