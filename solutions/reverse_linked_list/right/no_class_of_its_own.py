def turn(head, stop):
    """Turn the links from head up to `stop`, which is left out; head is followed by `stop` afterwards."""
    done = stop
    while head is not stop:
        head.next, done, head = done, head, head.next
    return done


def skip(node, k):
    """The node k further on, and how many steps were missing."""
    while k and node is not None:
        node, k = node.next, k - 1
    return node, k


def reverse_list(head):
    return turn(head, None)


def reverse_first_k(head, k):
    stop, _ = skip(head, k)
    return turn(head, stop)


def reverse_groups(head, k):
    stop, missing = skip(head, k)
    if missing:
        return head
    result, last = turn(head, stop), head
    while True:
        first = stop
        stop, missing = skip(first, k)
        if missing:
            return result
        last.next = turn(first, stop)
        last = first
