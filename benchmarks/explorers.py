"""How fast the explorers answer: `python benchmarks/explorers.py`, tables in about four minutes. Needs Chromium.

In one JupyterLab session: from the key press to the new picture (median and 95th percentile of 50 presses each) for a
bare slider that a label echoes, each explorer, and the same picture by `interact` and pyplot. They take turns, ten
presses at a time, so that whatever else the machine does falls on all of them. Then what of it is spent in the kernel;
then a drag at 60 moves a second for 5 seconds. Fails if a drag ends on a wrong or a late picture.
"""

import importlib
import inspect
import json
import pkgutil
import sys
import tempfile
from html import unescape
from pathlib import Path
from statistics import median, quantiles

import nbformat.v4 as v4
from nbformat import write

import nnlib.explore
from nnlib.explore.controls import SLIDERS
from nnlib.explore.explorer import Explorer

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from lab import browser, close_lesson, lab_server, open_lesson

ROUNDS, PRESSES = 5, 10
MOVES_A_SECOND, DRAG_SECONDS, SETTLED = 60, 5, 0.3
# States in which there is much to draw.
BUSY = {"AutodiffExplorer": {"steps": 5}, "BackwardPassExplorer": {"steps": 6},
        "DescentExplorer": {"step_size": 20.0, "steps": 50}, "LearnExplorer": {"steps": 30}}
METADATA = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}

# ---- what the notebook holds

ECHO = """from ipywidgets import FloatSlider, HTML, VBox
slider, echo = FloatSlider(1.5, min=-3, max=3, step=0.05, readout=False), HTML("1.5")
slider.observe(lambda change: setattr(echo, "value", str(change["new"])), "value")
VBox([slider, echo])"""
# The pictures by pyplot: what draws the picture of each explorer, as a function of its first slider.
PYPLOT_GRAPH = r"""import matplotlib.pyplot as plt
from nnlib import Network
from nnlib.topology import EDGES, sides
NODES = {"x": (0, 0), "w1": (1, 1), "z1": (2, 0), "a1": (4, 0), "w2": (5, 1), "z2": (6, 0), "a2": (8, 0), "y": (9, 1),
         "Loss": (10, 0)}
def symbol(name):
    return "Loss" if name == "Loss" else name[0] + "_" + name[1:] if name[1:] else name
def picture(value):
    net = Network(0.5, -2.5)
    forward_pass = net.forward(value)
    numbers = forward_pass._asdict() | net.backward(forward_pass, 1)._asdict() | {"w1": 0.5, "w2": -2.5, "y": 1}
    _, ax = plt.subplots(figsize=(10, 3))
    for (start, end), name in EDGES.items():
        (x0, row0), (x1, row1) = NODES[start], NODES[end]
        ax.annotate("", (x1, row1), (x0, row0), arrowprops={"arrowstyle": "->"})
        if name:
            above, below = map(symbol, sides(name))
            ax.text((x0 + x1) / 2, 0.5 * row0 - 0.3, ha="center", bbox={"facecolor": "#FDEEE4"},
                    s=rf"$\frac{{\partial {above}}}{{\partial {below}}}$ = {numbers[name]:.4f}")
    for name, (x, row) in NODES.items():
        text = f"${symbol(name)}$\n{numbers[name.lower()]:.4f}"
        ax.text(x, row, text, ha="center", va="center", bbox={"facecolor": "white"})
    ax.set(xlim=(-1, 11), ylim=(-0.6, 1.4))
    ax.axis("off")
    plt.show()"""
# The same with the gradients: a lane of them below the graph, from Loss back, and one beside each weight.
PYPLOT_GRADIENTS = PYPLOT_GRAPH.replace("    ax.set(xlim", r"""    from nnlib.topology import GRADIENTS
    for name in GRADIENTS:
        (column, row), (loss, node) = NODES[sides(name)[1]], map(symbol, sides(name))
        ax.text(column + row, 1 if row else -1.2, ha="left" if row else "center",
                s=rf"$\frac{{\partial {loss}}}{{\partial {node}}}$ = {numbers[name]:.4f}",
                bbox={"facecolor": "#E3F4EE"})
        ax.annotate("", (column, -1.2), (column + 2, -1.2), arrowprops={"arrowstyle": "->", "linestyle": "--"})
    ax.set(xlim""").replace("ylim=(-0.6, 1.4)", "ylim=(-1.6, 1.4)")
