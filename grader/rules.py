"""Interim: replaced by the colleague who writes the rules."""


def violations(tree, source, forbid, allow, framework):
    return ()
