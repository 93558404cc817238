/**
 * CPython from a memory image: the fast way to start, for calls of the calculators and nothing else.
 *
 * The wasm is Pyodide's, less what is never called. Instead of letting it initialise itself, the
 * host below lays the memory that an initialised interpreter had at build time into it, and calls
 * a few Python functions. There is no file system, so nothing more can be imported, and no bridge
 * between Python and JavaScript objects. Whatever goes wrong here is an error at once, never an
 * answer that stock Pyodide would not give; the page then starts that instead.
 */

import type { FastFiles } from "./fast-files.ts";
import { type ImageDescription, ImageError, readImage } from "./memory-image.ts";
import type { Python } from "./python.ts";

const PAGE = 65_536;
const LARGEST_MEMORY = 65_536;
/** Grown by 10 MiB at least, because each growth copies the memory in some browsers. */
const LEAST_GROWTH = 160;

type HostFunction = (...parameters: never[]) => unknown;
type CFunction = (self: number, parameters: number, names: number) => number;

/** What the host calls in the wasm. */
interface CPython {
  malloc(size: number): number;
  free(address: number): void;
  PyUnicode_FromString(text: number): number;
  PyUnicode_AsUTF8(text: number): number;
  PyTuple_New(size: number): number;
  PyTuple_SetItem(tuple: number, index: number, item: number): number;
  PyObject_Call(callable: number, parameters: number, keywords: number): number;
  PyErr_Clear(): void;
  Py_DecRef(object: number): void;
}

/** Names that must stay exported when the wasm is trimmed. */
export const HOST_CALLS: readonly (keyof CPython)[] = [
  "malloc",
  "free",
  "PyUnicode_FromString",
  "PyUnicode_AsUTF8",
  "PyTuple_New",
  "PyTuple_SetItem",
  "PyObject_Call",
  "PyErr_Clear",
  "Py_DecRef",
];

/**
 * Starts Python from an image.
 *
 * @param wasmName - Name of the wasm; an image of another one is refused.
 * @throws ImageError when image and wasm do not belong together or the image is damaged.
 */
export async function startFastPython(
  wasmName: string,
  { module, image }: FastFiles,
): Promise<Python> {
  const { description, restore } = readImage(image);
  if (description.wasm !== wasmName) {
    throw new ImageError(`the memory image belongs to ${description.wasm}, not to ${wasmName}`);
  }
  const memory = new WebAssembly.Memory({
    initial: description.memory / PAGE,
    maximum: LARGEST_MEMORY,
  });
  const table = new WebAssembly.Table({ initial: description.tableLength, element: "anyfunc" });
  const { exports } = await WebAssembly.instantiate(
    module,
    importsOf(module, memory, table, description),
  );
  restore(new Uint8Array(memory.buffer));
  const python = exports as unknown as CPython;
  callPython(python, memory, description.wake);
  const { begin, explore, proceed, cancel } = description;
  return {
    begin: (...texts) => callPython(python, memory, begin, ...texts),
    explore: (...texts) => callPython(python, memory, explore, ...texts),
    proceed: (key) => callPython(python, memory, proceed, key),
    cancel: (key) => callPython(python, memory, cancel, key),
  };
}

function importsOf(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  table: WebAssembly.Table,
  description: ImageDescription,
): WebAssembly.Imports {
  const functions = hostFunctions(memory, table);
  const imports: WebAssembly.Imports = {};
  for (const { module: space, name, kind } of WebAssembly.Module.imports(module)) {
    imports[space] ??= {};
    const group = imports[space];
    if (kind === "memory") group[name] = memory;
    else if (kind === "table") group[name] = table;
    else if (kind === "global") group[name] = globalFor(space, name, description);
    else if (kind === "function") group[name] = functions[name] ?? refusal(name);
    else group[name] = unwindingTag();
  }
  return imports;
}

function globalFor(
  space: string,
  name: string,
  { linked, stackPointer }: ImageDescription,
): WebAssembly.Global {
  if (name === "__stack_pointer") {
    return new WebAssembly.Global({ value: "i32", mutable: true }, stackPointer);
  }
  const value = linked[name];
  if (value === undefined) throw new ImageError(`the memory image does not link ${name}`);
  return new WebAssembly.Global({ value: "i32", mutable: space.startsWith("GOT") }, value);
}

/** The type of exceptions that C code throws to unwind its stack. */
export function unwindingTag(): WebAssembly.ImportValue {
  const { Tag } = WebAssembly as unknown as {
    Tag: new (type: { parameters: string[] }) => WebAssembly.ImportValue;
  };
  return new Tag({ parameters: ["i32"] });
}

