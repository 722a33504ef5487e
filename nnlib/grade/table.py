"""With `as_csv` you can write the rows of a class as a table that any spreadsheet reads.

    as_csv([Row("Ada", "4", "4.gradient", "right", "", "Your answer …")])
"""

import csv
import io
from typing import NamedTuple

FORMULAS = "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"


class Row(NamedTuple):
    """A line of the table. mistake : the catalogue's id, or what kept an answer from being judged, or ""."""

    learner: str
    lesson: str
    exercise: str
    status: str
    mistake: str
    message: str


def as_csv(rows):
    """Return the table as text. What a spreadsheet would take for a formula gets a ' before it."""
    held = io.StringIO(newline="")
    table = csv.writer(held)
    table.writerow(Row._fields)
    table.writerows([f"'{each}" if each.startswith(FORMULAS) else each for each in row] for row in rows)
    return held.getvalue().encode("utf-8", "replace").decode()  # half a character is none
