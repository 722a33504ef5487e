"""What lesson 8 says, and what makes it true."""

import math
import re

import numpy as np

from claims import FLIGHTS, X8, back, ways
from nnlib import Network, sigmoid, tanh
from nnlib.datasets import standardised
from nnlib.descent import right_along, score
from nnlib.draw.flights import flights_picture
from nnlib.explore.data import DataExplorer, descent

LAUNCH_AIR = 36.0  # °F of the air near the pad, as the Commission's report gives it
# name -> the Trajectory, and the network at its end
TRAINED = {"sigmoid": descent(sigmoid, "weights"), "tanh": descent(tanh, "weights"),
           "b1": descent(sigmoid, "weights and b1"), "tanh, b1": descent(tanh, "weights and b1"),
           "b2": descent(sigmoid, "weights and b2"), "both": descent(sigmoid, "weights, b1, b2")}


def right_step(x, y, w1, w2, step_size):
    a1 = 1 / (1 + math.exp(-w1 * x))
    a2 = 1 / (1 + math.exp(-w2 * a1))
    dloss_dz2 = (a2 - y) * a2 * (1 - a2)
    return w1 - step_size * dloss_dz2 * w2 * a1 * (1 - a1) * x, w2 - step_size * dloss_dz2 * a1


def outputs(name, temperature=FLIGHTS.temperature):
    return TRAINED[name][1].forward(standardised(temperature, FLIGHTS.temperature)).a2


def right(name):
    return np.sum((outputs(name) > 1 / 2) == FLIGHTS.distress)


def sign_of_w2(b1=0.0):
    """With a sigmoid inside, z2 has the sign of w2 for every x, and every flight gets the same class."""
    w2 = np.array([-9, -0.5, 0.5, 9])[:, None]
    made = Network(np.array([-6, 0.5, 6])[:, None, None], w2, b1=b1).forward(X8)
    return made.a1.min() > 0 and np.all(np.sign(made.z2) == np.sign(w2)) and np.all((made.a2 > 1 / 2) == (w2 > 0))


def mean_of_products():
    """The derivative of the mean loss is the mean of the derivatives; a step uses it; the mean comes last."""
    made = back(0.5, -0.5, X8, FLIGHTS.distress)
    lower, upper = (back(0.5, -0.5 + h, X8, FLIGHTS.distress).loss.mean() for h in (-1e-5, 1e-5))
    mean = made.dloss_dw2.mean()
    return (abs((upper - lower) / 2e-5 - mean) < 1e-9 and abs(TRAINED["sigmoid"][0].w2[1] - (-0.5 - 2.0 * mean)) < 1e-12
            and abs(made.dloss_dz2.mean() * made.dz2_dw2.mean() - mean) > 1e-4)


def marks(shape, colour, rim):
    return len(re.findall(rf'<{shape} [^>]*fill="{colour}" stroke="{rim}"', flights_picture().svg))


BIASED = Network(0.5, -0.5, b2=0.25)
MEAN = BIASED.backward(BIASED.forward(X8), FLIGHTS.distress)
COMPARED = [[(["for w2:"], ()), *ways(MEAN.dloss_dw2.mean()),
             (["for b2, the first flight:"], ()), *ways(MEAN.dloss_db2[0])]]

CONDITION = ("sigmoids", "“Both activation functions are the sigmoid, and the loss is quadratic”")
EXCEPTIONS = dict.fromkeys((
    r"z_2 = a_1 \cdot w_2 + b_2", r"z_1 = x \cdot w_1 + b_1", r"\frac{\partial z_2}{\partial b_2} = 1",
    r"\frac{\partial Loss}{\partial b_2} = \frac{\partial Loss}{\partial a_2} \cdot "
    r"\frac{\partial a_2}{\partial z_2} \cdot \frac{\partial z_2}{\partial b_2} = (a_2 - y^*) \cdot a_2(1 - a_2)",
    r"b_2 \leftarrow b_2 - \alpha \cdot \frac{\partial Loss}{\partial b_2}", "(a2 - y) * a2 * (1 - a2)",
), ("with_biases", "the repair: a bias at the output, or one inside"))
COMPLETED = {"(a2 - y) * a2 * (1 - a2)": "dloss_db2 = {}"}

