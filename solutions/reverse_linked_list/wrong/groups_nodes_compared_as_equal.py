"""
verdict = "WA"
caught_by = ["equal_values"]
en = "Nodes are compared with != where it matters whether they are the same node, and as a dataclass compares them: by value, and then by all that follows. Where values are equal that goes on and on along the list."
zh = "本该判断是不是同一个节点，却用 != 比较，而 dataclass 的比较是先比值、再比后面的所有节点。值相等时，比较会沿着链表一直进行下去。"
"""

from dataclasses import dataclass


@dataclass
class ListNode:
    val: object = 0
    next: "ListNode | None" = None


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


def reverse_groups(head, k):
    start = before = ListNode(next=head)
    while True:
        end = before.next
        for _ in range(k):
            if end is None:
                return start.next
            end = end.next
        first = node = before.next
        reversed_part = end
        while node != end:
            rest = node.next
            node.next = reversed_part
            reversed_part, node = node, rest
        before.next, before = reversed_part, first
