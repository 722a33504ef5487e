import itertools
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import ImageFont

from nnlib import Activation, Network, cross_entropy, identity, quadratic, relu, sigmoid, tanh
from nnlib.draw.graph import NAMES, SHOWABLE, computation_graph
from nnlib.draw.style import HIGHLIGHT, number
from nnlib.topology import EDGES, GRADIENTS, LOCAL_DERIVATIVES, NODES, sides

SVG = "{http://www.w3.org/2000/svg}"
NET, EXAMPLE = Network(w1=0.5, w2=-2.5), {"x": 1.5, "y": 1}
EVERYTHING = ("local derivatives", "gradients")
PATH = ("Loss", "a2", "z2", "w2")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def texts(picture):
    return ["".join(text.itertext()) for text in ET.fromstring(picture.svg).iter(SVG + "text")]


def numbers_of(net, x, y):
    forward_pass = net.forward(x)
    backward_pass = net.backward(forward_pass, y)
    inputs = {"w1": net.w1, "w2": net.w2, "y": y}
    return forward_pass._asdict() | backward_pass._asdict() | inputs | {"Loss": backward_pass.loss}


def random_cases(count=40):
    rng = np.random.default_rng(0)
    functions = [sigmoid, tanh, relu, identity]
    for k in range(count):
        scale = 10.0 ** (k % 6)
        net = Network(*rng.normal(0, scale, 2), g1=functions[k % 4], loss=(quadratic, cross_entropy)[k % 2])
        yield net, rng.normal(0, scale), rng.uniform()


def followed(items):
    """Each node's name with the text after it, each label's two sides with the text after them."""
    items = iter(items)
    found = {}
    for item in items:
        if item.startswith("∂"):
            bottom, value = next(items), next(items)
            found[item[1:], bottom[1:]] = value.removeprefix("= ")
        elif item in {"y*" if name == "y" else name for name in NODES}:
            found.setdefault(item, next(items))
    return found


def test_every_number_is_the_networks_own():
    for net, x, y in random_cases():
        wanted = numbers_of(net, x, y)
        picture = computation_graph(net, x, y, show=EVERYTHING)
        drawn = [text.removeprefix("= ") for text in texts(picture)]
        told = dict(line.split() for line in picture.text.splitlines())
        for name in NAMES:
            value = number(wanted[name])
            label = "y*" if name == "y" else name
            assert told[label] == value
            spoken = label if name in NODES else "∂{}/∂{}".format(*sides(name))
            assert f"{spoken} = {value}" in picture.alt
            assert value in drawn


def test_numbers_stand_at_their_names():
    wanted = numbers_of(NET, **EXAMPLE)
    # "Loss" in its operator comes before the node, hence the nodes' own part of the drawing
    drawn = texts(computation_graph(NET, **EXAMPLE, show=EVERYTHING))
    found = followed(drawn[drawn.index("x"):])
    for name in NAMES:
        key = ("y*" if name == "y" else name) if name in NODES else sides(name)
        assert found[key] == number(wanted[name]), name


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
        assert all(("∂{}/∂{}".format(*sides(name)) in picture.alt) == (name in labels)
                   for name in (*LOCAL_DERIVATIVES, *GRADIENTS))


def test_symbols_alone():
    picture = computation_graph()
    assert texts(picture) == ["×", "g1", "×", "g2", "Loss", "x", "w1", "z1", "a1", "w2", "z2", "a2", "y*", "Loss",
                              "given", "weight", "computed"]
    assert picture.text == picture.alt


def test_without_a_class_the_loss_is_unknown():
    picture = computation_graph(NET, x=1.5)
    assert texts(picture)[-6:-4] == ["Loss", "?"]
    assert "y*        –\nLoss      ?" in picture.text
    assert "against y* gives Loss unknown" in picture.alt
    assert "0.1547" in picture.alt


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_value_is_told_nowhere(name):
    net, x, y = Network(0.71, -2.53, g1=tanh, g2=tanh), 1.3717, 0.9123
    picture = computation_graph(net, x, y, show=EVERYTHING, unknown=[name])
    told = dict(line.split() for line in picture.text.splitlines())
    assert told["y*" if name == "y" else name] == "?"
    drawn = texts(picture)
    value = number(numbers_of(net, x, y)[name])
    twins = [other for other in NAMES if number(numbers_of(net, x, y)[other]) == value]
    if len(twins) == 1:
        assert value not in picture.svg + picture.alt + picture.text
    assert sum(text.endswith("?") for text in drawn) == (2 if name == "dloss_da2" else 1)