SAYS = r"""
abs(DataExplorer(step=right_step).values["your step"]["mean loss"] - TRAINED["sigmoid"][0].loss[-1]) < 1e-9
and 'step=yours("7.step")' in code(8) and [*program("7.step").parameters] == ["x", "y", "w1", "w2", "step_size"]
    If you like, put your `step` of lesson 7 in place of the dots: it learns here, too.
    Your `step` is made for one example. So at each step it is given every flight with the same old weights, and the mean of the new ones is taken. For a right `step` that is the step with the mean gradient.
len(FLIGHTS.temperature) == 23 and LAUNCH == 31
and marks("rect", style.INK, style.PAPER) == np.sum(FLIGHTS.distress == 1)
and marks("circle", style.PAPER, style.INK) == np.sum(FLIGHTS.distress == 0)
    train the network on 23 flights
    The picture shows the 23 flights before, whose boosters could be examined. A square stands for a flight on which an O-ring showed distress:
    A circle stands for a flight without.
    The dashed line stands at 31 °F, for Challenger's own launch.
all(each in SOURCE for each in (
"Challenger Accident (1986)", "Dalal, Fowlkes", "Journal of the American Statistical Association 84 (1989)"))
and "primary field-joint O-ring" in type(FLIGHTS).__doc__
    In 1986 the space shuttle Challenger broke apart soon after its launch.
    From the report of the Presidential Commission on the Space Shuttle Challenger Accident (1986). They were analysed by Dalal, Fowlkes and Hoadley in the Journal of the American Statistical Association (1989). The classes here are about the primary O-rings of the field joints.
FLIGHTS.distress[FLIGHTS.temperature == 53] == 1 and FLIGHTS.distress[FLIGHTS.temperature == 81] == 0
and {*FLIGHTS.distress} == {0, 1}
    Its true class $y^*$ is 1 if there was distress, and 0 if not
    network with two weights learn to tell the two classes apart
FLIGHTS.temperature.min() > 50 and sigmoid.derivative(0.5 * FLIGHTS.temperature).max() < 1e-10
    A sigmoid saturates at large $z_1$, and temperatures in °F are large.
abs(X8.mean()) < 1e-12 and abs(X8.std() - 1) < 1e-12 and len(FLIGHTS.temperature) == len(X8)
and abs(standardised(FLIGHTS.temperature.mean(), FLIGHTS.temperature)) < 1e-12
    subtract the mean of all flights, and divide by their standard deviation. Then the mean temperature becomes 0
both_sigmoids()
    Both $g_1$ and $g_2$ are the sigmoid. You may choose the weights.
    Both activation functions are the sigmoid, and the loss is quadratic.
    The loss is quadratic, and $g_2$ is the sigmoid.
PREDICTIONS[8].right == "B" and sign_of_w2() and np.array_equal(sigmoid(Z) > 1 / 2, Z > 0)
    an $a_2$ above one half?
    For the cold launches, and not for the warm ones.
    For all temperatures, or for none.
    Below some temperature or above it. It depends on the weights.
    The sigmoid is positive everywhere, so $a_1$ is positive. Then $z_2 = a_1 \cdot w_2$ has the sign of $w_2$ for every $x$. And $a_2$ is above one half exactly where $z_2$ is positive. So the class is the same for all temperatures, whatever the weights are.
    $a_1$ is a sigmoid, so it is positive at every temperature.
    The activation $a_1$ is positive at every temperature. So $z_2 = a_1 \cdot w_2$ has the sign of $w_2$, and $a_2$ lies on one side of one half for all flights.
    Other weights change how large $a_1$ is, but not that it is positive.
    - With a sigmoid inside and no bias in $z_2$, this network predicts the same class for every input.
mean_of_products() and len(FLIGHTS.distress) == 23 and program("4.gradient").results == ("dloss_dw2",)
and says(4, "## Exercise 4b: the gradient for w2")
    With many examples, the loss to make small is the **mean** of their losses. The derivative of a mean is the mean of the derivatives. So a step uses the mean of the examples' gradients. The examples of one step are a **batch**: here, all 23 flights.
    the gradient of the mean loss for $w_2$.
    Exercise 4b has the gradient for $w_2$ of one example
    Multiply first: each example has its own product. Take the mean last.
    The formula of lesson 4 works for arrays as it stands. The mean comes last.
    The gradient of the mean loss is the mean of the examples' gradients. Each example's own product comes first, the mean last.
    - With many examples, a step uses the mean of their gradients.
len(program("8.mean").parameters) == 3
    It gets three arrays, `ys`, `a1s` and `a2s`, with one number for each example.
abs((PASS.a2 - y) * PASS.a2 * (1 - PASS.a2) - BACK.dloss_dz2) < 1e-15 and BACK.dloss_dz2 < -0.1
    The examples' gradients begin with `(a2s - ys) * a2s * (1 - a2s)`.
outputs("sigmoid").max() < 1 / 2 and right("sigmoid") == np.sum(FLIGHTS.distress == 0) > right("tanh")
and tanh(Z).min() < 0 < tanh(Z).max() and outputs("tanh").min() < 1 / 2 < outputs("tanh").max()
    With **the sigmoid** inside, the network always says "no distress": $a_2$ stays below one half for every flight
    **The hyperbolic tangent** takes both signs, so the network can predict either class. But it gets fewer flights right.
    <details><summary><u>Open: why tanh gets fewer right</u></summary>
np.array_equal(np.sign(tanh(Z)), np.sign(Z))
and np.sum(FLIGHTS.distress[X8 <= 0] == 0) > 1 < np.sum(FLIGHTS.distress[X8 > 0] == 1)
    With tanh the activation $a_1$ has the sign of $z_1 = x \cdot w_1$. It changes its sign at the mean temperature, where $x$ is 0, and only there. But that temperature does not separate the classes: some flights below it had no distress, and some above it had distress.
(z2 := TRAINED["b2"][1].forward(X8).z2).min() < 0 < z2.max() and says(10, "A `Value` holds a number.")
and abs(TRAINED["b2"][0].b2[1] + 2.0 * back(0.5, -0.5, X8, FLIGHTS.distress).dloss_db2.mean()) < 1e-12
and '* Value(w2, "w2") + Value(b2, "b2")' in code(8)
    Now the sign of $z_2$ can change at any temperature, and training can move that place. The bias is trained like a weight. For that it needs a gradient. Here is the graph, with the first flight; lesson 10 explains the code.
    It is updated like a weight:
    - A bias is added to $z_2$. It is trained like a weight.
Network(w1, w2, b2=0.5).forward(x).z2 - PASS.z2 == 0.5 and [*program("8.bias").lines][:3] == [*TO_W2[:2], "dz2_db2"]
and "dz2_db2" not in LOCAL_DERIVATIVES and "b2" in program("8.bias").parameters
and says(4, "## Exercise 4b: the gradient for w2")
    What is missing is a number that shifts $z_2$.
    You may not need all that you are given.
    The path to $w_2$ in lesson 3 goes the same way, except for the last step
    The last local derivative is new. In $z_2 = a_1 \cdot w_2 + b_2$ let only $b_2$ move.
    Begin with the first two factors of exercise 4b. One local derivative is left.
    A sum moves by as much as the one term that moves, so the last local derivative is 1. The product is left as it is.
    The path goes from $Loss$ to $a_2$, on to $z_2$, and on to $b_2$. In the sum $z_2 = a_1 \cdot w_2 + b_2$ only $b_2$ moves, so
    By the chain rule:
Network(w1, w2, b1=0.5).forward(x).z1 - PASS.z1 == 0.5
    It is added inside $g_1$.
all(map(sign_of_w2, (-3.0, 0.7, 3.0))) and right("tanh, b1") > right("tanh") and tanh(0) == 0
and abs(TRAINED["tanh, b1"][1].b1 / TRAINED["tanh, b1"][1].w1) > 0.1
    With $z_1 = x \cdot w_1 + b_1$ the sigmoid is still positive everywhere. So $z_2 = a_1 \cdot w_2$ still has the sign of $w_2$, and all flights get the same class. With tanh in place of the sigmoid a bias $b_1$ does help: it moves the place where $a_1$ changes its sign.
    With a bias $b_1$ the sigmoid is still positive, so it does not help. With tanh it does: $a_1$ then changes its sign at another temperature.
in_range(DataExplorer(), "b1", 0.0) and in_range(DataExplorer(), "b2", 0.0) and sign_of_w2()
and np.sum(FLIGHTS.distress == 0) == 16 > np.sum(FLIGHTS.distress == 1) and right("b2") == 20
and DataExplorer(
**{name: round(getattr(TRAINED["b2"][1], name), 3) for name in ("w1", "w2", "b2")}).values["right"] == 20
    Leave both biases at 0
    Without a bias you can get 16 right: all those without distress. With $b_2$ you can get 20 right, as descent does.
all(np.all(np.diff(TRAINED[name][0].loss) < 0) for name in ("sigmoid", "b2", "both"))
and 0 < np.count_nonzero(np.diff(right_along(*TRAINED["both"], X8, FLIGHTS.distress))) < 20
and right("both") == np.sum((TRAINED["both"][1].forward(X8).z2 > 0) == FLIGHTS.distress)
    The loss falls smoothly. The number of right flights jumps: a flight changes sides only when its $a_2$ crosses one half. Between its jumps the number is flat, so it shows descent no direction.
(LAUNCH, LAUNCH_AIR) == (31, 36) and 36 < FLIGHTS.temperature.min()
and np.isfinite(outputs("both", [-40.0, 31.0, 200.0])).all()
    The morning had been very cold.
    At the launch of Challenger it was colder than at any of these flights: 31 °F in most analyses, 36 °F for the air near the pad in the Commission's report.
    a2 at 31 °F: …   at 36 °F
    Be careful with such numbers. In the hatched part there is no flight at all. There the curves show what the formula of each network happens to do.
    - A network says something about every input, also where no example tells whether it is true.
outputs("tanh", 31) - outputs("sigmoid", 31) > 0.4
and all(each < 1 / 2 and f"{each:.4f}" == "0.5000" for each in outputs("sigmoid", [31, 36]))
    The networks differ a lot among themselves. The plain sigmoid stays below one half here, too: its 0.5000 is rounded
FLIGHTS.distress[FLIGHTS.temperature < 65].tolist() == [1] * 4
    One thing needs no network. Below 65 °F there were four flights, and all four had distress
"forward_pass.a2[:3]" in code(8) and "backward_pass.dloss_dw2[:3]" in code(8)
    a2 of the first three flights:
    dloss_dw2 of the first three flights:
not checked: what the sources of the data say
    A joint of a booster rocket had leaked: its seals, the O-rings, had failed.
    hot gas had eroded it, or had blown past it.
not checked: it names something
    Each flight is one **example**. The temperature at its launch is the input.
    So the temperature is **standardised**:
    An **array** holds many numbers.
    It is called a **bias**. The node $z_2$ gets one:
    This is **extrapolation**: no flight confirms it, and more training does not make it more certain.
not checked: what is drawn, and what the explorer does; its own tests try it
    Marks of flights at the same temperature stand one above another.
    It does not go on from your numbers: it starts where the sliders stood at first.
not checked: what a count on known flights is worth
    That would be sensible, but look at the signs:
np.allclose(back(x=X8, y=FLIGHTS.distress).dloss_dw2,
[back(x=x, y=y).dloss_dw2 for x, y in zip(X8, FLIGHTS.distress)], rtol=1e-12)
    Arithmetic on arrays goes number by number: `a2s - ys` holds one difference for each example. And `np.mean` gives the mean of an array. So every formula of the course stays as it is.
len(TRAINED["sigmoid"][0].loss) == 1001 and "w1, w2, b2, step_size, steps = 0.5, -0.5, 0.25, 2.0, 1000" in code(8)
and [right(name) for name in TRAINED] == [16, 14, 16, 20, 20, 20]
and score(TRAINED["b2"][1], X8, FLIGHTS.distress)[1] == right("b2")
    The function `descent` in the set-up cell takes 1,000 steps with the mean gradient, always from the same start. `score` gives the mean loss and how many flights are right: $a_2$ above one half for distress, and not above it for none.
    The same start, step size and number of steps for each.
"on_numbers(\"8.mean\"" in code(8)
    At the start, with the bias `b2` of the set-up cell: the mean gradient for $w_2$, and the gradient for $b_2$ of the first flight.
DataExplorer(shown=True, train="weights and b2").values["descent"]["b2"] != 0
== DataExplorer(shown=True).values["descent"]["b2"]
    Then choose other ones: the fit follows.
"""
