/**
 * The page's side of the worker: one Python for all calculators of a page.
 *
 * It is started by the first who asks, and gives each asker only the newest of what it asked. A call
 * that needs long is computed in slices, between which others are answered. A call that takes too
 * long without a word, or that breaks Python, ends the worker; the next call starts another one.
 */

import { CallQueue, type Outcome } from "./call-queue.ts";
import type { FastFiles } from "./fast-files.ts";
import type {
  AnswerTo,
  Boot,
  FromWorker,
  Progress,
  Question,
  Runtime,
  ToWorker,
} from "./protocol.ts";

/** Longest time for one call, or for one step of a long one, in seconds. */
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

/** Where a client gets its Python from. */
export interface PythonSources {
  openWorker(): Worker;
  /** Gets the files of the fast start; where there is stock Pyodide, that needs none of them. */
  loadFiles(
    fresh: boolean,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<FastFiles>;
}

export class CalculationClient {
  readonly #runtime: Runtime;
  readonly #sources: PythonSources;
  readonly #listeners = new Set<(status: ClientStatus) => void>();
  readonly #queue = new CallQueue();
  #status: ClientStatus = { phase: "idle" };
  #worker: Worker | undefined;
  #limit: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setInterval> | undefined;
  #silentSeconds = 0;
  /** The worker knows what to start from; a question waits there until Python can hear it. */
  #isSupplied = false;
  /** Files of the fast start that are still on their way. */
  #files: AbortController | undefined;
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

  /** Computes what the asker wants to know now, and drops what it asked before. */
  ask<Asked extends Question>(
    asker: object,
    question: Asked,
    onProgress: (progress: Progress) => void = () => undefined,
  ): Promise<Outcome<AnswerTo<Asked>>> {
    if (this.#status.phase === "failed") return Promise.resolve({ type: "off" });
    return new Promise((resolve) => {
      // Python answers in kind; what stands in between only passes it on.
      const settle = resolve as (outcome: Outcome<unknown>) => void;
      this.#cancel(this.#queue.add({ asker, question, settle, onProgress }));
      this.boot();
      this.#next();
    });
  }

  /** Drops what this asker waits for; a long call of its own is computed no further. */
  cancel(asker: object): void {
    this.#cancel(this.#queue.drop(asker));
  }

  #boot(fresh: boolean): void {
    this.#change({ phase: "loading", fraction: 0 });
    this.#silentSeconds = 0;
    // Counted in single seconds, so that a laptop waking up does not find its time run out.
    this.#silence = setInterval(() => {
      this.#silentSeconds += 1;
      if (this.#silentSeconds >= SILENCE_LIMIT) this.#endSilence();
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
      this.#files = new AbortController();
      try {
        files = await this.#sources.loadFiles(fresh, report, this.#files.signal);
      } catch (error) {
        if (!hasStock) return this.#lose(worker, String((error as Error).message ?? error));
      }
    }
    if (worker !== this.#worker) return;
    this.#files = undefined;
    const boot: Boot = { runtime: this.#runtime, fresh, files };
    worker.postMessage(boot, files ? [files.image] : []);
    this.#isSupplied = true;
    // The page may be busy when Python is ready; the first question need not wait for it.
    this.#next();
  }

  /** Gives up on what does not come: first on the fast start alone, then on Python. */
  #endSilence(): void {
    if (!this.#files || this.#runtime.stock === null) {
      this.#fail(`nothing arrived for ${SILENCE_LIMIT} seconds`);
      return;
    }
    this.#silentSeconds = 0;
    this.#avoidsFastStart = true;
    this.#files.abort();
    this.#files = undefined;
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
        this.#goOn();
        break;
      case "unavailable":
        this.#fail(message.reason);
        break;
      case "answer":
        this.#queue.end(message.id, { type: "answer", answer: JSON.parse(message.answer) });
        this.#goOn();
        break;
      case "started":
        this.#queue.start(message.id);
        this.#goOn();
        break;
      case "step":
        if (!this.#queue.progress(message.id, JSON.parse(message.step))) this.#cancel(message.id);
        this.#goOn();
        break;
      case "cancelled":
        this.#queue.end(message.id, { type: "superseded" });
        this.#goOn();
        break;
      case "broken":
        this.#lose(worker, message.reason);
        break;
    }
  }

  #next(): void {
    const isReady = this.#status.phase === "ready";
    if (!isReady && !this.#isSupplied) return;
    const call = this.#queue.next();
    if (!call) return;
    const { id, question } = call;
    this.#send({ type: "call", id, ...question });
    // It may have to wait for a step that never ends, whose time is running already.
    if (isReady) this.#limit ??= this.#startLimit();
  }

  #cancel(id: number | undefined): void {
    if (id !== undefined) this.#send({ type: "cancel", id });
  }

  /** The worker has given a sign of life. */
  #goOn(): void {
    clearTimeout(this.#limit);
    this.#limit = this.#queue.isUnderWay ? this.#startLimit() : undefined;
    this.#next();
  }

  #startLimit(): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.#stopCall((isLong) =>
        isLong
          ? `The calculation made no progress for ${CALL_LIMIT} seconds and was stopped.`
          : `The calculation took longer than ${CALL_LIMIT} seconds and was stopped.`,
      );
    }, CALL_LIMIT * 1000);
  }

  /** The worker died or cannot be understood any more. */
  #lose(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    this.#avoidsFastStart = true;
    if (this.#status.phase === "loading") this.#fail(reason);
    else this.#stopCall(() => `Python stopped unexpectedly (${reason}).`);
  }

  #stopCall(message: (isLong: boolean) => string): void {
    this.#endWorker();
    this.#change({ phase: "idle" });
    this.#queue.endCurrent((isLong) => ({ type: "stopped", message: message(isLong) }));
    if (this.#queue.isAnyWaiting) this.boot();
  }

  #fail(reason: string): void {
    this.#endWorker();
    this.#change({ phase: "failed", reason });
    this.#queue.endCurrent(() => ({ type: "off" }));
    this.#queue.endWaiting({ type: "off" });
  }

  #endWorker(): void {
    clearInterval(this.#silence);
    clearTimeout(this.#limit);
    this.#limit = undefined;
    this.#files?.abort();
    this.#files = undefined;
    this.#isSupplied = false;
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #change(status: ClientStatus): void {
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }
}
