import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from kinds import ACTIVATIONS, LOSSES, both_passes
from practice.geometry import faults

from nnlib import Network, identity, relu, tanh
from nnlib.autodiff import Value
from nnlib.draw.graph import SHOWABLE, computation_graph
from nnlib.draw.graph_shape import TWO_WEIGHTS
from nnlib.draw.style import HIGHLIGHT, number
from nnlib.topology import EDGES, GRADIENTS, LOCAL_DERIVATIVES, NODES, sides, spoken

NAMES = TWO_WEIGHTS.names
SVG = "{http://www.w3.org/2000/svg}"
NET, EXAMPLE = Network(w1=0.5, w2=-2.5), {"x": 1.5, "y": 1}
EVERYTHING = ("local derivatives", "gradients")
PATH = ("Loss", "a2", "z2", "w2")


def texts(picture):
    return ["".join(text.itertext()) for text in ET.fromstring(picture.svg).iter(SVG + "text")]


def label(name):
    return "y*" if name == "y" else name


def numbers_of(net, x, y):
    """What stands at each name, as text."""
    forward_pass, backward_pass = both_passes(net, x, y)
    inputs = {"w1": net.w1, "w2": net.w2, "y": y, "Loss": backward_pass.loss}
    found = forward_pass._asdict() | backward_pass._asdict() | inputs
    return {name: number(found[name]) for name in NAMES}


def random_cases():
    rng = np.random.default_rng(0)
    yield NET, *EXAMPLE.values()
    for k in range(40):
        scale = 10.0 ** (k % 6)
        net = Network(*rng.normal(0, scale, 2), g1=ACTIVATIONS[k % 4], loss=LOSSES[k % 2])
        yield net, rng.normal(0, scale), rng.uniform()


def followed(picture):
    """Each node's name with the text drawn after it, each derivative's two sides with the text after them."""
    drawn = texts(picture)
    # "Loss" in its operator comes before the node, hence the nodes' own part of the drawing
    items, found = iter(drawn[drawn.index("x"):]), {}
    for item in items:
        if item.startswith("∂"):
            bottom, value = next(items), next(items)
            found[item[1:], bottom[1:]] = value.removeprefix("= ")
        elif item in map(label, NODES):
            found.setdefault(item, next(items))
    return found


def test_every_number_is_the_networks_own_and_stands_at_its_name():
    for net, x, y in random_cases():
        picture = computation_graph(net, x, y, show=EVERYTHING)
        drawn, told = followed(picture), dict(line.split() for line in picture.text.splitlines())
        for name, value in numbers_of(net, x, y).items():
            assert told[label(name)] == value
            assert f"{label(name) if name in NODES else spoken(name)} = {value}" in picture.alt
            assert drawn[label(name) if name in NODES else sides(name)] == value, name


@pytest.mark.parametrize(("show", "labels"), [
    ("values", ()), ("local derivatives", LOCAL_DERIVATIVES), ("gradients", GRADIENTS),
    (EVERYTHING, LOCAL_DERIVATIVES + GRADIENTS)])
def test_each_layer_shows_its_own_labels(show, labels):
    for arguments in ({}, {"net": NET, **EXAMPLE}):
        picture = computation_graph(**arguments, show=show)
        drawn = texts(picture)
        fractions = [text[1:] for text in drawn if text.startswith("∂")]
        assert sorted(zip(fractions[::2], fractions[1::2], strict=True)) == sorted(map(sides, labels))
        assert ("= " in " ".join(drawn)) == bool(arguments)
        assert all((spoken(name) in picture.alt) == (name in labels) for name in (*LOCAL_DERIVATIVES, *GRADIENTS))


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_value_is_told_nowhere(name):
    example = Network(0.71, -2.53, g1=tanh, g2=tanh), 1.3717, 0.9123
    picture, values = computation_graph(*example, show=EVERYTHING, unknown=[name]), numbers_of(*example)
    assert dict(line.split() for line in picture.text.splitlines())[label(name)] == "?"
    if [*values.values()].count(values[name]) == 1:
        assert values[name] not in picture.svg + picture.alt + picture.text
    assert sum(text.endswith("?") for text in texts(picture)) == 1


