/** Runs in the worker: starts Python, the fast way if it can, then answers calls. */

import { startFastPython } from "./fast-python.ts";
import type { MadeWorker } from "./open-worker.ts";
import type { Boot, FromWorker, Runtime, ToWorker } from "./protocol.ts";
import type { Call, StartOptions } from "./python.ts";
import type { startStockPython } from "./stock-worker.ts";

let call: Call | undefined;

self.onmessage = async (event: MessageEvent<Boot | string>) => {
  if (typeof event.data === "string") {
    const message: ToWorker = JSON.parse(event.data);
    reply(message.id, message.calculator, JSON.stringify(message.inputs));
    return;
  }
  try {
    call = await start(event.data);
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

async function start({ runtime, fresh, files }: Boot): Promise<Call> {
  if (files) {
    try {
      return await startFastPython(runtime.fast.wasm, files);
    } catch (error) {
      // Whatever is wrong with the image, stock Pyodide does not need it.
      if (runtime.stock === null) throw error;
    }
  }
  const { livecalcFolder } = self as MadeWorker;
  const folder = livecalcFolder ?? new URL(".", self.location.href).href;
  return startStock(runtime, { folder, fresh, onProgress: reportProgress });
}

function startStock(runtime: Runtime, options: StartOptions): Promise<Call> {
  const { stock } = runtime;
  if (stock === null) throw new Error("the page carries no files of Python");
  try {
    importScripts(stock);
  } catch (error) {
    throw new Error(`${stock} could not be loaded`, { cause: error });
  }
  const tier = self as unknown as { readonly startStockPython: typeof startStockPython };
  return tier.startStockPython(runtime, options);
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
