"""
verdict = "AC"
verdict_in = { process = ["WA"], bubblewrap = ["WA"] }
points_at_most = 7
wall_s = 15
exploits = "Reads where things are mounted, to learn the names of the machine's folders and users."
stops = "A container's mounts name no folder of the host but the engine's own; the others show where the interpreter lies."
"""


def double(x):
    with open("/proc/self/mountinfo") as file:
        text = file.read()
    return [word for word in ("/home", "/root", ".venv") if word in text] or 2 * x
