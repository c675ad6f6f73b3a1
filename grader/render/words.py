"""Labels and headings in both languages."""

from __future__ import annotations

from grader.texts import Text

PUBLIC = Text("public", "公开")
HIDDEN = Text("hidden", "隐藏")
NOT_GRADED = Text("not graded", "未评分")
IS_HIDDEN = Text("This case is hidden: its inputs and values are not shown.", "这是隐藏用例：不显示它的输入和数值。")
NOT_ALL_RUN = Text(", {count} not run", "，{count} 个未运行")
CASES_PASSED = Text("{passed} of {total} cases passed", "{total} 个用例中通过 {passed} 个")

NOT_A_MARK = Text("not a mark", "不是成绩")
CHOSEN_PASSED = Text("{passed} of {total} chosen cases passed", "所选 {total} 个用例中通过 {passed} 个")

ASPECTS = {
    "values": Text("wrong values", "数值不对"),
    "finite": Text("not finite", "出现 NaN 或无穷大"),
    "shape": Text("wrong shape", "形状不对"),
    "dtype": Text("wrong dtype", "dtype 不对"),
    "type": Text("wrong type", "类型不对"),
    "none": Text("None", "得到 None"),
    "length": Text("wrong length", "长度不对"),
    "keys": Text("wrong keys", "键不对"),
    "gradient": Text("no gradient", "缺少梯度"),
    "opaque": Text("wrong type", "类型不对"),
}
"""The wrong aspect of an answer, beside the sentence of a hidden case; for a "statement" that sentence says it."""

CELLS = Text("Cells", "单元格")
CELLS_TAGGED = Text("judged: {cells}", "已评判：{cells}")
CELLS_NEEDED = Text("with what they need of {cells}", "以及它们所需的、在 {cells} 中的代码")
CELLS_DEFINING = Text(
    "judged: the definitions, and what they need, in {cells}", "已评判：{cells} 中的定义及其所需的代码"
)
CELLS_LEFT_OUT = Text("left out, for it is not Python: ", "不是 Python，已略去：")
LISTED = Text(", ", "、")

INTERNAL = Text("internal error", "内部错误")
PARAMETER = Text("With", "取值")
COMPARED = Text("Compared", "比较对象")
CALL = Text("Call", "调用")
EXPECTED = Text("Expected", "期望")
YOURS = Text("Yours", "你的结果")
BEFORE = Text("Was", "原先是")
AFTER = Text("Is now", "现在是")
YOUR_DEFINITION = Text("Yours", "你的定义")
FIRST = Text("First", "首个差异")
WORST = Text("Worst", "最大差异")
ELEMENT = Text("{index}  expected {expected}  yours {actual}", "{index}  期望 {expected}  你的 {actual}")
LARGEST_ERROR = Text("Error", "最大误差")
ABSOLUTE = Text("absolute {error}", "绝对 {error}")
RELATIVE = Text("relative {error}", "相对 {error}")
AND = Text(", ", "，")
ALLOWED = Text(" (allowed: {tolerance})", "（允许 {tolerance}）")
TOLERANCE_ALONE = Text("Allowed", "容差")
TOLERANCE = Text("atol {atol}, rtol {rtol}", "atol {atol}，rtol {rtol}")
HINT = Text("Hint", "提示")
TO_DO = Text("To do", "怎么办")
LIKELY = Text("Likely", "可能的错误")
NEXT = Text("Next", "下一步")
SPEED = Text("Speed", "速度")

IN_FUNCTION = Text("in {function}", "在 {function} 中")
FRAMES_LEFT_OUT = Text("... {count} more calls", "……省略 {count} 层调用")
REPEATED = Text("({count} times in a row)", "（连续 {count} 次）")
VIOLATIONS_LEFT_OUT = Text("... and {count} more places", "……另有 {count} 处")

SEED = Text("seed {seed}", "种子 {seed}")
TOOK = Text("took {time}", "用时 {time}")
TOOK_IMAGE = Text(" (of which {time}, once, to build the sandbox image)", "（其中 {time} 用于构建沙箱镜像，只需一次）")
SANDBOX = Text("sandbox {name}", "沙箱 {name}")
SHARED_SANDBOX = Text("sandbox {name}, shared", "沙箱 {name}（共用）")
REPEAT = Text("repeat: ", "重现：")

