// What this browser keeps of a learner's work: of each exercise the text and, once it was checked, what came of it.
const PREFIX = "nnlib:";
const unkept = {}; // what it would not keep, for as long as the page is open

const tried = (action) => {
    try {
        return action();
    } catch {
        return undefined;
    }
};

export const works = () => tried(() => {
    localStorage.setItem(`${PREFIX}?`, "");
    localStorage.removeItem(`${PREFIX}?`);
    return true;
}) ?? false;

// An exercise's {text, status}; status belongs to this very text, and is "running" while it is being checked.
export const kept = (exercise) => unkept[exercise] ?? tried(() => JSON.parse(localStorage.getItem(PREFIX + exercise))) ?? {};

// Returns whether it is kept: storage may be forbidden, or full.
export const keep = (exercise, work) => {
    const isKept = tried(() => {
        localStorage.setItem(PREFIX + exercise, JSON.stringify(work));
        return true;
    }) ?? false;
    if (isKept) delete unkept[exercise];
    else unkept[exercise] = work;
    return isKept;
};

export const forget = (exercise) => {
    delete unkept[exercise];
    tried(() => localStorage.removeItem(PREFIX + exercise));
};

// Calls back with each exercise that another tab has changed.
export const onOtherTab = (callback) => addEventListener("storage", ({key}) => {
    if (key?.startsWith(PREFIX)) callback(key.slice(PREFIX.length));
});
