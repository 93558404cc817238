/** Registers the service worker, when that does not disturb, and tells it what the reader uses. */

import { mayKeepUnasked } from "./connection.ts";
import type { FromKeeper, ToKeeper } from "./keeper-messages.ts";
import type { Calculations } from "./shared-python.ts";

/** The service worker of a site; methods fail where the browser lets no site keep files. */
export class SiteKeeper {
  readonly #root: string;
  readonly #build: string;

  /**
   * @param root - The site's address, with a slash at the end.
   * @param build - What the page says about its build.
   */
  constructor(root: string, build: string) {
    this.#root = root;
    this.#build = build;
  }

  /** Resolves when a worker has kept the pages; fails when it could not. */
  async register(): Promise<void> {
    const { serviceWorker } = navigator;
    if (!serviceWorker) throw new Error("this browser keeps files only for secure addresses");
    const script = `${this.#root}service-worker.js`;
    const { installing } = await serviceWorker.register(script, { scope: this.#root });
    if (installing && !(await hasInstalled(installing))) {
      throw new Error("the browser could not keep the pages");
    }
  }

  /** Says something to the worker of this page's build, if there is one. */
  async say(
    type: ToKeeper["type"],
    hear: (answer: FromKeeper) => void = () => undefined,
  ): Promise<void> {
    const { active, waiting } = await navigator.serviceWorker.ready;
    for (const worker of [active, waiting]) {
      if (!worker) continue;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<FromKeeper>) => hear(data);
      const message: ToKeeper = { type, build: this.#build };
      worker.postMessage(message, [port2]);
    }
  }
}

async function hasInstalled(worker: ServiceWorker): Promise<boolean> {
  while (worker.state === "installing") {
    await new Promise((resolve) => {
      worker.addEventListener("statechange", resolve, { once: true });
    });
  }
  return worker.state !== "redundant";
}

/** As much as is needed of whoever computes for the page. */
type Python = Pick<Calculations, "status" | "watch">;

/** Milliseconds without a typed number after which nobody seems to calculate. */
const PAUSE = 2000;

/** Keeps pages, and the calculators too once one was used; silently does nothing where it fails. */
export async function keepSite(keeper: SiteKeeper, python: Python): Promise<void> {
  // Files of a whole site keep the processor busy, and answers would be late.
  const reader = new ReaderAtWork();
  whenPhase(python, (phase) => phase === "ready")
    .then(() => reader.pauses())
    .then(() => keeper.say("keep-calculators"))
    .catch(() => undefined);
  try {
    await pageAtRest(python, reader);
    if (mayKeepUnasked() && !navigator.serviceWorker.controller) await keeper.register();
  } catch {
    // The reader has lost nothing: the site works as it does without.
  }
}

/** Knows when a number was last typed. */
class ReaderAtWork {
  #last = performance.now();

  constructor() {
    document.addEventListener("input", () => this.#note(), { passive: true });
  }

  /** Resolves when nobody has typed for a while, counted from now at the earliest. */
  async pauses(): Promise<void> {
    this.#note();
    for (;;) {
      const missing = this.#last + PAUSE - performance.now();
      if (missing <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, missing));
    }
  }

  #note(): void {
    this.#last = performance.now();
  }
}

/** When everything has arrived, and nobody calculates or is about to. */
async function pageAtRest(python: Python, reader: ReaderAtWork): Promise<void> {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  do {
    await whenPhase(python, (phase) => phase !== "loading");
    await reader.pauses();
  } while (python.status.phase === "loading");
  await idle();
}

type Phase = Python["status"]["phase"];

async function whenPhase(python: Python, matches: (phase: Phase) => boolean): Promise<void> {
  if (matches(python.status.phase)) return;
  const life = new AbortController();
  await new Promise<void>((resolve) => {
    python.watch(({ phase }) => matches(phase) && resolve(), life.signal);
  });
  life.abort();
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve());
    else setTimeout(resolve, 200);
  });
}
