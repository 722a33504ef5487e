// A learner's work as a file: the lesson's notebook with the answers in the cells of the exercises.
const tagged = (cell) => cell.metadata?.tags?.find((tag) => tag.startsWith("exercise:"))?.slice("exercise:".length);
const source = (cell) => [cell.source].flat().join("");

// answers : exercise -> text. Returns the notebook's text.
export const withAnswers = (notebook, answers) => {
    const copy = structuredClone(notebook);
    for (const cell of copy.cells) {
        const exercise = tagged(cell);
        if (exercise in answers) cell.source = answers[exercise];
    }
    return JSON.stringify(copy, null, 1);
};

// Returns exercise -> text. Throws a sentence where a file is no notebook of the course.
export const answersIn = (text) => {
    let cells;
    try {
        cells = JSON.parse(text).cells.filter(tagged);
    } catch {
        throw new Error("This file is no notebook.");
    }
    if (!cells.length) throw new Error("This notebook has no exercise of the course.");
    return Object.fromEntries(cells.map((cell) => [tagged(cell), source(cell)]));
};

export const download = (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], {type: "application/x-ipynb+json"}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
