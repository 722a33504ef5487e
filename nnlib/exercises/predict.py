"""With this a learner commits to a prediction, then sees the demonstration and what the prediction says.

    predict(1, demonstration)      # lesson 1's question, with buttons A, B and C

The question and its choices stand in the lesson; what each choice says about the network stands here.
"""

from contextlib import redirect_stdout
from html import escape
from io import StringIO

import ipywidgets
import traitlets

from nnlib.draw import style
from nnlib.exercises.verdict import INK, box

# lesson: (the right choice, {choice: what is true of it})
PREDICTIONS = {
    1: ("C", {
        "A": "That would hold if nothing came after $z_1$. Follow the arrows: what does $z_1$ enter?",
        "B": "That would hold if $g_1$ and $g_2$ only multiplied. They are curved, so a doubled input "
             "does not give a doubled output.",
        "C": "The change travels to the right along the arrows, so it reaches all four nodes. The product $z_1$ "
             "doubles. The function $g_1$ is curved, so $a_1$ does not double.",
    }),
    2: ("B", {
        "A": "It would rise if the true class were 0. Here it is 1, and $a_2$ comes closer to it.",
        "B": "The activation $a_1$ is positive. So $z_2 = a_1 \\cdot w_2$ rises towards 0, and $a_2$ rises with it. "
             "The true class is 1, so $a_2$ comes closer.",
        "C": "$w_2$ does not stand in $Loss(a_2, y^*)$, but $a_2$ depends on it. So the loss does, too.",
    }),
    3: ("B", {
        "A": "A change travels along the arrows only. Is there an arrow from $w_2$ back to $z_1$ or $a_1$?",
        "B": "The change travels along the arrows. From $w_2$ they lead to $z_2$, then to $a_2$, then to $Loss$.",
        "C": "There is no arrow from $w_2$ straight to $Loss$. What lies on the way?",
    }),
    4: ("B", {
        "A": "That is the height of the curve, not its slope. For large $z$ the curve is high, and flat.",
        "B": "The sigmoid climbs from 0 to 1, and it climbs fastest in the middle. There the slope is one quarter.",
        "C": "Only a straight line is equally steep everywhere. The sigmoid levels off at both ends.",
    }),
    5: ("B", {
        "A": "Both paths begin at $Loss$. Which nodes must each of them pass through?",
        "B": "Both paths start at $Loss$ and share the steps to $a_2$ and to $z_2$. There they part. "
             "The two nodes hand on the same rate, whichever weight was nudged.",
        "C": "A path with all three would end at $w_2$. At $z_2$ the way forks.",
    }),
    6: ("C", {
        "A": "The change of $w_1$ must pass through the product $z_2 = a_1 \\cdot w_2$. What does it become there?",
        "B": "The output is one half indeed. But the change of $w_1$ no longer reaches it.",
        "C": "With $w_2 = 0$ the product $z_2$ is 0, whatever $a_1$ is. So $w_1$ has no influence on the loss. "
             "It cannot move until $w_2$ has moved.",
    }),
    7: ("B", {
        "A": "That climbs the hill: a positive gradient means that the loss rises with $w_1$.",
        "B": "A positive gradient means that the loss rises with $w_1$. So you go the other way.",
        "C": "The step size is positive. It says only how far the weight moves, not which way.",
    }),
    8: ("B", {
        "A": "That would be sensible, but look at the signs: $a_1$ is a sigmoid, so it is positive at every temperature. "
             "What sign does $z_2 = a_1 \\cdot w_2$ have then?",
        "B": "The activation $a_1$ is positive at every temperature. So $z_2 = a_1 \\cdot w_2$ has the sign of $w_2$, "
             "and $a_2$ lies on one side of one half for all flights.",
        "C": "Other weights change how large $a_1$ is, but not that it is positive. What sign does "
             "$z_2 = a_1 \\cdot w_2$ have then?",
    }),
    9: ("B", {
        "A": "The slope of the sigmoid does come close to 0. But $\\frac{\\partial Loss}{\\partial a_2}$ grows at the same "
             "time. What is their product?",
        "B": "One factor grows as the slope of the sigmoid shrinks. Their product does not vanish: it comes "
             "close to $-1$. Exercise 9b finds out what it is.",
        "C": "The first factor does grow beyond all limits. But the slope of the sigmoid comes close to 0 at the same "
             "time. What is their product?",
    }),
    10: ("B", {
        "A": "Nothing is chosen: both products move when $w$ moves, and each change reaches the loss.",
        "B": "A nudge of $w$ moves $z_1$ and $z_2$ at once. For a small nudge the two changes of the loss add up, "
             "and so do the two rates.",
        "C": "Along one path the rates multiply. But these are two paths, side by side.",
    }),
}


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
        return super()._repr_mimebundle_(**kwargs) | {
            "text/html": box(style.VALUE, folded),
            "text/plain": f"Predict {', '.join(self.reasons)}: run this cell to get the buttons.",
        }


predict = Prediction
