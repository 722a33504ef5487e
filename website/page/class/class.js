// The page for a class: takes what is dropped or chosen, grades it, and shows the class at a glance.
import { Grading } from "./grading.js";
import { shown } from "./show.js";

const facts = JSON.parse(document.getElementById("facts").textContent);
const [drop, files, folder, graded, going, results, stop] = ["drop", "files", "folder", "graded", "going", "results", "stop"].map(
    (id) => document.getElementById(id));
const bar = going.querySelector("progress");
const absolute = (path) => new URL(path, location).href;
// A worker made from a blob takes over this page's policy for its content: nothing is fetched from elsewhere, nothing sent.
const body = new Blob([`const held = [];
self.onmessage = (each) => held.push(each);
import(${JSON.stringify(absolute("page/class/worker.js"))}).then(() => held.forEach((each) => self.onmessage(each)),
    (error) => setTimeout(() => { throw error; }));`], {type: "text/javascript"});
const address = URL.createObjectURL(body);
const modules = (...names) => Object.fromEntries(names.map((name) => [name, absolute(facts.modules[name])]));
const MANY = Math.min(navigator.hardwareConcurrency ?? 2, navigator.deviceMemory ?? 4, 4);
let grading;

const say = (sentence, going_ = false) => {
    graded.textContent = sentence;
    going.hidden = !going_;
};

const progress = (done, all) => {
    Object.assign(bar, {max: all, value: done});
    if (done % 10 === 0 || done === all) say(`Graded: ${done} of ${all}.`, true);
};

const begin = () => new Grading(() => new Worker(address, {type: "module"}), {
    pyodide: absolute(facts.pyodide), lock: facts.lock, packages: facts.packages, archive: absolute(facts.archive),
}, {judge: modules("plain", "kernel", "judge"), answers: modules("kernel", "answers")}, progress, MANY);

// found : [path, File]
const grade = async (found) => {
    grading?.stop();
    results.replaceChildren();
    const tops = [...new Set(found.map(([path]) => path.split("/")[0]))];
    if (!found.some(([path]) => /\.(ipynb(\.txt|\.json)?|zip)$/i.test(path))) {
        return say("There is no notebook and no .zip in what you gave.");
    }
    const single = tops.length === 1 && (found[0][0].includes("/") || /\.zip$/i.test(tops[0]));
    const current = begin(), start = performance.now();
    grading = current;
    say("Python is starting in this page, and reads the notebooks.", true);
    bar.removeAttribute("value");
    try {
        const outcome = await current.grade(found, `/class/${single ? tops[0] : ""}`);
        if (!outcome.rows.length) return say(outcome.problem ?? "There is no notebook in what you gave.");
        const rows = JSON.stringify(outcome.rows);
        const summary = JSON.parse(await current.judging("summary", rows)), table = await current.judging("table", rows);
        results.replaceChildren(...shown(outcome, summary, table));
        const of = (wanted) => outcome.rows.filter(([, , exercise, status]) => exercise && status === wanted).length;
        say(`Learners: ${outcome.learners}. Answers: ${of("right")} right, ${of("wrong")} wrong, ${of("not tried")} not tried. ` +
            `Seconds: ${Math.round((performance.now() - start) / 1000)}.` + (current.anew ? ` Graded anew, alone: ${current.anew}.` : ""));
        dispatchEvent(new Event("resize")); // for what is wider than the page
    } catch (error) {
        if (grading === current) say(current.stopped ? "Stopped. Nothing was kept." : `This could not be graded: ${error.message}.`);
    } finally {
        current.stop();
    }
};

// ---- what is given

const inFolder = async (reader) => { // which reads some at a time
    const some = await new Promise((...both) => reader.readEntries(...both));
    return some.length ? [...(await Promise.all(some.map(within))).flat(), ...await inFolder(reader)] : [];
};

const within = async (entry) => (entry.isDirectory ? inFolder(entry.createReader())
    : [[entry.fullPath.slice(1), await new Promise((...both) => entry.file(...both))]]);

drop.ondragover = (event) => {
    event.preventDefault();
    drop.classList.add("over");
};
drop.ondragleave = () => drop.classList.remove("over");
drop.ondrop = async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const {items, files: dropped} = event.dataTransfer, single = [...dropped].map((file) => [file.name, file]);
    const entries = [...items].map((each) => each.webkitGetAsEntry?.()).filter(Boolean); // before anything is waited for
    grade(entries.length ? (await Promise.all(entries.map(within))).flat() : single);
};
for (const input of [files, folder]) {
    input.onchange = () => {
        const given = [...input.files].map((file) => [file.webkitRelativePath || file.name, file]);
        input.value = ""; // the same may be given again
        if (given.length) grade(given);
    };
}
stop.onclick = () => grading.stop();
say("");
