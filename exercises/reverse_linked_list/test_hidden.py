import numpy as np
import pytest

from dlgrade.testing import assert_equal, case, require, same

from test_public import assert_relinked, draw, first_k_reversed, groups_reversed, linked

# A function called through the adapter returns the list's nodes, and the values that the list has after the call.


def assert_nodes(called, values, reordered, rng):
    """The list reads as `reordered` says, and so do new values that are put into the same nodes after the call."""
    nodes, found = called
    assert_equal(found, reordered(values), what="the values")
    fresh = draw(rng, len(values))
    assert_equal(nodes.rewrite(fresh), reordered(fresh), what="the new values")


HELD = 12  # nodes that a few variables may hold, helpers and generators included; a list of them holds all
READS = 10  # of a `next`, for each node; right answers of any style need at most five


class Watch:
    """A list whose links the judge keeps: it counts how often a link is read, and sees each node that is named.

    A node that is named was held since it was last seen; so the largest number of nodes that are held at a time is
    what the submission must remember, wherever it keeps it: in a list, in frames, in attributes.
    """

    def __init__(self, submission, rng, n):
        self.order = [int(number) for number in rng.choice(10**9, size=n, replace=False)]
        self.links = dict(zip(self.order, [*self.order[1:], None]))
        self.seen = {self.order[0]: 0}
        self.clock, self.spans, self.reads = 0, [], 0
        values = dict(sorted(zip(self.order, draw(rng, n))))
        self.far = submission.adapter.Watched.keep(values, self.follow, self.link)

    def head(self):
        return self.far.node(self.order[0])

    def follow(self, number):
        self.named(number)
        self.reads += 1
        following = self.links[number]
        self.seen[following] = self.clock
        return following

    def link(self, number, following):
        self.named(number)
        self.named(following)
        self.links[number] = following

    def named(self, number):
        self.clock += 1
        if number in self.seen:
            self.spans.append((self.seen[number], self.clock))
        self.seen[number] = self.clock

    def most_held(self):
        ends = sorted([(start, 1) for start, _ in self.spans] + [(end, -1) for _, end in self.spans])
        held = most = 0
        for _, change in ends:
            held += change
            most = max(most, held)
        return most

    def check(self, head, order):
        """The list that `head` begins runs through these places of the old one, and few nodes were held on the way."""
        number = self.far.number_of(head)
        for place, index in enumerate(order):
            require(
                number == self.order[index],
                f"Place {place + 1} of the result should hold the node that was number {index + 1}.",
                f"结果的第 {place + 1} 个位置应当是原来的第 {index + 1} 个节点。",
            )
            number = self.links[number]
        require(number is None, "The last node of the result has a next.", "结果的最后一个节点后面还有节点。")
        n = len(self.order)
        require(
            self.reads <= READS * n,
            f"The function read a `next` {self.reads} times in a list of {n} nodes: its time grows faster than the list.",
            f"链表有 {n} 个节点，函数却读了 {self.reads} 次 `next`：耗时比链表增长得更快。",
        )
        held = self.most_held()
        require(
            held <= HELD,
            f"The function held {held} nodes at a time; a few variables are enough.",
            f"函数同时保存了 {held} 个节点；几个变量就够了。",
        )


@case("k equal to the length, and beyond it, reverses everything", zh="k 等于或超过长度时，全部反转")
@pytest.mark.parametrize("n, k", [(1, 1), (1, 2), (2, 2), (3, 4), (4, 4), (5, 1000), (6, 10**12)])
def test_first_k_beyond(submission, rng, n, k):
    values = draw(rng, n)
    assert_equal(submission.adapter.reverse_first_k(values, k)[1], values[::-1])


@case(
    "A last group that is exactly full is reversed too",
    zh="恰好满 k 个的最后一组也要反转",
    hint="How many nodes must still be there for a group to be full?",
    hint_zh="还剩多少个节点，才算满一组？",
    hint_for=("answer", "raised"),
)
@pytest.mark.parametrize("n, k", [(1, 1), (2, 2), (4, 2), (5, 5), (9, 3), (300, 100)])
def test_groups_exact(submission, rng, n, k):
    values = draw(rng, n)
    assert_equal(submission.adapter.reverse_groups(values, k)[1], groups_reversed(values, k))


