class ListNode:
    __slots__ = ("next", "val")

    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def move_to_front(before, count):
    """Of the nodes after `before`, take the one behind the first to the front, `count` times; the first node."""
    first = before.next
    while count > 0 and first is not None and first.next is not None:
        moved = first.next
        first.next = moved.next
        moved.next = before.next
        before.next = moved
        count -= 1
    return first


def length(head):
    n = 0
    while head:
        n += 1
        head = head.next
    return n


def reverse_list(head):
    dummy = ListNode(0, head)
    move_to_front(dummy, float("inf"))
    return dummy.next


def reverse_first_k(head, k):
    dummy = ListNode(0, head)
    move_to_front(dummy, k - 1)
    return dummy.next


def reverse_groups(head, k):
    before = dummy = ListNode(0, head)
    for _ in range(length(head) // k):
        before = move_to_front(before, k - 1)
    return dummy.next
