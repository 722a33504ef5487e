"""What lesson 10 says, and what makes it true."""

from claims import NET, PASS, recorded
from nnlib.autodiff import Value
from nnlib.explore.autodiff import AutodiffExplorer


def walked_back(runs=1):
    at = recorded()
    for _ in range(runs):
        at["Loss"].backward()
    return at


def visited_once():
    """The walk goes from the last value to the first, each once; what is made from a value stands after it."""
    values = [*recorded(shared=True).values()]
    visits = [value for value, _ in values[-1].visits()]
    return visits == values[::-1] and all(
        values.index(each) < k for k, value in enumerate(values) for each in value.inputs) and NET.w1 is not None


def other_factor():
    """A product remembers, for each input, the other factor."""
    product = Value(PASS.a1) * Value(NET.w2)
    return product.local_derivatives == (NET.w2, PASS.a1) and product.data == PASS.z2


def own_backward_is_shown():
    """The gradients of a backward that is given stand on the graph, also where they are wrong."""
    explorer = AutodiffExplorer(backward=lambda record: dict.fromkeys(["z1", "a1", "w1", "w2", "z2", "a2", "x", "Loss"], 7.0))
    return "∂Loss/∂w1 = 7" in explorer.view.picture.alt and "nnlib's is" in explorer.view.says


