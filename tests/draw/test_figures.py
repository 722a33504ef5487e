import base64
import os
import re
import subprocess
import sys
from unittest.mock import Mock
from urllib.request import urlopen

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.text import Text

from nnlib import Network, cross_entropy, gradient_descent, quadratic, sigmoid
from nnlib.descent import score
from nnlib.draw import style
from nnlib.draw.curves import frame, loss_curves, loss_history
from nnlib.draw.figure import LessonFigure
from nnlib.draw.fonts import FAMILIES
from nnlib.draw.plot import Panel
from nnlib.draw.surface import loss_surface
from nnlib.draw.svg import PLAIN
from nnlib.draw.training import training_picture

NET = Network(0.5, -2.5)
RANGES = {"w1_range": (-4, 4), "w2_range": (-3, 3)}


@pytest.fixture
def ax():
    return LessonFigure().axes[0]


def point(ax):
    """The data of the marked points."""
    return [tuple(np.ravel(line.get_data())) for line in ax.lines if len(line.get_xdata()) == 1]


@pytest.fixture(autouse=True)
def _nothing_global_changes():
    before = dict(matplotlib.rcParams)
    yield
    assert (dict(matplotlib.rcParams), pyplot.get_fignums()) == (before, [])


@pytest.mark.parametrize("loss", [quadratic, cross_entropy])
def test_loss_curves(ax, loss):
    assert loss_curves(ax, loss, 0.1547) is ax
    curves = [line for line in ax.lines if len(line.get_xdata()) > 2]
    for y, curve in enumerate(curves):
        np.testing.assert_array_equal(curve.get_ydata(), loss(curve.get_xdata(), y))
        number = style.number(loss(0.1547, y))
        assert number in ax.get_legend().get_texts()[y].get_text() and f"{number} for y* = {y}" in ax.text_twin
    assert len({curve.get_linestyle() for curve in curves}) == 2
    assert point(ax) == [(0.1547, loss(0.1547, 0)), (0.1547, loss(0.1547, 1))]


@pytest.mark.parametrize(("x", "y"), [(1.5, 1), ([1.5, -1.0, 0.3], [1, 0, 1]), ([1.5, -1.0], 1)])
def test_loss_surface_is_the_mean_loss(ax, x, y, monkeypatch):
    monkeypatch.setattr(ax, "contourf", Mock(wraps=ax.contourf))
    assert loss_surface(ax, NET, x, y, **RANGES) is ax
    w1, w2, loss = ax.contourf.call_args.args
    for at in ((0, 0), (10, 70), (80, 3)):
        assert loss[at] == pytest.approx(score(Network(w1[at], w2[at]), x, y)[0], rel=1e-12)
    assert (ax.get_xlim(), ax.get_ylim()) == ((-4, 4), (-3, 3))
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.figure.axes[1].get_title()) == ("$w_1$", "$w_2$", "Loss")
    assert re.search(f"from {style.number(loss.min())}, at .* to {style.number(loss.max())}.", ax.text_twin)


def test_a_descent_looks_alike_in_both_pictures():
    paths = {f"step {size}": gradient_descent(NET, 1.5, 1, size, 20) for size in (0.5, 2.0)}
    history, surface = LessonFigure(2).axes
    assert loss_history(history, paths) is history
    loss_surface(surface, NET, 1.5, 1, **RANGES, trajectories=paths)
    drawn = [{line.get_label(): line for line in ax.lines if line.get_label() in paths} for ax in (history, surface)]
    for k, (label, path) in enumerate(paths.items()):
        over_steps, over_weights = (lines[label] for lines in drawn)
        np.testing.assert_array_equal(over_steps.get_xydata(), np.column_stack((np.arange(21), path.loss)))
        np.testing.assert_array_equal(over_weights.get_xydata(), np.column_stack((path.w1, path.w2)))
        for line in (over_steps, over_weights):
            assert (line.get_color(), line.get_linestyle()) == (style.line(k)[0], style.LINE_STYLES[k])
            assert line.get_linewidth() == 2.25  # points; 3 pixels, as in SVG
        w1, w2, loss = (style.number(field[-1]) for field in path)
        assert f"{label}: loss 0.3572 at the start, {loss} after 20 steps." in history.text_twin
        assert (f"{label}: from w1 = 0.5, w2 = −2.5 with loss 0.3572 "
                f"to w1 = {w1}, w2 = {w2} with loss {loss} after 20 steps.") in surface.text_twin
    for ax in (history, surface):
        assert [text.get_text() for text in ax.get_legend().get_texts()] == list(paths)
    first, second = (line.get_zorder() for line in drawn[1].values())
    assert first > second, "the first path, which may be short, lies on the others"
    assert point(surface) == [(0.5, -2.5)] * 2


