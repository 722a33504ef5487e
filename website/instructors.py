"""With this you can make the page for instructors: pages/instructors.md, and what each lesson teaches.

The mistakes and the questions to ask are those of nnlib's catalogue of mistakes, word for word.
"""

import re
from pathlib import Path

from reading import minutes, text_page, title

from nnlib.exercises import EXERCISES
from nnlib.exercises.predict import PREDICTIONS

TEXT = Path(__file__).resolve().parent / "pages" / "instructors.md"
# What learners really do, exercise by exercise: ids of the catalogue, most telling first.
COMMON = {
    "1.forward": ("no-activation-a1", "weight-after-a1", "other-activation-a2", "weights-swapped", "own-activations"),
    "2.loss": ("loss-swapped", "square-for-loss", "no-loss", "own-activations", "one-minus-y"),
    "3.path": ("missing-da2_dz2", "gradient-dloss_dw2", "product-dloss_dz2", "upside-down-da2_dz2", "other-weight"),
    "4.locals": ("slope-at-a-at-a2", "a-alone-at-a2", "running-da2_dz2", "sign-dloss_da2", "twice-dloss_da2"),
    "4.gradient": ("sign", "missing-da2_dz2", "sum", "slope-at-a-at-a2", "twice", "bracket-at-Loss"),
    "5.path": ("missing-dz2_da1", "extra-dz2_dw2", "product-dloss_da1", "missing-da1_dz1", "other-weight"),
    "6.locals": ("x-for-dz2_da1", "a1-for-dz1_dw1", "slope-at-a-at-a1", "running-da1_dz1", "a-alone-at-a1"),
    "6.gradient": ("missing-da2_dz2", "missing-dz2_da1", "sign", "sum", "slope-of-other-at-a1", "other-weight"),
    "7.update": ("uphill", "no-step-size", "gradient-returned", "bracket-at-step-size", "w1-for-dz2_da1"),
    "7.step": ("new-w2-in-dloss_dw1", "new-w1-in-dloss_dw2", "uphill", "no-step-size", "gradients-swapped"),
    "8.mean": ("sum-over-examples", "product-of-means", "mean-of-inputs", "missing-da2_dz2", "sign"),
    "8.bias": ("a1-for-dz2_db2", "b2-for-dz2_db2", "0.0-for-dz2_db2", "missing-da2_dz2", "sign"),
    "9.local": ("sign-second", "no-bracket-at-top-second", "sign", "quadratic", "log-first", "only-a2-at-bottom"),
    "9.collapse": ("both-minus", "first-alone-multiplied", "error-times-a2", "missing-da2_dz2", "sign-second"),
    "10.times": ("factor-that-moves", "value", "one-dz2_da1"),
    "10.add": ("overwritten", "first-only", "multiplied", "crossed", "no-local-derivatives"),
    "10.reverse": ("overwritten", "forward", "visited-again", "no-local-derivative", "starts-at-zero"),
}


def mistakes(exercise):
    """Return the mistakes that the check of an exercise tells apart, id -> mistake."""
    return {mistake.id: mistake for mistake in exercise.singles}


def said_and_asked(mistake):
    """Return what the catalogue says of a mistake, and what it asks."""
    sentences = re.split(r"(?<=[.?:]) ", mistake.text)
    # From "Look at the node Loss: when ...?" the question keeps its place.
    first = next(k for k in range(len(sentences)) if all(each.endswith(("?", ":")) for each in sentences[k:]))
    return " ".join(sentences[:first]), " ".join(sentences[first:])


def table(found):
    """Return rows of Markdown, one a text of the catalogue."""
    rows = dict.fromkeys(said_and_asked(mistake) for mistake in found)
    return "\n".join(["| mistake | question to ask |", "|:--|:--|", *(f"| {said} | {asked} |" for said, asked in rows)])


def about(exercise):
    """Return what an instructor is told of one exercise."""
    known = mistakes(exercise)
    common = [known[id] for id in COMMON[exercise.id]]
    folded = (f"<details><summary>Exercise {exercise.id}: all that the check tells apart</summary>\n\n"
              f"{table(known.values())}\n\n</details>")
    return f"**Exercise {exercise.id}**, `{exercise.asks}`. Common mistakes:\n\n" \
           f"{table(common)}\n\n{folded}"


def about_lesson(name, notebook):
    """Return what an instructor is told of one lesson."""
    number, head = int(name[:2]), notebook.cells[0].source
    texts = [f"### {number}. {title(notebook)}", f"{minutes(notebook)} minutes · [read]({name})"]
    texts += [f"**{label}** {re.search(rf'^[*][*]{label}[*][*] (.+)$', head, re.MULTILINE)[1]}"
              for label in ("You will do:", "You will learn:")]
    if number in PREDICTIONS:
        right, reasons = PREDICTIONS[number]
        texts.append(f"**Prediction.** {right} holds.")
        texts.append("\n".join(f"- **{letter}.** {reason}" for letter, reason in reasons.items()))
    return "\n\n".join(texts + [about(each) for each in EXERCISES.values() if each.lesson == number])


def instructors(lessons):
    """Return the page for instructors as a notebook. lessons : file name -> notebook."""
    whole = sum(map(minutes, lessons.values()))
    text = TEXT.read_text(encoding="utf-8").replace("{minutes}", str(whole))
    return text_page(text.replace("{lessons}", "\n\n".join(about_lesson(*each) for each in lessons.items())))
