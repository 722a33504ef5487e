// A class graded in a page, with workers and a judge that are made up: node --test tests/class.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { Grading } from "../website/page/class/grading.js";

const tick = () => new Promise((resolve) => setTimeout(resolve));

// A judge who wants each answer run, and whose canary says what `canary` says of the worker that it ran in.
const judging = (learners) => {
    const turns = {}, all = [...learners.map(([learner, plain]) => ({learner, plain, setup: "", imports: []})), {plain: true, setup: "", imports: []}];
    return {
        read: () => JSON.stringify({work: all, said: []}),
        begin: (turn, k) => {
            turns[turn] = k;
            return JSON.stringify({run: {id: "4.locals", name: "f", setup: "", cells: [["4.locals", [all[k].learner ?? "canary"]]]}});
        },
        go_on: (turn, answered) => {
            const {text, late} = JSON.parse(answered);
            if (!all[turns[turn]].learner) return JSON.stringify({rows: text === "canary"});
            return JSON.stringify({rows: [[all[turns[turn]].learner, text ?? (late ? "late" : "ended")]]});
        },
    };
};

// behave(code, worker) : what a worker says that runs this code, "loop" for nothing; it may change the worker.
const grading = async (learners, behave) => {
    const workers = [], judge = judging(learners);
    const make = () => {
        const worker = {postMessage: async ({number, action, name, given, cells}) => {
            await tick();
            let text;
            if (action === "ask") text = judge[name](...given);
            if (action === "run") text = await behave(cells[0][1][0], worker, number);
            if (text === "loop" || worker.gone) return;
            worker.ran = (worker.ran ?? []).concat(action === "run" ? cells[0][1] : []);
            worker.onmessage({data: text === "fail" ? {number, failed: ""} : {number, done: true, text}});
        }, terminate: () => { worker.gone = true; }};
        workers.push(worker);
        return worker;
    };
    const made = new Grading(make, {}, {}, () => {}, 1);
    const clock = setInterval(() => workers[0].onmessage({data: {tick: true}}), 1);
    const {rows} = await made.grade([], "/class");
    clearInterval(clock);
    return {rows, workers: workers.slice(1), anew: made.anew};
};

test("plain answers share a worker, each other one has its own, and all are ended", async () => {
    const {rows, workers} = await grading([["ada", true], ["eve", false], ["bob", true]], (code) => code);
    assert.deepEqual(rows, [["ada", "ada"], ["eve", "eve"], ["bob", "bob"]]);
    assert.deepEqual(workers.map(({ran}) => ran), [["ada", "canary", "bob", "canary"], ["eve"]]);
    assert.ok(workers.every(({gone}) => gone));
});

test("where something was tampered with, the worker goes, and the learner is graded anew, alone", async () => {
    const behave = (code, worker) => {
        if (code === "mallory") worker.tampered = true;
        return worker.tampered ? "right" : code;
    };
    const {rows, workers, anew} = await grading([["ada", true], ["mallory", true], ["bob", true]], behave);
    assert.deepEqual(rows, [["ada", "ada"], ["mallory", "right"], ["bob", "bob"]]);
    assert.deepEqual(workers.map(({ran}) => ran), [["ada", "canary", "mallory", "canary"], ["mallory"], ["bob", "canary"]]);
    assert.equal(anew, 1);
});

test("what never ends, ends, says too much, or what it was not asked, is its own learner's loss alone", async () => {
    const behave = (code, worker, number) => {
        if (code === "long") return "x".repeat(2 ** 20 + 1);
        if (code === "flood") for (let k = 0; k < 2000; k += 1) worker.onmessage({data: {number: 0, done: true, text: "right"}});
        if (code === "forged") worker.onmessage({data: {number: number + 1, done: true, text: "right"}});
        if (code === "empty") worker.onmessage({data: {number, done: true}});
        if (code === "object") worker.onmessage({data: {number, done: true, text: {length: 0}}});
        if (code === "odd") for (const data of [null, 3, {}, "right"]) worker.onmessage({data});
        return ["loop", "fail", "canary"].includes(code) ? code : "answered";
    };
    for (const plain of [true, false]) {
        for (const [code, wanted] of [["loop", "late"], ["fail", "ended"], ["long", "ended"], ["flood", "ended"], ["forged", "ended"], ["odd", "ended"],
            ["empty", "ended"], ["object", "ended"]]) {
            const {rows} = await grading([["ada", plain], [code, plain], ["bob", plain]], behave);
            assert.deepEqual(rows, [["ada", "answered"], [code, wanted], ["bob", "answered"]], `${code} ${plain}`);
        }
    }
});

test("where Python does not start, that is said", async () => {
    const make = () => {
        const worker = {postMessage: ({number}) => setTimeout(() => worker.onmessage({data: {number, failed: "no such file"}})), terminate() {}};
        return worker;
    };
    await assert.rejects(new Grading(make, {}, {}, () => {}, 1).grade([], "/class"), /no such file/);
});
