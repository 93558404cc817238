// Answers calls in the Python that ships. Run by test_parity.py with three arguments: the folder
// of the runtime's files, the folder of the npm package pyodide, and a folder to work in.
// Standard input has one call a line, a JSON list of calculator and inputs, both text; standard
// output has the answers in the same order, one a line.

import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [shipped, npm, work] = process.argv.slice(2);
const calls = readFileSync(0, "utf8").trimEnd().split("\n");
const runtime = JSON.parse(readFileSync(join(shipped, "runtime.json"), "utf8"));

// In Node the loader asks for plain names; what it finds under them are the bytes that ship.
const plain = {
  [runtime.asm]: "pyodide.asm.js",
  [runtime.wasm]: "pyodide.asm.wasm",
  [runtime.stdlib]: "python_stdlib.zip",
  [runtime.lock]: "pyodide-lock.json",
};
for (const file of [...Object.keys(plain), ...runtime.wheels]) {
  cpSync(join(shipped, file), join(work, plain[file] ?? file));
}
// Its asm.js is a CommonJS script.
writeFileSync(join(work, "package.json"), '{"type": "commonjs"}');

const { loadPyodide } = await import(pathToFileURL(join(npm, "pyodide.mjs")).href);
const silent = () => undefined;
const pyodide = await loadPyodide({
  indexURL: work,
  packages: [runtime.package],
  stdout: silent,
  stderr: silent,
});
const call = pyodide.runPython(
  `
from functools import partial
from livecalc.interface.call import call
from livecalc.interface.registry import find_calculators
partial(call, find_calculators(package))
`,
  { globals: pyodide.toPy({ package: runtime.calculators }) },
);

const answers = calls.map((line) => call(...JSON.parse(line)));
process.stdout.write(`${answers.join("\n")}\n`);
