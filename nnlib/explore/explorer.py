"""With this you can build an explorer: controls beside a picture that is redrawn at each change.

A subclass declares its state as traits and says in one method what that state looks like:

    class Product(Explorer):
        x = Number(1.5, low=-3, high=3)
        g1 = Choice(sigmoid, ACTIVATIONS)

        def build(self):
            again = self.button("Back to 1", self.back)          # errors in a button's action are shown too
            self.assemble(self.controls("x", "g1"), self.picture, again)

        def back(self):
            self.x = 1                                           # all changes of one action: one redraw

        def look(self):                                          # state -> maths -> drawing, no formula here
            net = Network(self.x, 1, self.g1)
            return View(net.forward(1)._asdict(), computation_graph(net, 1))

Any other trait that is redrawn at a change is tagged: `revealed = Int(0).tag(state=True)`.

    explorer = Product(2)                                        # in the order declared, or Product(g1=tanh);
                                                                 # a Number's range grows to hold its start value
    explorer.x = 0.3                                             # redraws; ValueError if it is out of range
    explorer.values["z1"]                                        # what `look` computed
    with explorer.hold():                                        # one redraw for several changes
        explorer.x, explorer.g1 = 1, tanh
    explorer.error                                               # the message that it shows, or ""
"""

from collections.abc import Mapping
from contextlib import contextmanager
from html import escape
from inspect import Parameter, Signature, signature
from types import MappingProxyType
from typing import NamedTuple

from ipywidgets import HTML, Box, Button, HBox, Layout, VBox

from nnlib.draw import style
from nnlib.draw.picture import live
from nnlib.explore.controls import SLIDERS, Choice, Number
from nnlib.explore.page import NARROWEST, in_page, style_and_keys, table_html, table_text

__all__ = ["Choice", "Explorer", "Number", "View", "row"]
ALL = object()  # what "moved" when the state is being shown in its controls


class View(NamedTuple):
    """What a state looks like; `look` returns it, and nothing is shown unless all of it could be made.

    values : name -> number, for `explorer.values`. picture : a Picture. rows : label -> text, the table of every value
    shown and the plain text; made from `values` if None. says : sentences for a screen reader; made from the rows if
    None. html : HTML widget -> its new markup. tables : markup of further tables, which unfold with that of the rows.
    """

    values: dict
    picture: object
    rows: dict | None = None
    says: str | None = None
    html: Mapping = MappingProxyType({})
    tables: str = ""


