// What a graded class looks like: what to discuss, each exercise's mistakes, each learner's answers.
const SIGNS = {right: "✓", wrong: "✗", "not tried": "–"};

const make = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children.filter((each) => each !== ""));
    return made;
};

const many = (count, one, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;

const drawn = (picture) => {
    const made = make("div", {className: "scroll"});
    made.innerHTML = picture; // nnlib's own
    return made;
};

// One mistake: how many made it, what it is, what to ask, and where that is in the network.
const mistake = ({count, said, asked, picture}, tried, open) => make("div", {className: "mistake"},
    make("div", {className: "bar", ariaHidden: "true", style: `--share: ${count / tried}`}),
    make("p", {}, make("strong", {}, `${count} of ${tried}`), ` ${said}`),
    asked ? make("p", {}, make("em", {}, "Ask: "), asked) : "",
    !picture ? "" : open ? drawn(picture) : make("details", {}, make("summary", {}, "Where it is in the network"), drawn(picture)));

const exercise = ({id, asks, right, wrong, untried, unnamed, mistakes}) => make("section", {},
    make("h3", {}, `${id}: `, make("code", {}, asks)),
    make("p", {}, `${many(right + wrong, "answer")}: ${right} right, ${wrong} wrong. ${untried} not tried.`),
    ...mistakes.map((each) => mistake(each, right + wrong, false)),
    unnamed ? make("p", {}, `Wrong in a way that has no name to count by: ${unnamed}. What was said of it is in the table below.`) : "");

const MOST = 3; // to discuss

const discussed = (summary) => {
    const all = summary.flatMap((each) => each.mistakes.map((found) => ({...found, tried: each.right + each.wrong, of: each.id})));
    const first = all.filter(({count, asked}) => asked && count > 1).sort((a, b) => b.count - a.count || b.count / b.tried - a.count / a.tried);
    return first.slice(0, MOST).map((each) => make("section", {}, make("h3", {}, each.of), mistake(each, each.tried, true)));
};

// ---- the learners

const cell = (row) => (row
    ? make("td", {className: row.status.replace(" ", "-")}, `${SIGNS[row.status]} ${row.status}`,
        row.mistake ? make("small", {}, row.mistake.replaceAll("+", " + ")) : "")
    : make("td", {}, make("span", {className: "none"}, "not handed in")));

const messages = (rows, columns) => make("tr", {hidden: true}, make("td", {colSpan: columns},
    make("dl", {}, ...rows.flatMap(({exercise, status, message}) => [
        make("dt", {}, `${exercise || "No lesson"}: ${SIGNS[status]} ${status}`), make("dd", {}, message)]))));

const learners = (rows, ids) => {
    const byLearner = Map.groupBy ? Map.groupBy(rows, ({learner}) => learner) : rows.reduce(
        (found, row) => found.set(row.learner, [...found.get(row.learner) ?? [], row]), new Map());
    const body = make("tbody");
    for (const [learner, own] of byLearner) {
        const told = messages(own, ids.length + 1), button = make("button", {ariaExpanded: "false"}, learner);
        button.onclick = () => {
            told.hidden = !told.hidden;
            button.ariaExpanded = String(!told.hidden);
        };
        body.append(make("tr", {}, make("th", {scope: "row"}, button),
            ...ids.map((id) => cell(own.find((row) => row.exercise === id)))), told);
    }
    return make("div", {className: "scroll", tabIndex: 0, role: "region", ariaLabel: "Learners and exercises"}, make("table", {},
        make("thead", {}, make("tr", {}, make("th", {scope: "col"}, "learner"), ...ids.map((id) => make("th", {scope: "col"}, id)))), body));
};

// ---- all of it

// graded : {rows, said}; summary : of the judge; table : the .csv. Returns the elements to show.
export const shown = ({rows, said}, summary, table) => {
    const records = rows.map(([learner, lesson, exercise, status, mistake, message]) => (
        {learner, lesson, exercise, status, mistake, message}));
    const link = make("a", {className: "run", download: "results.csv",
        href: URL.createObjectURL(new Blob([table], {type: "text/csv"}))}, "Download the table of grades");
    const first = discussed(summary);
    return [
        make("p", {}, link),
        ...(said.length ? [make("details", {open: said.length < 10}, make("summary", {}, `${many(said.length, "note")} on the files`),
            make("ul", {}, ...said.map((each) => make("li", {}, each))))] : []),
        make("h2", {}, "What to discuss"),
        ...(first.length ? first : [make("p", {}, "No mistake with a question was made more than once. All are under The exercises.")]),
        make("h2", {}, "The exercises"), ...summary.map(exercise),
        make("h2", {}, "The learners"), make("p", {}, "A name opens what the learner is told."),
        learners(records, summary.map(({id}) => id)),
    ];
};
