"""Mistakes that people really made: each found in a public question, issue or fix, and written anew in this course's terms.

    for each in CORPUS: each.source, each.wants

`wants` is what a true and helpful verdict holds: patterns, each to be found in the ids of its mistakes or in its message.
"""

from typing import NamedTuple

from nnlib.exercises import EXERCISES

NEMOTRON = "https://huggingface.co/datasets/nvidia/Nemotron-CC-Math-v1"  # a collection of public pages


class Found(NamedTuple):
    """A mistake. title, address : where it was found, on GitHub if no site is named. said : the mistake in words.
    body : of the answer's function; each ; begins a line."""

    title: str
    address: str
    said: str
    id: str
    body: str
    wants: tuple

    @property
    def source(self):
        asks, body = EXERCISES[self.id].asks, self.body.replace("; ", "\n    ")
        return f"def {asks}:\n    {body}\n" if "(" in asks else f"path = {body.split()!r}\n"


SIGMOIDS = "a1 = 1 / (1 + np.exp(-x * w1)); a2 = 1 / (1 + np.exp(-a1 * w2)); "
STEPS = "return w1 - step_size * d1, w2 - step_size * d2"
D1, D2 = "d1 = (a2 - y) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x; ", "d2 = (a2 - y) * a2 * (1 - a2) * a1; "
WALK = "gradients = {record[-1][0]: 1.0}\n    for name, inputs in reversed(record):\n        for other, local in inputs:\n            "
EACH = "for y, a1, a2 in zip(ys, a1s, a2s):\n        gradient = (a2 - y) * a2 * (1 - a2) * a1\n        "
RECURSIVE = ("lines, gradients = dict(record), {name: 0.0 for _, inputs in record for name, _ in inputs}; "
             "gradients[record[-1][0]] = 1.0; ")

