/**
 * Makes the files of the fast start: `node make.ts PYODIDE FILES PACKAGE WASM-OPT OUT`.
 *
 * FILES is a folder laid out like site-packages; OUT gets `fast.wasm` and `fast.image`. The image
 * names the wasm by the name it will have beside it, which carries the hash of its content.
 */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HOST_CALLS } from "../../web/fast-python.ts";
import { writeImage } from "../../web/memory-image.ts";
import { capture } from "./capture.ts";
import { bootInterpreter } from "./interpreter.ts";
import { emptyData, keepExports } from "./wasm-module.ts";

const [pyodide = "", files = "", calculators = "", wasmOpt = "", out = ""] = process.argv.slice(2);

/** What Pyodide's wasm uses beyond the first version of WebAssembly. */
const FEATURES = [
  "exception-handling",
  "reference-types",
  "bulk-memory",
  "mutable-globals",
  "sign-ext",
  "nontrapping-float-to-int",
  "multivalue",
];

const interpreter = await bootInterpreter({ pyodide, files: readFolder(files) });
const source = readFileSync(join(import.meta.dirname, "prepare.py"), "utf8");
interpreter.run(`PACKAGE = ${JSON.stringify(calculators)}\n${source}`);
const objects = JSON.parse(interpreter.takeOutput().at(-1) ?? "");
const { description, runs } = capture(interpreter, objects);

const keep = new Set<string>(HOST_CALLS);
const draft = join(out, "draft.wasm");
writeFileSync(draft, keepExports(readFileSync(join(pyodide, "pyodide.asm.wasm")), keep));
execFileSync(process.execPath, [
  wasmOpt,
  draft,
  ...FEATURES.map((feature) => `--enable-${feature}`),
  "--remove-unused-module-elements",
  "--output",
  draft,
]);
const wasm = emptyData(readFileSync(draft));
const hash = createHash("sha256").update(wasm).digest("hex").slice(0, 10);
writeFileSync(join(out, "fast.wasm"), wasm);
writeFileSync(
  join(out, "fast.image"),
  writeImage({ wasm: `fast-${hash}.wasm`, ...description }, runs),
);
process.exit(0);

function readFolder(folder: string): Map<string, Uint8Array> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(entries.map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}
