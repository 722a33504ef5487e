// Python in a worker: it starts, is asked, may be stopped, and says when it does not answer.
const PATIENCE = 5000; // ms

export class Python {
    // load() : a worker that loads Python. begin() : what it is then told. told : {ready, failed, slow, answer}, called
    // with what happens.
    constructor(load, begin, told) {
        Object.assign(this, {load, begin, told, state: "off", waiting: 0});
    }

    start() {
        if (this.state !== "off") return;
        this.state = "starting";
        this.worker = this.load();
        this.worker.onmessage = ({data}) => this.hear(data);
        this.worker.onerror = (event) => this.fail(event.message || "its files could not be loaded");
        this.worker.postMessage(this.begin());
    }

    // A message that Python answers with one of another type.
    ask(message) {
        this.worker.postMessage(message);
        this.expect(1);
    }

    stop() {
        this.worker?.terminate();
        this.state = "off";
        this.expect(-this.waiting);
    }

    // Patience begins with a question, and anew with each answer; further questions do not lengthen it.
    expect(more) {
        const waited = this.waiting;
        this.waiting = Math.max(waited + more, 0);
        if (waited && more > 0) return;
        clearTimeout(this.timer);
        this.told.slow(false);
        if (this.waiting) this.timer = setTimeout(() => this.told.slow(true), PATIENCE);
    }

    hear(message) {
        if (message.type === "failed") {
            this.fail(message.message);
        } else if (message.type === "ready") {
            this.state = "ready";
            this.told.ready();
        } else {
            if (["idle", "outputs", "verdict"].includes(message.type)) this.expect(-1);
            this.told.answer(message);
        }
    }

    fail(reason) {
        const starting = this.state === "starting";
        this.stop();
        this.told.failed(reason, starting);
    }
}

const absolute = (address) => new URL(address, location).href;

// what : {worker, pyodide, lock, packages}, addresses from the page. Returns a worker that loads Python with packages.
export const loading = ({worker: script, pyodide, lock, packages}) => {
    const worker = new Worker(script, {type: "module"});
    worker.postMessage({
        type: "load", pyodide: absolute(pyodide), lock,
        packages: packages.map((each) => (each.includes("/") ? absolute(each) : each)),
    });
    return worker;
};

// ---- in a lesson's page, at once: before its text is there

const json = globalThis.document?.getElementById("lesson")?.textContent;
export const lesson = json && JSON.parse(json);
const {saveData, effectiveType} = globalThis.navigator?.connection ?? {};
export const saving = saveData || /2g|3g/.test(effectiveType) || globalThis.matchMedia?.("(prefers-reduced-data: reduce)").matches;
let early = lesson?.live && !saving ? loading(lesson) : null;
early?.addEventListener("error", () => {
    early = null; // another one will say so
});

// The worker that has begun already, the first time; else a new one.
export const load = () => {
    const worker = early ?? loading(lesson);
    early = null;
    return worker;
};
