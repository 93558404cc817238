/** Runs in the worker: loads Python from the runtime's files, then answers calls. */

import { loadPyodide, type PyodideInterface } from "pyodide";
import type { FromWorker, Runtime, ToWorker } from "./protocol.ts";
import { RuntimeDownload } from "./runtime-files.ts";

/** `livecalc.interface.call.call` with the calculators found: JSON in, JSON out. */
type Call = (calculator: string, inputs: string) => string;

/** How much of loading is over when all files are here, and when the interpreter runs. */
const FILES_LOADED = 0.8;
const PYTHON_STARTED = 0.95;

const FIND_CALCULATORS = `
from functools import partial
from livecalc.interface.call import call
from livecalc.interface.registry import find_calculators
partial(call, find_calculators(package))
`;

let call: Call | undefined;

self.onmessage = async (event: MessageEvent<string>) => {
  const message: ToWorker = JSON.parse(event.data);
  if (message.type === "call") {
    reply(message.id, message.calculator, JSON.stringify(message.inputs));
    return;
  }
  try {
    call = await load(message.runtime, message.fresh);
    send({ type: "ready" });
  } catch (error) {
    send({ type: "unavailable", reason: reasonOf(error) });
  }
};

function reply(id: number, calculator: string, inputs: string): void {
  try {
    if (!call) throw new Error("a call came before Python was ready");
    send({ type: "answer", id, answer: call(calculator, inputs) });
  } catch (error) {
    // Python answers its own errors; what arrives here has left the interpreter broken.
    send({ type: "broken", reason: reasonOf(error) });
  }
}

function load(runtime: Runtime, fresh: boolean): Promise<Call> {
  // Pyodide keeps some failures to itself and then never settles; this promise does.
  return new Promise((resolve, reject) => {
    self.onunhandledrejection = (event) => {
      event.preventDefault();
      reject(event.reason);
    };
    const download = new RuntimeDownload({
      folder: new URL(".", self.location.href),
      fresh,
      onFailure: reject,
      onProgress: (fraction) => reportProgress(fraction * FILES_LOADED),
    });
    start(runtime, download, reject).then(resolve, reject);
  });
}

async function start(
  runtime: Runtime,
  download: RuntimeDownload,
  fail: (reason: unknown) => void,
): Promise<Call> {
  const folder = new URL(".", self.location.href).href;
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
  reportProgress(PYTHON_STARTED);
  return findCalculators(pyodide, runtime.calculators);
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

function findCalculators(pyodide: PyodideInterface, calculators: string): Call {
  const globals = pyodide.toPy({ package: calculators });
  return pyodide.runPython(FIND_CALCULATORS, { globals });
}

let reported = 0;

function reportProgress(fraction: number): void {
  // A hundred steps are enough for any bar.
  if (fraction < reported + 0.01) return;
  reported = fraction;
  send({ type: "progress", fraction });
}

function send(message: FromWorker): void {
  self.postMessage(JSON.stringify(message));
}

function reasonOf(error: unknown): string {
  // Not everything that is thrown here is an Error: an interpreter that exits throws its status.
  const { message } = error as { message?: unknown };
  const text = String(message ?? error);
  // Of a Python traceback the last line says what happened.
  return text.trim().split("\n").at(-1) ?? text;
}
