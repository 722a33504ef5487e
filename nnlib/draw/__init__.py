"""With these you can see the network and its numbers.

    nnlib.draw.graph     the computation graph, as SVG: values, local derivatives, gradients
    nnlib.draw.figure    a matplotlib figure that carries its own alt text
    nnlib.draw.curves    a loss, a loss over the steps
    nnlib.draw.surface   the loss over both weights, with the paths of descents
    nnlib.draw.flights   the shuttle flights, and what networks predict at each temperature
    nnlib.draw.training  the loss of a descent, and how many examples are right
    nnlib.draw.layers    the gradients of a chain of layers

Import the module that you draw with: this package imports none, so the graph loads no matplotlib.
"""
