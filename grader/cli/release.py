"""`dlgrade release`."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.completing import assignments
from grader.cli.options import catalogue_option, language_option, open_catalogue, sandbox_options, say
from grader.texts import Text


@click.command()
@click.argument("assignment", shell_complete=assignments)
@click.option(
    "-o",
    "--to",
    "target",
    metavar="FOLDER|FILE.zip",
    required=True,
    type=click.Path(path_type=Path),
    help="Write the files to this folder, or into this archive.",
)
@click.option(
    "--update", is_flag=True, help="Bring what has changed into a folder that is in use; nobody's work is touched."
)
@click.option(
    "--branch",
    metavar="NAME",
    default="",
    help="Commit to this branch of the git repository FOLDER; no file is touched.",
)
@click.option("--notebook", is_flag=True, help="A notebook for each exercise instead of a stub.")
@sandbox_options
@language_option
@catalogue_option
def release(
    assignment: str,
    target: Path,
    update: bool,
    branch: str,
    notebook: bool,
    sandbox: str,
    runtime: str,
    lang: str,
    catalogue: str | None,
) -> None:
    """Write what students start from: statements, stubs, public tests, a README and a workflow for CI.

    Nothing is written if it would give away what must stay with you: the secret seed, hidden tests, solutions.
    """
    from grader.errors import UsageError
    from grader.judge.protocol import Options
    from grader.klass.assignment import Assignment, path_of
    from grader.klass.leaks import Secrets
    from grader.klass.release import release_of
    from grader.klass.release_branch import write_branch
    from grader.klass.released import write_archive, write_folder

    read = Assignment.load(path_of(assignment))
    made = release_of(
        read,
        open_catalogue(catalogue),
        lang,
        notebook=notebook,
        sandbox=Options(sandbox, runtime=runtime),
        progress=say,
    )
    secrets = Secrets.of(made.exercises, read.seed())
    packed = target.suffix.lower() == ".zip"
    if update and (packed or branch):
        raise UsageError(
            Text("An archive or a branch is brought up to date each time.", "压缩包和分支每次都会更新到最新。"),
            Text("Leave --update out.", "请去掉 --update。"),
        )
    if branch:
        commit = write_branch(made, target, branch, secrets)
        done = Text(f"committed {commit[:10]}", f"已提交 {commit[:10]}") if commit else Text("unchanged", "没有变化")
        say(f"{target}, {branch}: " + done)
        return
    if packed:
        write_archive(made, target, secrets)
        say(Text(f"wrote {target}", f"已写入 {target}"))
        return
    for change in write_folder(made, target, secrets, update=update):
        if change.done != "same":
            path = target / change.name
            say(_DONE[change.done] + f" {path}" + _MORE.get(change.done, ""))


_DONE = {
    "written": Text("wrote", "已写入"),
    "renewed": Text("renewed", "已更新"),
    "kept": Text("kept, as it was changed there:", "已保留（有人改过）："),
    "beside": Text("kept, as it was changed there:", "已保留（有人改过）："),
}
_MORE = {
    "beside": Text("; the new version is beside it, with .new behind its name", "；新版本放在旁边，文件名后加 .new")
}
