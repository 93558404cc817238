/**
 * Makes the files of the fast start: `node make.ts PYODIDE BINARYEN CACHE FILES PACKAGE OUT`.
 *
 * The first two are folders of npm packages; CACHE keeps what need not be made again. FILES is a
 * folder laid out like site-packages; OUT gets `fast.wasm` and `fast.image`. The image names the
 * wasm by the name it will have beside it, which carries the hash of its content.
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeImage } from "../../web/memory-image.ts";
import { capture } from "./capture.ts";
import { trimmingFor } from "./cuts.ts";
import { bootInterpreter } from "./interpreter.ts";
import { readModule } from "./references.ts";
import { trimmedWasm } from "./trim.ts";

const [pyodide = "", binaryen = "", cache = "", files = "", calculators = "", out = ""] =
  process.argv.slice(2);

const interpreter = await bootInterpreter({ pyodide, files: readFolder(files) });
const source = readFileSync(join(import.meta.dirname, "prepare.py"), "utf8");
interpreter.run(`PACKAGE = ${JSON.stringify(calculators)}\n${source}`);
const { objects, modules } = JSON.parse(interpreter.takeOutput().at(-1) ?? "");

const original = readFileSync(join(pyodide, "pyodide.asm.wasm"));
const layout = readModule(original);
const trimming = trimmingFor(layout, new Set(modules));
const { description, runs } = capture(interpreter, objects, layout, trimming);

const wasm = trimmedWasm(original, layout.imported, trimming.functions, { binaryen, cache });
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
