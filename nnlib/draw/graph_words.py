"""With these you can tell a computation graph in words, to someone who does not see it."""

from nnlib.topology import spoken

SAID = {"×": " times ", "+": " plus "}


def alt_text(scene, path):
    """Return sentences with each value that the picture shows. scene : a graph_layout.Scene."""
    shape = scene.shape

    def derivatives(names, value=scene.values.get):
        return ", ".join(_told(spoken(name), value(name)) for name in names)

    made = [f"{_made(scene, name)} gives {_node(scene, name)}" for name in shape.nodes if shape.vertices[name].inputs]
    sentences = [f"Computation graph. {'; '.join(made)}."]
    if "local derivatives" in scene.show:
        sentences.append(f"Local derivatives, on the edges: {derivatives(shape.local_derivatives)}.")
    if "gradients" in scene.show:
        sentences.append(f"Gradients, from {shape.last} back: {derivatives(shape.gradients, scene.gradient)}.")
    return " ".join([*sentences, *_path(path)])


def table(values, names, path):
    """Return the names and their values, one a line, in two columns."""
    return "\n".join([*(f"{'y*' if name == 'y' else name:<9} {values[name] or '–'}" for name in names), *_path(path)])


def _made(scene, name, inside=""):
    """Say what makes a value. inside : the sign of the operation that it is a part of."""
    content, inputs = scene.shape.vertices[name]
    if content in SAID:
        parts = [_made(scene, each, content) if each[0] == "·" else _input(scene, each) for each in inputs]
        said = SAID[content].join(parts * (2 if len(parts) == 1 else 1))
        return f"({said})" if inside == "×" and content == "+" else said
    function = f" ({scene.functions[content]})" if content in scene.functions else ""
    if content == "Loss":
        return f"the loss{function} of {inputs[0]} against {_node(scene, inputs[1])}"
    return f"{content}{function} of {_input(scene, inputs[0])}"


def _input(scene, name):
    """A computed value has been told before; what is given comes with its number."""
    return name if scene.shape.vertices[name].inputs else _node(scene, name)


def _node(scene, name):
    return _told("y*" if name == "y" else name, scene.values[name])


def _told(name, value):
    return name if value is None else f"{name} unknown" if value == "?" else f"{name} = {value}"


def _path(path):
    return [f"The path {', '.join('y*' if name == 'y' else name for name in path)} is highlighted."] if path else []
