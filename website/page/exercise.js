// An exercise in the page: an editor, its buttons, and the verdict under it. What is typed is kept at once.
import { forget, keep, kept } from "./store.js";
const LONG = 1000; // ms that a check may take before the page says that it runs

export class Exercise {
    // page : {check(exercise), stop(), task(exercise, {level, seed}), changed(isKept)}.
    constructor(element, cells, page) {
        const {exercise: id, name, cell, check, task} = element.dataset;
        const stub = cells.find((each) => each.id === cell).source;
        Object.assign(this, {element, id, name, first: id, cell, checkCell: check, task, page, stub});
        this.place = element.querySelector(".answer");
        this.verdict = element.querySelector(".verdict");
        this.buttons = Object.fromEntries([...element.querySelectorAll("button")].map((each) => [each.name, each]));
        this.buttons.check.onclick = () => this.check();
        this.buttons.again.onclick = () => this.again();
        this.buttons.stop.onclick = () => page.stop();
        if (task) {
            const [level, seed] = cells.find((each) => each.id === task).source.match(/\d+/g).map(Number);
            this.own = {level, seed};
            this.level = level;
            this.levels = element.querySelector("[name=level]");
            this.levels.value = level;
            this.levels.onchange = () => page.task(this, {level: Number(this.levels.value)});
            this.buttons.other.onclick = () => page.task(this, this.next);
        }
        this.shown = kept(id).text ?? this.stub;
        if (this.status === "running") {
            this.say("This answer was being checked when the page was left. It may hold a loop that never ends, so it waits for Check.");
        }
    }

    // An editor takes the place of the code.
    open() {
        this.opened ??= this.edit().catch(() => this.say("There is no editor: its files could not be loaded. Reload the page."));
    }

    async edit() {
        const {edit} = await import("./editor.js");
        const holder = document.createElement("div");
        this.editor = edit(holder, this.text, {
            label: `Your answer to ${this.name}`, change: (text) => this.change(text), check: () => this.check(),
        });
        this.place.replaceChildren(holder);
    }

    get text() {
        return this.editor?.text ?? this.shown;
    }

    // What another tab, or a file, has brought; it can be undone.
    set text(text) {
        this.shown = text;
        if (this.editor) this.editor.text = text;
    }

    get status() {
        return kept(this.id).status;
    }

    // The text that Python may run before it is checked: not one that was being checked when all ended.
    get harmless() {
        return this.status === "running" ? this.stub : this.text;
    }

    change(text) {
        if ((kept(this.id).text ?? this.stub) === text) return;
        this.keep({text});
        this.verdict.classList.add("old");
    }

    // The dots that an exercise begins with are not kept: they may be others in a corrected lesson.
    keep(work) {
        const untouched = work.text === this.stub && !work.status;
        if (untouched) forget(this.id);
        this.page.changed(untouched || keep(this.id, work));
    }

    check() {
        this.keep({text: this.text, status: "running"});
        this.page.check(this);
    }

    again() {
        const typed = this.text;
        this.text = this.stub;
        this.keep({text: this.stub});
        if (typed !== this.stub) this.say("The answer is as it was at first. Ctrl + Z, in the editor, brings yours back.");
        this.editor?.focus();
    }

    // What the answer to a task of practice is kept as.
    keptAs({level, seed}) {
        if (level !== this.own.level) return `${this.first}.${level}.${seed}`;
        return seed === this.own.seed ? this.first : `${this.first}.${seed}`;
    }

    // Another task of practice stands here: its answer is kept by itself, and which task it is.
    become({level, seed, sources}) {
        keep(this.first, {...kept(this.first), level, seed});
        this.id = this.keptAs({level, seed});
        this.stub = sources[this.cell];
        this.sources = sources;
        this.level = this.levels.value = level;
        this.next = {};
        this.text = kept(this.id).text ?? this.stub;
        this.show();
    }

    // What a file has brought; of practice, with the task that it answers.
    bring(text, task) {
        const id = task ? this.keptAs(task) : this.id;
        if (id === this.id) {
            this.text = text;
            this.change(text);
        } else {
            keep(id, {text});
            keep(this.first, {...kept(this.first), ...task});
            this.page.task(this, task);
        }
    }

    // A verdict names the task to go on with: here a button leads to it.
    lead(node) {
        node.innerHTML = node.innerHTML.replace(/practice\(level=(\d), seed=(\d+)\)/, (_, level, seed) => {
            this.next = {level: Number(level), seed: Number(seed)};
            return "press <b>Another task</b>";
        });
    }

    say(sentence) {
        const line = document.createElement("p");
        line.textContent = sentence;
        this.show(line);
    }

    show(...nodes) {
        this.verdict.classList.remove("old");
        this.verdict.replaceChildren(...nodes);
    }

    set running(running) {
        this.element.classList.toggle("running", running);
        this.buttons.stop.disabled = !running;
        clearTimeout(this.timer);
        if (running) this.timer = setTimeout(() => this.say("Your answer is running. Does a loop in it never end? Stop ends it; what you typed is kept."), LONG);
    }

    get running() {
        return this.element.classList.contains("running");
    }

    // Ends what was running without a verdict.
    ended(sentence) {
        if (this.running) this.say(sentence);
        this.running = false;
    }

    judged(nodes, status) {
        this.running = false;
        if (this.task) for (const node of nodes) this.lead(node);
        this.show(...nodes);
        this.keep({text: this.text, status});
        if (this.id !== this.first && status === "right") keep(this.first, {...kept(this.first), status});
    }
}
