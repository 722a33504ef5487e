"""Lessons 1 and 2: the forward pass, node by node, and the loss from the inputs alone."""

from nnlib.exercises.catalogue import Mistake

FORWARD = {"z1": "x * w1", "a1": "g1(z1)", "z2": "a1 * w2", "a2": "g2(z2)"}
LOSS = FORWARD | {"Loss": "loss(a2, y)"}

# Two layers of one form: a node (×) with input `i` and weight `w`, then a node `g`. The table below is written for
# both. Line by line: id, node, what stands there, text.
LAYERS = [
    {"n": "1", "i": "x", "w": "w1", "z": "z1", "a": "a1", "g": "g1", "other_g": "g2", "other_w": "w2"},
    {"n": "2", "i": "a1", "w": "w2", "z": "z2", "a": "a2", "g": "g2", "other_g": "g1", "other_w": "w1"},
]
NODES = [
    ("sum", "z", "{i} + {w}", "{z} adds its two inputs. What does the sign in the node that they meet in tell you to do?"),
    ("quotient", "z", "{i} / {w}",
     "{z} divides its input by the weight. What does the sign in the node that they meet in tell you to do?"),
    ("weight-missing", "z", "{i}", "The weight {w} has no say in {z}. Which two arrows end at that node?"),
    ("input-missing", "z", "{w}", "{z} is the weight {w} alone. Which two arrows end at that node?"),
    ("other-weight", "z", "{i} * {other_w}", "{z} is made with the weight of the other layer. Which weight's arrow ends there?"),
    ("extra-weight", "z", "{z} * {other_w}", "Both weights enter {z}. Which two arrows end at that node?"),
    ("input-squared", "z", "{z} * {i}", "The input of {z} counts twice. How many arrows bring it there?"),
    ("weight-squared", "z", "{z} * {w}", "The weight {w} counts twice in {z}. How many arrows bring it there?"),
    ("minus", "z", "-{z}", "A minus sign has come in before {g}. Which node on the graph turns a sign round there?"),
    ("absolute", "z", "abs({z})", "{z} has lost its sign. What should {g} receive when the weight is negative?"),
    ("no-activation", "a", "{z}", "At {a} the non-linearity {g} is missing: {z} passes unchanged. What lies between {z} and {a}?"),
    ("weight-after", "a", "{g}({i}) * {w}",
     "The non-linearity comes before the weight: {g} acts on the input alone. In which order do the two nodes stand on the graph?"),
    ("input-after", "a", "{g}({w}) * {i}",
     "The non-linearity comes before the input: {g} acts on the weight alone. "
     "In which order do the two nodes stand on the graph?"),
    ("without-weight", "a", "{g}({i})", "At {a} the non-linearity acts on what came before the weight. Which node's output is its input?"),
    ("weight-only", "a", "{g}({w})", "At {a} the non-linearity acts on the weight alone. Which node's output is its input?"),
    ("other-activation", "a", "{other_g}({z})", "At {a} the other non-linearity is used. Which one stands in that node?"),
    ("twice", "a", "{g}({a})", "At {a} the non-linearity acts twice. How many nodes with {g} are there?"),
    ("one-minus", "a", "1 - {a}", "You take 1 − {a} for {a}. Which of the two leaves the node {g}?"),
    ("minus-activation", "a", "-{a}", "A minus sign has come in after {g}. Which node on the graph turns a sign round there?"),
    ("minus-inside", "a", "{g}(-{z})", "A minus sign has come in inside {g}. Which node's output is its input?"),
    ("absolute-activation", "a", "abs({a})", "{a} has lost its sign. May the output of {g} be negative?"),
    ("weight-again", "a", "{a} * {w}", "The weight {w} enters a second time, after {g}. How many arrows lead from it?"),
    ("own-activation", "a", "sigmoid({z})",
     "At {a} you use the sigmoid, whatever {g} is. Where does your function get its non-linearities from?"),
]
# At z2, which has more nodes before it; and over the whole pass.
BETWEEN = [
    ("z1-for-a1", {"z2": "z1 * w2"}, "z2 is made from z1. Which node lies between the two?", ("z1", "a1", "z2")),
    ("x-for-a1", {"z2": "x * w2"}, "z2 is made from x. Which nodes lie between the two?", ("x", "z1", "a1", "z2")),
    ("x-again", {"z2": "z2 * x"}, "x enters a second time, at z2. Which two arrows end at that node?", ("a1", "z2")),
    ("activations-swapped", {"a1": "g2(z1)", "a2": "g1(z2)"},
     "The two non-linearities have changed places. Which one comes first on the way from x?", ("z1", "a1", "z2", "a2")),
    ("weights-swapped", {"z1": "x * w2", "z2": "a1 * w1"},
     "The two weights have changed places. Which one comes first on the way from x?", ("w1", "z1", "a1", "z2")),
    ("own-activations", {"a1": "sigmoid(z1)", "a2": "sigmoid(z2)"},
     "You use the sigmoid at both nodes, whatever g1 and g2 are. Where does your function get its non-linearities from?",
     ("z1", "a1", "z2", "a2")),
]
AT_LOSS = [
    ("loss-swapped", "loss(y, a2)", "The arguments of the loss have changed places. Which comes first: the prediction or the class?"),
    ("one-minus-y", "loss(a2, 1 - y)", "The loss compares a2 with 1 − y. Which class is the true one?"),
    ("no-loss", "a2", "Your answer ends at a2. Which node comes after it, and what else does it receive?"),
    ("error-for-loss", "a2 - y", "Your answer is the difference between a2 and y. Which node makes the loss out of the two?"),
    ("square-for-loss", "(a2 - y) ** 2", "You square the difference yourself, whatever the loss is. Which function were you given for that?"),
    ("own-loss", "quadratic.value(a2, y)",
     "You use the quadratic loss, whatever the loss is. Which function were you given for that?"),
    ("loss-at-a1", "loss(a1, y)", "The loss is taken at a1. Which node's output does it compare with y?"),
    ("loss-at-x", "loss(x, y)", "The loss is taken at x. Which node's output does it compare with y?"),
    ("minus-loss", "-Loss", "Your loss has the opposite sign. Should a good prediction have a small loss or a large one?"),
    ("twice-loss", "2 * Loss", "A 2 is left over at the node Loss. Does the function that you were given need a factor?"),
    ("half-loss", "0.5 * Loss", "A ½ is left over at the node Loss. Does the function that you were given need a factor?"),
    ("loss-squared", "Loss ** 2", "At the node Loss you square once more. What does the function that you were given return?"),
]


def with_sigmoids(expression):
    """Return an expression with the sigmoid for both non-linearities."""
    return expression.replace("g1(", "sigmoid(").replace("g2(", "sigmoid(")


def at_nodes(known=str):
    """Return the mistakes in the lines of a forward pass. known : with_sigmoids, if no g1 and g2 are passed."""
    found = [Mistake(f"{id}-{layer[node]}", {layer[node]: known(expression.format(**layer))}, text.format(**layer),
                     {"z": (layer["w"], layer["z"]), "a": (layer["z"], layer["a"])}[node])
             for layer in LAYERS for id, node, expression, text in NODES]
    return found + [Mistake(id, {line: known(each) for line, each in changed.items()}, text, path)
                    for id, changed, text, path in BETWEEN]


def at_loss():
    """Return the mistakes at the node Loss."""
    return [Mistake(id, {"Loss": expression}, text, ("a2", "Loss")) for id, expression, text in AT_LOSS]
