"""With this you can make the page for instructors: pages/instructors.md, and then what each lesson teaches.

The mistakes and the questions to ask are those of nnlib's catalogue of mistakes, word for word.
"""

import re
import sys
from pathlib import Path

from alive import PAGE
from reading import anchor, minutes, text_page, title

from nnlib.exercises import EXERCISES
from nnlib.exercises.course import COMMON, PREDICTIONS, lesson_of

sys.path.insert(0, str(PAGE / "class"))
from judge import catalogued, said_and_asked

ABOUT = """The mistakes and the questions are those of the checks, which tell them apart by themselves, single or in
pairs: a learner who makes one is told so, and asked the same question."""
TEXT = Path(__file__).resolve().parent / "pages" / "instructors.md"


def table(found):
    """Return rows of Markdown, one a text of the catalogue."""
    rows = dict.fromkeys(said_and_asked(mistake.text) for mistake in found)
    return "\n".join(["| mistake | question to ask |", "|:--|:--|", *(f"| {said} | {asked} |" for said, asked in rows)])


def tagged(notebook, tag):
    """Return the place of the first cell with a tag."""
    return next(k for k, cell in enumerate(notebook.cells) if tag in cell.metadata.get("tags", []))


def heading(notebook, exercise):
    """Return the heading under which a learner finds an exercise."""
    before = notebook.cells[:tagged(notebook, f"exercise:{exercise.id}")]
    return [line for cell in before for line in cell.source.splitlines() if line.startswith("## Exercise ")][-1]


def about(exercise, notebook):
    """Return what an instructor is told of one exercise."""
    known = catalogued(exercise)
    common = [known[id] for id in COMMON[exercise.id]]
    headed = heading(notebook, exercise)
    folded = (f"<details><summary>{headed.removeprefix('## ').split(':')[0]}: all that the check tells apart</summary>"
              f"\n\n{table(known.values())}\n\n</details>")
    asks = f"`{exercise.asks}`" if exercise.asks.endswith(")") else exercise.asks
    return f"##{headed}\n\nThe learner writes {asks}; the check calls it `{exercise.id}`. Common " \
           f"mistakes:\n\n{table(common)}\n\n{folded}"


def about_prediction(number, notebook):
    """Return the question of a lesson's prediction, its choices, and what the learner is told of each."""
    asked = next(cell.source for cell in notebook.cells if cell.source.startswith("## Predict\n"))
    question = re.search(r"^## Predict\n\n(.+)\n\nRun the next cell", asked, re.DOTALL)[1]
    right, choices, *_ = PREDICTIONS[number]
    said = "\n".join(f"- **{letter}.** {words} → {reason}".replace("y*", r"y\*")
                     for letter, (words, reason) in choices.items())
    return (f"#### Prediction\n\n{question}\n\n**{right} holds.** The choices, and what the learner is told of each:"
            f"\n\n{said}")


def about_lesson(name, notebook):
    """Return what an instructor is told of one lesson."""
    number, head = int(name[:2]), notebook.cells[0].source
    texts = [f"### {number}. {title(notebook)}", f"{minutes(notebook)} minutes · [open the lesson]({name})"]
    texts += [f"**{label}** {re.search(rf'^[*][*]{label}[*][*] (.+)$', head, re.MULTILINE)[1]}"
              for label in ("You will do:", "You will learn:")]
    if number in PREDICTIONS:
        texts.append(about_prediction(number, notebook))
    return "\n\n".join(texts + [about(each, notebook) for each in EXERCISES.values() if lesson_of(each) == number])


def instructors(lessons):
    """Return the page for instructors as a notebook. lessons : file name -> notebook."""
    head, rest = TEXT.read_text(encoding="utf-8").split("\n## ", 1)
    headings = [f"{int(name[:2])}. {title(notebook)}" for name, notebook in lessons.items()]
    parts = [*re.findall(r"^## (.+)$", f"## {rest}", re.MULTILINE), "The lessons"]
    jumps = "\n".join([*(f"- [{each}](#{anchor(each)})" for each in parts),
                       *(f"    - [{each}](#{anchor(each)})" for each in headings)])
    lessons = "\n\n".join(about_lesson(*each) for each in lessons.items())
    rest = rest.replace("](class.md)", "](class.html)")
    return text_page(f"{head}\n{jumps}\n\n## {rest}\n## The lessons\n\n{ABOUT}\n\n{lessons}")
