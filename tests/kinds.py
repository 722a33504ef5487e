"""What the tests of the maths share: each kind of network, both its passes, and the settings of hypothesis."""

import itertools

from hypothesis import HealthCheck, settings

from nnlib import cross_entropy, identity, quadratic, relu, sigmoid, tanh

ACTIVATIONS = [sigmoid, tanh, relu, identity]
LOSSES = [quadratic, cross_entropy]
KINDS = [(g1, g2, loss) for g1, g2, loss in itertools.product(ACTIVATIONS, ACTIVATIONS, LOSSES)
         if loss is quadratic or g2 is sigmoid]
PROPERTY = settings(database=None, deadline=None, derandomize=True, max_examples=100,
                    suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure


def both_passes(net, x, y):
    forward_pass = net.forward(x)
    return forward_pass, net.backward(forward_pass, y)
