// What the pages' scripts do without a browser: node --test tests/pages.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { Python } from "../website/page/python.js";
import { forget, keep, kept, works } from "../website/page/store.js";
import { answersIn, tasksIn, withAnswers } from "../website/page/work.js";

const NOTEBOOK = {
    cells: [
        {cell_type: "markdown", metadata: {}, source: ["# A lesson"]},
        {cell_type: "code", metadata: {tags: ["exercise", "exercise:4.locals"]}, source: ["def f():\n", "    return ..."]},
        {cell_type: "code", metadata: {tags: ["check"]}, source: "check(f)"},
    ],
};

test("answers go into a notebook, and come out of it", () => {
    const text = withAnswers(NOTEBOOK, {"4.locals": "def f():\n    return 1", other: "no"});
    assert.deepEqual(answersIn(text), {"4.locals": "def f():\n    return 1"});
    assert.equal(JSON.parse(text).cells[2].source, "check(f)");
    assert.deepEqual(answersIn(JSON.stringify(NOTEBOOK)), {"4.locals": "def f():\n    return ..."});
    for (const bad of ["", "{}", "[]", JSON.stringify({cells: []})]) assert.throws(() => answersIn(bad), /This (file|notebook)/);
});

test("a task of practice goes into a notebook with its answer, and comes out of it", () => {
    const cells = [{id: "t", cell_type: "code", metadata: {}, source: "practice(level=3, seed=3)"},
        {id: "a", cell_type: "code", metadata: {tags: ["exercise"]}, source: "paths = [[...]]"}];
    const text = withAnswers({cells}, {a: "paths = []"}, {t: "practice(level=4, seed=9)", a: "paths = [[...]]"});
    assert.deepEqual([answersIn(text), tasksIn(text)], [{a: "paths = []"}, {t: {level: 4, seed: 9}}]);
});

test("where nothing can be stored, the page says so, and knows its work while it is open", () => {
    assert.deepEqual([works(), keep("4.locals", {text: "a"}), kept("4.locals")], [false, false, {text: "a"}]);
    forget("4.locals");
    assert.deepEqual(kept("4.locals"), {});
});

test("Python that does not answer is told of, once it is there", (t) => {
    t.mock.timers.enable({apis: ["setTimeout"]});
    const told = [], python = new Python("", () => ({}), {
        ready: () => told.push("ready"), slow: (slow) => told.push(slow), answer: ({type}) => told.push(type),
        failed: (reason, starting) => told.push([reason, starting]),
    });
    Object.assign(python, {state: "starting", worker: {postMessage() {}, terminate() {}}});
    python.hear({type: "ready"});
    python.ask({type: "run"});
    t.mock.timers.tick(5000);
    python.hear({type: "outputs"});
    t.mock.timers.tick(5000);
    python.hear({type: "failed", message: "memory"});
    assert.deepEqual(told, ["ready", false, true, false, "outputs", false, ["memory", false]]);
    assert.equal(python.state, "off");
});