def highlights(picture):
    """The kinds of shapes that are lit, and how many have a thick rim."""
    root = ET.fromstring(picture.svg)
    lit = Counter(shape.tag.removeprefix(SVG) for shape in root.iter()
                  if HIGHLIGHT in (shape.get("fill"), shape.get("stroke")))
    return lit, len(root.findall(f".//{SVG}rect[@stroke-width='4']"))


def test_a_path_is_highlighted_by_more_than_colour_and_either_way():
    plain = computation_graph(NET, **EXAMPLE, show="local derivatives")
    assert highlights(plain) == ({}, 0) and "highlighted" not in plain.alt + plain.text
    for path in (PATH, PATH[::-1]):
        picture = computation_graph(NET, **EXAMPLE, show="local derivatives", path=path)
        # 4 nodes and 3 labels; 3 operators; 3 edges of two lines each
        assert highlights(picture) == ({"rect": 7, "circle": 3, "path": 6}, 4)
        sentence = f"The path {', '.join(path)} is highlighted."
        assert picture.alt.endswith(sentence) and picture.text.endswith(sentence)
    for edge in EDGES:
        assert highlights(computation_graph(path=edge)) == ({"rect": 2, "circle": 1, "path": 2}, 2)


def worst_cases():
    yield Network(-99999.9123, 0.12345), -12345.6789, 0.1234
    yield Network(1e6, -1e6, g1=relu, g2=identity), -1e6, 0.5
    yield Network(-1e6, -1e6, g1=identity, g2=identity), 1e6, 1
    yield Network(0.5, 0.5, replace(tanh, name="W" * 40), replace(tanh, name="<script>")), 1, 1


@pytest.mark.parametrize("show", [*SHOWABLE, EVERYTHING])
def test_labels_and_boxes_lie_inside_the_picture_and_apart(show):
    assert faults(computation_graph(show=show)) == []
    for net, x, y in ((NET, *EXAMPLE.values()), *worst_cases()):
        assert faults(computation_graph(net, x, y, show=show, path=PATH)) == []


def test_names_are_escaped_once():
    hostile = '<script>"&'
    picture = computation_graph(Network(0.5, 0.5, replace(tanh, name=hostile)), 1, 1)
    assert "<script" not in picture.svg + picture.html
    assert hostile in ET.fromstring(picture.svg).get("aria-label") and hostile[:7] in " ".join(texts(picture))


@pytest.mark.parametrize(("arguments", "error", "message"), [
    ({"show": "all"}, ValueError, r"show is 'all' .*'values', 'local derivatives', 'gradients'"),
    ({"show": ["values"]}, ValueError, "show is .*'values'"),
    ({"unknown": ("z3",)}, ValueError, "unknown holds 'z3' .*dloss_dw2"),
    ({"unknown": "z1"}, TypeError, "unknown is 'z1' .*tuple of names"),
    ({"unreached": ["z1"]}, ValueError, "unreached holds 'z1'"),
    ({"path": ("Loss", "dz1_dw1")}, ValueError, "path holds 'dz1_dw1' .*a2"),
    ({"path": ("Loss", "z2")}, ValueError, "path goes from Loss to z2, which no edge joins"),
    ({"net": None, "y": None}, ValueError, "x is 1.5 .*net is None"),
    ({"net": None, "x": None}, ValueError, "y is 1 .*net is None"),
    ({"net": 3}, TypeError, "net is 3 .*a Network"),
    ({"x": [1.0, 2.0]}, ValueError, "x has the shape"),
    ({"y": 2}, ValueError, "y is 2.0; a class lies between 0 and 1"),
    ({"y": [0, 1]}, ValueError, "y has the shape"),
    ({"y": None, "show": "gradients"}, ValueError, "y is None"),
    ({"net": Network([0.5, 1], 1)}, ValueError, "w1 has the shape"),
    ({"net": Network(0.5, 1, b1=0.3)}, ValueError, r"b1 is 0\.3"),
    ({"net": Value(1, "v"), "y": None}, ValueError, r"x is 1.5 \(float\), but net is Value\(1.*; a Network was wanted"),
    ({"net": Value(1, "v") * Value(2, "v"), "x": None, "y": None}, ValueError, "two values .* have the name 'v'"),
])
def test_bad_input(arguments, error, message):
    with pytest.raises(error, match=message):
        computation_graph(**{"net": NET, **EXAMPLE, **arguments})
