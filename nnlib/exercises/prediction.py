"""With this a learner commits to a prediction, then sees the demonstration and what the prediction says.

    predict(1, demonstration)      # lesson 1's question, with buttons A, B and C

The question and its choices stand in the lesson; what each choice says about the network, in lesson_NN.py.
"""

from contextlib import redirect_stdout
from html import escape
from io import StringIO

import ipywidgets
import traitlets

from nnlib.checker.verdict import INK, box
from nnlib.draw import style
from nnlib.draw.picture import live
from nnlib.exercises.course import PREDICTIONS


class Prediction(ipywidgets.VBox):
    """The buttons of one question. `choice` is what the learner chose, None before; it can be set.

    Setting it runs the demonstration and shows its output, then what the choice says of the network.
    """

    choice = traitlets.Unicode(None, allow_none=True)

    def __init__(self, lesson, demonstration):
        if lesson not in PREDICTIONS:
            raise ValueError(f"lesson is {lesson!r}; one of {', '.join(map(str, PREDICTIONS))} was wanted")
        self.right, self.reasons = PREDICTIONS[lesson]
        self.demonstration = demonstration
        self.feedback = ipywidgets.HTMLMath()
        buttons = [ipywidgets.Button(description=letter, tooltip=f"Predict {letter}") for letter in self.reasons]
        for button in buttons:
            button.on_click(lambda clicked: setattr(self, "choice", clicked.description))
        super().__init__([ipywidgets.HBox(buttons), self.feedback])
        self.observe(lambda change: self._show(), "choice")

    @traitlets.validate("choice")
    def _known(self, proposal):
        if proposal.value not in self.reasons:
            raise traitlets.TraitError(f"choice is {proposal.value!r}; one of {', '.join(self.reasons)} was wanted")
        return proposal.value

    def _show(self):
        holds = "It holds." if self.choice == self.right else f"It does not hold; {self.right} does."
        said = f"<p><b>You predicted {self.choice}. {holds}</b> {self.reasons[self.choice]}</p>"
        if self.choice != self.right:
            said += f"<p><b>{self.right}.</b> {self.reasons[self.right]}</p>"
        self.feedback.value = f'<div role="status">{box(style.VALUE, self._printed() + said)}</div>'

    def _printed(self):
        """Run the demonstration, and return what it printed as HTML."""
        printed = StringIO()
        try:
            with redirect_stdout(printed):
                self.demonstration()
        except Exception as error:  # an edited demonstration may raise anything
            print(f"The demonstration stopped: {type(error).__name__}: {error}", file=printed)
        return f'<pre style="{INK};margin:0">{escape(printed.getvalue())}</pre>'

    def _repr_mimebundle_(self, **kwargs):
        """Without a kernel there are no buttons; then the comparison is folded under one line."""
        said = "".join(f"<p><b>{letter}.</b> {reason}</p>" for letter, reason in self.reasons.items())
        folded = f"<details><summary>Compare with your prediction</summary>{self._printed()}<p>{self.right} holds.</p>{said}</details>"
        return live(self) | {
            "text/html": box(style.VALUE, folded),
            "text/plain": f"Predict {', '.join(self.reasons)}: run this cell to get the buttons.",
        }

    _ipython_display_ = None  # ipywidgets 7 has one, which would leave the text out
