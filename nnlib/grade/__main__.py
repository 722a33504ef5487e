"""The command: python -m nnlib.grade SUBMISSIONS --output results.csv"""

import argparse
import sys
from concurrent.futures import BrokenExecutor
from pathlib import Path

from nnlib.grade.course import lessons
from nnlib.grade.side_by_side import graded
from nnlib.grade.submissions import handed_in
from nnlib.grade.table import as_csv


def main(arguments=None):
    options = _options(arguments)
    try:
        course = lessons(options.lessons)
        work, said = handed_in(options.submissions, course)
        begun = options.output.with_name(options.output.name + ".begun")
        begun.open("a", encoding="utf-8").close()  # a folder that is not there is told now
    except (OSError, ValueError, KeyError) as error:
        print(error, file=sys.stderr)
        return 2
    for line in said:
        print(line, file=sys.stderr)
    try:
        text = as_csv(graded(work, course, begun))
        part = begun.with_suffix(".part")
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(options.output)
    except KeyboardInterrupt:
        print(f"\nStopped. The same command goes on from here: {begun} keeps what is done.", file=sys.stderr)
        return 130
    except (OSError, BrokenExecutor) as error:
        print(f"\n{error}. The same command goes on from here.", file=sys.stderr)
        return 1
    begun.unlink(missing_ok=True)
    return 0


def _options(arguments):
    parser = argparse.ArgumentParser(
        prog="python -m nnlib.grade", description="Check the answers in a class's notebooks; write a table of them.")
    parser.add_argument("submissions", type=Path,
                        help="a folder, with a folder or a notebook for each learner, or a .zip")
    parser.add_argument("--output", type=Path, required=True, metavar="results.csv", help="where the table goes")
    parser.add_argument("--lessons", type=Path, metavar="FOLDER",
                        help="notebooks to take the set-up cells from, if not the course's")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
