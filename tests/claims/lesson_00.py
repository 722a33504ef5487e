"""What lesson 0 says, and what makes it true."""

from nnlib.explore.learning import LearnExplorer, learnt
from nnlib.topology import GRADIENTS

PATH, COLDEST, X_COLDEST, _ = learnt()

SAYS = r"""
(told := Network(PATH.w1, PATH.w2).forward(X_COLDEST).a2)[0] < 0.05 < 0.4 < told[-1] <= told.max() < 0.5
and PATH.loss[-1] < 0.6 * PATH.loss[0]
and says(8, "## A repair: the bias", "why the sigmoid cannot tell the classes apart")
    It is badly wrong about the cold flights.
    In lesson 8 you find out why this network never says more than one half for a cold flight, and you repair it.
COLDEST == FLIGHTS.temperature.min() == 53 and LearnExplorer().values["x"] == X8.min()
and says(8, "So the temperature is **standardised**")
    The graph shows the coldest flight. Its $x$ stands for 53 °F; lesson 8 says how.
"Local derivatives" not in (alt := LearnExplorer().view.picture.alt)
and all(f"∂Loss/∂{name[7:]} = " in alt for name in GRADIENTS) and all(says(k, "## Exercise") for k in (1, 4, 6, 7))
    **By lesson 7 you compute every number that moves on it by hand**: what the network says, how wrong that is, and which way each weight must move.
"Challenger Accident (1986)" in SOURCE
    In 1986 the space shuttle Challenger broke apart after a launch in the cold.
len(FLIGHTS.temperature) == 23
and FLIGHTS.distress.sum() == LearnExplorer().view.picture.svg.count('width="8" height="8"')
    The next cell shows the 23 flights before it whose boosters could be examined: a square for each on which an O-ring showed distress, a circle for one without.
not checked: lesson 8 has the source
    Seals of a booster rocket, the O-rings, had failed.
not checked: what is drawn; the explorer's own tests try it
    The curve is what a small network says: how probable distress is at each temperature.
inputs("z1")[1:] + inputs("z2")[1:] == ("w1", "w2")
    This course answers that question for a network with two weights,
[k for k in BY_NUMBER if says(k, f"part {k} of the exercise")] == [*range(1, 8)] == [
k for k in range(1, 8) if any(id.startswith(f"{k}.") for id in EXERCISES)]
    The course works through one exercise in seven parts, one in each of lessons 1 to 7.
made_as_told()
    It is multiplied by the **weight** $w_1$. The **activation function** $g_1$ turns the product $z_1$ into $a_1$.
    The same happens once more: $a_1$ is multiplied by the weight $w_2$, and $g_2$ turns the product $z_2$ into $a_2$. A weight and the activation function behind it make a **layer**: this network has two.
    | the weighted inputs, one for each activation function |
    | the activations: what $g_1$ and $g_2$ give |
sigmoid(Z).min() >= 0 and sigmoid(Z).max() <= 1
    The output $a_2$ lies between 0 and 1.
all(np.diff(quadratic(np.linspace(one, 1 - one, 99), one)).min() > 0 for one in (0, 1))
    It is the probability, as the network sees it, of class 1.
    It grows as $a_2$ moves away from $y^*$. Smaller is better.
    | how bad the output $a_2$ is for the class $y^*$ |
against_the_gradient() and must_be_positive()
    | the weights: the numbers that the network may change |
    | the step size, often called learning rate: how far a weight moves for a given gradient |
abs((Network(w1, w2 + 0.1).forward(x).z2 - PASS.z2) / 0.1 - BACK.dz2_dw2) < 1e-12
and says(3, r"## Tool 1: the sign $\partial$")
    a local derivative: how fast $z_2$ changes with $w_2$; lesson 3 explains the sign $\partial$
abs((loss(w1 + 1e-5) - loss(w1 - 1e-5)) / 2e-5 - BACK.dloss_dw1) < 1e-9
    | the gradient for $w_1$: how fast the loss changes with $w_1$ |
    A green box with $\partial$ says how fast the loss changes with one value. That is the gradient for it.
all("x, w1, w2, y = 1.5, 0.5, -2.5, 1" in code(lesson) for lesson in range(1, 8))
and (x, w1, w2, y) == (1.5, 0.5, -2.5, 1)
    All lessons of the exercise use these numbers.
'unknown=["z1", "a1", "z2", "a2", "Loss"]' in code(0)
    A question mark stands for a value that you will compute.
both_sigmoids() and ">σ<" in computation_graph(NET, x, y).svg
    the activation functions; in the example, both are the sigmoid |
    The Greek letter in a circle, sigma, stands for the sigmoid, the activation function of the example.
np.ndim(loss()) == 0 != loss() and np.ndim(PASS.x) == 0
    One number comes in: the **input** $x$.
    The **loss** is one number.
    | the input: one number that describes an example |
agreed: what a class is
    Each input belongs to one of two classes, 0 or 1:
    The **true class** $y^*$ is 0 or 1
    the true class, 0 or 1
not checked: what the names mean
    spam or not spam, for example.
    Each box in the graph is a **node**. It has one symbol and one name in code, the same in every lesson.
    | symbol | in code | what it is |
    | lesson | the question | minutes |
not checked: what the course is about
    A neural network learns by changing its weights.
    small enough to compute by hand. Larger networks do the same, with more weights.
not checked: how a lesson works; other tests run each as it says
    To run a cell, click on it and press Shift + Enter.
    What stands under a cell before you run it is from an earlier run.
    every other cell needs it. *Run* › *Run All Cells* runs all at once, and unanswered exercises do no harm.
    when you open a lesson again another day: its sliders and buttons do nothing until then. What you have written is still there.
    it says what is wrong, if something is.
min(number for number, lesson in BY_NUMBER.items() if "## From an earlier lesson" in "\n".join(texts(number))) == 3
    From lesson 3 on, a question from an earlier lesson comes first.
"<summary><u>Open the answers</u></summary>" in source("notebooks/03_chain_rule_w2.ipynb")
    **Hints** and **solution.** Click on an underlined line to open it.
    **The answer** is derived step by step, folded as well.
    Answers to the questions are folded.
count(3, "^## The same on numbers") == 1 and "on_numbers(" in code(3)
    Then **the same on numbers**: what your answer gives, beside what the computer finds in other ways.
not checked: what research on predictions found, in the README
    A wrong guess helps you, too.
"""
