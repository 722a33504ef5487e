"""What lesson 10 says, and what makes it true."""

from claims import BACK, NET, back, ways
from nnlib.explore.autodiff import AutodiffExplorer
from nnlib.explore.autodiff import visits as walk

SHARED = back(w2=NET.w1)
COMPARED = [
    ways(SHARED.dloss_dw1 + SHARED.dloss_dw2),
    [(["dloss_dw1", "dloss_dw2"], ()),
     *ways(BACK.dloss_dw1, BACK.dloss_dw2, first="centred difference", others=("nnlib's network", "from the record"))],
]

LINKS = (7,)
CONDITION = ("sigmoids", "the proof, in the example")
EXCEPTIONS = dict.fromkeys((
    r"z_1 = x \cdot w", r"z_2 = a_1 \cdot w", "dloss_dz2 * a1 + dloss_dz1 * x",
    r"\frac{\partial Loss}{\partial w} = \frac{\partial Loss}{\partial z_2} \cdot a_1"
    r" + \frac{\partial Loss}{\partial z_1} \cdot x",
), ("one_weight", "“One weight w in both layers”"))
IN_WORDS = {"The part from $z_2$ is `dloss_dz2 * a1`": "dloss_dw2 = {}"}
COMPLETED = {"a1 * w2": "z2 = {}", "dloss_dz2 * a1 + dloss_dz1 * x": "∂Loss/∂w = {}"}

