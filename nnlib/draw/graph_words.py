"""With these you can tell a computation graph in words, to someone who does not see it."""

from nnlib.topology import GRADIENTS, LOCAL_DERIVATIVES, spoken


def alt_text(scene, path):
    """Return sentences with each value that the picture shows. scene : a graph_layout.Scene."""
    def node(name):
        return _told("y*" if name == "y" else name, scene.values[name])

    def derivatives(names, value=scene.values.get):
        return ", ".join(_told(spoken(name), value(name)) for name in names)

    g1, g2, loss = (f" ({getattr(scene.net, name).name})" if scene.net else "" for name in ("g1", "g2", "loss"))
    sentences = [f"Computation graph. {node('x')} times {node('w1')} gives {node('z1')}; "
                 f"g1{g1} of z1 gives {node('a1')}; a1 times {node('w2')} gives {node('z2')}; "
                 f"g2{g2} of z2 gives {node('a2')}; the loss{loss} of a2 against {node('y')} gives {node('Loss')}."]
    if "local derivatives" in scene.show:
        sentences.append(f"Local derivatives, on the edges: {derivatives(LOCAL_DERIVATIVES)}.")
    if "gradients" in scene.show:
        sentences.append(f"Gradients, from Loss back: {derivatives(GRADIENTS, scene.gradient)}.")
    return " ".join([*sentences, *_path(path)])


def table(values, names, path):
    """Return the names and their values, one a line, in two columns."""
    return "\n".join([*(f"{'y*' if name == 'y' else name:<9} {values[name] or '–'}" for name in names), *_path(path)])


def _told(name, value):
    return name if value is None else f"{name} unknown" if value == "?" else f"{name} = {value}"


def _path(path):
    return [f"The path {', '.join('y*' if name == 'y' else name for name in path)} is highlighted."] if path else []
