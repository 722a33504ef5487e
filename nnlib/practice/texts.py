"""With these rows you can make a catalogue's mistakes: of each the id, what stands there, and what is said of it."""

from nnlib.checker.mistakes import ABSOLUTE, HALF, INVERSE, ONE, SIGN, SQUARED, TWICE

# Of one factor {f}, from node {of} to node {by}: id, what stands there, text.
FACTOR = [
    ("missing", ONE, "The edge from {of} to {by} has no factor in your answer. "
                     "How does {of} change when {by} alone changes a little?"),
    ("doubled", SQUARED, "The factor of the edge from {of} to {by} is squared: it counts twice. "
                         "How often does a path cross that edge?"),
    ("divided", INVERSE, "Your answer divides by the factor of the edge from {of} to {by}. "
                         "What does the chain rule do with the local derivatives along a path?"),
    ("absolute", ABSOLUTE, "The factor of the edge from {of} to {by} has lost its sign. "
                           "Can it be negative, and what would it then tell you?"),
]
# Of an edge whose factor is missing, where the same values can come about in another way.
MISSING_RELU = ("At {of} your answer has no factor, or a 1 everywhere. relu is level on one side of 0: "
                "what is its slope there?")
MISSING_OUTPUT = ("The slope at {of} is missing from your answer, or something else cancels it. "
                  "How does {of} change when {by} alone changes a little?")
AT_LOSS = [
    ("plus-y", "{a} + y", "At the node Loss your factor adds {a} and y. How must it behave when {a} comes close to y?"),
    ("no-y", "{a}", "At the node Loss your factor holds {a} and not y. "
                    "How can the network know which way to go without the true class?"),
    ("square", "({a} - y) ** 2", "At the node Loss the difference of {a} and y is squared. "
                                 "What becomes of a square when you differentiate it?"),
    ("loss-itself", "{value}", "At the node Loss your factor is the loss itself. "
                               "How does the loss change when {a} changes a little?"),
]
AT_CROSS_ENTROPY = [
    ("class-1-alone", "-y / {a}", "At the node Loss your factor is made of the part for the class 1 alone. "
                                  "What becomes of it where y is 0?"),
    ("class-0-alone", "(1 - y) / (1 - {a})", "At the node Loss your factor is made of the part for the class 0 alone. "
                                             "What becomes of it where y is 1?"),
    ("class-1-turned", "y / {a}", "At the node Loss your factor is made of the part for the class 1 alone, and its "
                                  "sign is turned round. Does the loss grow or shrink there when {a} grows?"),
    ("sign-of-class-1", "y / {a} + (1 - y) / (1 - {a})", "At the node Loss the part for the class 1 has the wrong "
                                                         "sign. Does the loss grow or shrink there when {a} grows?"),
    ("sign-of-class-0", "-y / {a} - (1 - y) / (1 - {a})", "At the node Loss the part for the class 0 has the wrong "
                                                          "sign. Does the loss grow or shrink there when {a} grows?"),
    ("only-class-1", "-1 / {a}", "At the node Loss your factor is −1/{a}, whatever y is. "
                                 "How does y come into the loss?"),
    ("only-class-0", "1 / (1 - {a})", "At the node Loss your factor is 1/(1 − {a}), whatever y is. "
                                      "How does y come into the loss?"),
]
AT_SLOPE = [
    ("output-alone", "{a}", "For the slope at {a} your answer has its output, {a}, itself. "
                            "How steep is {g} where {a} is large?"),
    ("one-minus-output", "1 - {a}", "For the slope at {a} your answer has 1 − {a}. "
                                    "Which formula gives the slope of {g}?"),
    ("one-plus-output", "{a} * (1 + {a})", "The slope at {a} is made with 1 + {a}. "
                                               "Which formula gives the slope of {g}?"),
    ("output-squared", "{a} ** 2", "For the slope at {a} your answer has {a} times itself. "
                                   "Which formula gives the slope of {g}?"),
    ("input", "{z}", "For the slope at {a} your answer has {z}, the input of {g}. "
                     "How fast does {a} change when {z} changes a little?"),
    ("slope-at-output", "{at_a}", "The slope at {a} is taken at {a}, the output of {g}. "
                                  "Which node is its input, and what is the slope there?"),
    ("input-for-output", "{with_z}", "The slope at {a} is made from {z}, the input of {g}. "
                                     "Which of the two does your formula for the slope take?"),
]
# Of the whole answer {f}.
WHOLE = [
    ("sign", SIGN, "A sign is turned round in your answer. "
                   "Which of its factors can be negative, and which sign has each where {output} lies above y?"),
    ("absolute", ABSOLUTE, "Your answer takes an absolute value, so it has lost a sign. "
                           "What does the sign of a gradient tell you about the loss when the weight grows?"),
    ("twice", TWICE, "Your answer is twice the right one. Where does a 2 come in, or what counts twice?"),
    ("half", HALF, "Your answer is half of the right one. Where does a ½ come in, or is a mean taken?"),
    ("squared", SQUARED, "Your answer is squared. Which factors stand in it twice?"),
    ("upside-down", INVERSE, "Your answer is upside down. What does the chain rule do with the local derivatives "
                             "along a path?"),
]
MULTIPLIED = "Your answer multiplies the two paths. Do they lie one behind the other, or side by side?"
# Of two edges with the same factor.
BOTH_MISSING = ("For the edge from {of} to {by} your answer has no factor at all, or something cancels both. "
                "How does {of} change when {by} alone changes a little?")
# Of one factor {name}, in one of the paths only: id, what stands there, what is said of it, the question.
IN_ONE_PATH = [
    ("missing", "{rest}", "has no factor, or something cancels it", "Which edges does that path cross?"),
    ("doubled", "{line} * {name}", "counts twice", "How often does that path cross it?"),
]
# After a mistake that the answer's lines do not show, in an answer that divides.
DIVISION = "A division in your answer may come to the same."
BELOW = ", or one too few below a fraction's bar"
LEFT_OUT = "A path is left out: the one {way}. On which ways does a nudge of {weight} reach the loss?"
TWICE_GONE = "The path {way} counts twice. How often does a nudge of {weight} go along it?"
