"""The explorer of lesson 07: its path is nnlib's, its words are true of the path, and a run can be stopped."""

import asyncio
import re

import numpy as np
import pytest
from kinds import both_passes

from nnlib import Network, Trajectory, gradient_descent
from nnlib.draw import style
from nnlib.explore import run
from nnlib.explore.descent import MOST_STEPS, DescentExplorer, judged, sequential_descent, used_gradients

NET, X, Y = Network(0.5, -2.5), 1.5, 1


@pytest.mark.parametrize("step_size", [0.01, 2, 20, 100, 1000])
def test_a_path_that_grows_and_shrinks_is_that_of_gradient_descent(step_size):
    explorer = DescentExplorer(step_size=step_size)
    for steps in (0, 1, 37, MOST_STEPS, 5):
        explorer.steps = steps
        expected = gradient_descent(NET, X, Y, step_size, steps)
        np.testing.assert_array_equal(explorer.values["path"], expected)
        assert [explorer.values[name] for name in ("w1", "w2", "loss")] == [each[-1] for each in expected]
        assert explorer.view.rows["Loss"] == style.number(expected.loss[-1])
        assert f"Loss = {style.number(expected.loss[-1])}" in explorer.picture.value


def test_one_sequential_step_by_hand():
    gradient = both_passes(NET, X, Y)[1]
    w2 = NET.w2 - 5 * gradient.dloss_dw2
    w1 = NET.w1 - 5 * gradient.dloss_dz2 * w2 * gradient.da1_dz1 * X
    loss = both_passes(Network(w1, w2), X, Y)[1].loss
    np.testing.assert_allclose([each[1] for each in sequential_descent(NET, X, Y, 5, 1)], [w1, w2, loss], rtol=1e-12)
    assert used_gradients(NET, X, Y, 5, "simultaneous") == gradient


def test_the_switch_changes_the_path():
    explorer = DescentExplorer(step_size=20, steps=10)
    assert "Mixed" not in explorer.equations.value
    explorer.update = "sequential"
    assert "Mixed: the old forward pass, the new w₂." in explorer.equations.value.split("</div>")[0]
    assert explorer.values["w1"] == sequential_descent(NET, X, Y, 20, 10).w1[-1]


@pytest.mark.parametrize(("step_size", "steps", "start", "words"), [
    (2, 0, {}, "No step yet: the loss at the start is 0.3572."), (0.1, 100, {}, "Too small so far"),
    (100, 100, {}, "Too large so far: step 1 moved the weights by 11.7, onto flat ground."),
    (20, 100, {}, "Well chosen: "), (20, 5, {}, "It falls"), (2, 40, {}, "Slow here"),
    (1, 3, {"start_w1": -9, "start_w2": 3}, "Flat ground"),
])
def test_what_it_says_of_a_step_size(step_size, steps, start, words):
    explorer = DescentExplorer(**start, step_size=step_size, steps=steps)
    assert explorer.sentence.value.startswith(words) and words in explorer.status.value


def test_a_rise_is_told():
    path = Trajectory(np.array([0.0, 1, 2]), np.array([0.0, 1, 2]), np.array([0.3, 0.2, 0.4]))
    assert judged(path, 0.5).startswith("Too large: step 2 raised the loss from 0.2 to 0.4.")


def test_the_buttons():
    explorer = DescentExplorer(steps=1)
    for button, steps in ((explorer.step_button, 2), (explorer.reset_button, 0)):
        button.click()
        assert explorer.steps == steps
    explorer.steps = MOST_STEPS
    explorer.step_button.click()
    assert explorer.steps == MOST_STEPS and f"{MOST_STEPS} steps" in explorer.error
    explorer.run_button.click()
    assert "no event loop" in explorer.error


def test_a_run_goes_to_the_end_and_can_be_paused(monkeypatch):
    monkeypatch.setattr(run, "PAUSE", 0.001)

    async def scene():
        explorer = DescentExplorer(step_size=20)
        explorer.run_button.click()
        explorer.pause_button.click()  # before its first step
        assert not explorer.running
        explorer.run_button.click()
        running = explorer.task
        explorer.run_button.click()  # a second press changes nothing
        assert explorer.task is running
        while explorer.steps < 5:
            await asyncio.sleep(0.001)
        explorer.pause_button.click()
        await asyncio.sleep(0.02)
        assert running.done() and not explorer.running and 5 <= explorer.steps < MOST_STEPS
        explorer.step_size = 10  # while paused, all else still works
        explorer.run_button.click()
        await explorer.task
        assert (explorer.steps, explorer.error, explorer.running) == (MOST_STEPS, "", False)
        assert explorer.values["loss"] == gradient_descent(NET, X, Y, 10, MOST_STEPS).loss[-1]
    asyncio.run(scene())


def test_a_run_stops_at_an_error_and_when_the_widget_is_closed(monkeypatch):
    monkeypatch.setattr(run, "PAUSE", 0.001)

    async def scene():
        explorer = DescentExplorer()
        explorer.run()
        monkeypatch.setattr("nnlib.explore.descent.draw", lambda *_: 1 / 0)
        await asyncio.wait_for(explorer.task, 5)
        assert "division by zero" in explorer.error and explorer.steps < 3
        monkeypatch.undo()
        other = DescentExplorer()
        other.run()
        other.close()
        with pytest.raises(asyncio.CancelledError):
            await other.task
    asyncio.run(scene())


def test_the_static_twin_holds_its_surface():
    explorer = DescentExplorer(step_size=20, steps=30)
    bundle = explorer._repr_mimebundle_()
    assert not re.search("<use |onclick", bundle["image/svg+xml"])
    assert explorer.picture.value.count("<use ") == 2 and "data:image" not in explorer.picture.value
    for kind in ("image/svg+xml", "text/html"):  # all pictures in it are masked, as in tests/nbval_sanitize.cfg
        shown, found = re.subn(r"data:image/png;base64,[A-Za-z0-9+/=]+", "PNG", bundle[kind])
        assert found == 2 and "base64" not in shown
