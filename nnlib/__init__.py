"""A network of two weights: its forward pass, its loss, its gradients by the chain rule, its update.

    >>> from nnlib import Network
    >>> net = Network(w1=0.5, w2=-2.0)
    >>> backward_pass = net.backward(net.forward(3.0), y=1)
    >>> print(f"{backward_pass.dloss_dw1:.4f} {backward_pass.dloss_dw2:.4f}")
    0.1022 -0.0934

What hangs on what; nothing imports what hangs on it:

    arguments, example, topology              what comes in; the example's numbers; nodes, edges and paths
    └── activations, losses, datasets
        ├── network, autodiff
        │   └── descent, gradcheck            up to here the maths, on numpy alone
        │       └── draw                      pictures of it
        │           └── explore               with sliders and buttons
        └── checker                           names the mistake in an answer, whatever the subject
            ├── exercises                     this course's, with draw's pictures: check, predict, progress
            │   └── grade                     a class's notebooks to a table
            └── practice                      networks never seen, with a catalogue made from each graph
"""

from nnlib.activations import Activation, identity, relu, sigmoid, tanh
from nnlib.descent import Trajectory, gradient_descent
from nnlib.gradcheck import numerical_gradient
from nnlib.losses import Loss, cross_entropy, quadratic
from nnlib.network import BackwardPass, ForwardPass, Network

__all__ = [
    "Activation", "BackwardPass", "ForwardPass", "Loss", "Network", "Trajectory",
    "cross_entropy", "gradient_descent", "identity", "numerical_gradient", "quadratic",
    "relu", "sigmoid", "tanh",
]
