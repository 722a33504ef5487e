"""The network as a graph: its edges, paths and names are those that the network computes with."""

from math import prod

import pytest
from kinds import both_passes

from nnlib import BackwardPass, Network, topology
from nnlib.example import W1, W2, X, Y
from nnlib.topology import EDGES, GRADIENTS, INPUTS, LOCAL_DERIVATIVES, NODES, PATHS, WAYS, derivative, edge

GRADIENT = both_passes(Network(W1, W2), X, Y)[1]._asdict()


def test_each_node_and_edge_is_named_once():
    assert sorted(NODES) == sorted({*INPUTS, *(node for nodes in INPUTS.values() for node in nodes)})
    assert sorted(EDGES) == sorted({(start, end) for end, nodes in INPUTS.items() for start in nodes})
    assert sorted(LOCAL_DERIVATIVES) == sorted(filter(None, EDGES.values()))
    assert {edge(name): name for name in LOCAL_DERIVATIVES} == {key: name for key, name in EDGES.items() if name}
    assert {derivative(*topology.sides(name)) for name in LOCAL_DERIVATIVES} == {*LOCAL_DERIVATIVES}


def test_the_derivatives_are_those_of_the_network():
    assert {*LOCAL_DERIVATIVES, *GRADIENTS} == {*BackwardPass._fields} - {"loss"}
    for name, gradient in zip(LOCAL_DERIVATIVES, GRADIENTS, strict=True):
        start, end = edge(name)
        onward = 1 if end == "Loss" else GRADIENT[derivative("Loss", end)]
        assert gradient == derivative("Loss", start)
        assert GRADIENT[gradient] == pytest.approx(onward * GRADIENT[name], rel=1e-12)


def test_the_way_of_each_weight_and_the_path_back():
    assert WAYS == {"w1": ("w1", "z1", "a1", "z2", "a2", "Loss"), "w2": ("w2", "z2", "a2", "Loss")}
    assert PATHS == {"w1": ("dloss_da2", "da2_dz2", "dz2_da1", "da1_dz1", "dz1_dw1"),
                     "w2": ("dloss_da2", "da2_dz2", "dz2_dw2")}
    for weight, path in PATHS.items():
        assert prod(GRADIENT[name] for name in path) == pytest.approx(GRADIENT[f"dloss_d{weight}"], rel=1e-12)


def test_how_it_is_said_and_written():
    assert [topology.spoken(name) for name in ("dloss_da2", "dz1_dw1")] == ["∂Loss/∂a2", "∂z1/∂w1"]
    assert topology.latex("dloss_dw2") == r"\frac{\partial Loss}{\partial w_2}"
    assert list(map(topology.symbol, NODES)) == ["x", "w_1", "z_1", "a_1", "w_2", "z_2", "a_2", "y^*", "Loss"]