@case("Groups longer than the list leave it as it is", zh="每组个数超过链表长度时，链表不变")
@pytest.mark.parametrize("n, k", [(1, 2), (2, 3), (4, 5), (99, 100), (4, 1000), (6, 10**12)])
def test_groups_beyond(submission, rng, n, k):
    values = draw(rng, n)
    assert_equal(submission.adapter.reverse_groups(values, k)[1], values)


@case("k = 1 changes nothing", zh="k = 1 时什么都不变", sizes=[1, 2, 6])
def test_k_one(submission, rng, size):
    values = draw(rng, size)
    assert_nodes(submission.adapter.reverse_first_k(values, 1), values, lambda items: items, rng)
    assert_nodes(submission.adapter.reverse_groups(values, 1), values, lambda items: items, rng)


@case("Every short list with every small k", zh="所有较短的链表与所有较小的 k", points=2)
@pytest.mark.parametrize("name", ["reverse_first_k", "reverse_groups"])
def test_sweep(submission, reference, rng, name):
    calls = [(draw(rng, n), k) for n in range(1, 9) for k in range(1, 10)]
    assert_equal(submission.adapter.each(name, calls), reference.adapter.each(name, calls))


@case(
    "Values that are equal, zero, empty or None",
    zh="相等的值、零、空值或 None",
    hint="Only `next` tells where a list ends; no value does.",
    hint_zh="只有 `next` 能说明链表在哪里结束，值不能。",
    hint_for=("answer", "raised"),
)
def test_odd_values(submission, rng):
    odd = [0, None, "", False, 7, 7, -1, "a", 0]
    values = [*(odd[i] for i in rng.permutation(len(odd))), None]
    called = submission.adapter.reverse_list(values)
    assert_nodes(called, values, lambda items: items[::-1], rng)
    called = submission.adapter.reverse_first_k(values, 6)
    assert_nodes(called, values, lambda items: first_k_reversed(items, 6), rng)
    called = submission.adapter.reverse_groups(values, 4)
    assert_nodes(called, values, lambda items: groups_reversed(items, 4), rng)