def highlights(picture):
    root = ET.fromstring(picture.svg)
    return [part for part in root.iter() if HIGHLIGHT in (part.get("fill"), part.get("stroke"))]


def test_a_path_is_highlighted_by_more_than_colour():
    plain = computation_graph(NET, **EXAMPLE, show="local derivatives")
    picture = computation_graph(NET, **EXAMPLE, show="local derivatives", path=PATH)
    assert not highlights(plain)
    assert "highlighted" not in plain.alt + plain.text
    # 4 nodes and 3 labels; 3 operators; 3 edges of two lines each
    assert [part.tag.removeprefix(SVG) for part in highlights(picture)].count("rect") == 7
    assert [part.tag.removeprefix(SVG) for part in highlights(picture)].count("circle") == 3
    assert [part.tag.removeprefix(SVG) for part in highlights(picture)].count("path") == 6
    thick = [part for part in ET.fromstring(picture.svg).iter(SVG + "rect") if part.get("stroke-width") == "4"]
    assert len(thick) == 4
    sentence = "The path Loss, a2, z2, w2 is highlighted."
    assert picture.alt.endswith(sentence)
    assert picture.text.endswith(sentence)


def test_a_path_may_run_either_way_and_its_highlight_is_the_same():
    assert len(highlights(computation_graph(path=PATH))) == len(highlights(computation_graph(path=PATH[::-1]))) == 13
    for edge in EDGES:
        assert len(highlights(computation_graph(path=edge))) == 5


def worst_cases():
    names = (Activation("W" * 40, tanh.value, tanh.slope), Activation("<script>", tanh.value, tanh.slope))
    yield Network(-99999.9123, 0.12345), -12345.6789, 0.1234
    yield Network(1e6, -1e6, g1=relu, g2=identity), -1e6, 0.5
    yield Network(-1e6, -1e6, g1=identity, g2=identity), 1e6, 1
    yield Network(0.5, 0.5, g1=names[0], g2=names[1]), 1, 1


def boxes(picture):
    """Text, left, top, right, bottom of each line, by the widest usual font."""
    for text in ET.fromstring(picture.svg).iter(SVG + "text"):
        content, size = "".join(text.itertext()), float(text.get("font-size"))
        x, y, width = float(text.get("x")), float(text.get("y")), 0.62 * size * len(content)
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
        yield content, left, y - 0.72 * size, left + width, y + 0.1 * size


@pytest.mark.parametrize("show", [*SHOWABLE, EVERYTHING])
def test_labels_lie_inside_the_picture_and_apart(show):
    pictures = [computation_graph(show=show), computation_graph(NET, **EXAMPLE, show=show),
                *(computation_graph(net, x, y, show=show, path=PATH) for net, x, y in worst_cases())]
    for picture in pictures:
        root = ET.fromstring(picture.svg)
        width, height = map(float, root.get("viewBox").split()[2:])
        assert (root.get("width"), root.get("height")) == (f"{width:g}", f"{height:g}")
        labels = list(boxes(picture))
        assert len(labels) > 10
        for content, left, top, right, bottom in labels:
            assert 0 <= left < right <= width, content
            assert 0 <= top < bottom <= height, content
        for one, other in itertools.combinations(labels, 2):
            over = (min(one[3], other[3]) - max(one[1], other[1]), min(one[4], other[4]) - max(one[2], other[2]))
            assert over[0] <= 0 or over[1] <= 0, (one, other, over)


