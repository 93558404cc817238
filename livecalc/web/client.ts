/**
 * The page's side of the worker: one Python for all calculators of a page.
 *
 * It is started by the first who asks, answers one call at a time, and gives each asker only the
 * newest of what it asked. A call that takes too long, or that breaks Python, ends the worker; the
 * next call starts another one.
 */

import type { FastFiles } from "./fast-files.ts";
import type { Answer, Boot, FromWorker, Inputs, Runtime, ToWorker } from "./protocol.ts";

/** Longest time for one call, in seconds. */
export const CALL_LIMIT = 5;

/** Longest time without any progress while Python loads, in seconds. */
export const SILENCE_LIMIT = 30;

/** How much of loading is over when the files are here. */
const FILES_LOADED = 0.9;

export type ClientStatus =
  | { readonly phase: "idle" }
  | { readonly phase: "loading"; readonly fraction: number }
  | { readonly phase: "ready" }
  | { readonly phase: "failed"; readonly reason: string };

/** How a request ended; it never rejects. */
export type Outcome =
  | { readonly type: "answer"; readonly answer: Answer }
  /** The call was ended; asking again starts Python anew. */
  | { readonly type: "stopped"; readonly message: string }
  /** The same asker asked something newer before this was computed, or went away. */
  | { readonly type: "superseded" }
  /** Python cannot be loaded; `retry` tries again. */
  | { readonly type: "off" };

/** Where a client gets its Python from. */
export interface PythonSources {
  openWorker(): Worker;
  /** Gets the files of the fast start; where there is stock Pyodide, that needs none of them. */
  loadFiles(fresh: boolean, onProgress: (fraction: number) => void): Promise<FastFiles>;
}

interface Request {
  readonly calculator: string;
  readonly inputs: Inputs;
  readonly settle: (outcome: Outcome) => void;
}

interface RunningRequest extends Request {
  readonly id: number;
  readonly limit: ReturnType<typeof setTimeout>;
}

export class CalculationClient {
  readonly #runtime: Runtime;
  readonly #sources: PythonSources;
  readonly #listeners = new Set<(status: ClientStatus) => void>();
  /** The newest request of every asker, whoever has waited longest first. */
  readonly #waiting = new Map<object, Request>();
  #status: ClientStatus = { phase: "idle" };
  #worker: Worker | undefined;
  #running: RunningRequest | undefined;
  #silence: ReturnType<typeof setInterval> | undefined;
  #silentSeconds = 0;
  #calls = 0;
  /** Python broke without being asked too much; next time it starts the slow, well-trodden way. */
  #avoidsFastStart = false;

  constructor(runtime: Runtime, sources: PythonSources) {
    this.#runtime = runtime;
    this.#sources = sources;
  }

  get status(): ClientStatus {
    return this.#status;
  }

