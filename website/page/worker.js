// Python's side of a page: Pyodide in a worker, which runs nnlib's kernel.py and hands messages on both ways.
const COURSE = "/lib/course.zip"; // where Python finds the archive of nnlib and what it needs
let python, kernel, loading;

const load = async ({pyodide, lock, packages, archive}) => {
    const course = fetch(archive).then((answer) => answer.arrayBuffer());
    course.catch(() => {}); // waited for below
    const {loadPyodide} = await import(`${pyodide}pyodide.mjs`);
    python = await loadPyodide({
        indexURL: pyodide, lockFileURL: pyodide + lock, packages, stdout: () => {}, stderr: () => {},
        env: {HOME: "/home/pyodide", JUPYTER_WIDGETS_ECHO: "0"},
    });
    python.FS.writeFile(COURSE, new Uint8Array(await course));
    python.pyimport("sys").path.append(COURSE);
    const module = python.pyimport("nnlib.kernel");
    module.stand_in_for_ipython();
    module.import_widgets_when_used();
    return module;
};

const begin = async ({absent, cells, words, answers, choices}) => {
    const module = await loading;
    kernel = module.Kernel((message) => postMessage(JSON.parse(message)), python.toPy(cells), python.toPy(absent));
    kernel.words = python.toPy(words);
    kernel.choices = python.toPy(choices);
    kernel.begin(python.toPy(answers));
    postMessage({type: "ready"});
};

// A cell may want a package that the others do without. The page need not wait: meanwhile all else is answered.
const run = async (id) => {
    const wanted = kernel.run(id);
    if (!wanted) return;
    const packages = JSON.parse(wanted);
    await python.loadPackage(packages, {messageCallback: () => {}, errorCallback: () => {}});
    kernel.loaded(python.toPy(packages));
    kernel.run(id);
};

self.onmessage = async ({data}) => {
    try {
        if (data.type === "load") {
            loading = load(data);
            loading.catch(() => {}); // begin() says so
        } else if (data.type === "begin") await begin(data);
        else if (data.type === "run") await run(data.id);
        else if (data.type === "task") kernel.task(data.id, data.exercise, data.level, data.seed);
        else if (data.type === "check") kernel.check(data.id, data.text, data.check);
        else kernel.receive(data.comm, python.toPy(data.data));
    } catch (error) {
        const message = error instanceof TypeError || !kernel ? "its files could not be loaded" : error.message;
        postMessage({type: "failed", message: String(message).trim().split("\n").at(-1)});
    }
};
