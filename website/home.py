"""With this you can make the site's first page: pages/index.md with a row for each lesson."""

from pathlib import Path

from reading import LIVE, minutes, text_page, title

TEXT = Path(__file__).resolve().parent / "pages" / "index.md"


INSTRUCTORS = "[For instructors](instructors.html): what each lesson teaches, and common mistakes."


def home(lessons, instructors):
    """Return the first page as a notebook. lessons : file name -> notebook. instructors : whether they have a page."""
    rows = [
        f"| [{int(name[:2])}. {title(notebook)}]({name}) | {minutes(notebook)} "
        f'| <a href="{LIVE}{name}" aria-label="Run lesson {int(name[:2])}">Run</a> |'
        for name, notebook in lessons.items()
    ]
    table = "\n".join(["| read | minutes | run |", "|:--|--:|:--|", *rows])
    text = TEXT.read_text(encoding="utf-8").replace("{lessons}", table)
    return text_page(text.replace("{instructors}", INSTRUCTORS if instructors else ""))
