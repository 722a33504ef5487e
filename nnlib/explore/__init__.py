"""With these you can see it move: sliders and buttons beside a picture that answers at once.

    nnlib.explore.learning        a network that learns from the flights, with every number of one of them
    nnlib.explore.forward_pass    the forward pass, node by node; or fill in the nodes yourself
    nnlib.explore.loss            the loss as a function inside a function, and as a curve
    nnlib.explore.chain_rule      the way back from Loss to a weight, and what a small nudge does
    nnlib.explore.sigmoid         an activation, its tangent and its derivative
    nnlib.explore.backward_pass   the whole backward pass, node by node; or fill in the derivatives yourself
    nnlib.explore.descent         gradient descent on the loss surface
    nnlib.explore.data            a network on real data, fitted by hand and by descent
    nnlib.explore.cross_entropy   both losses and any depth: what is left of the gradient in each layer
    nnlib.explore.autodiff        back through what autodiff recorded, value by value

Import the module that you explore with: this package imports none. All of them are `Explorer`s
(nnlib.explore.explorer): their state is set and read from Python, with or without a browser.
"""