@case(
    "Nodes that all hold the same value",
    zh="所有节点的值都相同",
    hint="Two nodes are told apart by what they are, not by what they hold.",
    hint_zh="区分两个节点，看的是它们是不是同一个节点，而不是里面的值。",
    hint_for=("answer", "raised"),
)
def test_equal_values(submission, rng):
    value = int(rng.integers(1, 100))
    k = int(rng.integers(3, 9))
    n = k * int(1_600 // k) + k - 1  # the last group is short
    called = submission.adapter.reverse_list([value] * n)
    assert_nodes(called, [value] * n, lambda items: items[::-1], rng)
    called = submission.adapter.reverse_first_k([value] * n, 100 * k)
    assert_nodes(called, [value] * n, lambda items: first_k_reversed(items, 100 * k), rng)
    called = submission.adapter.reverse_groups([value] * n, k)
    assert_nodes(called, [value] * n, lambda items: groups_reversed(items, k), rng)


@case(
    "The nodes of the first k are relinked, not copied or overwritten",
    zh="前 k 个节点是重新链接的，不是复制或改写的",
    points=2,
    hint="Only `next` may change.",
    hint_zh="只能修改 `next`。",
)
@pytest.mark.parametrize("n, k", [(2, 2), (7, 3), (5, 8)])
def test_first_k_same_nodes(submission, rng, n, k):
    values = draw(rng, n)
    nodes = linked(submission, values)
    head = submission.reverse_first_k.keep(nodes[0], k)
    assert_relinked(head, nodes, first_k_reversed(list(range(n)), k), values)


@case(
    "The nodes of the groups are relinked, not copied or overwritten",
    zh="各组的节点是重新链接的，不是复制或改写的",
    points=2,
    hint="Only `next` may change.",
    hint_zh="只能修改 `next`。",
)
@pytest.mark.parametrize("n, k", [(2, 2), (8, 3), (9, 3)])
def test_groups_same_nodes(submission, rng, n, k):
    values = draw(rng, n)
    nodes = linked(submission, values)
    head = submission.reverse_groups.keep(nodes[0], k)
    assert_relinked(head, nodes, groups_reversed(list(range(n)), k), values)


@case(
    "The whole list, in a few passes and with few nodes in hand",
    zh="反转整个链表：只走几遍，手里只留几个节点",
    points=2,
    hint="Turn each link round as you come to it: what is behind you needs one variable, what is ahead another.",
    hint_zh="走到哪个链接就掉转哪个：身后的部分用一个变量记住，前面的部分用另一个。",
)
def test_whole_few_held(submission, rng):
    watch = Watch(submission, rng, 40)
    watch.check(submission.reverse_list.keep(watch.head()), range(40)[::-1])


@case(
    "The first k, in a few passes and with few nodes in hand",
    zh="反转前 k 个：只走几遍，手里只留几个节点",
    points=2,
    hint="However large k is, a few variables are enough.",
    hint_zh="无论 k 多大，几个变量就够了。",
)
def test_first_k_few_held(submission, rng):
    watch, k = Watch(submission, rng, 40), int(rng.integers(30, 39))
    watch.check(submission.reverse_first_k.keep(watch.head(), k), first_k_reversed(list(range(40)), k))


@case(
    "Groups, small and large, in a few passes and with few nodes in hand",
    zh="分组反转，无论组大组小：只走几遍，手里只留几个节点",
    points=2,
    hint="Counting whether a group is full needs no list of its nodes, and no call for each group.",
    hint_zh="数一组是否满员，不需要把节点存进列表，也不需要为每组再调用一次自己。",
)
@pytest.mark.parametrize("k", [2, 24])
def test_groups_few_held(submission, rng, k):
    watch = Watch(submission, rng, 60)
    watch.check(submission.reverse_groups.keep(watch.head(), k), groups_reversed(list(range(60)), k))


@case(
    "A hundred thousand nodes, reversed as a whole",
    zh="十万个节点，整体反转",
    hint="Python's stack ends long before this list does.",
    hint_zh="远不到链表结束，Python 的调用栈就已经用完了。",
    hint_for=("answer", "raised"),
)
def test_whole_large(submission, rng):
    values = 1 + rng.permutation(100_000)
    assert_equal(submission.adapter.reverse_list(values)[1], values[::-1])


@case("Ten thousand nodes, the first k of them reversed", zh="一万个节点，反转前 k 个")
def test_first_k_large(submission, rng):
    values, k = 1 + rng.permutation(10_000), int(rng.integers(5_000, 9_999))
    assert_equal(submission.adapter.reverse_first_k(values, k)[1], np.concatenate([values[:k][::-1], values[k:]]))


@case(
    "Ten thousand nodes in small groups",
    zh="一万个节点，分成许多小组",
    hint="The depth of your calls must not grow with the number of groups.",
    hint_zh="调用的深度不能随组数增长。",
    hint_for=("answer", "raised"),
)
def test_groups_large(submission, rng):
    values = 1 + rng.permutation(10_000)
    expected = groups_reversed(values.tolist(), 7)
    assert_equal(submission.adapter.reverse_groups(values, 7)[1], np.array(expected))


@case(
    "No recursion, and no list of nodes on the side",
    zh="没有递归，也没有另外存放节点的列表",
    points=2,
    hint="Every link can be turned round with a few variables in hand.",
    hint_zh="只用手里的几个变量，就能把每个链接掉转方向。",
)
@pytest.mark.parametrize(
    "name, k", [("reverse_list", ()), ("reverse_first_k", (2_700,)), ("reverse_groups", (2,)), ("reverse_groups", (2_700,))]
)
def test_constant_memory(submission, name, k):
    grows = submission.adapter.grows(name, 3_000, *k)
    require(
        grows != "depth",
        "The depth of calls grows with the list or with k.",
        "调用的深度随链表长度或 k 增长了。",
    )
    require(
        grows == "",
        "The memory for new objects grows with the list or with k.",
        "新建对象占用的内存随链表长度或 k 增长了。",
    )
