"""The words of the page."""

from __future__ import annotations

from grader.texts import Text

TO_THE_TEXT = Text("To the text", "跳到正文")
PAGES = Text("Pages", "页面")
LIGHT_OR_DARK = Text("Light or dark", "浅色或深色")

EXERCISES = Text("Exercises", "题目")
SOLVED_OF = Text("{solved} of {total} solved", "共 {total} 题，已解决 {solved} 题")
SEARCH = Text("Search", "搜索")
TOPIC = Text("Topic", "主题")
PATH = Text("Path", "学习路径")
DIFFICULTY = Text("Difficulty", "难度")
STATE = Text("State", "状态")
ANY = Text("any", "不限")
FOUND = Text("Exercises found: {count}", "找到 {count} 道题")
SHOW = Text("Show", "显示")
NONE_FOUND = Text("No exercise fits.", "没有符合条件的题目。")
STATES = {
    "solved": Text("solved", "已解决"),
    "tried": Text("tried", "尝试过"),
    "untouched": Text("not tried", "未尝试"),
}

STATEMENT = Text("Statement", "题面")
ANSWER = Text("Your answer", "你的答案")
RESULT = Text("Result", "结果")
RUN = Text("Run", "运行")
RUN_ABOUT = Text("the public cases", "公开用例")
SUBMIT = Text("Submit", "提交")
SUBMIT_ABOUT = Text("all cases", "全部用例")
NO_RUN_YET = Text("Run tries the public cases, Submit all of them.", "“运行”只测公开用例，“提交”测全部用例。")
CANCEL = Text("Cancel", "取消")
HINTS = Text("Hints", "提示")
ONE_MORE_HINT = Text("Show a hint", "看一条提示")
HINTS_LEFT = Text("{shown} of {total} shown", "已显示 {shown}/{total} 条")
NO_HINTS = Text("This exercise has no hints.", "这道题没有提示。")
TRY = Text("Try an input", "试一个输入")
TRY_INPUT = Text("Input, as JSON", "输入（JSON）")
HISTORY = Text("History", "历史")
SOLUTION = Text("Solution", "参考解")
OTHER_LANGUAGE = Text("中文", "English")

ATTEMPT = Text("Attempt", "尝试")
WHEN = Text("When", "时间")
VERDICT = Text("Verdict", "结果")
POINTS = Text("Points", "得分")
SPEED = Text("Time, to the reference's", "用时（与参考解之比）")
SOME_CASES = Text("some cases", "部分用例")
KEPT = Text("kept", "保留")
NO_ATTEMPTS = Text("You have not tried this exercise yet.", "你还没有尝试过这道题。")
AGAINST_NOW = Text("Changes since attempt {number}", "第 {number} 次尝试之后的改动")
SAME_AS_NOW = Text("Your file is the same as attempt {number}.", "你的文件与第 {number} 次尝试相同。")
CODE_OF = Text("The code of attempt {number}", "第 {number} 次尝试的代码")
NOT_ACCEPTED = Text("Our solution is shown once yours has been accepted.", "你的答案通过之后，才会显示参考解。")
NOT_RELEASED = Text("The solution of this exercise was not released.", "这道题的解答没有发布。")

CANCELLED = Text("The run was cancelled.", "运行已取消。")
WAITING = Text("waiting for the judge", "等待评测")
CHECKING = Text("checking", "正在评测")
CONFLICT = Text(
    "The file was changed elsewhere. Keep yours, or take the other?", "文件在别处被修改了。保留你的，还是采用另一份？"
)
KEEP_MINE = Text("Keep mine", "保留我的")
TAKE_OTHER = Text("Take the other", "采用另一份")
SAVED = Text("saved", "已保存")
NOT_SAVED = Text("not saved", "未保存")
SERVER_GONE = Text(
    "`dlgrade serve` does not answer. Your text is kept in this browser; open the address that the command prints "
    "when it runs again.",
    "`dlgrade serve` 没有响应。你的代码保存在这个浏览器中；命令重新运行后，请打开它显示的地址。",
)
NOT_FOUND = Text("There is no such page.", "没有这个页面。")
BACK_TO_LIST = Text("All exercises", "全部题目")
