// node pages.mjs FIREFOX ADDRESS: opens lessons in Firefox, works them, and says what the pages showed.
// Reads a line of JSON a lesson: {page, width, explorers: [cell], answers: [[exercise, text]]}. Writes one for each.
import { createInterface } from "node:readline";
import { launch } from "puppeteer-core";

const [executablePath, address] = process.argv.slice(2);
const PATIENCE = { timeout: 120_000 };
// Firefox says so of a formula of which not all has come yet; those that stay like this are looked for at the end.
const COMING = "Incorrect number of children for <ms";
const squeezed = (text) => text.replace(/\s+/g, "");

const alive = (page) => page.waitForFunction(() => document.documentElement.dataset.python === "ready", PATIENCE);

// Presses the right arrow on each slider; returns what the number beside it and the pictures are then.
const explore = async (page, cell) => {
    const place = `[id="cell-id=${cell}"] .nnlib-explorer`, found = [];
    await page.waitForSelector(place, PATIENCE);
    const handles = [];
    for (const each of await page.$$(`${place} .noUi-handle`)) if (await each.isVisible()) handles.push(each);
    for (const [k, handle] of handles.entries()) {
        const field = () => page.$$eval(`${place} .nnlib-field input`, (all, k) => all[k].value, k);
        const before = await field();
        await handle.focus();
        for (let n = 0; n < 3; n++) await page.keyboard.press("ArrowRight");
        await page.waitForFunction((place, k, before) => document.querySelectorAll(`${place} .nnlib-field input`)[k].value !== before,
            PATIENCE, place, k, before);
        await new Promise((done) => setTimeout(done, 1000)); // the last of several pictures
        found.push([await field(), await page.$$eval(`${place} .nnlib-picture [role=img]`,
            (all) => all.map((each) => each.getAttribute("aria-label")))]);
    }
    return found;
};

const type = async (page, exercise, text) => {
    await page.waitForSelector(`[data-exercise="${exercise}"] .cm-content`, PATIENCE);
    await page.focus(`[data-exercise="${exercise}"] .cm-content`);
    await page.keyboard.down("Control");
    await page.keyboard.press("a");
    await page.keyboard.up("Control");
    await page.evaluate((text) => document.execCommand("insertText", false, text), text);
};

const judge = async (page, exercise, text) => {
    const place = `[data-exercise="${exercise}"]`;
    await type(page, exercise, text);
    await page.$eval(`${place} [name=check]`, (button) => button.click());
    await page.waitForFunction((place) => !document.querySelector(`${place}.running`) &&
        document.querySelector(`${place} .verdict`).innerText, PATIENCE, place);
    return page.$eval(`${place} .verdict`, (verdict) => verdict.innerText);
};

const text = (page, exercise) => page.$eval(`[data-exercise="${exercise}"] .cm-content`, (content) => content.innerText);

const work = async (browser, { page: name, width, explorers, answers }) => {
    const context = await browser.createBrowserContext(), page = await context.newPage(), errors = [], said = {};
    page.on("console", (message) => message.type() === "error" && !message.text().includes(COMING) && errors.push(message.text()));
    page.on("pageerror", (error) => String(error).includes(COMING) || errors.push(String(error)));
    page.on("request", (request) => /^(http:..127|data:|blob:)/.test(request.url()) || errors.push(request.url()));
    await page.setViewport({ width, height: 800 });
    await page.goto(address + name);
    await alive(page);
    said.explorers = {};
    for (const cell of explorers) said.explorers[cell] = await explore(page, cell);
    said.verdicts = [];
    for (const [exercise, answer] of answers) said.verdicts.push(await judge(page, exercise, answer));
    said.incomplete = await page.$$eval("msub, msup, msubsup", (all) => all.filter(
        (each) => each.children.length !== (each.localName === "msubsup" ? 3 : 2)).map((each) => each.outerHTML));
    said.wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (answers.length) {
        const [exercise, answer] = answers.at(-1);
        await page.reload();
        await alive(page);
        await page.waitForSelector(`[data-exercise="${exercise}"] .cm-content`, PATIENCE);
        said.kept = squeezed(await text(page, exercise)) === squeezed(answer);
    }
    await context.close();
    return { ...said, errors };
};

const browser = await launch({ browser: "firefox", executablePath, headless: true });
for await (const line of createInterface({ input: process.stdin })) {
    let said;
    try {
        said = await work(browser, JSON.parse(line));
    } catch (error) {
        said = { errors: [String(error)] };
    }
    process.stdout.write(`${JSON.stringify(said)}\n`);
}
await browser.close();
