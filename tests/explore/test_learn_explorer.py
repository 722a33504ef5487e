"""The explorer of lesson 00: every number is nnlib's at each step, and one button runs, pauses and begins anew."""

import asyncio

from nnlib import Network, gradient_descent
from nnlib.datasets import challenger, standardised
from nnlib.draw import style
from nnlib.explore import run
from nnlib.explore.learning import START, STEP_SIZE, STEPS, LearnExplorer


def test_every_number_is_nnlibs_at_each_step():
    temperature, distress = challenger()
    x = standardised(temperature, temperature)
    path, explorer = gradient_descent(Network(*START), x, distress, STEP_SIZE, STEPS), LearnExplorer()
    for steps in range(STEPS + 1):
        explorer.steps = steps
        net = Network(path.w1[steps], path.w2[steps])
        backward_pass = net.backward(net.forward(x.min()), 1)
        alt = explorer.view.picture.alt
        assert explorer.values.items() >= backward_pass._asdict().items()
        assert explorer.values["mean loss"] == path.loss[steps]
        assert f"∂Loss/∂w1 = {style.number(backward_pass.dloss_dw1)}" in alt
        assert f"{style.number(net.forward(x.min()).a2)} at 53 °F" in alt


def test_one_button_runs_pauses_and_begins_anew(monkeypatch):
    monkeypatch.setattr(run, "PAUSE", 0.001)

    async def scene():
        explorer = LearnExplorer()
        assert explorer.learn.description == "Learn"
        explorer.learn.click()
        while explorer.steps < 5:
            await asyncio.sleep(0.001)
        assert explorer.learn.description == "Pause"
        explorer.learn.click()
        paused = explorer.steps
        await asyncio.sleep(0.02)
        assert (explorer.steps, explorer.learn.description) == (paused, "Learn") and paused < STEPS
        explorer.learn.click()
        await explorer.task
        assert (explorer.steps, explorer.learn.description) == (STEPS, "Learn again")
        explorer.learn.click()
        await asyncio.sleep(0.005)
        assert explorer.steps < STEPS
        explorer.close()
    asyncio.run(scene())
