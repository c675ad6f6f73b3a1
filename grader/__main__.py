"""The command `dlgrade`, and `python -m grader`."""

import sys


def main() -> None:
    """Run the command line. Ctrl-C may come while it is imported, which takes a tenth of a second."""
    try:
        from grader.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)  # grader.verdict.EXIT_INTERRUPTED, which need not be there yet
    run()


if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]  # the current folder, which may be a learner's, with a click.py in it
    main()
