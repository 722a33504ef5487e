// A learner's work as a file: the lesson's notebook with the answers in the cells of the exercises.

const tagged = (cell) => cell.metadata?.tags?.find((tag) => tag.startsWith("exercise:"))?.slice("exercise:".length);
// What an exercise is called: those of practice have no name but their cell's.
const named = (cell) => tagged(cell) ?? (cell.metadata?.tags?.includes("exercise") ? cell.id : undefined);
const source = (cell) => [cell.source].flat().join("");

// answers : exercise -> text. sources : cell -> text, of another task. Returns the notebook's text.
export const withAnswers = (notebook, answers, sources = {}) => {
    const copy = structuredClone(notebook);
    for (const cell of copy.cells) {
        const exercise = named(cell);
        if (cell.id in sources) cell.source = sources[cell.id];
        if (exercise in answers) cell.source = answers[exercise];
    }
    return JSON.stringify(copy, null, 1);
};

// Returns exercise -> text. Throws a sentence where a file is no notebook of the course.
export const answersIn = (text) => {
    let cells;
    try {
        cells = JSON.parse(text).cells.filter(named);
    } catch {
        throw new Error("This file is no notebook.");
    }
    if (!cells.length) throw new Error("This notebook has no exercise of the course.");
    return Object.fromEntries(cells.map((cell) => [named(cell), source(cell)]));
};

// Returns cell -> the task of practice that it shows, in a notebook's text.
export const tasksIn = (text) => Object.fromEntries(JSON.parse(text).cells.flatMap((cell) => {
    const found = source(cell).match(/^practice\(level=(\d+), seed=(\d+)\)$/);
    return found ? [[cell.id, {level: Number(found[1]), seed: Number(found[2])}]] : [];
}));

const save = (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], {type: "application/x-ipynb+json"}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

const download = async (lesson, exercises) => {
    try {
        const notebook = await (await fetch(lesson.notebook)).json();
        const answers = Object.fromEntries(exercises.map((each) => [each.first, each.text]));
        save(lesson.name, withAnswers(notebook, answers, Object.assign({}, ...exercises.map(({sources}) => sources))));
        return `${lesson.name} holds your answers. JupyterLab opens it, and so does this page.`;
    } catch {
        return "The notebook could not be fetched. Is there a connection? Your answers are still here.";
    }
};

const open = async (file, exercises) => {
    try {
        const text = await file.text(), answers = answersIn(text), tasks = tasksIn(text);
        const here = exercises.filter(({first}) => first in answers), back = here.filter(({first, stub}) => answers[first] !== stub);
        for (const each of back) each.bring(answers[each.first], tasks[each.task]);
        if (!here.length) return "This notebook is of another lesson: open it on that lesson's page.";
        return back.length ? `Your answers are back: ${back.map(({name}) => name).join(", ")}.` : "This notebook has no answers yet.";
    } catch (error) {
        return error.message;
    }
};

// Lets the foot of a lesson's page save and open the work.
export const offer = (lesson, exercises) => {
    const foot = document.getElementById("work");
    if (!foot) return;
    const told = foot.querySelector("[role=status]"), input = foot.querySelector("input");
    for (const done of ["input", "click"]) document.querySelector("main").addEventListener(done, () => { told.textContent = ""; });
    foot.querySelector("button").onclick = async () => {
        told.textContent = await download(lesson, exercises);
    };
    input.onchange = async () => {
        told.textContent = await open(input.files[0], exercises);
        input.value = "";
    };
};
