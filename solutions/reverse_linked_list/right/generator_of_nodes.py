from itertools import islice


class ListNode:
    def __init__(self, x):
        self.val = x
        self.next = None


def nodes(head):
    """The nodes one by one; each may be relinked before the next is asked for."""
    while head is not None:
        rest = head.next
        yield head
        head = rest


def reverse_list(head):
    done = None
    for node in nodes(head):
        node.next, done = done, node
    return done


def reverse_first_k(head, k):
    done, source = None, nodes(head)
    for node in islice(source, k):
        node.next, done = done, node
    if head is not None:
        head.next = next(source, None)
    return done


def reverse_groups(head, k):
    full = sum(1 for _ in nodes(head)) // k * k
    result = tail = None  # tail ends what is finished
    done = first = None  # the group in work: its head and its last node
    rest = head
    for count, node in enumerate(islice(nodes(head), full), 1):
        rest = node.next
        if first is None:
            first = node
        node.next, done = done, node
        if count % k == 0:
            if tail is None:
                result = done
            else:
                tail.next = done
            tail, done, first = first, None, None
    if tail is None:
        return head
    tail.next = rest
    return result