PYPLOT = {
    "AutodiffExplorer": PYPLOT_GRADIENTS,
    "BackwardPassExplorer": PYPLOT_GRADIENTS,
    "DataExplorer": """import matplotlib.pyplot as plt
import numpy as np
from nnlib import Network
from nnlib.datasets import challenger, standardised
flights, temperatures = challenger(), np.linspace(28, 84, 113)
def picture(value):
    net = Network(value, -0.5)
    forward_pass = net.forward(standardised(flights.temperature, flights.temperature))
    loss = net.example_loss(forward_pass, flights.distress).mean()
    right = np.sum((forward_pass.a2 > 0.5) == flights.distress)
    _, (left, beside) = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
    left.axvspan(28, flights.temperature.min(), facecolor="#F2F2F2", edgecolor="#CCCCCC", hatch="//")
    left.axhline(0.5, linestyle=":")
    left.axvline(31, linestyle="--", color="black")
    left.text(32, 1.04, "launch day: 31 °F")
    left.text(32, -0.04, "no flight was this cold")
    for distress, marker in ((0, "o"), (1, "s")):
        left.scatter(flights.temperature[flights.distress == distress], [distress] * sum(flights.distress == distress),
                     marker=marker, color="black")
    left.plot(temperatures, net.forward(standardised(temperatures, flights.temperature)).a2, label="by hand")
    left.set(xlim=(28, 84), ylim=(-0.08, 1.12), xlabel="temperature at launch in °F",
             ylabel="a2: probability of distress", title=f"Distress ■ or none ○: {right} of 23 right by hand")
    left.legend()
    beside.axhline(loss)
    beside.set(xlim=(0, 1050), ylim=(0, 0.16), xlabel="step of the descent", ylabel="mean loss",
               title=f"mean loss by hand: {loss:.4f}")
    for axes in (left, beside):
        axes.grid()
    plt.show()""",
    "CrossEntropyExplorer": """import matplotlib.pyplot as plt
import numpy as np
from nnlib import cross_entropy, quadratic, sigmoid
from nnlib.explore.cross_entropy import layers
def picture(value):
    _, axes = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
    for loss in (quadratic, cross_entropy):
        chain = layers(np.array([1, 1, 1, 1, 1, -8.0]), value, 1, sigmoid, loss)
        axes[0].semilogy(range(1, 7), abs(chain.dloss_dw))
    axes[1].plot(range(1, 7), chain.slope)
    plt.show()""",
    "ActivationExplorer": """import matplotlib.pyplot as plt
import numpy as np
from nnlib import sigmoid
def picture(value):
    _, axes = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
    z = np.linspace(-8, 8, 121)
    axes[0].plot(z, sigmoid(z))
    axes[0].axline((value, sigmoid(value)), slope=sigmoid.derivative(value))
    axes[1].plot(z, sigmoid.derivative(z))
    axes[1].plot(value, sigmoid.derivative(value), "o")
    plt.show()""",
    "DescentExplorer": """import matplotlib.pyplot as plt
from nnlib import Network, gradient_descent
from nnlib.draw.curves import loss_history
from nnlib.draw.surface import loss_surface
def picture(value):
    path = {"path": gradient_descent(Network(0.5, -2.5), 1.5, 1, 20 + value, 50)}
    _, axes = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
    loss_surface(axes[0], Network(0, 0), 1.5, 1, (-10, 4), (-4, 6), path)
    loss_history(axes[1], path)
    plt.show()""",
    "LossExplorer": PYPLOT_GRAPH.replace("    plt.show()", """
    import numpy as np
    _, axes = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
    for y in (0, 1):
        axes[0].plot(np.linspace(0, 1, 121), net.loss(np.linspace(0, 1, 121), y))
    for name in ("w1", "w2"):
        moved = Network(**{"w1": 0.5, "w2": -2.5} | {name: np.linspace(-4, 4, 121)})
        axes[1].plot(np.linspace(-4, 4, 121), moved.example_loss(moved.forward(value), 1))
    plt.show()"""),
}
INTERACT = """
from ipywidgets import FloatSlider, interact
interact(picture, value=FloatSlider(1.5, min=-3, max=3, step=0.05, readout=False));"""
KERNEL = """import importlib, json, time
def kernel_times(module, name, start, trait, low, high, presses=60):
    explorer = getattr(importlib.import_module(module), name)(**start)
    times = []
    for k in range(presses):
        value = low + (k % (high - low) if trait == "steps" else (high - low) * (0.4 + k / 5 / presses))
        begin = time.perf_counter()
        setattr(explorer, trait, value)
        times.append(time.perf_counter() - begin)
        time.sleep(0.05)  # as between two key presses: the messages of one go out before the next
    explorer.close()
    return times
time.sleep(5)  # until the page has drawn all the cells above
print(json.dumps([kernel_times(*each) for each in CONTESTANTS]))"""


