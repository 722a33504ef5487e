"""Anything at all is passed in: nothing comes out but the documented errors, and no text becomes markup.

NNLIB_FUZZ=20000 python -m pytest tests/test_fuzz.py --hypothesis-show-statistics tries 20,000 cases a test.
"""

import json
import os
import warnings
from contextlib import suppress
from datetime import date
from functools import partial
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from kinds import ACTIVATIONS, LOSSES

from nnlib import Network, gradient_descent, quadratic, sigmoid
from nnlib.activations import Activation
from nnlib.arguments import numbers
from nnlib.draw.curves import loss_history
from nnlib.draw.figure import LessonFigure
from nnlib.draw.flights import flights_picture
from nnlib.draw.formula import formula
from nnlib.draw.graph import computation_graph
from nnlib.draw.layers import layers_picture
from nnlib.draw.plot import Panel
from nnlib.draw.surface import loss_surface
from nnlib.draw.training import training_picture
from nnlib.exercises import EXERCISES, Verdict, check
from nnlib.explore.page import grid, table_html
from nnlib.losses import Loss

fuzz = settings(max_examples=int(os.environ.get("NNLIB_FUZZ", "60")), deadline=None,
                suppress_health_check=list(HealthCheck))

MARKUP = "<script>alert(1)</script>&amp;\"'><img src=x onerror=alert(1)>"
texts = st.one_of(st.just(MARKUP), st.text(max_size=12), st.text("<>&\"'/ axz12\\{}^_$", max_size=30))
arrays = npst.arrays(
    dtype=st.one_of(npst.floating_dtypes(), npst.integer_dtypes(), npst.boolean_dtypes(), npst.complex_number_dtypes(),
                    npst.unicode_string_dtypes(), npst.datetime64_dtypes(), st.just(np.dtype("O"))),
    shape=npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
oddities = st.one_of(
    st.none(), st.booleans(), st.integers(), st.just(10**400), st.floats(), texts, st.binary(max_size=8), arrays,
    st.complex_numbers(), st.decimals(), st.fractions(), st.dates(),
    st.sampled_from([..., object(), sigmoid, date, lambda: 1, range(3)]))
anything = st.recursive(oddities, lambda inner: st.one_of(
    st.lists(inner, max_size=4), st.tuples(inner, inner), st.dictionaries(texts, inner, max_size=3)), max_leaves=6)
within = st.floats(-1e6, 1e6)
numeric = st.one_of(within, st.integers(-1_000_000, 1_000_000),
                    npst.arrays(np.float64, npst.array_shapes(min_dims=1, max_dims=2, max_side=3), elements=within))


def mostly(usual):
    """Mostly what is wanted, so that the rest of the code is reached too; else anything."""
    return st.one_of(usual, usual, usual, anything)


activations, losses, classes = (mostly(each) for each in (
    st.sampled_from(ACTIVATIONS), st.sampled_from(LOSSES), st.floats(0, 1)))
REFUSALS = ("was wanted", "were wanted", "lies between", "do not broadcast", "needs g2 = sigmoid", "no edge joins",
            "descent needs one number", "too large here", "whose derivative", "low must be below high",
            "derivatives of the loss need its class")


def only(html, tags):
    """Fail if a browser would find an element that is not of ours in the markup, or a handler of events."""
    def opened(tag, attributes):
        assert tag in tags.split() and not [name for name, _ in attributes if name.startswith("on")], html

    parser = HTMLParser()
    parser.handle_starttag = opened
    parser.feed(html)


def documented(call):
    """Call it; let its documented errors pass if they say something, and fail on a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return call()
        except (TypeError, ValueError, FloatingPointError) as error:
            said = str(error)
    assert any(words in said for words in REFUSALS), said
    return None


def within_limits(*values):
    """Leave out numbers beyond 1e6: up to there nnlib promises to stay finite."""
    for value in values:
        with suppress(TypeError, ValueError):
            assume(np.max(np.abs(numbers("it", value)), initial=0) <= 1e6)


@fuzz
@given(w=st.tuples(mostly(numeric), mostly(numeric)), b=st.tuples(mostly(numeric), mostly(numeric)),
       g1=activations, g2=activations, loss=losses, x=mostly(numeric), y=classes)
def test_a_network_answers_finitely_or_refuses(w, b, g1, g2, loss, x, y):
    within_limits(*w, *b, x)
    net = documented(lambda: Network(*w, g1, g2, loss, *b))
    forward_pass = net and documented(lambda: net.forward(x))
    backward_pass = forward_pass and documented(lambda: net.backward(forward_pass, y))
    assert all(np.isfinite(each).all() for each in (*(forward_pass or ()), *(backward_pass or ())))


def judged(id, answer):
    verdict = check(id, answer)
    assert isinstance(verdict, Verdict) and verdict.status in ("right", "wrong", "not tried") and verdict.message
    only(verdict._repr_html_(), "div strong br img small pre mark")
    assert MARKUP not in verdict._repr_html_()


@pytest.mark.filterwarnings("ignore")
@fuzz
@given(id=st.sampled_from(list(EXERCISES)), answer=anything)
def test_a_check_judges_any_object(id, answer):
    def raises(*given):
        raise ValueError(answer)

    for exercise, given_answer in ((id, answer), (answer, answer), (id, lambda *given: answer), (id, raises)):
        judged(exercise, given_answer)


def well_formed(picture):
    """Fail if a picture is not well-formed; None, where there was an error in place of one, is."""
    if picture is not None:
        ElementTree.fromstring(picture.svg)
        only(picture.svg, "svg g rect path text tspan line polygon polyline circle")
        only(picture.html, "img")
        assert json.dumps(picture._repr_mimebundle_()) and picture.html.encode()


@fuzz
@given(name=texts, w=st.tuples(within, within), x=within, y=st.floats(0, 1), odd=anything,
       show=mostly(st.sampled_from(["values", "gradients", "local derivatives"])))
def test_a_graph_is_well_formed_and_names_are_text(name, w, x, y, odd, show):
    named = Activation(name, sigmoid.value, sigmoid.slope)
    net = Network(*w, named, named, Loss(name, quadratic.value, quadratic.slope))
    for arguments in ({}, {"show": show}, {"unknown": odd}, {"path": odd}, {"x": odd}, {"y": odd}, {"net": odd}):
        arguments = {"net": net, "x": x, "y": y} | arguments
        within_limits(arguments["x"])
        well_formed(documented(partial(computation_graph, **arguments)))


NET = Network(0.5, -0.5)
PATH, CHAIN = gradient_descent(NET, (1.5, -1.0), (1, 0), 1.0, 3), [0.09, -0.075]


@fuzz
@given(label=texts, odd=anything)
def test_labels_stay_texts(label, odd):
    for draw, each in ((lambda paths: training_picture(paths, NET, (1.5, -1.0), (1, 0)), PATH),
                       (flights_picture, NET), (layers_picture, CHAIN)):
        for labelled in ({label: each}, {label: odd}, odd):
            well_formed(documented(partial(draw, labelled)))


@settings(fuzz, max_examples=max(fuzz.max_examples // 20, 10))  # matplotlib takes a second for ten of them
@given(label=texts, odd=anything)
def test_labels_of_curves_stay_texts(label, odd):
    for labelled in ({label: PATH}, {label: odd}, odd):
        figure = LessonFigure(columns=2)
        left, right = figure.axes
        drawn = documented(partial(loss_history, left, labelled))
        documented(partial(loss_surface, right, NET, 1.5, 1, (-1, 1), (-1, 1), labelled))
        if drawn:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the font may lack a character
                only(figure.html, "img")


@fuzz
@given(texts, texts)
def test_other_texts_stay_texts(one, other):
    only(grid(one, (one, other), [(one, other)]), "div table thead tbody tr th td")
    only(table_html({one: other}), "div table thead tbody tr th td")
    panel = Panel((0, 1), (0, 1), "x", "y", one)
    panel.band(0, 1, other)
    picture = panel.picture(other)
    ElementTree.fromstring(picture.svg)
    try:
        markup = formula(one)
    except ValueError as error:
        markup = "<math/>" if str(error).startswith("the formula") else str(error)
    ElementTree.fromstring(markup)
