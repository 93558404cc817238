/**
 * Runs in the worker: starts Python, the fast way if it can, then answers calls.
 *
 * A call that needs long is computed in slices. In between the worker reads what else the page has
 * to say: a call that is quickly answered, or that nobody waits for this one any more.
 */

import { startFastPython } from "./fast-python.ts";
import type { MadeWorker } from "./open-worker.ts";
import type { Boot, FromWorker, Question, Runtime, ToWorker } from "./protocol.ts";
import { goesOn, type Python, type StartOptions } from "./python.ts";
import type { startStockPython } from "./stock-worker.ts";

/** Milliseconds between two reports of a long call. */
const REPORT_EVERY = 50;

let python: Python | undefined;

/** What the page said while Python was starting. */
let early: ToWorker[] | undefined;

/** The long calls in hand, by id, with when each was last reported; one is finished, then the next. */
const inHand = new Map<number, number>();

/** Gives the word back to this script after the messages that have arrived; a timer would dawdle. */
let turns: MessageChannel | undefined;
let turnIsComing = false;

self.onmessage = async (event: MessageEvent<Boot | string>) => {
  if (typeof event.data === "string") {
    const message: ToWorker = JSON.parse(event.data);
    if (early) early.push(message);
    else hear(message);
    return;
  }
  early = [];
  try {
    python = await start(event.data);
    send({ type: "ready" });
    const heard = early;
    early = undefined;
    heard.forEach(hear);
  } catch (error) {
    send({ type: "unavailable", reason: reasonOf(error) });
  }
};

function hear(message: ToWorker): void {
  const { type, id } = message;
  if (type === "cancel") {
    inHand.delete(id);
    ask((python) => python.cancel(String(id)));
    send({ type: "cancelled", id });
    return;
  }
  // If this one never ends, the page must not blame those in hand for the silence.
  if (inHand.size > 0) send({ type: "started", id });
  const reply = ask((python) => begin(python, String(id), message));
  if (reply === undefined) return;
  passOn(id, reply);
  takeTurn();
}

function begin(python: Python, key: string, question: Question): string {
  const { calculator } = question;
  return "request" in question
    ? python.explore(key, calculator, JSON.stringify(question.request))
    : python.begin(key, calculator, JSON.stringify(question.inputs));
}

function takeTurn(): void {
  if (turnIsComing || inHand.size === 0) return;
  turnIsComing = true;
  if (!turns) {
    turns = new MessageChannel();
    turns.port1.onmessage = proceed;
  }
  turns.port2.postMessage(null);
}

function proceed(): void {
  turnIsComing = false;
  const [id] = inHand.keys();
  if (id === undefined) return;
  const reply = ask((python) => python.proceed(String(id)));
  if (reply === undefined) return;
  passOn(id, reply);
  takeTurn();
}

function passOn(id: number, reply: string): void {
  if (!goesOn(reply)) {
    inHand.delete(id);
    send({ type: "answer", id, answer: reply });
    return;
  }
  const now = performance.now();
  if (now - (inHand.get(id) ?? Number.NEGATIVE_INFINITY) < REPORT_EVERY) return;
  inHand.set(id, now);
  send({ type: "step", id, step: reply });
}

function ask(question: (python: Python) => string): string | undefined {
  try {
    if (!python) throw new Error("a call came before Python was ready");
    return question(python);
  } catch (error) {
    // Python answers its own errors; what arrives here has left the interpreter broken.
    inHand.clear();
    send({ type: "broken", reason: reasonOf(error) });
    return undefined;
  }
}

async function start({ runtime, fresh, files }: Boot): Promise<Python> {
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

function startStock(runtime: Runtime, options: StartOptions): Promise<Python> {
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
