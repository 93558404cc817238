// Answers calls in the Python that ships. Run by the tests beside it with three arguments: which
// start to use (fast or stock), the folder of the runtime's files, and a folder to work in.
// Standard input has one call a line, a JSON list: calculator and inputs, both text, and how often
// to make the call. Inputs that name a tool are a request to it. Standard output has one line for each, in the same order: how many bytes of
// memory Python has afterwards, a space, and the last answer.

import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startFastPython } from "../../livecalc/web/fast-python.ts";
import { goesOn } from "../../livecalc/web/python.ts";

const [tier, shipped, work] = process.argv.slice(2);
const lines = readFileSync(0, "utf8").trimEnd().split("\n");
const runtime = JSON.parse(readFileSync(join(shipped, "runtime.json"), "utf8"));

async function startFast() {
  const { Memory } = WebAssembly;
  let memory;
  WebAssembly.Memory = class extends Memory {
    constructor(size) {
      super(size);
      memory = this;
    }
  };
  const { wasm, image } = runtime.fast;
  const module = await WebAssembly.compile(readFileSync(join(shipped, wasm)));
  const { buffer } = Uint8Array.from(readFileSync(join(shipped, image)));
  const python = await startFastPython(wasm, { module, image: buffer });
  return { python, memory: () => memory.buffer.byteLength };
}

async function startStock() {
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

  const { loadPyodide } = await import("pyodide");
  const silent = () => undefined;
  const pyodide = await loadPyodide({
    indexURL: work,
    packages: [runtime.package],
    stdout: silent,
    stderr: silent,
  });
  const { begin, explore, proceed, cancel } = pyodide.runPython(
    `
from livecalc.interface.registry import find_calculators
from livecalc.interface.tasks import Tasks
Tasks(find_calculators(package))
`,
    { globals: pyodide.toPy({ package: runtime.calculators }) },
  );
  return {
    python: { begin, explore, proceed, cancel },
    memory: () => pyodide._module.HEAPU8.length,
  };
}

const { python, memory } = await { fast: startFast, stock: startStock }[tier]();

function finish(calculator, inputs) {
  const ask = inputs.startsWith('{"tool":') ? python.explore : python.begin;
  let reply = ask("", calculator, inputs);
  while (goesOn(reply)) reply = python.proceed("");
  return reply;
}

for (const line of lines) {
  const [calculator, inputs, times] = JSON.parse(line);
  let answer;
  for (let made = 0; made < times; made++) answer = finish(calculator, inputs);
  process.stdout.write(`${memory()} ${answer}\n`);
}
