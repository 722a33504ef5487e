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

// ---- in a lesson's page: template/start.js, which stands in it

export const {lesson, saving, load} = globalThis.course ?? {};
