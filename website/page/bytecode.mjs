// node bytecode.mjs SCRIPT FOLDER [--stored]: runs bytecode.py on a Pyodide folder with the Pyodide that is in it.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const [script, folder, ...options] = process.argv.slice(2);
const { loadPyodide } = await import(resolve(folder, "pyodide.mjs"));
const python = await loadPyodide();
python.mountNodeFS("/folder", resolve(folder));
python.FS.writeFile("/home/pyodide/bytecode.py", readFileSync(script, "utf8"));
python.pyimport("bytecode").main("/folder", ...options);
