"""With this you can make the site's first page: pages/index.md with the living network and a row for each lesson."""

from pathlib import Path

import nbformat
from alive import exercise_of, tags
from reading import minutes, text_page, title

TEXT = Path(__file__).resolve().parent / "pages" / "index.md"
INSTRUCTORS = "[For instructors](instructors.html): what each lesson teaches, and common mistakes."


def row(name, notebook):
    exercises = " ".join(filter(None, map(exercise_of, notebook.cells)))
    right = f'<span data-right="{exercises}"></span>' if exercises else ""
    return f"| [{int(name[:2])}. {title(notebook)}]({name}) | {minutes(notebook)} | {right} |"


def home(lessons, megabytes, instructors):
    """Return the first page as a notebook.

    lessons : file name -> notebook. megabytes : of a first visit. instructors : whether they have a page.
    """
    table = "\n".join(["| lesson | minutes | exercises |", "|:--|--:|:--|",
                       *(row(*each) for each in lessons.items())])
    text = TEXT.read_text(encoding="utf-8").replace("{lessons}", table)
    begin = f'<a class="run" href="{next(iter(lessons)).replace(".ipynb", ".html")}">Begin</a>'
    text = text.replace("{begin}", begin).replace("{instructors}", INSTRUCTORS if instructors else "")
    text = text.replace("{megabytes}", str(megabytes))
    before, after = text.split("{network}")
    page = text_page(before, after)
    first = nbformat.from_dict(next(iter(lessons.values())))
    living = [cell for cell in first.cells if cell.cell_type == "code" and {"setup", "explore"} & {*tags(cell)}]
    for cell in living:
        cell.metadata.unseen = True
    page.cells[1:1] = living
    return page
