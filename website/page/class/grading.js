// Grades a class: answers run in some workers, and are judged in another one, in which no learner's code ever runs.
//
// What can only calculate shares a worker, and after each learner a canary tells whether something was tampered with.
// All else, and whatever went wrong there, runs in a worker of its own, which is then thrown away.
const PATIENCE = 10, START = 240; // s: for an answer, and until a worker is ready
const LONGEST = 2 ** 20, MOST = 1000; // characters, messages

export class Asked {
    // A worker that answers. make() : the worker. tick() : called each second that it lives.
    constructor(make, tick = () => {}) {
        this.worker = make();
        this.waiting = null;
        this.number = 0;
        this.worker.onmessage = ({data}) => (data?.tick ? tick() : this.hear(data));
        this.worker.onerror = (event) => {
            event.preventDefault?.();
            this.end("its files could not be loaded");
        };
    }

    // Resolves to what it answers, or to {late, ran, failed} if it does not; then it is ended.
    ask(action, given = {}, patience = START) {
        if (this.ended) return Promise.resolve({late: false, ran: [], failed: this.ended});
        return new Promise((resolve) => {
            this.waiting = {resolve, patience, ran: [], messages: 0, number: ++this.number};
            this.worker.postMessage({...given, action, number: this.number});
        });
    }

    hear(data) {
        const waiting = this.waiting;
        if (!waiting) return;
        waiting.messages += 1;
        if (waiting.messages > MOST || data?.number !== waiting.number) this.end("it said what it was not asked");
        else if (data.ran) waiting.ran.push(String(data.ran).slice(0, 100));
        else if (data.done) this.settle(data);
        else this.end(String(data.failed));
    }

    settle(answer) {
        const {resolve} = this.waiting;
        this.waiting = null;
        resolve(answer);
    }

    tick() {
        if (this.waiting && --this.waiting.patience < 0) this.end("it did not answer in time", true);
    }

    end(reason, late = false) {
        this.ended ||= reason || "it ended";
        this.worker.terminate();
        if (this.waiting) this.settle({late, ran: this.waiting.ran, failed: this.ended});
    }
}

export class Grading {
    // make() : a worker. start : what starts one, without its modules. modules : of the judge, and of those that run answers.
    // told(done, all) : called after each learner. many : workers that run answers at once.
    constructor(make, start, modules, told, many) {
        Object.assign(this, {make, start, modules, told, many, runners: new Set(), anew: 0, turns: 0});
        this.judge = new Asked(make, () => {
            this.judge.tick();
            for (const each of this.runners) each.tick();
        });
        this.ready = this.must(this.judge.ask("start", {...start, modules: modules.judge, imports: [], memory: 4}));
    }

    async must(answer) {
        const {failed, ...rest} = await answer;
        if (failed) throw new Error(failed);
        return rest;
    }

    // Ask the judge, one question after the other.
    judging(name, ...given) {
        const answer = this.ready.then(() => this.must(this.judge.ask("ask", {name, given})));
        this.ready = answer.catch(() => {});
        return answer.then(({text}) => text);
    }

    // files : [path, File]. place : the folder or .zip among them. Resolves to {rows, said, learners}, or {rows: [], problem}.
    async grade(files, place) {
        await this.ready;
        await this.must(this.judge.ask("hold", {files}));
        const {work, said, problem} = JSON.parse(await this.judging("read", place));
        if (problem) return {rows: [], problem};
        this.work = work;
        const rows = [], left = work.slice(0, -1).map((_, k) => k);
        const all = left.length;
        let done = 0;
        this.told(done, all);
        const lane = async () => {
            let shared;
            for (let k = left.shift(); k !== undefined && !this.stopped; k = left.shift()) {
                if (work[k].plain) {
                    shared = shared && !shared.ended ? shared : this.runner();
                    rows[k] = await this.inShared(k, shared);
                }
                if (!rows[k]) rows[k] = await this.alone(k);
                this.told(++done, all);
            }
            this.away(shared);
        };
        await Promise.all(Array.from({length: Math.min(this.many, all)}, lane));
        return {rows: rows.flat(), said, learners: new Set(work.slice(0, -1).map(({learner}) => learner)).size};
    }

    runner() {
        const made = new Asked(this.make);
        made.prepared = new Set();
        this.runners.add(made);
        return made;
    }

    away(runner) {
        runner?.end("no longer needed");
        this.runners.delete(runner);
    }

    // Rows, or null if anything at all was not as it should be: then the learner is graded anew, alone.
    async inShared(k, runner) {
        const rowsOf = (work) => this.rowsOf(work, () => (runner.ended ? null : runner)).catch(() => null);
        let rows = await rowsOf(k);
        if (rows && runner.used) {
            if (!await rowsOf(this.work.length - 1)) rows = null;
            runner.used = false;
        }
        if (!rows) {
            this.anew += 1;
            this.away(runner);
        }
        return rows;
    }

    async alone(k) {
        let runner;
        const rows = await this.rowsOf(k, () => {
            if (!runner || runner.ended) {
                this.away(runner);
                runner = this.runner();
                runner.alone = true;
            }
            return runner;
        });
        this.away(runner);
        return rows;
    }

    // What the judge wants done for some work is done by the worker that runner() gives, until there are rows.
    async rowsOf(k, runner) {
        const turn = ++this.turns;
        let next = JSON.parse(await this.judging("begin", turn, k)), answer, of, worker;
        while (next.rows === undefined) {
            if (next.run) {
                worker = runner();
                if (!worker) return null;
                worker.used = true;
                of = next.run;
                await this.prepare(worker, this.work[k]);
                answer = await worker.ask("run", of, PATIENCE);
            } else {
                answer = await worker.ask("call", {id: of.id, name: of.name, given: next.call}, PATIENCE);
            }
            if (typeof answer.text !== "string" || answer.text.length > LONGEST) worker.end("it said what it was not asked");
            if (worker.ended && !worker.alone) return null;
            const {text, late = false, ran = []} = answer;
            const told = worker.ended ? {late, ran: next.call ? of.cells.map(([id]) => id) : ran} : {text};
            next = JSON.parse(await this.judging("go_on", turn, JSON.stringify(told)));
        }
        return next.rows;
    }

    async prepare(worker, {setup, imports}) {
        if (!worker.prepared.size) {
            const imported = worker.alone ? imports : [];
            await this.must(worker.ask("start", {...this.start, modules: this.modules.answers, imports: imported, memory: 1}));
        }
        if (worker.prepared.has(setup)) return;
        worker.prepared.add(setup);
        await this.must(worker.ask("prepare", {setup, alone: Boolean(worker.alone)}));
    }

    stop() {
        this.stopped = true;
        for (const each of [this.judge, ...this.runners]) each.end("it was stopped");
    }
}
