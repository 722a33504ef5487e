// ipywidgets without a notebook around them: Python's messages make models, and a model's view stands in the page.
import { ManagerBase, Widget, base, controls } from "./vendor/widgets.js";

const MODULES = {"@jupyter-widgets/base": base, "@jupyter-widgets/controls": controls};

class Comm {
    constructor(id, send) {
        Object.assign(this, {comm_id: id, sendOut: send, asked: [], sent: 0});
    }

    on_msg(callback) {
        this.heard = callback;
    }

    on_close(callback) {
        this.closed = callback;
    }

    send(data, callbacks) {
        this.asked.push(callbacks);
        this.sendOut({type: "comm", comm: this.comm_id, data});
        return `${this.comm_id}-${this.sent++}`;
    }

    // Without this answer to each message, a slider that is dragged would wait for ever.
    idle() {
        this.asked.shift()?.iopub?.status?.({content: {execution_state: "idle"}});
    }

    open() {}

    close() {}
}

const complete = async (view) => {
    const inside = await Promise.all(view.children_views?.views ?? []);
    await Promise.all(inside.map(complete));
};

export class Widgets extends ManagerBase {
    // send(message) : to Python.
    constructor(send) {
        super();
        Object.assign(this, {send, comms: new Map()});
    }

    loadClass(name, module) {
        return Promise.resolve(MODULES[module][name]);
    }

    _create_comm() {
        return Promise.reject(new Error("widgets are made in Python"));
    }

    _get_comm_info() {
        return Promise.resolve({});
    }

    // Takes a message of Python's about a widget.
    hear({type, comm: id, data, metadata}) {
        const message = {content: {comm_id: id, data}, metadata, buffers: []};
        if (type === "comm_open") {
            this.comms.set(id, new Comm(id, this.send));
            this.handle_comm_open(this.comms.get(id), message);
        } else if (type === "comm_msg") {
            this.comms.get(id)?.heard?.(message);
        } else if (type === "idle") {
            this.comms.get(id)?.idle();
        } else if (type === "comm_close") {
            this.comms.get(id)?.closed?.(message);
            this.comms.delete(id);
        }
    }

    // Puts the view of a widget into an element of the page; done when all of it is there.
    async show(id, element) {
        const view = await this.create_view(await this.get_model(id));
        Widget.attach(view.luminoWidget, element);
        await complete(view);
        return view;
    }
}
