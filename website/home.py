"""With this you can make the site's first page: pages/index.md with a row for each lesson."""

from pathlib import Path

from reading import LIVE, minutes, text_page, title

TEXT = Path(__file__).resolve().parent / "pages" / "index.md"


def home(lessons):
    """Return the first page as a notebook. lessons : file name -> notebook."""
    rows = [
        f"| [{int(name[:2])}. {title(notebook)}]({name}) | {minutes(notebook)} "
        f'| <a href="{LIVE}{name}" aria-label="Run lesson {int(name[:2])}">Run</a> |'
        for name, notebook in lessons.items()
    ]
    table = "\n".join(["| read | minutes | run |", "|:--|--:|:--|", *rows])
    return text_page(TEXT.read_text(encoding="utf-8").replace("{lessons}", table))
