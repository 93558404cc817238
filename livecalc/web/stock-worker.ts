/**
 * Stock Pyodide with the wheel of the calculators: the start that rests on documented interfaces.
 *
 * It is the second tier. The worker falls back to it when the memory image cannot be used, and it
 * is held to the same vectors. It is a script of its own, so that nobody loads it in vain.
 */

import { loadPyodide, type PyodideInterface } from "pyodide";
import type { Runtime } from "./protocol.ts";
import type { Python, StartOptions } from "./python.ts";
import { RuntimeDownload } from "./runtime-files.ts";

/** How much of loading is over when all files are here, and when the interpreter runs. */
const FILES_LOADED = 0.8;
const PYTHON_STARTED = 0.95;

const FIND_CALCULATORS = `
from livecalc.interface.registry import find_calculators
from livecalc.interface.tasks import Tasks
Tasks(find_calculators(package))
`;

export function startStockPython(
  runtime: Runtime,
  { folder, fresh, onProgress }: StartOptions,
): Promise<Python> {
  // Pyodide keeps some failures to itself and then never settles; this promise does.
  return new Promise((resolve, reject) => {
    self.onunhandledrejection = (event) => {
      event.preventDefault();
      reject(event.reason);
    };
    const download = new RuntimeDownload({
      folder,
      fresh,
      onFailure: reject,
      onProgress: (fraction) => onProgress(fraction * FILES_LOADED),
    });
    start(runtime, folder, download, reject)
      .then((pyodide) => {
        onProgress(PYTHON_STARTED);
        return findCalculators(pyodide, runtime.calculators);
      })
      .then(resolve, reject);
  });
}

async function start(
  runtime: Runtime,
  folder: string,
  download: RuntimeDownload,
  fail: (reason: unknown) => void,
): Promise<PyodideInterface> {
  const wasm = download.open(runtime.wasm, "application/wasm", runtime.bytes.wasm);
  const module = WebAssembly.compileStreaming(wasm);
  module.catch(fail);
  const lock = download.open(runtime.lock, "application/json", runtime.bytes.lock);
  const files = new Map<string, Promise<Response>>([
    [runtime.stdlib, download.open(runtime.stdlib, "application/zip", runtime.bytes.stdlib)],
    ...runtime.wheels.map((wheel) => [wheel, download.open(wheel, "application/zip")] as const),
    // Pyodide asks for it by this name, only to hand it to the function replaced below.
    ["pyodide.asm.wasm", Promise.resolve(new Response())],
  ]);
  importAsm(runtime.asm);
  const restore = replaceLoading(folder, files, module, fail);
  const pyodide = await loadPyodide({
    indexURL: folder,
    packageBaseUrl: folder,
    stdLibURL: folder + runtime.stdlib,
    lockFileContents: lock.then((response) => response.text()),
    packages: [runtime.package],
    // A calculator has nothing to print, and a page's console is not ours.
    stdout: () => undefined,
    stderr: () => undefined,
  });
  restore();
  return pyodide;
}

function importAsm(file: string): void {
  try {
    importScripts(file);
  } catch (error) {
    throw new Error(`${file} could not be loaded`, { cause: error });
  }
}

/**
 * Lets Pyodide find the files that are already on their way, and the module being compiled.
 *
 * Its own loading would start one file after the other, asks for names without a hash, insists on
 * the media type of the wasm, and waits for ever when that cannot be compiled.
 *
 * @returns A function that puts everything back.
 */
function replaceLoading(
  folder: string,
  files: ReadonlyMap<string, Promise<Response>>,
  module: Promise<WebAssembly.Module>,
  fail: (reason: unknown) => void,
): () => void {
  const { fetch } = self;
  const { instantiateStreaming } = WebAssembly;
  self.fetch = (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const file = address.startsWith(folder) ? files.get(address.slice(folder.length)) : undefined;
    return file ?? fetch(input, init);
  };
  const instantiateOurs = async (_source: unknown, imports?: WebAssembly.Imports) => {
    try {
      const compiled = await module;
      return { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) };
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  Object.assign(WebAssembly, { instantiateStreaming: instantiateOurs });
  return () => {
    self.fetch = fetch;
    Object.assign(WebAssembly, { instantiateStreaming });
  };
}

function findCalculators(pyodide: PyodideInterface, calculators: string): Python {
  const globals = pyodide.toPy({ package: calculators });
  // Taken once, because each look at a method of a Python object makes another one.
  const { begin, explore, proceed, cancel } = pyodide.runPython(FIND_CALCULATORS, { globals });
  return { begin, explore, proceed, cancel };
}

Object.assign(self, { startStockPython });
