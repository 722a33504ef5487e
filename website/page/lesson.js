// A lesson's page comes alive: Python starts, explorers and predictions take the place of their pictures, exercises
// become editors. Without this script the page can be read.
import { Exercise } from "./exercise.js";
import { Python, lesson, load, saving } from "./python.js";
import { keep, kept, onOtherTab, works } from "./store.js";
import { offer } from "./work.js";

const root = document.documentElement, said = document.getElementById("said"), button = document.getElementById("start");
const place = (id) => document.getElementById(`cell-id=${id}`);
const live = ["explore", "predict"].flatMap((tag) => lesson.cells.filter(({id, tags}) => place(id) && tags.includes(tag)));
const exercises = [...document.querySelectorAll("[data-exercise]")].map((each) => new Exercise(each, lesson.cells, {
    check: (exercise) => check(exercise), task: (exercise, task) => other(exercise, task), stop: () => restart(),
    changed: (isKept) => changed(isKept),
}));
const byCell = Object.fromEntries(exercises.map((each) => [each.cell, each]));
const KEPT = "Your answers are kept in this browser only.";
const NOT_KEPT = "This browser keeps nothing: download your work before you leave this page.";
const SIZE = `a download of ${lesson.megabytes} MB, once for all lessons`;
const explores = new Set(live.filter(({tags}) => tags.includes("explore")).map(({id}) => id));
let coming, broken, storage = works(), edited = false, slow = false, lost = false, widgets, shown = {}, asked = [];

// ---- what the page says

const say = (sentence, offer = "") => {
    said.textContent = sentence;
    button.textContent = offer;
    button.hidden = !offer;
};

const report = () => {
    const checking = exercises.some(({running}) => running);
    said.closest(".python").classList.toggle("slow", slow && checking);
    if (slow) {
        const why = checking ? "Does a loop in your answer never end?" : "Is it still loading, or does a loop in an answer of yours never end?";
        return say(`Python has not answered for 5 seconds. ${why}`, "Stop, and start Python again");
    }
    const right = exercises.filter((each) => each.status === "right").length;
    const progress = exercises.length ? `${right} of ${exercises.length} exercises right. ` : "";
    say(`Python is running in this page. ${progress}${storage ? KEPT : NOT_KEPT}`);
};

const changed = (isKept) => {
    storage = isKept;
    edited = true;
    if (root.dataset.python === "ready") report();
};

// ---- Python

const python = new Python(load, () => ({
    type: "begin", absent: lesson.absent, cells: lesson.cells, words: lesson.words,
    answers: Object.fromEntries(exercises.map((each) => [each.cell, each.harmless])),
    choices: Object.fromEntries(live.map(({id}) => [id, kept(id).choice]).filter(([, choice]) => choice)),
}), {
    ready: () => {
        for (const {id} of live) python.ask({type: "run", id});
        for (const exercise of asked.splice(0)) check(exercise);
        for (const each of exercises) {
            if (each.task && kept(each.first).seed) other(each, {level: each.own.level, ...kept(each.first)});
            else checkAgain(each);
        }
        if (!live.length) alive();
    },
    failed: (reason, starting) => {
        root.dataset.python = "failed";
        openAll();
        for (const each of exercises) each.ended("Python stopped, so this was not checked. What you typed is kept.");
        for (const each of asked.splice(0)) each.say("Python did not start, so this was not checked. What you typed is kept.");
        say(`Python ${starting ? "did not start" : "stopped"} (${reason}). So this page is for reading` +
            ` now; what you typed is still here. ${storage ? KEPT : NOT_KEPT}`, lost ? "Reload the page" : "Start Python again");
    },
    slow: (isSlow) => {
        slow = isSlow;
        if (root.dataset.python === "ready") report();
    },
    answer: (message) => {
        if (message.type === "verdict") judged(message);
        else if (message.type === "task") became(message);
        else if (message.type === "outputs") show(message);
        else if (message.type === "chosen") changed(keep(message.id, {choice: message.choice}));
        else withWidgets((found) => found.hear(message));
    },
});

const start = () => {
    if (python.state !== "off") return;
    root.dataset.python = "starting";
    const meanwhile = exercises.length ? "Read on, or type already." : "Read on meanwhile.";
    say(`Python is starting in this page: ${SIZE}. ${meanwhile} ${storage ? KEPT : NOT_KEPT}`);
    widgets = import("./widgets.js").then(({Widgets}) => new Widgets((message) => python.ask(message)));
    widgets.catch(() => {
        lost = true; // a browser does not ask again for a script that it did not get
        python.fail("its files could not be loaded");
    });
    shown = {};
    coming = new Set(live.map(({id}) => id));
    broken = new Set();
    python.start();
};

