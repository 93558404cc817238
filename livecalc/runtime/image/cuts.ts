/** What of Pyodide's CPython no calculation can need once its modules are imported. */

import { HOST_CALLS } from "../../web/fast-python.ts";
import { type Cuts, type Reach, reachFrom, type Stretch } from "./reach.ts";
import type { Module } from "./references.ts";

/** Where the build enters CPython, whose memory it keeps. */
const STARTS = ["__main_argc_argv", "PyRun_SimpleString"];

/** What makes code from Python's source: calculators are compiled when they are imported. */
const COMPILING = [
  "Py_CompileStringObject",
  "PyRun_AnyFileExFlags",
  "PyRun_SimpleString",
  "PyRun_StringFlags",
  "_PyAST_Compile",
];

/** A module of C: a name, and the function that begins to make it. */
const MODULES = "PyImport_Inittab";
const MODULE_BYTES = 8;
const MODULE_START = 4;

/** Modules of Python that the wasm carries: name, code, size and a flag. All are imported. */
const CARRIED = ["_PyImport_FrozenBootstrap", "_PyImport_FrozenStdlib", "_PyImport_FrozenTest"];
const CARRIED_BYTES = 16;

export interface Trimming extends Reach {
  /** Lists to empty in memory: what they refer to is gone. */
  readonly emptied: readonly Stretch[];
}

/**
 * What is left when nothing is compiled, and nothing imported that is not yet.
 *
 * Whoever calls what is gone ends the interpreter; the reader's next try runs on stock Pyodide.
 *
 * @param imported - Names of the modules of C that the image has.
 */
export function trimmingFor(module: Module, imported: ReadonlySet<string>): Trimming {
  const emptied = CARRIED.map((name) => listAt(module, name));
  const cuts: Cuts = {
    functions: new Set(COMPILING.map((name) => functionOf(module, name))),
    pointers: new Set([...unusedModules(module, imported), ...emptied.flatMap(wordsOf)]),
  };
  const entries = [...HOST_CALLS, ...STARTS].map((name) => functionOf(module, name));
  return { ...reachFrom(module, [module.start, ...entries], cuts), emptied };
}

/** Where the pointers are to what makes the modules that are not imported. */
function unusedModules({ data, symbols }: Module, imported: ReadonlySet<string>): number[] {
  const found: number[] = [];
  const list = data.memory.getUint32(addressOf(symbols, MODULES), true);
  for (let entry = list; ; entry += MODULE_BYTES) {
    const name = data.memory.getUint32(entry, true);
    if (name === 0) return found;
    if (!imported.has(textAt(data.memory, name))) found.push(entry + MODULE_START);
  }
}

function listAt({ data, symbols }: Module, name: string): Stretch {
  const start = data.memory.getUint32(addressOf(symbols, name), true);
  let end = start;
  while (data.memory.getUint32(end, true) !== 0) end += CARRIED_BYTES;
  return { start, end };
}

function wordsOf({ start, end }: Stretch): number[] {
  return Array.from({ length: (end - start) / 4 }, (_, index) => start + 4 * index);
}

function textAt(memory: DataView, address: number): string {
  let end = address;
  while (memory.getUint8(end) !== 0) end++;
  return new TextDecoder().decode(new Uint8Array(memory.buffer, address, end - address));
}

function functionOf({ functions }: Module, name: string): number {
  return addressOf(functions, name);
}

function addressOf(names: ReadonlyMap<string, number>, name: string): number {
  const found = names.get(name);
  if (found === undefined) throw new Error(`the wasm has no ${name}; it is of another version`);
  return found;
}