USAGE_ERROR = Text("Error: ", "错误：")
CANNOT_GRADE = Text("Cannot grade: ", "无法评判：")
INTERRUPTED = Text("Interrupted; nothing is left running.", "已中断；没有遗留任何运行中的进程。")
CHECKING = Text("checking ...", "正在检查……")
CHECKED = Text("checking ... {count} cases done", "正在检查……已完成 {count} 个用例")
CHECKED_SO_FAR = Text("{count} of {total} cases", "{total} 个用例中的 {count} 个")
TIMING = Text("all cases passed; timing ...", "全部用例通过，正在计时……")
ALL_PASSED = Text("All {total} cases pass.", "全部 {total} 个用例都通过了。")
NOW_PASS = Text("Now pass: ", "现在通过：")
NOW_FAIL = Text("Now fail: ", "现在失败：")
MORE = Text(" and {count} more", "等，另有 {count} 个")
CUT = Text("... the rest is in `dlgrade check`", "……其余请看 `dlgrade check`")
KEYS = {
    "r": Text("run", "运行"),
    "h": Text("hint", "提示"),
    "n": Text("next", "下一题"),
    "l": Text("list", "列表"),
    "d": Text("diff to the last accepted", "与上次通过的比较"),
    "x": Text("reset", "重置"),
    "q": Text("quit", "退出"),
}
"""The keys of `dlgrade watch`, in the order in which they are shown."""

NOT_JUDGED = Text("not judged", "未评判")
LEFT = Text("left when the run was interrupted", "运行中断时尚未评判")
PASSED_OVER = Text("Passed over ({count}): ", "已跳过（{count}）：")
NAMES_WITHOUT = Text("Each name begins with: ", "每个名称的开头都是：")
SUBMISSIONS = Text("Submissions: {count}", "提交数：{count}")
SOLVED = Text("solved", "已解决")
STATES_OF_WORK = {"solved": SOLVED, "tried": Text("tried", "已尝试"), "untouched": Text("untouched", "未开始")}
AND_TRIED = Text(", {tried} tried", "，{tried} 道已尝试")
SOLVED_OF = Text("{solved} of {total} solved", "已解决 {solved}/{total}")
PATHS = Text("Paths", "学习路径")
TOPICS = Text("Topics", "主题")
EXERCISES = Text("Exercises", "题目")
PROGRESS = Text(
    "{solved} of {total} solved, attempts: {attempts}. `dlgrade next` says what to do next.",
    "已解决 {solved}/{total}，共尝试 {attempts} 次。`dlgrade next` 会建议下一步。",
)
ATTEMPTS_LAST = Text("attempts: {count}, last {last} {when}", "尝试 {count} 次，最近 {last} {when}")
BEST = Text(", best time {best}", "，最好成绩 {best}")
TIMES = Text("{ratio}×", "{ratio} 倍")
NO_ATTEMPTS = Text(
    "No attempts yet. `dlgrade check FILE` makes one.", "还没有尝试。运行 `dlgrade check FILE` 就会有一次。"
)
KEPT_BY_RESET = Text("reset", "重置")
PART = Text("{points} (some cases)", "{points}（部分用例）")
FROM_NOTEBOOK = Text("the cells that were judged", "被评判的单元格")
OR = Text("Or", "或者")
ENTRIES = Text("Define", "需要定义")
HINTS = Text("Hints", "提示")
MORE_HINTS = Text("{left} more, each nearer to the solution.", "还有 {left} 条，一条比一条接近答案。")

DOCTOR = {
    "sandbox": Text("Sandbox", "沙箱"),
    "engine": Text("Container engine", "容器引擎"),
    "images": Text("What runs inside", "沙箱内的软件"),
    "limits": Text("Limits, tried in the sandbox", "限制（已在沙箱中实测）"),
    "machine": Text("This machine", "本机"),
    "program": Text("This dlgrade", "本程序"),
    "attack": Text("Attacks, tried in the sandbox", "攻击（已在沙箱中实测）"),
}
"""The sections of `dlgrade doctor`, in the order in which they are shown."""
CAN_CHECK = Text("Submissions can be judged here, in the sandbox {sandbox}.", "本机可以评判提交，使用沙箱 {sandbox}。")
MAY_CHECK = Text(
    "Submissions can be judged here once the image is built, in the sandbox {sandbox}.",
    "构建镜像之后，本机可以评判提交，使用沙箱 {sandbox}。",
)
CANNOT_CHECK = Text("No submission can be judged on this machine yet.", "本机目前无法评判提交。")
STATES = {
    "problem": (Text("{count} problem", "{count} 个问题"), Text("{count} problems", "{count} 个问题")),
    "warning": (Text("{count} warning", "{count} 个警告"), Text("{count} warnings", "{count} 个警告")),
    "note": (Text("{count} note", "{count} 条说明"), Text("{count} notes", "{count} 条说明")),
}
