"""Files that cannot be judged: why, as a word with its facts, in sentences, and as a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader.errors import UsageError
from grader.texts import LANGUAGES, Text

FORMAT = "dlgrade/not-judged/1"


@dataclass(frozen=True)
class _Reason:
    """Why, about "{file}", and what to do."""

    said: Text
    advice: Text


_FILE, _FOLDER = Text("the file", "文件"), Text("the folder", "文件夹")
_AS_PYTHON = Text("Save the code in a text file whose name ends in .py.", "请把代码保存为扩展名是 .py 的文本文件。")
_SAVE_AGAIN = Text(
    "Open it in Jupyter and save it again, or hand in the code as a .py file.",
    "请在 Jupyter 中打开并重新保存，或把代码作为 .py 文件提交。",
)
_NAME_IT = Text(
    "Write `# dlgrade: EXERCISE` on one of its first lines, or name the exercise on the command line.",
    "请在文件开头几行中写上 `# dlgrade: EXERCISE`，或在命令行中写明题目。",
)
_PACK_AGAIN = Text("Pack the source files alone into a new .zip.", "请只把源代码文件重新打包成 .zip。")

REASONS = {
    "missing": _Reason(Text("There is no file {file}.", "没有{file}。"), Text("Check the path.", "请检查路径。")),
    "no_folder": _Reason(
        Text('There is no file {file}: there is no folder "{folder}".', "没有{file}：文件夹“{folder}”不存在。"),
        Text("Check the path.", "请检查路径。"),
    ),
    "folder": _Reason(
        Text("{file} is a folder; one submission is one file.", "{file}是文件夹；一份提交是一个文件。"),
        Text("Name a file in it.", "请写出其中的一个文件。"),
    ),
    "empty": _Reason(
        Text("{file} is empty.", "{file}是空的。"),
        Text(
            "Start from the stub: `dlgrade start EXERCISE` writes it.",
            "请从代码框架开始：`dlgrade start EXERCISE` 会写出它。",
        ),
    ),
    "link": _Reason(
        Text("{file} is a symbolic link; a submission is a regular file.", "{file}是符号链接；提交必须是普通文件。"),
        Text("Name the file that it points to.", "请写出它所指向的文件。"),
    ),
    "special": _Reason(
        Text(
            "{file} is a device, a pipe or a socket; a submission is a regular file.",
            "{file}是设备、管道或套接字；提交必须是普通文件。",
        ),
        Text("Save the code in a file.", "请把代码保存在文件中。"),
    ),
    "forbidden": _Reason(
        Text("{file} may not be read by you.", "你没有读取{file}的权限。"),
        Text("Change its permissions: chmod u+r FILE.", "请修改它的权限：chmod u+r FILE。"),
    ),
    "unreadable": _Reason(
        Text("{file} cannot be read: {error}.", "{file}无法读取：{error}。"),
        Text("Copy it to another place and try again.", "请把它复制到别处再试。"),
    ),
    "large": _Reason(
        Text(
            "{file} has {size} bytes; a submission may have {limit}.", "{file}有 {size} 字节；提交最多 {limit} 字节。"
        ),
        Text("Hand in source code only; data and weights do not belong in it.", "请只提交源代码；不要包含数据和权重。"),
    ),
    "notebook": _Reason(
        Text("{file} cannot be read as a notebook: {error}.", "{file}无法作为笔记本读取：{error}。"),
        _SAVE_AGAIN,
    ),
    "notebook_conflict": _Reason(
        Text(
            "{file} is in the middle of a merge: its line {line} is a conflict marker.",
            "{file}正处于合并之中：第 {line} 行是冲突标记。",
        ),
        Text(
            "Settle the conflict first; `nbdime mergetool` knows notebooks.",
            "请先解决冲突；`nbdime mergetool` 可以处理笔记本。",
        ),
    ),
    "notebook_page": _Reason(
        Text("{file} is a web page, not the notebook itself.", "{file}是网页，不是笔记本本身。"),
        Text(
            "Download the notebook: on GitHub by its button for the raw file, in Colab by File > Download.",
            "请下载笔记本本身：在 GitHub 上用下载原始文件的按钮，在 Colab 中用“文件 > 下载”。",
        ),
    ),
    "notebook_encoding": _Reason(
        Text("{file} is a notebook that is not saved as UTF-8.", "{file}是笔记本，但没有以 UTF-8 保存。"), _SAVE_AGAIN
    ),
    "notebook_shape": _Reason(
        Text(
            "{file} is no notebook: it has no list of cells where one belongs.",
            "{file}不是笔记本：该有单元格列表的地方没有。",
        ),
        _SAVE_AGAIN,
    ),
    "notebook_deep": _Reason(
        Text(
            "{file} is nested too deeply, or holds too much, to be read as a notebook.",
            "{file}嵌套太深或内容太多，无法作为笔记本读取。",
        ),
        Text(
            "Clear its outputs and save it again. Else copy the code into a new notebook.",
            "请清除它的输出后重新保存；仍不行时，请把代码复制到新的笔记本中。",
        ),
    ),
    "notebook_large": _Reason(
        Text(
            "{file} has {size} bytes; a notebook may have {limit}, with its outputs.",
            "{file}有 {size} 字节；笔记本连同输出最多 {limit} 字节。",
        ),
        Text("Clear its outputs and save it again.", "请清除它的输出后重新保存。"),
    ),
    "notebook_code": _Reason(
        Text(
            "{file} has {size} characters of code; a submission may have {limit}.",
            "{file}含有 {size} 个字符的代码；提交最多 {limit} 个。",
        ),
        Text("Keep data and weights out of the code.", "请不要把数据和权重写在代码里。"),
    ),
    "notebook_version": _Reason(
        Text(
            "{file} is a notebook of format {version}; those up to 4 can be read.",
            "{file}是格式 {version} 的笔记本；能读取的是 4 及更早的格式。",
        ),
        Text("Update dlgrade, or save the notebook in format 4.", "请更新 dlgrade，或以格式 4 保存笔记本。"),
    ),
    "notebook_language": _Reason(
        Text("{file} is a notebook in {language}, not in Python.", "{file}是 {language} 笔记本，不是 Python 的。"),
        Text("Choose a Python kernel for it.", "请为它选择 Python 内核。"),
    ),
    "notebook_no_code": _Reason(
        Text("{file} is a notebook without code in Python.", "{file}是笔记本，但没有 Python 代码。"),
        Text("Write your answer in a code cell.", "请把答案写在代码单元格中。"),
    ),
    "notebook_several": _Reason(
        Text("{file} answers several exercises: {slugs}.", "{file}回答了多道题：{slugs}。"),
        Text(
            "Name the exercise on the command line: `dlgrade check EXERCISE FILE`.",
            "请在命令行中写明题目：`dlgrade check EXERCISE FILE`。",
        ),
    ),
    "archive": _Reason(
        Text("{file} is an archive; a submission is Python source.", "{file}是压缩包；提交必须是 Python 源代码。"),
        Text("Unpack it, and name the folder.", "请先解压，再写出文件夹。"),
    ),
    "document": _Reason(
        Text("{file} is a document; a submission is Python source.", "{file}是文档；提交必须是 Python 源代码。"),
        _AS_PYTHON,
    ),
    "compiled": _Reason(
        Text("{file} is compiled; a submission is Python source.", "{file}是编译后的文件；提交必须是 Python 源代码。"),
        Text("Hand in the .py file that it was made from.", "请提交生成它的 .py 文件。"),
    ),
    "other_type": _Reason(
        Text("{file} is not named *.py, as Python source is.", "{file}的扩展名不是 .py，而 Python 源代码应是 .py。"),
        Text("If it is Python, rename it.", "如果它是 Python 代码，请改名。"),
    ),
    "statement": _Reason(
        Text("{file} is the statement, not the answer.", "{file}是题面，不是答案。"),
        Text("The answer goes into {answer}.", "答案写在 {answer} 中。"),
    ),
    "tests": _Reason(
        Text("{file} is a file of tests, not an answer.", "{file}是测试文件，不是答案。"),
        Text(
            "Name the file with the answer; if this is one, rename it.",
            "请写出答案所在的文件；如果这就是答案，请改名。",
        ),
    ),
    "unassigned": _Reason(
        Text("Nothing says which exercise {file} answers.", "无法判断{file}回答的是哪道题。"), _NAME_IT
    ),
    "ambiguous": _Reason(
        Text("{file} names several exercises: {slugs}.", "{file}的名称涉及多道题：{slugs}。"), _NAME_IT
    ),
    "unknown_exercise": _Reason(
        Text(
            "{file} says `# dlgrade: {marker}`, and there is no such exercise.",
            "{file}写着 `# dlgrade: {marker}`，但没有这道题。",
        ),
        Text("`dlgrade list` shows the exercises.", "`dlgrade list` 会列出所有题目。"),
    ),
    "empty_folder": _Reason(
        Text("{file} holds no submission.", "{file}里没有提交。"),
        Text("Ask whether something was meant to be in it.", "请确认里面是否本应有文件。"),
    ),
    "unreadable_folder": _Reason(
        Text("{file} cannot be searched: {error}.", "{file}无法搜索：{error}。"),
        Text("Change its permissions, or leave it out.", "请修改它的权限，或不要包含它。"),
    ),
    "deep_folder": _Reason(
        Text("{file} lies too deep, and was not searched.", "{file}层级太深，没有搜索。"),
        Text("Name it on the command line.", "请在命令行中写出它。"),
    ),
    # Archives, where they are opened: in a class's hand-ins.
    "archive_broken": _Reason(
        Text("{file} cannot be opened as an archive: {error}.", "{file}无法作为压缩包打开：{error}。"), _PACK_AGAIN
    ),
    "archive_locked": _Reason(
        Text("{file} is an archive with a password.", "{file}是带密码的压缩包。"),
        Text("Hand it in again without a password.", "请不带密码重新提交。"),
    ),
    "archive_large": _Reason(
        Text("{file} unpacks to more than {limit}.", "{file}解压后超过 {limit}。"),
        Text("Hand in source code only; data and weights do not belong in it.", "请只提交源代码；不要包含数据和权重。"),
    ),
    "archive_bomb": _Reason(
        Text(
            "{file} unpacks to more than {limit} times its size, as no source code does.",
            "{file}解压后超过其大小的 {limit} 倍，源代码不会这样。",
        ),
        _PACK_AGAIN,
    ),
    "archive_files": _Reason(
        Text("{file} is an archive of more than {limit} files.", "{file}这个压缩包里的文件超过 {limit} 个。"),
        _PACK_AGAIN,
    ),
    "archive_path": _Reason(
        Text(
            '{file} is an archive whose entry "{entry}" leads out of it, or cannot be a path.',
            "{file}这个压缩包的条目“{entry}”指向外部，或不是有效路径。",
        ),
        _PACK_AGAIN,
    ),
    "archive_link": _Reason(
        Text(
            '{file} is an archive whose entry "{entry}" is a link, a device or a file with holes.',
            "{file}这个压缩包的条目“{entry}”是链接、设备或有空洞的文件。",
        ),
        Text("Pack the file itself.", "请把文件本身放进压缩包。"),
    ),
    "archive_double": _Reason(
        Text(
            '{file} is an archive in which "{entry}" and "{other}" are the same, or differ only in case.',
            "{file}这个压缩包中的“{entry}”和“{other}”同名，或只有大小写不同。",
        ),
        Text("Rename or leave out one of them.", "请改名或去掉其中一个。"),
    ),
    "archive_deep": _Reason(
        Text("{file} is an archive inside another that was in one.", "{file}是压缩包里的压缩包里的压缩包。"),
        _PACK_AGAIN,
    ),
    "archive_other": _Reason(
        Text("{file} is an archive of a kind that is not opened here.", "{file}是此处无法打开的压缩格式。"),
        Text("Hand in the files themselves, or a .zip of them.", "请直接提交文件，或打包成 .zip。"),
    ),
}
"""By kind. The words are those of docs/report-format.md; `near` is a fact that any may have."""

_NEAR = Text("Did you mean {near}?", "你要找的是不是 {near}？")
UNNAMED = ("unassigned", "ambiguous", "notebook_several")
"""The kinds of which whoever judges many can do something: name the exercise."""
_OF_FOLDERS = ("folder", "empty_folder", "unreadable_folder", "deep_folder")


class Refused(UsageError):
    """A file, or a folder, that cannot be judged: `kind` is a word of REASONS.

    `said` and `advice` are the error's two sentences; `reason` is the first without the name, for where that stands
    beside it.
    """

    def __init__(self, name: str, kind: str, *, near: Sequence[str] = (), **facts: str) -> None:
        why = REASONS[kind]
        what = _FOLDER if kind in _OF_FOLDERS else _FILE
        self.name, self.kind = name, kind
        self.reason = Text(
            *(_capital(why.said.localized(lang).format(**facts, file=what.localized(lang))) for lang in LANGUAGES)
        )
        guess = _NEAR if near else Text("", "")
        super().__init__(
            _filled(why.said, **facts, file=f'"{name}"'),
            _filled(
                Text(f"{guess.en} {why.advice.en}".strip(), guess.zh + why.advice.zh), **facts, near=", ".join(near)
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """As one JSON object, by docs/report-format.md."""
        return {
            "format": FORMAT,
            "submission": self.name,
            "kind": self.kind,
            "reason": self.reason.to_json(),
            "advice": self.advice.to_json(),
        }


def _filled(text: Text, **facts: str) -> Text:
    return Text(text.en.format(**facts), text.zh.format(**facts))


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