// Messages about widgets are heard in their order, though the libraries may come after the first.
const withWidgets = (action) => {
    widgets = widgets.then((found) => {
        action(found);
        return found;
    });
    widgets.catch(() => {});
};

const restart = () => {
    python.stop();
    for (const each of exercises) each.ended("Stopped. Python starts again; your answer is as you typed it.");
    start();
};

const openAll = () => {
    for (const each of exercises) each.open();
};

const alive = () => {
    if (root.dataset.python !== "starting") return;
    root.dataset.python = "ready";
    report();
    openAll();
};

// ---- cells

const element = ({html, text}) => {
    const made = document.createElement("div");
    made.className = "jp-OutputArea-output";
    if (html) made.innerHTML = html;
    else made.append(Object.assign(document.createElement("pre"), {textContent: text}));
    return made;
};

// Live outputs take the place of stored ones when all of them are complete, so that nothing jumps.
const show = async ({id, outputs, error}) => {
    const run = Symbol(id), area = document.createElement("div");
    shown[id] = run;
    const old = place(id).querySelector(".jp-OutputArea") ?? place(id).appendChild(document.createElement("div"));
    area.className = "jp-OutputArea coming";
    old.after(area);
    const found = await (outputs.some(({widget}) => widget) ? widgets : null);
    for (const output of outputs) {
        if (output.widget) await found.show(output.widget, area);
        else area.append(element(output));
    }
    if (shown[id] !== run) return area.remove();
    if (error) {
        place(id).querySelector(".stopped")?.remove();
        area.remove();
        old.append(Object.assign(element({text: error}), {className: "stopped"}));
    } else {
        area.classList.remove("coming");
        old.remove();
    }
    dispatchEvent(new Event("resize")); // for what is wider than the page
    coming.delete(id);
    if (error) broken.add(id);
    if (live.length && broken.size === live.length) python.fail(error);
    else if (explores.has(id) && outputs.some(({widget}) => widget) || !coming.size) alive();
};

// ---- exercises

const check = (exercise) => {
    if (python.state !== "ready") {
        if (!asked.includes(exercise)) asked.push(exercise);
        start();
        return exercise.say("Python is starting. Your answer is checked as soon as it is there.");
    }
    exercise.running = true;
    python.ask({type: "check", id: exercise.cell, text: exercise.text, check: exercise.checkCell});
};

// A verdict that was there before the page, or a task, was left is there again.
const checkAgain = (exercise) => {
    if (exercise.status && exercise.status !== "running") check(exercise);
};

const judged = ({id, outputs, status, again}) => {
    byCell[id].judged(outputs.map(element), status);
    dispatchEvent(new Event("resize"));
    for (const each of again) if (place(each)) python.ask({type: "run", id: each});
    report();
};

const other = (exercise, {level, seed} = {}) => {
    if (python.state === "ready") return python.ask({type: "task", id: exercise.task, exercise: exercise.cell, level, seed});
    exercise.levels.value = exercise.level;
    exercise.say("Python is starting. Press again as soon as it is there.");
};

const became = ({id, again, ...task}) => {
    byCell[id].become(task);
    for (const each of again) if (place(each)) python.ask({type: "run", id: each});
    checkAgain(byCell[id]);
};

onOtherTab((id) => {
    const exercise = exercises.find((each) => each.id === id);
    if (exercise && kept(id).text !== undefined) exercise.text = kept(id).text;
    if (root.dataset.python === "ready") report();
});

addEventListener("beforeunload", (event) => {
    if (edited && !storage) event.preventDefault();
});

// ---- the map of the course

const map = () => {
    for (const each of document.querySelectorAll("[data-right]")) {
        const all = each.dataset.right.split(" "), right = all.filter((id) => kept(id).status === "right").length;
        each.textContent = right === all.length ? "✓ all right" : `${right} of ${all.length} right`;
    }
};

// ---- begin

offer(lesson, exercises);
map();
onOtherTab(map);
addEventListener("pageshow", map);
// An editor's script takes time that Python needs first: an editor opens when it is seen, and the others afterwards.
const seen = new IntersectionObserver((found) => {
    for (const {isIntersecting, target} of found) if (isIntersecting) exercises.find(({element}) => element === target).open();
});
for (const each of exercises) seen.observe(each.element);
button.onclick = () => {
    if (lost) location.reload();
    else if (python.state === "off") start();
    else restart();
};
if (!live.length && !exercises.length) {
    say("");
} else if (saving) {
    openAll();
    say(`Python starts when you touch a control: it is ${SIZE}.`, "Start Python");
    for (const each of document.querySelectorAll("[data-exercise]")) each.addEventListener("focusin", start, {once: true});
    for (const {id} of live) for (const event of ["pointerdown", "focusin"]) place(id).addEventListener(event, start, {once: true});
} else {
    start();
}