SAYS = r"""
own_backward_is_shown() and 'backward=yours("10.reverse")' in code(10)
    - Run the cell again when exercise 10c has been checked. Then the gradients on the graph are those of your own `backward`, even a wrong one.
uses_of_one_weight()
    and why they add up where a value is used twice.
    Now let both layers use one and the same weight $w$. It enters twice:
    So the loss changes with $w$ in two ways
    - **B.** The sum of both rates.
    - **C.** The product of both rates.
    ## Exercise 10b: a weight that is used twice
    One weight $w$ again, in both layers: $z_1 = x \cdot w$ and $z_2 = a_1 \cdot w$. The walk back has reached both nodes, so $\frac{\partial Loss}{\partial z_2}$ and $\frac{\partial Loss}{\partial z_1}$ are known.
    So $w$ is handed something by both nodes
    Take the two products one at a time
    Two paths lie side by side
    A value that is used twice is handed something twice.
    For `w` it gives the rate through both ways, which you saw in the prediction.
    - Choose *one weight, used twice*.
    For one weight $w$ in both layers:
    - Where a value is used twice, the parts add up.
    Nothing is chosen: both products move when $w$ moves, and each change reaches the loss.
    A nudge of $w$ moves $z_1$ and $z_2$ at once.
    But these are two paths, side by side
    Here is the record of the network with one weight $w$:
    $z_1 = x \cdot w$ and $z_2 = a_1 \cdot w$.
    through $z_1$ and through $z_2$. Each way has its own rate.
    the prediction above shows what becomes of their rates.
    The part from $z_1$ is made in the same way.
says(7, "# Update the weights")
    [lesson 7](07_update_rule.ipynb)
recorded()["z1"].operation == "×" and len(recorded()["z1"].inputs) == 2 and recorded()["z1"].local_derivatives ==
(NET.w1, x)
    It remembers three things: the operation, its inputs, and the local derivative with respect to each input.
(Value(NET.w1) + Value(NET.w2)).local_derivatives == (1, 1) and "Value(w1, \"w1\")" in code(10)
    Here two Values are added. The result grows as fast as either input, so both local derivatives are 1
code(10).count("def loss_of(x, w1, w2):") == 1 and code(10).count("apply(sigmoid, x * w1)") == 1
    The function `loss_of` in the set-up cell is the forward pass, written once.
PREDICTIONS[10][0] != "A" and uses_of_one_weight()
    The rate of one of the two ways
'"through z1": Network(w + h, w), "through z2": Network(w, w + h), "through both": Network(w + h, w + h)' in code(10)
    It nudges the weight in one layer, then in the other, then in both.
program("10.times").results[1:] == ("dz2_da1", "dz2_dw2")
    You know both local derivatives: one from lesson 6, one from lesson 4.
    what you returned in exercise 10a
"dz2_da1" in program("6.locals").results and "dz2_dw2" in program("4.locals").results
    one from lesson 6, one from lesson 4
other_factor()
    The derivative of a product with respect to one factor is the factor that is held still.
    Next comes the factor that is held still while $a_1$ moves.
    For each input, the local derivative is the other factor.
    For a product, each input is given the other factor:
    $\frac{\partial z_2}{\partial a_1}$ and $\frac{\partial z_2}{\partial w_2}$.
    nnlib's `Value` is made of the same parts.
handed_back()
    A node hands back to each of its inputs: its own gradient, times the local derivative with respect to that input.
    Along one path you multiply: gradient so far times local derivative. Two paths lie side by side:
    Each part is a gradient times a local derivative. The parts add up.
    3. A line hands back to each of its inputs: its own gradient, times the local derivative.
    If something is there already, add to it.
    **What is handed back adds up.**
    It can, if it knows the local derivative of each operation, and if each value remembers how it was made.
    Each visit hands gradients back to the inputs of one value.
    It is backpropagation for any formula: one walk back gives the gradients for all weights, however many there are.
    The method `backward` makes all these visits, and then each value in the record has its gradient.
    - So a program can find the gradients of any network made of operations whose local derivatives it knows.
walked_back()["Loss"].gradient == 1 and NET.w1
    The gradient for the last value is 1
    that is its derivative with respect to itself.
visited_once()
    2. Visit the lines from the last to the first, each one once.
    over the lines from the last to the first, and over the inputs of a line.
    **Each value is visited once, in reverse order.** All that was made from a value stands after it in the record. So when its turn comes, every part of its gradient has arrived.
    The whole network works in the same way.
    Given Values, `loss_of` leaves a record behind: all values that were made, each with what it remembers.
    It hands back the whole, and is done.
says(10, "## Exercise 10b: a weight that is used twice") and uses_of_one_weight()
    You know from exercise 10b what becomes of the two parts
says(10, "for name, inputs in reversed(record):", "for each, local in inputs:")
    You need two loops, one inside the other:
    The outer loop is `for name, inputs in reversed(record):`, the inner one `for each, local in inputs:`.
{}.get("w1", 0.0) == 0 and says(10, "gradients.get(each, 0.0) + ")
    With `gradients.get(each, 0.0)` you read what is there, or 0 if there is nothing yet
walked_back()["Loss"].gradient == 1 and [*recorded()][-1] == "Loss" and says(10, "gradients = {record[-1][0]: 1.0}\n")
    The walk starts with `gradients = {record[-1][0]: 1.0}`: the name in the last line, with the gradient 1.
says(10, "gradients.get(each, 0.0)") and {}.get("x", 0.0) == 0
    Where nothing has arrived yet, `get` gives 0.
count(10, r"^\*\*[^*]+\.\*\* ") == 3
    ## The answer: three rules
inputs("z1")[1:] + inputs("z2")[1:] == ("w1", "w2")
    Nothing in these rules speaks of two weights, of sigmoids or of a loss.
"10.reverse" in EXERCISES and (last := walked_back()["Loss"]) and tuple(value for value, _ in last.visits()) ==
last.recorded()[::-1]
    Its product remembers what you returned in exercise 10a, and `visits` is the walk of exercise 10c.
walked_back(runs=2)["w1"].gradient == walked_back()["w1"].gradient == BACK.dloss_dw1
    A second call starts anew, so it doubles nothing
[program(f"{k}.gradient").results[0][-2:] for k in (4, 6)] == ["w2", "w1"]
    The gradients of lessons 4 and 6
code(10).count("{dloss_dw1:") == code(10).count("{numerical[0]:") == code(10).count("{back.dloss_dw1:") ==
code(10).count("{first.gradient:") == 1
    four ways: with the hand formulas, with centred differences, with nnlib's network, and from the record
len(LOCAL_DERIVATIVES) == 6 and [number for value in walked_back().values() for number in value.local_derivatives] ==
[NET.w1, *(getattr(BACK, name) for name in (*TO_W1[:2:-1], "dz2_da1", "dz2_dw2", *TO_W2[1::-1]))]
    And the six local derivatives of lessons 3 to 6, as the record holds them, beside those of nnlib's network:
'computation_graph(net, x, y, show="gradients")' in code(6) and computation_graph(walked_back()["Loss"],
show="gradients").svg == computation_graph(NET, x, y, show="gradients").svg
    The picture from the record is that of lesson 6
count(10, "^import (?:torch|jax)$") == 2
    Both apply the same rules, to arrays and to many more operations.
[f"{BACK.dloss_dw1 * k:.8f} {BACK.dloss_dw2 * k:.8f}" for k in (1, 2)] == ["0.09033383 -0.07508548", "0.18066765
-0.15017095"]
    0.09033383 -0.07508548
    0.18066765 -0.15017095
    The second line is twice the first
visited_once() and handed_back()
    - The walk back visits each value once, in reverse order, and hands back gradient times local derivative.
len(inputs("z1")) == 2
    from one product of two numbers
PREDICTIONS[10][0] == "B" and uses_of_one_weight()
    For a small nudge the two changes of the loss add up, and so do the two rates.
all(map(chain_rule, (quadratic, cross_entropy))) and BACK.dloss_dw1 != 1
    Along one path the rates multiply.
'for run in ("once", "twice"):\n    last.backward()\n    print(f"backward, {run' in code(10)
    once, twice
'"through both": Network(w + h, w + h)' in code(10)
    through both
isinstance(Value(NET.w1) * Value(NET.w2) + Value(1), Value)
    A `Value` holds a number. Compute with Values, and each result is a Value again.
recorded()["a1"].local_derivatives == (BACK.da1_dz1,) and recorded()["a1"].data == PASS.a1
    There `apply(sigmoid, ...)` computes the sigmoid of a Value, and records its slope as the local derivative.
recorded()["Loss"].local_derivatives == (BACK.dloss_da2,)
    `apply(quadratic, a2, y)` does the same for the loss.
"computation_graph(loss_of(Value" in code(10)
    The picture below is drawn from that record.
says(10, "            gradients[each] = gradients.get(each, 0.0) + gradients[name] * local\n    return")
    Inside stands a single statement. It begins with `gradients[each] =`.
    So one statement serves for the first part and for every further one.
recorded()["z1"].operation == "×" and recorded()["z1"].local_derivatives == (NET.w1, x)
    **Each value remembers how it was made.** The local derivatives are recorded on the way forward.
    - A value remembers its operation, its inputs and the local derivatives.
"torch" not in source("requirements.txt") and "numpy" in source("requirements.txt")
    PyTorch and JAX are not installed with the course, and no lesson needs them.
agreed: which of them printed the results; test_other_libraries.py runs them again
    The results below were printed by PyTorch 2.13.0 and JAX 0.10.2.
not checked: it names something
    This is one way to do **automatic differentiation**.
    This is **reverse mode**.
    A **record** is a list with one line for each value that was made, in the order of making. A line holds the value's name and its inputs, each input with the local derivative.
    The first line says that `z1` was made from `x` and `w`, and gives its local derivative with respect to each. In Python, a line is a pair: a name, and a list of pairs. So `for name, inputs in record:` goes through the lines.
not checked: what has been done, and what is asked
    You found the gradients for $w_1$ and $w_2$ by hand: you looked for each path, and derived each factor. Change the network, and the work starts again. Yet every step followed the same rule.
    It gets such a record, of any network.
    When it is right, put it to work:
    You have come
    to the method that trains large networks.
not checked: the explorer's own tests try it
    It also says, visit by visit, what has been handed back: the explorer above shows that.
not checked: test_other_libraries.py runs it where they are installed
    This part is only to be read.
    In **PyTorch** a tensor with `requires_grad=True` starts the record:
    It prints:
    PyTorch adds each new gradient to the one that is there. So a training loop clears the gradients before each backward pass, for example with `optimizer.zero_grad()`.
    **JAX** turns a function into the function of its gradients:
"""
