"""
verdict = "WA"
caught_by = ["example", "groups", "sweep", "groups_same_nodes"]
en = "The groups change places while the nodes within each keep their order. It is the nodes of each group that are reversed, where the group stands."
zh = "各组之间调换了位置，组内的节点却保持原序。应当是每组在原位置上反转组内的节点。"
"""


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def reverse_list(head):
    reversed_part = None
    while head is not None:
        rest = head.next
        head.next = reversed_part
        reversed_part, head = head, rest
    return reversed_part


def reverse_first_k(head, k):
    reversed_part, rest = None, head
    while rest is not None and k > 0:
        node, rest = rest, rest.next
        node.next = reversed_part
        reversed_part = node
        k -= 1
    if head is not None:
        head.next = rest
    return reversed_part


def has_nodes(head, k):
    while head is not None and k > 0:
        head = head.next
        k -= 1
    return k == 0


def reverse_groups(head, k):
    done, rest = None, head
    while rest is not None:
        first = last = rest
        count = 1
        while count < k and last.next is not None:
            last, count = last.next, count + 1
        rest = last.next
        last.next = done
        done = first
    return done