def explorers():
    """Return the Explorer classes of nnlib.explore, by name."""
    found = {}
    for module in pkgutil.iter_modules(nnlib.explore.__path__, "nnlib.explore."):
        for name, kind in vars(importlib.import_module(module.name)).items():
            if inspect.isclass(kind) and issubclass(kind, Explorer) and "look" in vars(kind) and kind is not Explorer:
                found[name] = kind
    if not found:
        raise FileNotFoundError("nnlib.explore holds no explorer")
    return found


def inside(widget):
    """Yield a widget and all that it holds, in order."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


def first_number(kind):
    """Return the name of the trait that the first slider moves, its low and its high."""
    explorer = kind(**BUSY.get(kind.__name__, {}))
    slider = next(widget for widget in inside(explorer) if isinstance(widget, SLIDERS))
    name = next(name for name, widgets in explorer._controls.items() if slider in widgets)
    return name, *kind.class_traits()[name].limits(explorer)


def notebook(kinds):
    cells = [ECHO]
    for name, kind in kinds.items():
        start = ", ".join(f"{key}={value!r}" for key, value in BUSY.get(name, {}).items())
        cells.append(f"from {kind.__module__} import {name}\n{name}({start})")
        cells.append(PYPLOT.get(name, PYPLOT_GRAPH) + INTERACT)
    contestants = [(kind.__module__, name, BUSY.get(name, {}), *first_number(kind)) for name, kind in kinds.items()]
    cells.append(f"CONTESTANTS = {contestants!r}\n{KERNEL}")
    return v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells], metadata=METADATA)


# ---- what the page measures

# From the key press (as the page hears of it) until the frame after the change has been painted.
WATCH = """([cell, target, isImage]) => {
    const output = document.querySelectorAll(".jp-CodeCell")[cell].querySelector(".jp-OutputArea");
    const place = target ? output.querySelector(target) : output;
    const before = output.querySelector("img")?.src;
    let start;
    window.answered = new Promise(done => {
        addEventListener("keydown", () => { start = performance.now(); }, {capture: true, once: true});
        const painted = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
        const observer = new MutationObserver(() => {
            const image = output.querySelector("img");
            if (start === undefined || isImage && !(image && image.src !== before)) return;
            observer.disconnect();
            isImage && !image.complete ? image.addEventListener("load", painted) : painted();
        });
        observer.observe(place, {childList: true, subtree: true, characterData: true});
        setTimeout(() => done(null), 10000);
    });
}"""
# A drag inside the page: from outside, each move would wait for the one before, and 60 a second are not reached.
DRAG = """async ([cell, perSecond, seconds]) => {
    const output = document.querySelectorAll(".jp-CodeCell")[cell].querySelector(".jp-OutputArea");
    const handle = output.querySelector(".noUi-handle");
    const track = output.querySelector(".noUi-base").getBoundingClientRect(), clientY = track.y + track.height / 2;
    const fire = (target, type, clientX, buttons) => target.dispatchEvent(
        new MouseEvent(type, {bubbles: true, cancelable: true, clientX, clientY, buttons, view: window}));
    let picture = 0;
    new MutationObserver(() => { picture = performance.now(); })
        .observe(output.querySelector(".nnlib-picture"), {childList: true, subtree: true, characterData: true});
    fire(handle.firstElementChild ?? handle, "mousedown", handle.getBoundingClientRect().x + 8, 1);
    const begin = performance.now();
    let move, moves = 0;
    while (moves < perSecond * seconds) {
        // Where the page was busy, the moves that are due come at once.
        do {
            const there = Math.abs(moves / 75 % 2 - 1);  // from one end to the other in 1.25 s
            fire(document.documentElement, "mousemove", track.x + (0.02 + 0.93 * there) * track.width, 1);
            moves += 1;
        } while (moves < perSecond * Math.min(seconds, (performance.now() - begin) / 1000));
        move = performance.now();
        await new Promise(done => setTimeout(done, Math.max(0, begin + 1000 * moves / perSecond - performance.now())));
    }
    const rate = 1000 * moves / (performance.now() - begin);
    fire(document.documentElement, "mouseup", track.x, 0);
    await new Promise(done => setTimeout(done, 2000));
    if (!picture) throw new Error("the drag moved nothing");
    return [picture - move, rate];
}"""


def handle(page, cell):
    return page.locator(".jp-CodeCell").nth(cell).locator(".noUi-handle").first


def presses(page, cell, target, is_image, key):
    """Press a key on the first slider of a cell; return the milliseconds until each answer."""
    times = []
    handle(page, cell).scroll_into_view_if_needed()
    handle(page, cell).focus()
    for _ in range(PRESSES):
        page.evaluate(WATCH, [cell, target, is_image])
        page.keyboard.press(key)
        answer = page.evaluate("() => window.answered")
        if answer is None:
            raise TimeoutError(f"cell {cell} did not answer a key press within 10 s")
        times.append(answer)
        page.wait_for_timeout(60)
    return times


def drag(page, cell, kind):
    """Drag the first slider to and fro; return how many ms the last picture is late, if it is right, moves a second."""
    handle(page, cell).scroll_into_view_if_needed()
    late, rate = page.evaluate(DRAG, [cell, MOVES_A_SECOND, DRAG_SECONDS])
    picture = page.locator(".jp-CodeCell").nth(cell).locator(".nnlib-picture")
    value = float(page.locator(".jp-CodeCell").nth(cell).locator(".nnlib-field input").first.input_value())
    expected = kind(**BUSY.get(kind.__name__, {}) | {first_number(kind)[0]: value})
    shown = [part.get_attribute("aria-label") for part in picture.locator("svg[role=img]").all()]
    wanted = [part.alt for part in getattr(expected.view.picture, "parts", None) or (expected.view.picture,)]
    return late, [unescape(each) for each in shown] == wanted, rate


def figures(times):
    return f"{median(times):8.1f} {quantiles(times, n=20)[-1]:8.1f}"


def main():
    kinds = explorers()
    contestants = {"bare echo": (0, ".widget-vbox > .widget-html .widget-html-content", False)}
    for k, name in enumerate(kinds):
        contestants[name] = (1 + 2 * k, ".nnlib-picture .widget-html-content", False)
        contestants[f"{name}, interact"] = (2 + 2 * k, None, True)
    with tempfile.TemporaryDirectory() as root, lab_server(root) as address, browser() as chromium:
        write(notebook(kinds), Path(root) / "benchmark.ipynb")
        page = chromium.new_page(viewport={"width": 1400, "height": 900})
        open_lesson(page, address("benchmark.ipynb"))
        page.wait_for_function("n => document.querySelectorAll('.noUi-handle').length > n", arg=len(contestants) - 1)
        page.wait_for_timeout(2000)
        in_kernel = json.loads(page.locator(".jp-CodeCell").last.locator("pre").last.inner_text())
        times = {name: [] for name in contestants}
        for each in range(ROUNDS):
            for name, place in contestants.items():
                times[name] += presses(page, *place, ("ArrowRight", "ArrowLeft")[each % 2])
        drags = {name: drag(page, contestants[name][0], kind) for name, kind in kinds.items()}
        close_lesson(page)

    echo = median(times["bare echo"])
    print(f"ms from key press to picture, {ROUNDS * PRESSES} each      median     95 %   ÷ echo   interact ÷ it")
    for name, each in times.items():
        twin = times.get(f"{name}, interact")
        ratio = f"{median(twin) / median(each):12.1f}" if twin else ""
        print(f"    {name:<44} {figures(each)} {median(each) / echo:8.2f} {ratio}")
    print("ms of it in the kernel                               median     95 %")
    for name, each in zip(kinds, in_kernel, strict=True):
        print(f"    {name:<44} {figures([1000 * seconds for seconds in each])}")
    print(f"drag of {DRAG_SECONDS} s                                     moves a second   ms late   right picture")
    for name, (late, right, rate) in drags.items():
        print(f"    {name:<44} {rate:14.1f} {late:9.0f} {'yes' if right else 'NO':>15}")
    return 0 if all(right and late <= 1000 * SETTLED for late, right, _ in drags.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
