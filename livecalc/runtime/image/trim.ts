/**
 * Makes the wasm of the fast start: Pyodide's, less what is never called. It depends on the modules
 * that the calculators import and on nothing else of them, so it is made once and kept.
 */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HOST_CALLS } from "../../web/fast-python.ts";
import { emptyData, keepExports, stubFunctions } from "./wasm-module.ts";

/** What Pyodide's wasm uses beyond the first version of WebAssembly, as wasm-opt is told. */
export const FEATURES = [
  "--enable-exception-handling",
  "--enable-reference-types",
  "--enable-bulk-memory",
  "--enable-mutable-globals",
  "--enable-sign-ext",
  "--enable-nontrapping-float-to-int",
  "--enable-multivalue",
];

interface Tools {
  /** Folder of the binaryen package. */
  readonly binaryen: string;
  /** Folder in which the result is kept for the next time. */
  readonly cache: string;
}

/**
 * @param original - Pyodide's wasm.
 * @param imported - How many functions it imports.
 * @param kept - The functions that may be called, by number.
 */
export function trimmedWasm(
  original: Uint8Array,
  imported: number,
  kept: ReadonlySet<number>,
  { binaryen, cache }: Tools,
): Uint8Array {
  mkdirSync(cache, { recursive: true });
  const file = join(cache, `fast-${keyOf(original, kept, binaryen)}.wasm`);
  try {
    return readFileSync(file);
  } catch {
    const draft = join(cache, `draft-${process.pid}.wasm`);
    const stubbed = stubFunctions(original, kept, imported);
    writeFileSync(draft, keepExports(stubbed, new Set<string>(HOST_CALLS)));
    optimize(draft, join(binaryen, "bin/wasm-opt"));
    writeFileSync(draft, emptyData(readFileSync(draft)));
    renameSync(draft, file);
    return readFileSync(file);
  }
}

/** Changes with everything that the result depends on. */
function keyOf(original: Uint8Array, kept: ReadonlySet<number>, binaryen: string): string {
  const key = createHash("sha256").update(original).update(JSON.stringify(HOST_CALLS));
  key.update(Uint32Array.from(kept).sort());
  for (const file of ["trim.ts", "wasm-module.ts", "wasm-binary.ts"]) {
    key.update(readFileSync(join(import.meta.dirname, file)));
  }
  return key
    .update(readFileSync(join(binaryen, "package.json")))
    .digest("hex")
    .slice(0, 16);
}

function optimize(file: string, wasmOpt: string): void {
  execFileSync(process.execPath, [
    wasmOpt,
    file,
    ...FEATURES,
    "--remove-unused-module-elements",
    // What was cut looks the same everywhere.
    "--duplicate-function-elimination",
    "--output",
    file,
  ]);
}