def test_a_figure_is_lettered_and_ruled_as_the_pictures_in_svg():
    figure = LessonFigure()
    ax, = figure.axes
    ax.plot([-3, 2], [0, 1])
    frame(ax, "z", "a", "")
    figure._repr_mimebundle_()
    assert {family for text in figure.findobj(Text) for family in text.get_fontfamily()} == {*FAMILIES}
    assert {*FAMILIES[:-1]} <= {*style.FONTS} and all(font in PLAIN for font in style.FONTS)
    panel = Panel(ax.get_xlim(), ax.get_ylim(), "z", "a", "")
    numbers = re.findall(r'font-size="13"[^>]*>([^<]+)<', panel.picture("").svg)
    assert {"−2", "0", "1"} <= {*numbers} & {each.get_text() for each in ax.get_xticklabels() + ax.get_yticklabels()}
    assert ax.xaxis.get_gridlines()[0].get_color() == style.GRID


def test_a_figure_carries_its_words():
    figure = LessonFigure(columns=2)
    left, right = figure.axes
    left.text_twin, right.text_twin = "A line.", "<None>."
    bundle = figure._repr_mimebundle_()
    address = f"data:image/png;base64,{base64.b64encode(bundle['image/png']).decode()}"
    assert bundle["text/plain"] == figure.alt == "A line. <None>."
    assert bundle["text/html"] == figure.html == (
        f'<img alt="A line. &lt;None&gt;." width="960" src="{address}" style="max-width:100%;height:auto">')
    pixels = pyplot.imread(urlopen(address))
    assert pixels.shape[:2] == (408, 1200) and (pixels[0, 0] == 1).all()  # white and opaque, on a dark page too


START = """import logging.handlers, threading
import matplotlib
settings = matplotlib.rcParams.copy()
said, fonts = logging.handlers.BufferingHandler(9), logging.getLogger("matplotlib.font_manager")
fonts.addHandler(said)
threading.Timer.start = lambda self: self.function()  # matplotlib says it after 5 s, its build for the browser at once
"""


@pytest.mark.parametrize(("modules", "says"), [
    ("nnlib.draw.figure, nnlib.draw.surface", "0"), ("nnlib.explore.descent_picture", "0"),
    ("matplotlib.font_manager", "1")])
def test_an_import_builds_the_font_cache_without_a_word_and_changes_no_setting(modules, says, tmp_path):
    code = f"{START}import {modules}\nprint(len(said.buffer), fonts.disabled, matplotlib.rcParams.copy() == settings)"
    result = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True,
                            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "MPLCONFIGDIR": str(tmp_path)})
    assert result.stdout.split() == [says, "False", "True"]


@pytest.mark.parametrize(("draw", "error", "message"), [
    (lambda ax: loss_curves(ax, sigmoid, 0.5), TypeError, "loss is sigmoid"),
    (lambda ax: loss_curves(ax, cross_entropy, 1.5), ValueError, "a2 is 1.5"),
    (lambda ax: loss_history(ax, {}), ValueError, "trajectories is empty"),
    (lambda ax: loss_history(ax, [1]), TypeError, "trajectories is"),
    (lambda ax: loss_surface(ax, NET, 1, 1, (0, 1), (0, 1), {"a": 1}), TypeError, r"trajectories\['a'\] is 1"),
    (lambda ax: training_picture({}, NET, 1, 1), ValueError, "paths is empty"),
    (lambda ax: loss_surface(ax, 3, 1, 1, (0, 1), (0, 1)), TypeError, "net is 3"),
    (lambda ax: loss_surface(ax, NET, 1, 1, (1, 0), (0, 1)), ValueError, "w1_range is .*low must be below high"),
    (lambda ax: loss_surface(ax, NET, 1, 1, (0, 1), 3), ValueError, "w2_range is 3"),
    (lambda ax: loss_surface(ax, NET, [], 1, (0, 1), (0, 1)), ValueError, "one example or more"),
    (lambda ax: loss_surface(ax, NET, [1, 2], [0, 1, 1], (0, 1), (0, 1)), ValueError, "do not broadcast"),
    (lambda ax: loss_surface(ax, NET, 1, 3, (0, 1), (0, 1)), ValueError, "y is 3.0"),
    (lambda ax: LessonFigure(0), ValueError, "columns is 0"),
])
def test_bad_input(ax, draw, error, message):
    with pytest.raises(error, match=message):
        draw(ax)
    assert not ax.lines and not ax.collections
