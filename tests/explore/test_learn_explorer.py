"""The explorer of lesson 00: every number is nnlib's at each step, and one button runs, pauses and begins anew."""

import asyncio

import numpy as np

from nnlib import Network, gradient_descent
from nnlib.datasets import challenger, standardised
from nnlib.draw import style
from nnlib.explore import run
from nnlib.explore.learning import START, STEP_SIZE, STEPS, LearnExplorer
from nnlib.topology import GRADIENTS, spoken

FLIGHTS = challenger()
XS = standardised(FLIGHTS.temperature, FLIGHTS.temperature)


def test_every_number_is_nnlibs_and_moves_at_each_step():
    path = gradient_descent(Network(*START), XS, FLIGHTS.distress, STEP_SIZE, STEPS)
    explorer, before = LearnExplorer(), ""
    for steps in range(STEPS + 1):
        explorer.steps = steps
        net = Network(path.w1[steps], path.w2[steps])
        backward_pass = net.backward(net.forward(XS.min()), 1)
        alt = explorer.view.picture.alt
        for name in GRADIENTS:
            assert explorer.values[name] == getattr(backward_pass, name)
            assert f"{spoken(name)} = {style.number(explorer.values[name])}" in alt
        assert f"Loss = {style.number(backward_pass.loss)}" in alt and explorer.values["mean loss"] == path.loss[steps]
        assert f"{style.number(net.forward(XS.min()).a2)} at 53 °F" in alt
        assert alt != before
        before = alt


def test_it_begins_badly_wrong_about_the_cold_and_learns():
    first, last = LearnExplorer(), LearnExplorer(STEPS)
    coldest = np.argmin(FLIGHTS.temperature)
    assert FLIGHTS.distress[coldest] == 1 and first.values["x"] == XS[coldest]
    assert first.values["a2"] < 0.03 and 0.45 < last.values["a2"] < 0.5
    assert last.values["mean loss"] < 0.6 * first.values["mean loss"]


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
        assert explorer.learn.description == "Learn"
        await asyncio.sleep(0.02)
        assert explorer.steps == paused < STEPS
        explorer.learn.click()
        await explorer.task
        assert (explorer.steps, explorer.learn.description) == (STEPS, "Learn again")
        explorer.learn.click()
        await asyncio.sleep(0.005)
        assert explorer.steps < STEPS
        explorer.close()
    asyncio.run(scene())


def test_without_an_event_loop_it_says_so():
    explorer = LearnExplorer()
    explorer.learn.click()
    assert "no event loop" in explorer.error and explorer.learn.description == "Learn"
