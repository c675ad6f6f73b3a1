"""Promises that hold for every call, whatever the exercise is about: `[promises]` in exercise.toml.

Each promise that an exercise declares becomes a case of its own. Nobody writes its test: the judge makes it of the
calls of the exercise's other tests (`grader.judge.standard`).
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.texts import Text

# What the ids of these cases begin with; no test of an exercise is called so.
PREFIX = "standard_"
# How a promise is not kept. A value is not what it was: an answer after a later call, or after a change of an argument;
# an argument after the call.
CHANGED = ("later", "argument", "input")
# Or a call goes wrong: after a change of what an earlier one was given or returned, or between other calls.
# Or it goes wrong with arguments that have the same values in another layout.
LAYOUTS = ("fortran", "strided", "reversed", "read_only")
BROKEN = (*CHANGED, "kept", "order", *LAYOUTS, "dtype")


@dataclass(frozen=True)
class Promise:
    """A promise: the case that it becomes, and how a statement says it.

    title, hint: the sentences of the case. said: a regular expression in each language, found in every statement that
    gives the promise and in no other. phrase: an example.
    """

    name: str
    title: Text
    hint: Text
    said: Text
    phrase: Text

    @property
    def case_id(self) -> str:
        """The id of its case."""
        return PREFIX + self.name


PROMISES = {
    promise.name: promise
    for promise in (
        Promise(
            "inputs_untouched",
            Text("No call changes what it is given", "调用不会修改传入的参数"),
            Text(
                "Do not write into an argument, and do not append to it: make a copy, or compute into something new.",
                "不要写入参数，也不要向它追加元素：先复制一份，或者把结果算到新的对象里。",
            ),
            Text(r"left as (it was|they were)", "不得修改"),
            Text("The arguments are left as they were.", "不得修改传入的参数。"),
        ),
        Promise(
            "answers_stay",
            Text("What a call has returned stays as it was", "已经返回的结果保持不变"),
            Text(
                "Return something new each time. An array that is filled again still belongs to its last caller.",
                "每次都返回新的对象。留着反复填写的数组，上一个调用方还在使用。",
            ),
            Text("changes what an earlier one returned", "不会改变先前返回的结果"),
            Text("No call changes what an earlier one returned.", "之后的调用不会改变先前返回的结果。"),
        ),
        Promise(
            "new_arrays",
            Text("What a call returns is new, and stays as it was", "每次返回的都是新结果，之后保持不变"),
            Text(
                "Return something new each time: no array that is kept for the next call, no argument, no view of one.",
                "每次都返回新的对象：既不是留给下次调用的数组，也不是参数本身或它的视图。",
            ),
            Text(r"\bnew( float64)? (array|tensor|list)s?\b", "新的?( float64 )?(数组|张量|列表)"),
            Text("Returns a new array.", "返回一个新数组。"),
        ),
        Promise(
            "any_order_of_calls",
            Text(
                "Between other calls, a call answers as it does alone",
                "与其他调用交错进行时，答案与单独调用时相同",
            ),
            Text(
                "What a call computes must not be left where another one finds it: in a global variable, in the class, "
                "in a default argument.",
                "一次调用算出的东西不能留在别的调用能看到的地方：全局变量、类属性、默认参数都不行。",
            ),
            Text(r"\bno \w+( of `\w+`)? affects another|do not affect each other", "互不影响"),
            Text("No call affects another.", "各次调用互不影响。"),
        ),
        Promise(
            "any_layout",
            Text("An argument's memory layout makes no difference", "参数的内存布局不影响结果"),
            Text(
                "An array need not lie in memory row by row: transposes and slices are views. Index it, or copy it "
                "first; a view of its bare memory sees the elements in another order.",
                "数组的元素在内存中不一定逐行相邻：转置和切片得到的都是视图。请用下标访问，或者先复制；"
                "直接查看底层内存，元素的顺序就不一样了。",
            ),
            Text(r"\bany memory layout\b", "任意的?内存布局"),
            Text("Arrays may have any memory layout.", "数组可以是任意的内存布局。"),
        ),
        Promise(
            "dtype_kept",
            Text(
                "float32 gives float32, and float64 gives float64",
                "输入 float32 得到 float32，输入 float64 得到 float64",
            ),
            Text(
                "Look at the arrays that you make on the way: np.zeros and its kin make float64 (torch.zeros float32) "
                "where no dtype is given. A Python float keeps the dtype that it meets; an np.float64 does not.",
                "看看中途新建的数组：不写明 dtype 时，np.zeros 之类的函数给出 float64，torch.zeros 之类给出 float32。"
                "Python 的 float 不会改变数组的 dtype，而 np.float64 会。",
            ),
            Text(r"\bkeeps? (its|their|the) dtypes?\b", "保持.{0,12}dtype"),
            Text("Answers keep the dtype of their arguments.", "结果保持参数的 dtype。"),
        ),
    )
}
"""By name, in the order of their cases."""
