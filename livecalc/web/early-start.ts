/**
 * The start of Python before the page's script is there: the head of the page gets the worker and
 * the files of the fast start on their way, the script takes them up.
 */

import { type Claim, claimPython, pythonName } from "./claim.ts";
import { type FastFiles, loadFastFiles } from "./fast-files.ts";
import { openWorker } from "./open-worker.ts";
import type { Runtime } from "./protocol.ts";

/** What is on its way, for the page's script to take up. */
export interface EarlyStart {
  /** Nothing where another page computes. */
  readonly claim: Promise<Claim | undefined>;
  worker?: Worker;
  files?: Promise<FastFiles>;
  /** Ends what is still on its way. */
  readonly end: AbortController;
  fraction: number;
  onProgress?: (fraction: number) => void;
}

export type EarlyRuntime = Pick<Runtime, "fast" | "worker">;

/** Where the page's script finds it. */
export const earlyStarts = globalThis as { livecalcEarlyStart?: EarlyStart };

/**
 * Starts what can be started before anything of the page is there, without waiting to hear whether
 * another page computes already; if one does, this ends at once.
 */
export function startEarly(runtime: EarlyRuntime, folder: string): void {
  const worker = openWorker(folder, runtime.worker);
  const end = new AbortController();
  const report = (fraction: number) => {
    early.fraction = fraction;
    early.onProgress?.(fraction);
  };
  const early: EarlyStart = {
    claim: claimPython(pythonName(runtime)).then((claim) => {
      if (claim) return claim;
      worker.terminate();
      end.abort();
      delete early.worker;
      delete early.files;
      return undefined;
    }),
    worker,
    files: loadFastFiles(runtime, folder, false, report, end.signal),
    end,
    fraction: 0,
  };
  // A worker that did not come is of no use to the page's script; it opens another.
  worker.onerror = () => delete early.worker;
  // Whoever takes the files up hears of their failure.
  early.files?.catch(() => undefined);
  earlyStarts.livecalcEarlyStart = early;
}

/** The worker that is on its way; once, because it is handed on. */
export function takeEarlyWorker(): Worker | undefined {
  const early = earlyStarts.livecalcEarlyStart;
  const { worker } = early ?? {};
  if (early) delete early.worker;
  return worker;
}

/** The files that are on their way; once, because they are handed on. */
export function takeEarlyFiles(
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<FastFiles> | undefined {
  const early = earlyStarts.livecalcEarlyStart;
  if (!early?.files) return undefined;
  const { files, fraction, end } = early;
  signal.addEventListener("abort", () => end.abort(), { signal: end.signal });
  delete early.files;
  early.onProgress = onProgress;
  onProgress(fraction);
  return files;
}

/** Resolves when the files that are on their way are here or lost, or the time is over. */
export function earlyFilesWithin(milliseconds: number): Promise<unknown> | undefined {
  const files = earlyStarts.livecalcEarlyStart?.files;
  if (!files) return undefined;
  const patience = new Promise((resolve) => setTimeout(resolve, milliseconds));
  return Promise.race([files.catch(() => undefined), patience]);
}