def bounds(rect):
    x, y, width, height = (float(rect.get(side)) for side in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


@pytest.mark.parametrize("show", [*SHOWABLE, EVERYTHING])
def test_boxes_lie_inside_the_picture_and_apart(show):
    root = ET.fromstring(computation_graph(NET, **EXAMPLE, show=show, path=("Loss", "a2", "z2", "a1", "z1", "w1")).svg)
    width, height = map(float, root.get("viewBox").split()[2:])
    rects = [rect for rect in root.iter(SVG + "rect") if rect.get("x")]
    for left, top, right, bottom in map(bounds, rects):
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
    drawn = [bounds(rect) for rect in rects if rect.get("stroke")]
    for one, other in itertools.combinations(drawn, 2):
        assert (min(one[2], other[2]) <= max(one[0], other[0])) or (min(one[3], other[3]) <= max(one[1], other[1]))


def test_the_legend_is_spaced_evenly_in_the_widest_usual_font():
    font = ImageFont.truetype(Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf"), 1300)
    found = {text.text: float(text.get("x")) for text in ET.fromstring(
        computation_graph(NET, **EXAMPLE, show=EVERYTHING).svg).iter(SVG + "text")}
    words = ("given", "weight", "computed", "local derivative", "gradient")
    gaps = [found[after] - 34 - found[before] - font.getlength(before) / 100
            for before, after in itertools.pairwise(words)]  # 34: a shape and its distance to its words
    assert min(gaps) > 10
    assert max(gaps) - min(gaps) < 4


def test_names_are_escaped():
    hostile = '<script>"&'
    picture = computation_graph(Network(0.5, 0.5, g1=Activation(hostile, tanh.value, tanh.slope)), 1, 1)
    for markup in (picture.svg, picture.html):
        assert "<script" not in markup
    root = ET.fromstring(picture.svg)
    assert hostile in root.get("aria-label")
    assert hostile[:7] in " ".join(texts(picture))


def test_the_same_call_gives_the_same_bytes():
    code = ("from nnlib import Network; from nnlib.draw.graph import computation_graph as g; import hashlib;"
            "print(hashlib.sha256(g(Network(.5,-2.5),1.5,1,show=('local derivatives','gradients'),"
            "path=('Loss','a2','z2')).svg.encode()).hexdigest())")
    runs = {subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True,
                           env={**ENVIRONMENT, "PYTHONHASHSEED": seed}).stdout for seed in "123"}
    assert len(runs) == 1


def test_the_graph_loads_no_matplotlib():
    code = "import sys, nnlib.draw.graph; print('matplotlib' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True,
                            env=ENVIRONMENT)
    assert result.stdout.strip() == "False"


@pytest.mark.parametrize(("arguments", "error", "message"), [
    ({"show": "all"}, ValueError, r"show is 'all' .*'values', 'local derivatives', 'gradients'"),
    ({"show": ["values"]}, ValueError, "show is .*'values'"),
    ({"show": ("values", 3)}, ValueError, "show is .*'values'"),
    ({"unknown": ("z3",)}, ValueError, "unknown holds 'z3' .*dloss_dw2"),
    ({"unknown": "z1"}, TypeError, "unknown is 'z1' .*tuple of names"),
    ({"path": ("Loss", "dz1_dw1")}, ValueError, "path holds 'dz1_dw1' .*a2"),
    ({"path": ("Loss", "z2")}, ValueError, "path goes from Loss to z2, which no edge joins"),
    ({"path": ("a2", "a2")}, ValueError, "path goes from a2 to a2"),
    ({"net": None, "y": None}, ValueError, "x is 1.5 .*net is None"),
    ({"net": None, "x": None}, ValueError, "y is 1 .*net is None"),
    ({"net": 3}, TypeError, "net is 3 .*a Network"),
    ({"x": None}, TypeError, "x is None"),
    ({"x": [1.0, 2.0]}, ValueError, "x has the shape"),
    ({"x": float("nan")}, ValueError, "x is nan"),
    ({"y": 2}, ValueError, "y is 2.0; a class lies between 0 and 1"),
    ({"y": [0, 1]}, ValueError, "y has the shape"),
    ({"y": None, "show": "gradients"}, ValueError, "y is None"),
    ({"net": Network([0.5, 1], 1)}, ValueError, "w1 has the shape"),
])
def test_bad_input(arguments, error, message):
    with pytest.raises(error, match=message):
        computation_graph(**{"net": NET, **EXAMPLE, **arguments})


def test_a_bias_is_not_silently_left_out():
    if hasattr(NET, "b1"):
        with pytest.raises(ValueError, match=r"b1 is 0\.3"):
            computation_graph(replace(NET, b1=0.3), **EXAMPLE)
        with pytest.raises(ValueError, match="b2 has the shape"):
            computation_graph(replace(NET, b2=[0, 0]), **EXAMPLE)
