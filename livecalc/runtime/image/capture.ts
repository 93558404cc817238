/** Takes the image of a booted interpreter. */

import { unwindingTag } from "../../web/fast-python.ts";
import type { ImageDescription, Run } from "../../web/memory-image.ts";
import { clearUnreached } from "./constants.ts";
import type { Trimming } from "./cuts.ts";
import { clearFreeMemory } from "./heap.ts";
import type { EmscriptenModule, Interpreter } from "./interpreter.ts";
import type { Module } from "./references.ts";

/** Words of zeros that cost less in the content than a new run in the index. */
const SHORTEST_GAP = 8;
const PAGE = 65_536;

type PythonFunction = "begin" | "explore" | "proceed" | "cancel" | "wake";

export interface Capture {
  readonly description: Omit<ImageDescription, "wasm">;
  readonly runs: readonly Run[];
}

/**
 * @param objects - Addresses of the Python functions to call.
 * @param layout - What the wasm is made of.
 * @param trimming - What is left of it.
 */
export function capture(
  { module, wasm }: Interpreter,
  objects: Pick<ImageDescription, PythonFunction>,
  layout: Module,
  trimming: Trimming,
): Capture {
  // CPython asks a helper made at run time how many parameters a function has; without it, it lets
  // the host make the call, which does not need to know.
  const countArguments = module.HEAP32[module.__PyEM_EMSCRIPTEN_COUNT_ARGS_OFFSET / 4] ?? 0;
  module.HEAP32[(module.__PyRuntime + countArguments) / 4] = 0;
  clearFreeMemory(module);
  clearUnreached(module.HEAPU8.subarray(0, module._sbrk(0)), layout, trimming);
  const linked = linkedValues(module, wasm);
  checkTable(module, wasm, linked);
  const end = module._sbrk(0);
  return {
    description: {
      memory: Math.ceil(module.HEAPU8.length / PAGE) * PAGE,
      stackPointer: module._emscripten_stack_get_current(),
      tableLength: module.wasmTable.length,
      linked,
      ...objects,
    },
    runs: runsOf(module.HEAPU8.slice(0, Math.ceil(end / 4) * 4)),
  };
}

/** What the dynamic linker put into the global offset table, and where it put the module. */
function linkedValues(module: EmscriptenModule, wasm: WebAssembly.Module): Record<string, number> {
  const values: Record<string, number> = { __memory_base: 1024, __table_base: 1 };
  for (const { module: space, name } of WebAssembly.Module.imports(wasm)) {
    if (space.startsWith("GOT")) values[name] = module.GOT[name]?.value ?? 0;
  }
  return values;
}

/**
 * Functions are called by their place in the table, and an image keeps no table: each place that
 * the linker gave out must be one that the wasm fills itself.
 *
 * Emscripten also puts every exported function into the table; those places are known to nobody
 * but its own dynamic loading, which there is none of here.
 */
function checkTable(
  module: EmscriptenModule,
  wasm: WebAssembly.Module,
  linked: Readonly<Record<string, number>>,
): void {
  const table = bareTable(module, wasm, linked);
  const own = new Set(WebAssembly.Module.exports(wasm).map(({ name }) => name));
  for (const { module: space, name } of WebAssembly.Module.imports(wasm)) {
    const place = linked[name] ?? 0;
    // What is not its own is JavaScript, which nothing that computes calls.
    if (space === "GOT.func" && own.has(name) && !table.get(place)) {
      throw new Error(`${name} stands at ${place} of the table, where the wasm puts nothing`);
    }
  }
}

/** The table as the wasm alone fills it, in an instance that nothing has run in. */
function bareTable(
  module: EmscriptenModule,
  wasm: WebAssembly.Module,
  linked: Readonly<Record<string, number>>,
): WebAssembly.Table {
  const table = new WebAssembly.Table({ initial: module.wasmTable.length, element: "anyfunc" });
  const memory = new WebAssembly.Memory({
    initial: module.HEAPU8.length / PAGE,
    maximum: PAGE,
  });
  const imports: WebAssembly.Imports = {};
  for (const { module: space, name, kind } of WebAssembly.Module.imports(wasm)) {
    imports[space] ??= {};
    const group = imports[space];
    if (kind === "function") group[name] = () => 0;
    else if (kind === "memory") group[name] = memory;
    else if (kind === "table") group[name] = table;
    else if (kind === "global") {
      const mutable = space.startsWith("GOT") || name === "__stack_pointer";
      const value = name === "__stack_pointer" ? 0 : (linked[name] ?? 0);
      group[name] = new WebAssembly.Global({ value: "i32", mutable }, value);
    } else {
      group[name] = unwindingTag();
    }
  }
  new WebAssembly.Instance(wasm, imports);
  return table;
}

/** The parts of memory that are not zero, in whole words. */
function runsOf(memory: Uint8Array): Run[] {
  const words = new Uint32Array(memory.buffer);
  const runs: Run[] = [];
  let start = -1;
  let last = -1;
  const close = () => {
    const bytes = memory.subarray(4 * start, 4 * (last + 1));
    runs.push({ address: 4 * start, bytes });
  };
  for (let index = 0; index < words.length; index++) {
    if (words[index] === 0) continue;
    if (start >= 0 && index - last > SHORTEST_GAP) {
      close();
      start = index;
    } else if (start < 0) {
      start = index;
    }
    last = index;
  }
  if (start >= 0) close();
  return runs;
}