SAYS = r"""
(wrong := AutodiffExplorer(backward=lambda record: dict.fromkeys(recorded(), 7.0)).view)
and "∂Loss/∂w1 = 7 ✗" in wrong.picture.alt
and "nnlib's is" in wrong.says and 'backward=yours("10.reverse")' in code(10)
    - After the check of 10c, run the cell again. The graph then shows the gradients by your own `backward`, and a cross at each wrong one. For the visits, choose `nnlib, visit by visit`.
PREDICTIONS[10].right == "B" and uses_of_one_weight() and "on_numbers(" in code(10)
    Now let both layers use one and the same weight $w$: $z_1 = x \cdot w$ and $z_2 = a_1 \cdot w$. So the loss changes with $w$ in two ways, each with its own rate.
    The rate of one of the two ways
    Nothing is chosen: both products move when $w$ moves, and each change reaches the loss.
    The sum of both rates.
    A nudge of $w$ moves $z_1$ and $z_2$ at once. For a small nudge the two changes of the loss add up, and so do the two rates.
    The product of both rates.
    ## Exercise 10b: a weight that is used twice
    Take the two products one at a time
    The part from $z_1$ is made in the same way.
    Each part is a gradient times a local derivative.
    - Choose *one weight, used twice*.
    - Where a value is used twice, the parts add up.
    For the weight that is used twice; then for those of lessons 4 and 6.
all(map(chain_rule, (quadratic, cross_entropy))) and neighbours() and uses_of_one_weight()
    You found the gradients by hand, each step by the same rule.
    Along one path the rates multiply. But these are two paths, side by side
    Along one path you multiply. Two paths lie side by side
(product := Value(PASS.a1) * Value(NET.w2)).local_derivatives == (NET.w2, PASS.a1) and product.data == PASS.z2
and all(map(chain_rule, (quadratic, cross_entropy)))
    The derivative of a product with respect to one factor is the factor that is held still.
    Next comes the factor that is held still while $a_1$ moves.
    For each input, the local derivative is the other factor.
    $\frac{\partial z_2}{\partial a_1}$ and $\frac{\partial z_2}{\partial w_2}$.
    Nothing must be derived anew: each value brings its own local derivatives, and the walk is the same.
held_still() and says(4, "a_1") and says(6, "w_2")
    You know both from lessons 4 and 6.
    **Each value remembers how it was made.** For a product:
handed_back() and (values := [*recorded(shared=True).values()])
and [value for value, _ in values[-1].visits()] == values[::-1]
and all(values.index(each) < k for k, value in enumerate(values) for each in value.inputs) and inputs("a1") == ("z1",)
and walk(recorded())[0].gradients["Loss"] == 1 and [*recorded()][:-3:-1] == ["Loss", "a2"]
    One weight $w$ again, in both layers. A node hands back to each of its inputs: its own gradient, times the local derivative. So $w$ is handed something by both nodes
    here it begins with `{"Loss": ..., "a2": ...`.
    The gradient for the last value is 1
    3. A line hands back to each of its inputs: its own gradient, times the local derivative.
    Each visit hands gradients back to the inputs of one value.
    $z_1$ is handed its gradient by $a_1$, so $a_1$ must come first.
    **What is handed back adds up.** For one weight $w$ in both layers:
    **Each value is visited once, in reverse order.** When its turn comes, every part of its gradient has arrived.
    This is **reverse mode**: backpropagation for any formula. `nnlib/autodiff.py` does it in this way.
    - The walk back visits each value once, in reverse order, and hands back gradient times local derivative.
says(10, "for name, inputs in reversed(record):", "for each, local in inputs:", "gradients.get(each, 0.0)")
and handed_back()
    You need two loops, one inside the other: over the lines, and over the inputs of a line.
    `gradients.get(each, 0.0)` is what is there already, or 0.
    The walk starts with `gradients = {record[-1][0]: 1.0}`. The outer loop is `for name, inputs in reversed(record):`, the inner one `for each, local in inputs:`. Inside stands one statement; it begins with `gradients[each] =`.
    Where nothing has arrived yet, `get` gives 0.
count(10, r"^\*\*[^*]+\.\*\* ") == 3
    ## The answer: three rules
[f"{BACK.dloss_dw1 * k:.8f} {BACK.dloss_dw2 * k:.8f}" for k in (1, 2)]
== ["0.09033383 -0.07508548", "0.18066765 -0.15017095"]
    0.09033383 -0.07508548
    0.18066765 -0.15017095
    The second line is twice the first
isinstance(Value(NET.w1) * Value(NET.w2) + Value(1), Value) and (Value(1.5) + Value(0.5)).local_derivatives == (1, 1)
and recorded()["z1"].operation == "×" and recorded()["z1"].local_derivatives == (NET.w1, x)
    A `Value` holds a number. Compute with Values, and each result is a Value again. It remembers the operation, its inputs, and the local derivative with respect to each input.
    Here two Values are added:
    - A value remembers its operation, its inputs and the local derivatives.
[*recorded()][-1] == "Loss" and "apply(sigmoid, " in code(10) and uses_of_one_weight()
    The function `loss_of` in the set-up cell is the forward pass. There `apply(sigmoid, ...)` computes the sigmoid of a Value, and records its slope. Given Values, it leaves a **record** of them behind, from which the picture is drawn.
    Here the record is a list with a line for each value that was computed, in the order of making: its name, and its inputs with the local derivatives. This is the network with one weight $w$:
    In Python, a line is a pair: a name, and a list of pairs. So `for name, inputs in record:` goes through the lines.
all(each in source("benchmarks/requirements.txt") for each in ("torch==2.13.0", "jax==0.10.2"))
    The results were printed by PyTorch 2.13.0 and JAX 0.10.2.
[sum(name == "w" for name, _ in visit.handed) for visit in walk(recorded(shared=True))] == [0, 0, 1, 0, 1]
    The gradient for $w$ is complete after the fifth visit: $z_2$ brings one part in the third, $z_1$ the other.
not checked: what has been done, and what is asked
    It gets such a record, of any network.
    In other records the values have other names.
not checked: it names something
    It can, if each value remembers how it was made: **automatic differentiation**.
    The loss is cross-entropy.
not checked: test_other_libraries.py runs it where they are installed
    Only to be read: neither comes with the course.
    In **PyTorch** a tensor with `requires_grad=True` starts the record:
    It prints:
    PyTorch adds each new gradient to the one that is there.
    **JAX** turns a function into the function of its gradients:
"""
