"""
verdict = "AC"
points_at_most = 7
wall_s = 15
label = { en = "reads the machine's files", zh = "读取本机的文件" }
exploits = "Reads the machine's own files: passwords, keys, histories, devices, dlgrade's own folder."
stops = "Nothing of the machine is shown inside; without namespaces, Landlock or another user keeps it shut."
"""

import os
import sys

FILES = ["/etc/shadow", "/etc/sudoers", "/etc/ssh/ssh_host_ed25519_key", "/proc/kcore", "/dev/mem"]
FILES += [f"/dev/{disk}" for disk in ("sda", "vda", "xvda", "nvme0n1", "dm-0", "mapper/control")]
AT_HOME = (".ssh/id_rsa", ".ssh/id_ed25519", ".ssh/authorized_keys", ".bash_history", ".bashrc", ".profile", ".gitconfig")
FOLDERS = ["/var/lib/docker", "/var/spool/cron", "/run/secrets", "/etc/ssl/private"]


def names(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []


def found():
    homes = ["/root", *(f"/home/{name}" for name in names("/home"))]
    yield from FILES + [f"{home}/{name}" for home in homes for name in AT_HOME]
    for top in FOLDERS + [f"{path}/grader" for path in sys.path]:
        for folder, _, files in os.walk(top):
            yield from (f"{folder}/{name}" for name in files[:20])


def double(x):
    for path in found():
        try:
            with open(path, "rb") as file:
                if file.read(1):
                    return path
        except OSError:
            pass
    return 2 * x