  /** Calls the listener after every change of status until the signal is aborted. */
  watch(listener: (status: ClientStatus) => void, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener("abort", () => this.#listeners.delete(listener), { once: true });
  }

  /** Starts Python unless it runs, is starting, or has failed to start. */
  boot(): void {
    if (this.#status.phase === "idle") this.#boot(false);
  }

  /** Starts Python after it failed to start, past the cache. */
  retry(): void {
    if (this.#status.phase === "failed") this.#boot(true);
  }

  calculate(asker: object, calculator: string, inputs: Inputs): Promise<Outcome> {
    if (this.#status.phase === "failed") return Promise.resolve({ type: "off" });
    return new Promise((settle) => {
      this.#waiting.get(asker)?.settle({ type: "superseded" });
      // A newer question keeps the asker's place among those who wait.
      this.#waiting.set(asker, { calculator, inputs, settle });
      this.boot();
      this.#next();
    });
  }

  /** Drops what this asker waits for. */
  forget(asker: object): void {
    this.#waiting.get(asker)?.settle({ type: "superseded" });
    this.#waiting.delete(asker);
  }

  #boot(fresh: boolean): void {
    this.#change({ phase: "loading", fraction: 0 });
    this.#silentSeconds = 0;
    // Counted in single seconds, so that a laptop waking up does not find its time run out.
    this.#silence = setInterval(() => {
      this.#silentSeconds += 1;
      if (this.#silentSeconds >= SILENCE_LIMIT) {
        this.#fail(`nothing arrived for ${SILENCE_LIMIT} seconds`);
      }
    }, 1000);
    try {
      const worker = this.#sources.openWorker();
      this.#worker = worker;
      worker.onmessage = (event) => this.#hear(worker, event);
      worker.onmessageerror = () => this.#lose(worker, "a message could not be read");
      worker.onerror = (event) => {
        event.preventDefault?.();
        if (event.message) this.#lose(worker, event.message);
        else if (worker === this.#worker) {
          // Its script did not come; Python had no part in it.
          this.#fail(`${this.#runtime.worker} could not be loaded`);
        }
      };
      void this.#supply(worker, fresh);
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** Gives the worker what it starts from. */
  async #supply(worker: Worker, fresh: boolean): Promise<void> {
    let files: FastFiles | undefined;
    const hasStock = this.#runtime.stock !== null;
    if (!hasStock || !this.#avoidsFastStart) {
      const report = (fraction: number) => this.#progress(worker, fraction * FILES_LOADED);
      try {
        files = await this.#sources.loadFiles(fresh, report);
      } catch (error) {
        if (!hasStock) return this.#lose(worker, String((error as Error).message ?? error));
      }
    }
    if (worker !== this.#worker) return;
    const boot: Boot = { runtime: this.#runtime, fresh, files };
    worker.postMessage(boot, files ? [files.image] : []);
  }

  #progress(worker: Worker, fraction: number): void {
    if (worker !== this.#worker || this.#status.phase !== "loading") return;
    this.#silentSeconds = 0;
    const furthest = Math.max(this.#status.fraction, fraction);
    this.#change({ phase: "loading", fraction: furthest });
  }

  #send(message: ToWorker): void {
    this.#worker?.postMessage(JSON.stringify(message));
  }

  #hear(worker: Worker, event: MessageEvent<string>): void {
    // What a worker still sent before it was ended must not count for its successor.
    if (worker !== this.#worker) return;
    const message: FromWorker = JSON.parse(event.data);
    switch (message.type) {
      case "progress":
        this.#progress(worker, message.fraction);
        break;
      case "ready":
        clearInterval(this.#silence);
        this.#change({ phase: "ready" });
        this.#next();
        break;
      case "unavailable":
        this.#fail(message.reason);
        break;
      case "answer":
        if (message.id === this.#running?.id) {
          this.#settleRunning({ type: "answer", answer: JSON.parse(message.answer) });
          this.#next();
        }
        break;
      case "broken":
        this.#lose(worker, message.reason);
        break;
    }
  }

  #next(): void {
    if (this.#status.phase !== "ready" || this.#running) return;
    const [first] = this.#waiting;
    if (!first) return;
    const [asker, request] = first;
    this.#waiting.delete(asker);
    const id = ++this.#calls;
    const limit = setTimeout(
      () =>
        this.#stopCall(`The calculation took longer than ${CALL_LIMIT} seconds and was stopped.`),
      CALL_LIMIT * 1000,
    );
    this.#running = { ...request, id, limit };
    this.#send({ type: "call", id, calculator: request.calculator, inputs: request.inputs });
  }

  #settleRunning(outcome: Outcome): void {
    const running = this.#running;
    this.#running = undefined;
    clearTimeout(running?.limit);
    running?.settle(outcome);
  }

  /** The worker died or cannot be understood any more. */
  #lose(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    this.#avoidsFastStart = true;
    if (this.#status.phase === "loading") this.#fail(reason);
    else this.#stopCall(`Python stopped unexpectedly (${reason}).`);
  }

  #stopCall(message: string): void {
    this.#endWorker();
    this.#change({ phase: "idle" });
    this.#settleRunning({ type: "stopped", message });
    if (this.#waiting.size > 0) this.boot();
  }

  #fail(reason: string): void {
    this.#endWorker();
    this.#change({ phase: "failed", reason });
    for (const asker of [...this.#waiting.keys()]) {
      this.#waiting.get(asker)?.settle({ type: "off" });
      this.#waiting.delete(asker);
    }
  }

  #endWorker(): void {
    clearInterval(this.#silence);
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #change(status: ClientStatus): void {
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }
}
