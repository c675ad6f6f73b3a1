"""
exercise = "reverse_linked_list"
verdict = ["WA", "RTE"]
unearned = ["same_nodes", "first_k_same_nodes", "groups_same_nodes", "whole_few_held", "first_k_few_held", "groups_few_held"]
wall_s = 60
exploits = "Does none of the work: finds the adapter among the objects of its process and lets it reverse lists of values."
stops = "Some nodes are linked and read by the judge itself, which calls the functions without the adapter."
"""

import gc


def reverse_list(head):
    raise NotImplementedError


def reverse_first_k(head, k):
    raise NotImplementedError


def reverse_groups(head, k):
    raise NotImplementedError


def answer(items, name, k):
    if name == "reverse_list":
        return items[::-1]
    if name == "reverse_first_k":
        return items[:k][::-1] + items[k:]
    groups = [items[start : start + k] for start in range(0, len(items), k)]
    return [item for group in groups for item in (group[::-1] if len(group) == k else group)]


def replaced(name):
    def called(submission, values, *k):
        return object(), answer(list(values), name, k[0] if k else 0)

    return called


def __getattr__(name):  # the adapter asks this module for what it does not have
    for space in gc.get_objects():
        if type(space) is dict and "_called" in space and "Nodes" in space:
            for known in ("reverse_list", "reverse_first_k", "reverse_groups"):
                space[known] = replaced(known)
    raise AttributeError(name)


class Node:
    def __init__(self, val=0, next=None):
        self.val, self.next = val, next


del ListNode
