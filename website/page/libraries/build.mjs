// node build.mjs FOLDER: the libraries as one file each, with their licences.
import { build } from "esbuild";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = process.argv[2];
const built = await build({
    entryPoints: ["widgets.js", "editor.js"], outdir: folder, bundle: true, minify: true, format: "esm", metafile: true,
    target: ["chrome109", "firefox115", "safari16.4"], legalComments: "none", logLevel: "warning",
    loader: { ".svg": "dataurl" }, alias: { "sanitize-html": "./plain.js" },
});
const used = Object.values(built.metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput).map(([path]) => path));
const packages = [...new Set(used.map((path) => path.match(/node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean))];
const licences = packages.sort().map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(`${path}/package.json`));
    const file = readdirSync(path).find((each) => /^licen[cs]e/i.test(each));
    // Jupyter's npm packages come without the file; this is the project's.
    const text = readFileSync(file ? `${path}/${file}` : "jupyter-LICENSE.txt", "utf8").trim();
    if (!file && !/^@(jupyter-widgets|lumino)[/]/.test(name)) throw new Error(`${name} brings no licence`);
    return `${name} ${version}, ${license}\n\n${text}`;
});
const text = licences.join(`\n\n${"-".repeat(72)}\n\n`).replaceAll("\r", "");
writeFileSync(`${folder}/LICENSES.txt`, `${text}\n`);
