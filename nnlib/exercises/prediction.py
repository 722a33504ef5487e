"""With these a learner commits to a choice, and then sees what is true of it.

    predict(1)      # lesson 1's prediction; once it is made, its demonstration runs
    recall(3)       # what lesson 3 asks again of an earlier lesson, with other numbers

The choices, what each says about the network, and the demonstrations stand in lesson_NN.py.
"""

from contextlib import redirect_stdout
from html import escape
from inspect import getsource
from io import StringIO

import ipywidgets
import traitlets

from nnlib.checker.verdict import COLOURS, INK, SIGNS, box
from nnlib.draw import style
from nnlib.draw.picture import live
from nnlib.exercises.course import PREDICTIONS, RECALLS

# Buttons as wide as there is room, whose words wrap; the one chosen has a thick border, dashed where it does not hold.
SHEET = """<style>
.nnlib-choice.jupyter-button {width: auto; max-width: 760px; height: auto; min-height: 44px; padding: 6px 12px; margin: 3px 2px;
  white-space: normal; text-align: left; line-height: 1.4; border: 1px solid #6B6B6B; border-radius: 4px}
.nnlib-choice.nnlib-right {border: 3px solid; font-weight: 600}
.nnlib-choice.nnlib-wrong {border: 3px dashed; font-weight: 600}
</style>"""


def predict(lesson):
    """Return the buttons of a lesson's prediction. Raises ValueError if it has none."""
    return Choice(_of(lesson, PREDICTIONS), "You predicted", "Compare with your prediction")


def recall(lesson):
    """Return the buttons of a lesson's question from an earlier one. Raises ValueError if it has none."""
    return Choice(_of(lesson, RECALLS), "You chose", "Compare with your answer")


def _of(lesson, questions):
    if lesson not in questions:
        raise ValueError(f"lesson is {lesson!r}; one of {', '.join(map(str, questions))} was wanted")
    return questions[lesson]


class Choice(ipywidgets.VBox):
    """The buttons of one Question. `choice` is the letter that the learner chose, None before; it can be set.

    Setting it marks its button, shows what the demonstration prints, and what is true of the choice.
    """

    choice = traitlets.Unicode(None, allow_none=True)

    def __init__(self, question, chose, compare):
        self.question, self.chose, self.compare = question, chose, compare
        self.feedback = ipywidgets.HTMLMath()
        self.buttons = {letter: ipywidgets.Button(description=f"{letter}. {words}")
                        for letter, (words, _) in question.choices.items()}
        for letter, button in self.buttons.items():
            button.add_class("nnlib-choice")
            button.on_click(lambda _, letter=letter: setattr(self, "choice", letter))
        asked = [ipywidgets.HTML(f"<p>{escape(question.asked)}</p>")] if question.asked else []
        super().__init__([ipywidgets.HTML(SHEET), *asked, *self.buttons.values(), self.feedback])
        self.observe(lambda change: self._show(), "choice")

    @traitlets.validate("choice")
    def _known(self, proposal):
        if proposal.value not in self.buttons:
            raise traitlets.TraitError(f"choice is {proposal.value!r}; one of {', '.join(self.buttons)} was wanted")
        return proposal.value

    def _show(self):
        right, choices = self.question.right, self.question.choices
        status = "right" if self.choice == right else "wrong"
        for letter, button in self.buttons.items():
            chosen = letter == self.choice
            button.description = f"{SIGNS[status] + ' ' if chosen else ''}{letter}. {choices[letter][0]}"
            for each in ("right", "wrong"):
                (button.add_class if chosen and each == status else button.remove_class)(f"nnlib-{each}")
        holds = "It holds." if self.choice == right else f"It does not hold; {right} does."
        said = f"<p><b>{SIGNS[status]} {self.chose} {self.choice}. {holds}</b> {choices[self.choice][1]}</p>"
        if self.choice != right:
            said += f"<p><b>{right}.</b> {choices[right][1]}</p>"
        self.feedback.value = f'<div role="status">{box(COLOURS[status], self._demonstrated() + said)}</div>'

    def _demonstrated(self):
        """Run the demonstration; return what it printed, and its code to be opened, as HTML."""
        if self.question.demonstration is None:
            return ""
        printed = StringIO()
        with redirect_stdout(printed):
            self.question.demonstration()
        return (f'<pre style="{INK};margin:0">{escape(printed.getvalue())}</pre><details><summary><u>Open the code</u>'
                f'</summary><pre style="{INK};margin:0">{escape(getsource(self.question.demonstration))}</pre></details>')

    def _repr_mimebundle_(self, **kwargs):
        """Without a kernel there are no buttons; then the comparison is folded under one line."""
        choices, asked = self.question.choices, escape(self.question.asked)
        listed = "".join(f"<p><b>{letter}.</b> {escape(words)}</p>" for letter, (words, _) in choices.items())
        said = "".join(f"<p><b>{letter}.</b> {reason}</p>" for letter, (_, reason) in choices.items())
        folded = (f"{f'<p>{asked}</p>' if asked else ''}{listed}<details><summary><u>{self.compare}</u></summary>"
                  f"{self._demonstrated()}<p>{self.question.right} holds.</p>{said}</details>")
        words = "\n".join(f"{letter}. {words}" for letter, (words, _) in choices.items())
        asked = f"{self.question.asked}\n" if asked else ""
        return live(self) | {
            "text/html": box(style.VALUE, folded),
            # In the font with which nbconvert makes a PDF there is no ∂.
            "text/plain": f"{asked}{words}\nRun this cell to get the buttons.".replace("∂", "d"),
        }

    _ipython_display_ = None  # ipywidgets 7 has one, which would leave the text out
