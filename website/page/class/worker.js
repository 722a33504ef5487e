// Python in a worker of the page for a class: as the judge, or to run answers. What it is asked, it answers by number.
const post = self.postMessage.bind(self);
// What an answer needs none of. The page's policy for its content (CSP) holds here, too; this is a second bolt.
const CLOSED = ["fetch", "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "Worker", "SharedWorker", "MessageChannel",
    "BroadcastChannel", "indexedDB", "caches", "importScripts", "postMessage", "navigator"];
const COURSE = "/lib/course.zip"; // where Python finds the archive of nnlib and what it needs
const GIGABYTE = 2 ** 14; // pages of memory
let python, module;

const limit = (memory) => {
    const Memory = WebAssembly.Memory;
    WebAssembly.Memory = function Limited(wanted) {
        return new Memory({...wanted, maximum: Math.min(wanted.maximum ?? Infinity, memory * GIGABYTE)});
    };
};

const load = (names) => python.loadPackagesFromImports(names.map((each) => `import ${each}`).join("\n"), {
    messageCallback: () => {}, errorCallback: () => {}});

const actions = {
    // modules : name -> address of a Python file; the last one is asked.
    // memory : in GB, at most.
    start: async ({pyodide, lock, packages, archive, modules, imports, memory}) => {
        limit(memory);
        const course = fetch(archive).then((answer) => answer.arrayBuffer());
        course.catch(() => {}); // waited for below
        const texts = Object.entries(modules).map(async ([name, url]) => [name, await (await fetch(url)).text()]);
        const {loadPyodide} = await import(`${pyodide}pyodide.mjs`);
        python = await loadPyodide({indexURL: pyodide, lockFileURL: pyodide + lock, packages, stdin: () => null,
            stdout: () => {}, stderr: () => {}, env: {HOME: "/home/pyodide", MPLBACKEND: "agg", JUPYTER_WIDGETS_ECHO: "0"}});
        python.FS.writeFile(COURSE, new Uint8Array(await course));
        python.pyimport("sys").path.append(COURSE);
        for (const [name, text] of await Promise.all(texts)) python.FS.writeFile(`/home/pyodide/${name}.py`, text);
        await load(imports).catch(() => {});
        module = python.pyimport(Object.keys(modules).at(-1));
    },
    // files : [path, File]
    hold: ({files}) => {
        if (python.FS.analyzePath("/class").exists) python.FS.unmount("/class");
        else python.FS.mkdir("/class");
        python.FS.mount(python.FS.filesystems.WORKERFS, {blobs: files.map(([name, data]) => ({name, data}))}, "/class");
        for (const [name, {lastModified}] of files) python.FS.lookupPath(`/class/${name}`).node.mtime = lastModified;
    },
    ask: ({name, given}) => ({text: module[name](...given)}),
    // Whether this set-up can run; then, for those who are alone here, what is not needed any more is taken away.
    prepare: async ({setup, alone}) => {
        for (let wanted = module.prepare(setup), last = ""; wanted; last = wanted, wanted = module.prepare(setup)) {
            if (wanted === last) throw new Error(`${wanted} could not be loaded`);
            await load([wanted]);
        }
        for (let scope = self; alone && scope; scope = Object.getPrototypeOf(scope)) {
            for (const name of CLOSED) delete scope[name];
        }
    },
    run: ({id, name, setup, cells}, number) => {
        module.begin(setup);
        for (const [each, codes] of cells) {
            module.run(each, JSON.stringify(codes));
            post({number, ran: each});
        }
        return {text: module.claims(id, name)};
    },
    call: ({id, name, given}) => ({text: module.calls(id, name, JSON.stringify(given))}),
};

self.onmessage = async ({data: {number, action, ...given}}) => {
    try {
        post({number, done: true, ...await actions[action](given, number)});
    } catch (error) {
        post({number, failed: String(error?.message ?? error).trim().split("\n").at(-1).slice(0, 200)});
    }
};

// The clock of the page: in a tab that is not seen, the page's own would slow down.
setInterval(() => post({tick: true}), 1000);
