"""With this an explorer has a mode in which one fills in numbers, each right or wrong at once, with the reason.

    class Doubling(FillIn):
        asked = ("twice",)                                 names, in the order of the fields

        def build(self):
            self.build_fields({"twice": "2x ="})           self.fields, self.words, self.clear

        def look(self):
            verdicts = self.judged({"twice": 2 * self.x})  of the answers to what has not changed since
            ...

        def judge(self, name, text, values): ...           (right, why), see `typed`

    explorer.fill("twice", "3")                            explorer.verdicts["twice"] is then (True, "Right: …")
"""

from ipywidgets import Text
from traitlets import Dict

from nnlib.explore.explorer import Explorer


def readable(text):
    """Return what was typed as Python writes it: a comma and a true minus sign are as good."""
    return text.strip().replace(",", ".").replace("−", "-")


def typed(text):
    """Return the number that was typed, or None."""
    try:
        return float(readable(text))
    except ValueError:
        return None


class FillIn(Explorer):
    """An explorer with fields. asked : names of what can be filled in; a subclass says it, and how one is judged."""

    asked = ()
    answers = Dict().tag(state=True)  # name -> (what was typed, the value that it was judged against)

    def judge(self, name, text, values):
        """Say whether what was typed is right: (right, why). values : name -> number."""
        raise NotImplementedError

    def numbers(self):
        """Return name -> the number that an answer is judged against."""
        raise NotImplementedError

    def build_fields(self, labels, **settings):
        """Make a field and a place for its verdict for each name. labels : name -> what stands before the field."""
        self.verdicts = {}
        self.fields = {name: Text(description=label, placeholder="?", continuous_update=False, **settings)
                       for name, label in labels.items()}
        self.words = {name: self.text() for name in labels}
        for name, field in self.fields.items():
            field.observe(lambda change, name=name: self.do(self.fill, name, change["new"]), names="value")
        self.clear = self.button("Clear my answers", setattr, self, "answers", {})

    def fill(self, name, text):
        """Answer what a value is, as text; an empty text takes the answer back."""
        if name not in self.asked:
            raise ValueError(f"{'name' if '_' in self.asked[0] else 'node'} is {name!r}; "
                             f"one of {', '.join(self.asked)} was wanted")
        others = {each: answer for each, answer in self.answers.items() if each != name}
        self.answers = others | ({name: (str(text), self.numbers()[name])} if str(text).strip() else {})

    def judged(self, values):
        """Return name -> (right, why). An answer counts as long as its value is the one it was judged against."""
        self.verdicts = {name: self.judge(name, text, values) for name, (text, value) in self.answers.items()
                         if value == values[name]}
        return self.verdicts

    def after(self):
        for name, field in self.fields.items():
            field.value = self.answers[name][0] if name in self.verdicts else ""