class Explorer(VBox):
    """The base of all explorers; see the top of this module. Subclasses write `build` and `look`."""

    def __init_subclass__(cls, **settings):
        """Say what it can be called with: what its own `__init__` names, then its Numbers and Choices, as declared."""
        super().__init_subclass__(**settings)
        kind = Parameter.POSITIONAL_OR_KEYWORD
        traits = {name: trait for base in reversed(cls.__mro__) for name, trait in vars(base).items()
                  if isinstance(trait, (Number, Choice))}
        cls.start = Signature([Parameter(name, kind, default=trait.default()) for name, trait in traits.items()])
        own = [each for each in signature(cls.__init__).parameters.values() if each.kind is kind][1:]
        cls.__signature__ = Signature([*own, *cls.start.parameters.values()])

    def __init__(self, *values, **start):
        """values, start : the first values of Numbers and Choices. Raises TypeError or ValueError on a bad one."""
        try:
            start = self.start.bind(*values, **start).arguments
        except TypeError as error:
            can = ", ".join(signature(type(self)).parameters)
            raise TypeError(f"{type(self).__name__}: {error}; some of {can} were wanted") from None
        self.values, self.error, self.view = {}, "", None
        self.limits, self._controls, self._holds, self._moved = {}, {}, 1, None
        self.stage, self.laid = None, {}
        super().__init__(layout=Layout(width="100%", max_width="1010px", overflow="visible"))
        self.add_class("nnlib-explorer")
        self.picture, self.message, self.status, self.table = (self.text() for _ in range(4))
        self.picture.add_class("nnlib-picture")
        self.picture.tabbable = True  # where the page is too narrow it scrolls, by keyboard too
        self.table_open = False
        self.fold = self.button("", lambda: setattr(self, "table_open", not self.table_open))
        for name, value in start.items():
            trait = self.traits()[name]
            if isinstance(trait, Number):
                self.limits[name] = trait.widened(value)
            setattr(self, name, value)
        self.observe(self._trait_changed, names=self.trait_names(state=True))
        self.build()

    def build(self):
        """Make the controls, buttons and places for words, and `assemble` them."""
        raise NotImplementedError

    def look(self):
        """Return the View of the present state: call the maths, then a drawing function."""
        raise NotImplementedError

    def after(self):
        """Called when the view has been shown: enable and name buttons here."""

    def controls(self, *names):
        """Return a box with the controls of these traits; they stand side by side where there is room."""
        boxes = []
        for name in names:
            self._controls[name] = widgets = self.traits()[name].widgets(self)
            for widget in widgets:
                widget.observe(lambda change, name=name: self._control_changed(name, change["owner"]), names="value")
            boxes.append(HBox(widgets, layout=Layout(flex="1 1 220px", max_width="330px", align_items="center"))
                         if len(widgets) > 1 else widgets[0])
        return row(*boxes, gap="2px 14px")

    def text(self):
        """Return a place for words and formulas; `look` gives its markup in `View.html`."""
        return HTML(layout=Layout(width="auto", flex="1 1 auto"))

    def button(self, description, action, *arguments, **settings):
        """Return a button that calls `action(*arguments)`, redraws once, and shows an error in words."""
        button = Button(description=description, layout=Layout(width="auto"), **settings)
        button.on_click(lambda _: self.do(action, *arguments))
        return button

    def do(self, action, *arguments):
        """Call an action as a callback does: all its changes are one redraw, and its error is shown."""
        try:
            with self.hold():
                action(*arguments)
        except Exception as error:
            self._say_error(error, drawn=True)

    def staged(self, over):
        """Return the picture with widgets laid over what it shows. over : name, out of Picture.places -> widget."""
        self.laid = over
        for widget in over.values():
            widget.add_class("nnlib-over")
        self.stage = Box([self.picture, *over.values()], layout=Layout(width="100%", overflow="visible"))
        return Box([self.stage.add_class("nnlib-stage")]).add_class("nnlib-scroll")

    def assemble(self, *parts):
        """Put the parts one below another, the message above and the table below; draw."""
        self.children = (HTML(style_and_keys()), self.message, *parts, self.status, row(self.fold), self.table)
        self._holds = 0
        self.refresh()

    @contextmanager
    def hold(self):
        """Put off drawing until the block ends, then draw once."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1
            self.refresh()

    def refresh(self):
        """Draw the present state. If that fails, say why and mark the picture as the previous one."""
        if self._holds:
            return
        try:
            view = self.look()
            rows = view.rows if view.rows is not None else {
                name: style.number(value) for name, value in view.values.items()}
            self.view, self.values = view._replace(rows=rows), dict(view.values)
            self._show(self.view)
            self.after()
        except Exception as error:
            self._say_error(error, drawn=False)

    def _show(self, view):
        self.picture.value = in_page(view.picture)
        self.picture.remove_class("nnlib-stale")
        self._lay(view.picture)
        for widget, markup in view.html.items():
            widget.value = markup
        says = view.says if view.says is not None else ", ".join(f"{k} = {v}" for k, v in view.rows.items())
        self.status.value = f'<div role="status" aria-live="polite" class="nnlib-unseen">{escape(says)}</div>'
        self.fold.description = "▾ Hide the table of values" if self.table_open else "▸ Show the values as a table"
        self.table.value = view.tables + table_html(view.rows) if self.table_open else ""
        self.message.value = self.error = ""

    def _lay(self, picture):
        """Lay the widgets over a picture, in parts of its size, so that they shrink with it."""
        if self.stage:
            self.stage.layout.max_width = f"{picture.width:g}px"
            self.stage.layout.min_width = f"{NARROWEST * picture.width:.0f}px"
        for name, widget in self.laid.items():
            left, top, width, height = picture.places[name]
            widget.layout.left, widget.layout.width = (f"{100 * each / picture.width:.3f}%" for each in (left, width))
            widget.layout.top, widget.layout.height = (f"{100 * each / picture.height:.3f}%" for each in (top, height))

    def _say_error(self, error, drawn):
        expected = isinstance(error, (ValueError, TypeError, FloatingPointError)) and str(error)
        self.error = str(error) if expected else f"{type(error).__name__}: {error}"
        text = self.error + "." * (self.error[-1] not in ".!?")
        if not drawn:
            self.picture.add_class("nnlib-stale")
            text += " The picture still shows the state before."
        self.message.value = f'<div role="alert" class="nnlib-alert">{escape(text)}</div>'

    def _trait_changed(self, change):
        self._sync(change["name"])
        self.refresh()

    def _sync(self, name):
        """Show the state in its controls, but never push a slider back that is being dragged."""
        moved, self._moved = self._moved, ALL
        try:
            for widget in self._controls.get(name, ()):
                if not (widget is moved and isinstance(widget, SLIDERS)):
                    widget.value = getattr(self, name)
        finally:
            self._moved = moved

    def _control_changed(self, name, widget):
        if self._moved is ALL:
            return
        value = widget.value
        if isinstance(widget, SLIDERS):
            trait = self.traits()[name]
            value = trait.snapped(self, value)
            if value == trait.snapped(self, getattr(self, name)):
                return
        self._moved = widget
        try:
            self.do(setattr, self, name, value)
            self._sync(name)  # a refused value leaves its control, too
        finally:
            self._moved = None

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The live widget and, for viewers without a kernel, the picture and its numbers."""
        bundle = dict(self.view.picture._repr_mimebundle_()) if self.view else {}
        return bundle | live(self) | {"text/plain": repr(self)}

    _ipython_display_ = None  # ipywidgets 7 has one, which would leave the picture and the numbers out

    def __repr__(self):
        return table_text(self.view.rows) if self.view else self.error


def row(*widgets, gap="2px"):
    """Widgets side by side, wrapped where there is no room."""
    return Box(widgets, layout=Layout(flex_flow="row wrap", align_items="center", grid_gap=gap, width="auto",
                                      overflow="visible"))
