// Stands in each page that comes alive, before its text: Python begins to load at once.
document.documentElement.classList.add("script");
globalThis.course = (() => {
    const lesson = JSON.parse(document.getElementById("lesson").textContent);
    const {saveData, effectiveType} = navigator.connection ?? {};
    const saving = saveData || /2g|3g/.test(effectiveType) || matchMedia("(prefers-reduced-data: reduce)").matches;
    const absolute = (address) => new URL(address, location).href;
    const loading = () => {
        const worker = new Worker(lesson.worker, {type: "module"});
        const {pyodide, lock, packages, archive} = lesson;
        worker.postMessage({type: "load", pyodide: absolute(pyodide), lock, packages, archive: absolute(archive)});
        return worker;
    };
    let early = lesson.live && !saving ? loading() : null;
    early?.addEventListener("error", () => {
        early = null; // another one will say so
    });
    // Returns the worker that has begun already, the first time; else a new one.
    const load = () => {
        const worker = early ?? loading();
        early = null;
        return worker;
    };
    return {lesson, saving, load};
})();