/** An error code would reach the calculator as an exception, and the reader as its answer. */
function refusal(name: string): HostFunction {
  return () => {
    throw new Error(`the fast start has no ${name}`);
  };
}

/** The few things of the outside world that CPython needs in order to compute. */
function hostFunctions(
  memory: WebAssembly.Memory,
  table: WebAssembly.Table,
): Record<string, HostFunction | undefined> {
  const view = () => new DataView(memory.buffer);
  // Nothing is linked later, so the table stays as it is.
  const called: (CFunction | undefined)[] = [];
  return {
    ...sentinels(),
    emscripten_date_now: () => Date.now(),
    emscripten_get_now: () => performance.now(),
    clock_time_get: (clock: number, _precision: bigint, result: number) => {
      const milliseconds = clock === 0 ? Date.now() : performance.now();
      view().setBigUint64(result, BigInt(Math.round(milliseconds * 1e6)), true);
      return 0;
    },
    clock_res_get: (_clock: number, result: number) => {
      view().setBigUint64(result, 1_000_000n, true);
      return 0;
    },
    random_get: (address: number, length: number) => {
      // No call of the browser's gives more than this at once.
      for (let done = 0; done < length; done += PAGE) {
        const part = Math.min(PAGE, length - done);
        crypto.getRandomValues(new Uint8Array(memory.buffer, address + done, part));
      }
      return 0;
    },
    emscripten_resize_heap: (requested: number) => {
      const missing = Math.ceil(((requested >>> 0) - memory.buffer.byteLength) / PAGE);
      try {
        memory.grow(Math.max(missing, LEAST_GROWTH));
        return 1;
      } catch {
        return 0;
      }
    },
    emscripten_get_heap_max: () => LARGEST_MEMORY * PAGE - PAGE,
    environ_sizes_get: (count: number, size: number) => {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return 0;
    },
    // What Python prints has no reader here; pretend that it was written.
    fd_write: (_file: number, parts: number, count: number, written: number) => {
      let length = 0;
      for (let part = 0; part < count; part++) {
        length += view().getUint32(parts + 8 * part + 4, true);
      }
      view().setUint32(written, length, true);
      return 0;
    },
    // Calls a function whatever number of parameters it declares, as JavaScript may. Much that
    // Python does in C goes through here; reading the table each time took a tenth of all time.
    _PyEM_TrampolineCall_JS: (index: number, self: number, parameters: number, names: number) => {
      called[index] ??= table.get(index) as CFunction;
      return called[index](self, parameters, names);
    },
    proc_exit: (code: number) => {
      throw new Error(`Python ended with ${code}`);
    },
    _abort_js: () => {
      throw new Error("Python aborted");
    },
  };
}

/** Pyodide's C code marks missing values by a reference that only these two functions know. */
function sentinels(): Record<string, HostFunction> {
  const sentinel = {};
  return {
    create_sentinel: () => sentinel,
    is_sentinel: (value: unknown) => Number(value === sentinel),
  };
}

function callPython(
  python: CPython,
  memory: WebAssembly.Memory,
  callable: number,
  ...texts: string[]
): string {
  const parameters = python.PyTuple_New(texts.length);
  texts.forEach((text, index) => {
    python.PyTuple_SetItem(parameters, index, toPython(python, memory, text));
  });
  const result = python.PyObject_Call(callable, parameters, 0);
  python.Py_DecRef(parameters);
  if (result === 0) {
    python.PyErr_Clear();
    throw new Error("Python raised where it answers errors itself");
  }
  const text = fromPython(python, memory, result);
  python.Py_DecRef(result);
  return text;
}

function toPython(python: CPython, memory: WebAssembly.Memory, text: string): number {
  const bytes = new TextEncoder().encode(text);
  const address = unsigned(python.malloc(bytes.length + 1));
  if (address === 0) throw new Error("no memory is left for the inputs");
  new Uint8Array(memory.buffer).set(bytes, address);
  new Uint8Array(memory.buffer)[address + bytes.length] = 0;
  const object = python.PyUnicode_FromString(address);
  python.free(address);
  return object;
}

function fromPython(python: CPython, memory: WebAssembly.Memory, object: number): string {
  const start = unsigned(python.PyUnicode_AsUTF8(object));
  if (start === 0) throw new Error("no memory is left for the answer");
  const bytes = new Uint8Array(memory.buffer);
  return new TextDecoder().decode(bytes.subarray(start, bytes.indexOf(0, start)));
}

/** An address as an index; the wasm hands over those beyond 2 GiB as negative numbers. */
function unsigned(address: number): number {
  return address >>> 0;
}