CORPUS = [Found(*row[:5], row[5:]) for row in [
    # the slope of a sigmoid
    ("sigmoid derivative function isn't correct in first python example", "PacktPublishing/Neural-Network-Projects-with-Python/issues/4",
     "the sigmoid again, of what is its output already", "4.gradient", "return (a2 - y) * sigmoid(a2) * (1 - sigmoid(a2)) * a1", "slope-at-a-at-a2"),
    ("derivative of sigmoid at nnbp.m", "rasmusbergpalm/DeepLearnToolbox/issues/165", "the same in the hidden layer",
     "6.gradient", "return (a2 - y) * a2 * (1 - a2) * w2 * sigmoid.derivative(a1) * x", "slope-at-a-at-a1"),
    ("Error in backpropagation", "benoitfragit/libBrain/issues/78", "the derivative is given the activation, not the sum",
     "6.locals", "return w2, sigmoid.derivative(a1), x", "slope-at-a-at-a1"),
    ("qa not calculated correctly in backpropagation", "tsoding/nn.h/issues/18", "the same, for the output",
     "4.locals", "return a2 - y, sigmoid.derivative(a2), a1", "slope-at-a-at-a2"),
    ("sigmoid_backward函数是不是写错了", "yizt/numpy_neural_network/issues/3", "sigmoid(1 - sigmoid) for the slope",
     "4.locals", "return a2 - y, sigmoid(1 - a2), a1", "da2_dz2"),
    ("CH.SOL- 5.21", "BoltzmannEntropy/interviews.ai/issues/4", "x(1 - x) with the input in place of the output",
     "6.gradient", "return (a2 - y) * a2 * (1 - a2) * w2 * x * (1 - x) * x", "slope-of-input-at-a1"),
    ("Quick fix from HORN-9", "apache/incubator-retired-horn/pull/8", "the same, with z",
     "7.step", f"{SIGMOIDS}z1 = x * w1; d1 = (a2 - y) * a2 * (1 - a2) * w2 * z1 * (1 - z1) * x; {D2}{STEPS}", "z-for-a-at-a1"),
    ("Update nn-from-scratch.ipynb", "dennybritz/nn-from-scratch/pull/3", "the slope of the other layer",
     "6.gradient", "return (a2 - y) * a2 * (1 - a2) * w2 * a2 * (1 - a2) * x", "slope-of-other-at-a1|doubled-da2_dz2"),
    ("Known Issue: Backprop working improperly when multiple activation functions are mixed", "unda-ml/unda/issues/1",
     "data from a previous layer in the slope", "4.gradient", "return (a2 - y) * a1 * (1 - a1) * a1", "slope-of-other-at-a2"),
    ("3.4.3表格中tanh导数错误", "scutan90/DeepLearning-500-questions/issues/544", "1 is missing in the slope",
     "4.locals", "return a2 - y, -a2 ** 2, a1", "da2_dz2"),
    ("(tanx)'=sec²x=1+tan²x", "gy910210/neural-network-from-scratch/issues/2", "a plus in the slope",
     "4.gradient", "return (a2 - y) * a2 * (1 + a2) * a1", "a-plus-at-a2"),
    ("derivativeActivation($value)", "infostreams/neural-network/issues/1", "the slope of tanh beside a sigmoid",
     "4.gradient", "return (a2 - y) * (1 - a2 ** 2) * a1", "slope-of-tanh-at-a2"),
    ("Derivative term Error in Back propagation through sigmoid activation function.", "hunkim/DeepLearningZeroToAll/pull/113",
     "no slope at the output", "4.locals", "return a2 - y, 1, a1", "one-da2_dz2"),
    ("Confusing about the error back propagation equation", "makeyourownneuralnetwork/makeyourownneuralnetwork/issues/88",
     "the hidden error without the output's slope",
     "7.step", f"{SIGMOIDS}d1 = (a2 - y) * w2 * a1 * (1 - a1) * x; {D2}{STEPS}", "missing-da2_dz2", "new_w1"),
    # factors that are missing
    ("Output error must be multiplied with derivative of activation function", "parasdahal/tinyml/issues/1", "the slope at the output is missing",
     "4.gradient", "return (a2 - y) * a1", "missing-da2_dz2"),
    ("error when get the output delta value???", "mattm/simple-neural-network/issues/8", "the same, for w1",
     "6.gradient", "return (a2 - y) * w2 * a1 * (1 - a1) * x", "missing-da2_dz2"),
    ("New Backpropagation derivation", "ujjwalkarn/Machine-Learning-Tutorials/pull/16", "no differentiation of the activation function at all",
     "6.gradient", "return (a2 - y) * w2 * x", "missing-da2_dz2", "missing-da1_dz1"),
    ("Problem in Error/Delta for layer 3", "jiexunsee/Neural-Network-with-Python/issues/1", "the error is taken for the delta, in all that follows",
     "7.step", f"{SIGMOIDS}delta = a2 - y; d1 = delta * w2 * a1 * (1 - a1) * x; d2 = delta * a1; {STEPS}", "missing-da2_dz2"),
    ("Backpropagation: Why doesn't error approach zero when it is multiplied by deriv of sigmoid?",
     "https://whosebug.com/question/2948401/Backpropagation-Why-doesn-t-error-approach-zero-when-it-is-multiplied-by-deriv-of-sigmoid",
     "the hidden delta is made from the output's error, not from the error handed back",
     "6.gradient", "delta_hidden = (a2 - y) * a1 * (1 - a1); return delta_hidden * x", "missing-da2_dz2", "missing-dz2_da1"),
    ("Calculating dz2 in batch training", "Frixoe/xor-neural-network/issues/1", "dz2 without the slope",
     "8.bias", "return a2 - y", "missing-da2_dz2"),
    ("Delta, Network2.py", "mnielsen/neural-networks-and-deep-learning/issues/45", "sigmoid_prime left out",
     "8.mean", "return np.mean((a2s - ys) * a1s)", "missing-da2_dz2"),
    ("Missing sigmoid_prime()", "MichalDanielDobrzanski/DeepLearningPython/issues/17", "the same in an update",
     "7.update", "return w1 - step_size * (a2 - y) * w2 * a1 * (1 - a1) * x", "missing-da2_dz2"),
    ("multi-layer neural network back propagation formula",
     "https://stackoverflow.com/questions/53287032/multi-layer-neural-network-back-propagation-formula-using-stochastic-gradient-d",
     "the error, not the delta, goes back through the weights",
     "6.gradient", "delta = a2 - y; delta = w2 * delta; return delta * a1 * (1 - a1) * x", "missing-da2_dz2"),
    ("calculating derivatives for backpropagation in 2-layer neural network",
     "https://math.techqa.club/calculating-derivatives-for-backpropagation-in-2-layer-neural-network-4158072",
     "the derivative of the loss is lost on the way", "6.gradient", "return x * a1 * (1 - a1) * a2 * (1 - a2) * w2", "missing-dloss_da2"),
    ("Error in a comment.", "davidrmiller/neural2d/issues/36", "outputs times weights, where gradients belong",
     "6.gradient", "return a2 * w2 * a1 * (1 - a1) * x", "missing-dloss_da2", "a-alone-at-a2"),
    # factors in the wrong place
    ("Why can it be that my neural network is predicting the contrary?", NEMOTRON, "a layer's own activation for the one before it",
     "4.gradient", "return (a2 - y) * a2 * (1 - a2) * a2", "a2-for-dz2_dw2|doubled|extra"),
    ("Backpropagation Demo Gives Always the Same Result After Training", NEMOTRON, "the weight for the input, no slope at the output, a 2",
     "7.update", "gradient_y = 2 * (a2 - y); gradient_h = gradient_y * w2; return w1 - gradient_h * a1 * (1 - a1) * w1 * step_size", "w1-for-dz1_dw1",
     "missing-da2_dz2", "twice"),
    ("Backpropagation Demo Gives Always the Same Result After Training", NEMOTRON, "the weight for the input, in the output layer",
     "7.step", f"{SIGMOIDS}{D1}d2 = (a2 - y) * a2 * (1 - a2) * w2; {STEPS}", "w2-for-dz2_dw2"),
    ("Gradient of the loss with respect to the bias might be incorrect", "xnought/backprop-explainer/issues/18", "the bias itself is a factor",
     "8.bias", "return (a2 - y) * a2 * (1 - a2) * b2", "b2-for-dz2_db2"),
    ("Fix incorrect delta list for bi_grad and bo_grad", "hanbt/learn_dl/pull/63", "one gradient, copied for both",
     "7.step", f"{SIGMOIDS}{D2}return w1 - step_size * d2, w2 - step_size * d2", "gradient-of-w2-for-both"),
    ("Fix autoencoder bias gradient updates", "apache/systemds/pull/2330", "the value for its gradient, in the update",
     "7.update", "return w1 - step_size * w1", "gradient"),
    # signs and numbers
    ("Wrong sign in expression for \\delta_3?", "dennybritz/nn-from-scratch/issues/11", "y - a2",
     "4.locals", "return y - a2, a2 * (1 - a2), a1", "sign-dloss_da2|turned-at-Loss"),
    ("There are so many problems", "jorgenkg/python-neural-network/issues/2", "(t - y) y (1 - y)",
     "4.gradient", "return a2 * (1 - a2) * (y - a2) * a1", "sign|turned-at-Loss"),
    ("第七章 P168 页", "dragen1860/Deep-Learning-with-TensorFlow-book/issues/134", "the error turned round, then subtracted", "7.step",
     f"{SIGMOIDS}error = y - a2; delta = error * a2 * (1 - a2); return w1 - step_size * delta * w2 * a1 * (1 - a1) * x, w2 - step_size * delta * a1",
     "sign|uphill|turned-at-Loss"),
    ("Mistake in \"Deep Learning with PyTorch: A 60 Minute Blitz\"", "pytorch/pytorch/issues/1871", "plus in the update",
     "7.update", "return w1 + step_size * (a2 - y) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x", "uphill"),
    ("Fix error in train() weight updating", "udacity/deep-learning-v2-pytorch/pull/14", "the same, for both",
     "7.step", f"{SIGMOIDS}{D1}{D2}return w1 + step_size * d1, w2 + step_size * d2", "uphill"),
    ("Wrong calculation in gradient descent", "udacity/deep-learning/issues/285", "the same, in place",
     "7.update", "d_error = -(y - a2); w1 += step_size * d_error * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x; return w1", "uphill"),
    ("Is loss_mean_square gradient corrent?", "davisking/dlib/issues/1169", "a 2 before the difference",
     "4.gradient", "return 2.0 * (a2 - y) * a2 * (1 - a2) * a1", "twice"),
    ("Fix cost derivative", "mnielsen/neural-networks-and-deep-learning/pull/79", "the same, by itself",
     "4.locals", "return 2 * (a2 - y), a2 * (1 - a2), a1", "twice-dloss_da2"),
    ("Loss functions and their derivatives", "vzhou842/neural-network-from-scratch/issues/2", "-2 (y - a2)",
     "7.update", "d_L = -2 * (y - a2); return w1 - step_size * d_L * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x", "twice"),
    ("Backpropogation Derivatives", "https://stats.stackexchange.com/questions/490374/backpropogation-derivatives", "the 2 of a square without ½",
     "6.gradient", "return 2 * (a2 - y) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x", "twice"),
    ("25 Single Neuron with Backpropagation", "Open-Deep-ML/DML-OpenProblem/issues/54", "2/n for 1/n",
     "8.mean", "return 2 / len(ys) * np.sum((a2s - ys) * a2s * (1 - a2s) * a1s)", "twice"),
    # the update
    ("Update the weights in backpropagation after calculating the hidden_deltas?", "joelgrus/data-science-from-scratch/issues/31",
     "w2 is updated before its old value is needed", "7.step",
     f"{SIGMOIDS}delta = (a2 - y) * a2 * (1 - a2); w2 = w2 - step_size * delta * a1; w1 = w1 - step_size * delta * w2 * a1 * (1 - a1) * x; "
     "return w1, w2", "new-w2-in-dloss_dw1"),
    ("wrong hidden error computation", "kim-marcel/basic_neural_network/issues/7", "the same, in place", "7.step",
     f"{SIGMOIDS}error = a2 - y; w2 -= step_size * error * a2 * (1 - a2) * a1; previous = w2 * error; "
     "w1 -= step_size * previous * a2 * (1 - a2) * a1 * (1 - a1) * x; return w1, w2", "new-w2-in-dloss_dw1"),
    ("Adjust at the end", "CodingTrain/Toy-Neural-Network-JS/issues/72", "the same, with a second forward pass",
     "7.step", f"{SIGMOIDS}{D2}w2 = w2 - step_size * d2; a2 = 1 / (1 + np.exp(-a1 * w2)); {D1}return w1 - step_size * d1, w2", "new-w2"),
    ("Fixed formally wrong backpropagation/gradient descent", "Bot-Academy/NeuralNetworkFromScratch/pull/3",
     "no slope at the output, and the new weight in the other gradient",
     "7.step", f"{SIGMOIDS}delta = a2 - y; w2 -= step_size * delta * a1; w1 -= step_size * delta * w2 * a1 * (1 - a1) * x; return w1, w2",
     "missing-da2_dz2", "new-w2"),
    ("Hebbian, Kohonen: fix bug causing double multiplication of learning_rate", "PrincetonUniversity/PsyNeuLink/pull/1745", "the step size twice",
     "7.update", "delta = step_size * (a2 - y) * a2 * (1 - a2); return w1 - step_size * delta * w2 * a1 * (1 - a1) * x", "step-size-twice"),
    ("Fixed bug when training", "shiffman/Neural-Network-p5/pull/12", "the step size has no say",
     "7.step", f"{SIGMOIDS}{D1}{D2}return w1 - d1, w2 - d2", "no-step-size"),
    # the sigmoid, and the forward pass
    ("Mistake in assignment 8", "Yorko/mlcourse.ai/issues/640", "the minus in the sigmoid is lost, in the first layer",
     "7.step", f"a1 = 1 / (1 + np.exp(x * w1)); a2 = 1 / (1 + np.exp(-a1 * w2)); {D1}{D2}{STEPS}", "a1"),
    ("error in the sigmoid function", "ljvmiranda921/pyswarms/pull/145", "the same, in the second",
     "7.step", f"a1 = 1 / (1 + np.exp(-x * w1)); a2 = 1 / (1 + np.exp(a1 * w2)); {D1}{D2}{STEPS}", "a2"),
    ("fix sigmoid implementation bug", "pytorch/torcharrow/pull/523", "the same, in both",
     "7.step", f"a1 = 1 / (1 + np.exp(x * w1)); a2 = 1 / (1 + np.exp(a1 * w2)); {D1}{D2}{STEPS}", "a1", "a2"),
    ("sigmoid function", "joaopauloschuler/neural-api/issues/21", "x above the line of the sigmoid",
     "7.step", f"z1 = x * w1; a1 = z1 / (1 + np.exp(-z1)); a2 = 1 / (1 + np.exp(-a1 * w2)); {D1}{D2}{STEPS}", "sigmoid|g1"),
    ("Sigmoid formula is wrong in fit.py", "yangji9181/ClusChurn/issues/1", "a minus below the line",
     "7.step", f"a1 = 1 / (1 - np.exp(-x * w1)); a2 = 1 / (1 - np.exp(-a1 * w2)); {D1}{D2}{STEPS}", "sigmoid|a1", "sigmoid|a2"),
    ("Problem with Sigmoid Function Implementation", NEMOTRON, "exp without a bracket of its own",
     "7.step", f"a1 = 1 / (1 + exp - (x * w1)); a2 = 1 / (1 + exp - (a1 * w2)); {D1}{D2}{STEPS}", r"exp\b.*bracket|bracket.*exp\b"),
    ("nueral_network forward propagation no activation", "aymericdamien/TensorFlow-Examples/issues/262", "no activation in the hidden layer",
     "1.forward", "z1 = x * w1; z2 = z1 * w2; return z1, z1, z2, g2(z2)", "no-activation-a1"),
    ("sigmoid in forward pass demo is incorrect", "ml4a/ml4a-demos/issues/1", "no activation at the output",
     "1.forward", "z1 = x * w1; a1 = g1(z1); z2 = a1 * w2; return z1, a1, z2, z2", "no-activation-a2"),
    ("Improvements, comments and harmonization of the code", "liashchynskyi/skynet/pull/1", "the activation is applied twice",
     "1.forward", "z1 = x * w1; a1 = g1(z1); z2 = a1 * w2; return z1, a1, z2, g2(g2(z2))", "twice-a2"),
    ("Custom Loss: Order of arguments", "tensorflow/tensorflow/issues/38067", "the loss's arguments turned round",
     "2.loss", "return loss(y, g2(w2 * g1(w1 * x)))", "loss-swapped"),
    ("Wrong order of arguments in sqare_loss?", "t-kalinowski/deep-learning-with-r-code/issues/18", "the same, with a loss of one's own beside it",
     "2.loss", "prediction = g2(g1(x * w1) * w2); return 0.5 * (prediction - y) ** 2", "own-loss"),
    # a batch
    ("Average or just add up gradients in batch backpropagation?", "danijar/layered/issues/1", "a sum, no mean",
     "8.mean", "return np.sum((a2s - ys) * a2s * (1 - a2s) * a1s)", "sum-over-examples"),
    ("Our manual backprop weight average is missing", "hunkim/DeepLearningZeroToAll/issues/173", "a product of vectors",
     "8.mean", "delta = (a2s - ys) * a2s * (1 - a2s); return np.matmul(a1s.T, delta)", "sum-over-examples"),
    ("关于更新weights的问题", "BitTiger-MP/DS502-AI-Engineer/issues/17", "a loop that only adds",
     "8.mean", "total = 0\n    for n in range(len(ys)):\n        total += (a2s[n] - ys[n]) * a2s[n] * (1 - a2s[n]) * a1s[n]\n    return total",
     "sum-over-examples"),
    ("Step should average the gradients by batch size.", "borgwang/tinynn/issues/12", "a mean, divided once more",
     "8.mean", "return np.mean((a2s - ys) * a2s * (1 - a2s) * a1s) / len(ys)", "divided-twice"),
    ("Is there a bug on grad accumulation?", "openai/guided-diffusion/issues/111", "parts added, never divided",
     "8.mean", "return sum((p - t) * p * (1 - p) * a for t, a, p in zip(ys, a1s, a2s))", "sum-over-examples"),
    # cross-entropy
    ("Derivative of Binary Cross Entropy - why are my signs not right?",
     "https://math.stackexchange.com/questions/2503428/derivative-of-binary-cross-entropy-why-are-my-signs-not-right/3220477",
     "the inner derivative of 1 - a is lost", "9.local", "return -(y / a2 + (1 - y) / (1 - a2))", "sign-second"),
    ("make sure the sign is correct on cross entropy", "davharris/mistnet/issues/29", "the sign of the whole",
     "9.local", "return y / a2 - (1 - y) / (1 - a2)", "sign"),
    ("Correct correctOutputError() method when the error function is cross error.", "haifengl/smile/pull/151", "target - output",
     "9.collapse", "return y - a2", "sign|turned-at-Loss"),
    ("Ch12 back propagation - sigmoid derivative not included", "rasbt/python-machine-learning-book-2nd-edition/issues/54",
     "the slope, though it has cancelled", "9.collapse", "return (a2 - y) * a2 * (1 - a2)", "for-the-quadratic"),
    ("fix error in Building your Deep Neural Network - Step by Step IN [18]", "Kulbear/deep-learning-coursera/pull/42", "dA taken for dZ",
     "9.collapse", "return -(y / a2 - (1 - y) / (1 - a2))", "missing-da2_dz2"),
    # a value used twice, and walks over a record
    ("Bug on lectures/micrograd/micrograd_lecture_second_half_roughly.ipynb", "karpathy/nn-zero-to-hero/issues/52", "= where += belongs",
     "10.reverse", f"{WALK}gradients[other] = gradients[name] * local\n    return gradients", "overwritten"),
    ("Bug on lectures/micrograd/micrograd_lecture_second_half_roughly.ipynb", "karpathy/nn-zero-to-hero/issues/52", "the same, for one weight",
     "10.add", "dloss_dw = dloss_dz2 * a1; dloss_dw = dloss_dz1 * x; return dloss_dw", "overwritten"),
    ("For addition adding incrementing grading makes sense …", "karpathy/micrograd/issues/72", "two uses multiplied",
     "10.add", "return (dloss_dz2 * a1) * (dloss_dz1 * x)", "multiplied"),
    ("Simplified backpropagation removing toposort", "karpathy/micrograd/pull/64", "recursion, a node visited on each path", "10.reverse",
     f"{RECURSIVE}def visit(name):\n        for other, local in lines.get(name, ()):\n            gradients[other] += gradients[name] * local\n"
     "        for other, _ in lines.get(name, ()):\n            visit(other)\n    visit(record[-1][0])\n    return gradients", "visited-again|order"),
    ("It seems the gradient compuation has bugs.", "sebgao/cTensor/issues/5", "recursion, each child at once", "10.reverse",
     f"{RECURSIVE}def visit(name):\n        for other, local in lines.get(name, ()):\n            gradients[other] += gradients[name] * local\n"
     "            visit(other)\n    visit(record[-1][0])\n    return gradients", "visited-again|order"),
    ("Why topological sort is needed?", "karpathy/micrograd/issues/96", "depth first, each node once", "10.reverse",
     f"{RECURSIVE}visited = set()\n    def visit(name):\n        if name not in visited:\n            visited.add(name)\n"
     "            for other, local in lines.get(name, ()):\n                gradients[other] += gradients[name] * local\n"
     "            for other, _ in lines.get(name, ()):\n                visit(other)\n    visit(record[-1][0])\n    return gradients", "too-early"),
    ("Backward() is not traversing in topological order", "lucasdelimanogueira/PyNorch/issues/90", "breadth first", "10.reverse",
     f"{RECURSIVE}queue, visited = [record[-1][0]], set()\n    while queue:\n        name = queue.pop(0)\n        if name in visited:\n"
     "            continue\n        visited.add(name)\n        for other, local in lines.get(name, ()):\n"
     "            gradients[other] += gradients[name] * local\n            queue.append(other)\n    return gradients", "too-early"),
    ("Fix the bug in autograd example that sends wrong gradient backwards", "SethHWeidman/DLFS_code/pull/13",
     "what was handed back already is handed back again", "10.reverse",
     f"{RECURSIVE}def backward_from(name, arrived):\n        if name in lines:\n            for other, local in lines[name]:\n"
     "                gradients[other] += arrived * local\n                backward_from(other, gradients[other])\n"
     "    backward_from(record[-1][0], 1.0)\n    return gradients", "visited-again|order"),
    ("Fix duplicate gradient addition in backward pass", "zou-group/textgrad/pull/200", "each part is added twice", "10.reverse",
     f"{WALK}gradients[other] = gradients.get(other, 0.0) + gradients[name] * local\n            gradients[other] += gradients[name] * local\n"
     "    return gradients", "doubled"),
    ("backward of -torch.prod(x) missing negative sign", "pytorch/pytorch/issues/995", "the gradient that arrives is left out",
     "10.reverse", f"{WALK}gradients[other] = gradients.get(other, 0.0) + local\n    return gradients", "no-gradient"),
    # Python's slips, loops, and names from outside
    ("Understanding the 'float' Object Not Callable Error in Python", NEMOTRON, "a(1 - a), as in mathematics",
     "4.gradient", "return (a2 - y) * a2(1 - a2) * a1", "missing|multipl"),
    ("How to Solve Python TypeError: 'float' object is not callable",
     "https://researchdatapod.com/how-to-solve-python-typeerror-float-object-is-not-callable/", "brackets side by side",
     "4.gradient", "return (a2 - y)(a2)(1 - a2)(a1)", "missing|multipl"),
    ("Analysis and Resolution of 'float' object is not callable Error in Python", "http://www.kouhan.cn/en/article/00010849",
     "a name before a bracket", "7.update", "return w1 - step_size(a2 - y) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x", "missing|multipl"),
    ("TypeError with ufunc bitwise_xor", "https://pythonhint.com/post/9077413552897733/typeerror-with-ufunc-bitwise_xor", "^ for a power",
     "4.locals", "return a2 - y, a2 - a2 ^ 2, a1", r"\*\*|power"),
    ("gradient equals 0 in python 2", "ageron/handson-ml/issues/16", "a whole-number division is 0",
     "8.mean", "return 1 // len(ys) * np.sum((a2s - ys) * a2s * (1 - a2s) * a1s)", "//|whole number"),
    ("fix train in main.py", "facebookresearch/deepcluster/pull/3", "return stands in the loop",
     "8.mean", f"{EACH}return gradient", "loop|first-example"),
    ("Ident bug", "Coderx7/SimpleNet_Pytorch/issues/4", "the same, and divided",
     "8.mean", f"total = 0\n    {EACH}total += gradient\n        return total / len(ys)", "loop|first"),
    ("False indentation?", "vessap/vessap/issues/7", "the last one only", "8.mean", f"{EACH}pass\n    return gradient", "last-example"),
    ("[QUESTION] Chapter 4: plot_learning_curves function", "ageron/handson-ml2/issues/487", "one example is left out", "8.mean",
     "total = 0\n    for k in range(1, len(ys)):\n        total += (a2s[k] - ys[k]) * a2s[k] * (1 - a2s[k]) * a1s[k]\n    return total / len(ys)",
     "example"),
    ("Mean Average loss do not seem at right indentation", "neuronflow/blob_loss/issues/2", "the mean is taken in the loop",
     "8.mean", f"total = 0\n    {EACH}total = (total + gradient) / len(ys)\n    return total", "divi|loop"),
    ("lab2-PT-MNIST: fix train() to use parameters rather than global values", "MITDeepLearning/introtodeeplearning/pull/208",
     "a name from outside, where a parameter belongs", "6.gradient", "return (a2 - y) * a2 * (1 - a2) * w1 * a1 * (1 - a1) * x", "notebook|outside"),
    ("一个Bug", "microsoft/ai-edu/issues/434", "what was worked out in another cell",
     "7.update", "return w1 - step_size * dloss_dw1", "notebook|outside"),
    ("name 'x_train' is not defined", "maxpumperla/hyperas/issues/160", "a capital letter",
     "4.locals", "return A2 - y, A2 * (1 - A2), a1", "capital|spel|parameter"),
    ("object 'X' not found", "sumbose/iRF/issues/1", "the same, once", "6.locals", "return w2, a1 * (1 - a1), X", "capital|spel|parameter"),
    ("How to get numpy.exp to work with an array as well as a scalar",
     "https://techqa.club/v/q/how-to-get-numpy-exp-to-work-with-an-array-as-well-as-a-scalar-64217950", "no bracket below the line",
     "7.step", f"a1 = 1 / 1 + np.exp(-x * w1); a2 = 1 / 1 + np.exp(-a1 * w2); {D1}{D2}{STEPS}", "above-one-a1", "above-one-a2"),
    ("Bug in gradient updating", "hans/glove.py/issues/6", "updated in the loop that still needs the old values",
     "7.step", f"{SIGMOIDS}{D1}w1 -= step_size * d1; a1 = 1 / (1 + np.exp(-x * w1)); {D2}return w1, w2 - step_size * d2", "new-w1"),
    ("Back-propagation with one hidden layer", "https://juejin.cn/post/7263266542888042555", "w += w - …",
     "7.update", "w1 += w1 - step_size * (a2 - y) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x; return w1", "weight-added-again|twice"),
    # paths
    ("How is the gradient calculated for the middle layer's weights?", NEMOTRON, "the way leads through a weight",
     "5.path", "dloss_da2 da2_dz2 dz2_dw2 da1_dz1 dz1_dw1", "missing-dz2_da1", "extra-dz2_dw2"),
    ("Confusing about the error back propagation equation", "makeyourownneuralnetwork/makeyourownneuralnetwork/issues/88",
     "the output's slope is left out", "5.path", "dloss_da2 dz2_da1 da1_dz1 dz1_dw1", "missing-da2_dz2"),
    ("Backpropagation: Why doesn't error approach zero when it is multiplied by deriv of sigmoid?",
     "https://whosebug.com/question/2948401/Backpropagation-Why-doesn-t-error-approach-zero-when-it-is-multiplied-by-deriv-of-sigmoid",
     "two edges are skipped", "5.path", "dloss_da2 da1_dz1 dz1_dw1", "missing-da2_dz2", "missing-dz2_da1"),
    ("Output error must be multiplied with derivative of activation function", "parasdahal/tinyml/issues/1", "the same, for w2",
     "3.path", "dloss_da2 dz2_dw2", "missing-da2_dz2"),
]]
