/**
 * Makes the wasm of the fast start: Pyodide's, less what is never called. It is the same whatever
 * the calculators are, so it is made once and kept.
 */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HOST_CALLS } from "../../web/fast-python.ts";
import { emptyData, keepExports } from "./wasm-module.ts";

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

interface Tools {
  /** Folder of the pyodide package. */
  readonly pyodide: string;
  /** Folder of the binaryen package. */
  readonly binaryen: string;
  /** Folder in which the result is kept for the next time. */
  readonly cache: string;
}

export function trimmedWasm({ pyodide, binaryen, cache }: Tools): Uint8Array {
  const original = readFileSync(join(pyodide, "pyodide.asm.wasm"));
  mkdirSync(cache, { recursive: true });
  const kept = join(cache, `fast-${keyOf(original, binaryen)}.wasm`);
  try {
    return readFileSync(kept);
  } catch {
    const draft = join(cache, `draft-${process.pid}.wasm`);
    trim(original, join(binaryen, "bin/wasm-opt"), draft);
    renameSync(draft, kept);
    return readFileSync(kept);
  }
}

/** Changes with everything that the result depends on. */
function keyOf(original: Uint8Array, binaryen: string): string {
  const key = createHash("sha256").update(original).update(JSON.stringify(HOST_CALLS));
  for (const file of ["trim.ts", "wasm-module.ts"]) {
    key.update(readFileSync(join(import.meta.dirname, file)));
  }
  return key
    .update(readFileSync(join(binaryen, "package.json")))
    .digest("hex")
    .slice(0, 16);
}

function trim(original: Uint8Array, wasmOpt: string, draft: string): void {
  writeFileSync(draft, keepExports(original, new Set<string>(HOST_CALLS)));
  execFileSync(process.execPath, [
    wasmOpt,
    draft,
    ...FEATURES.map((feature) => `--enable-${feature}`),
    "--remove-unused-module-elements",
    "--output",
    draft,
  ]);
  writeFileSync(draft, emptyData(readFileSync(draft)));
}
