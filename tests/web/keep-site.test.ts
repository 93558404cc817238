import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { keepSite, SiteKeeper } from "../../livecalc/web/keep-site.ts";

/** A worker as a page sees it, in the middle of being installed. */
class Installing extends EventTarget {
  state: ServiceWorkerState = "installing";
  readonly said: unknown[] = [];

  become(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }

  postMessage(message: unknown, ports: readonly MessagePort[]): void {
    this.said.push(message);
    for (const port of ports) port.close();
  }
}

const ROOT = "https://host.test/some/playbook/";
const registered: string[] = [];

function browser(serviceWorker: object | undefined, connection: object = {}): void {
  Object.defineProperty(globalThis, "navigator", {
    value: { serviceWorker, connection },
    configurable: true,
  });
}

function container(worker: Installing, more: object = {}): object {
  return {
    register: async (script: string) => {
      registered.push(script);
      return { installing: worker.state === "installing" ? worker : null };
    },
    ready: Promise.resolve({ active: worker, waiting: null }),
    controller: null,
    ...more,
  };
}

/** Nobody asks for Python on this page. */
const PYTHON = { status: { phase: "idle" }, watch: () => undefined } as const;

/** Python runs on this page. */
const RUNNING_PYTHON = { status: { phase: "ready" }, watch: () => undefined } as const;

let page: EventTarget;

beforeEach(() => {
  page = Object.assign(new EventTarget(), { readyState: "complete" });
  Object.assign(globalThis, { document: page });
});

afterEach(() => {
  registered.length = 0;
  mock.timers.reset();
  mock.restoreAll();
});

/** Time passes only when told to; whatever waits for it gets its turns. */
function startClock(): (milliseconds: number) => Promise<void> {
  mock.timers.enable({ apis: ["setTimeout"] });
  let clock = 0;
  mock.method(performance, "now", () => clock);
  return async (milliseconds) => {
    clock += milliseconds;
    mock.timers.tick(milliseconds);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
}

test("registration ends when the worker has kept the pages", async () => {
  const worker = new Installing();
  browser(container(worker));
  const registering = new SiteKeeper(ROOT, "b").register();
  setTimeout(() => worker.become("installed"));
  await registering;
  assert.deepEqual(registered, [`${ROOT}service-worker.js`]);
});

test("registration fails when the worker could not keep them, and does not wait for ever", async () => {
  const worker = new Installing();
  browser(container(worker));
  const registering = new SiteKeeper(ROOT, "b").register();
  setTimeout(() => worker.become("redundant"));
  await assert.rejects(registering, /could not keep the pages/);
});

test("a browser without service workers is told as such", async () => {
  browser(undefined);
  await assert.rejects(new SiteKeeper(ROOT, "b").register(), /only for secure addresses/);
});

test("the worker hears which build the page is of", async () => {
  const worker = new Installing();
  browser(container(worker));
  await new SiteKeeper(ROOT, "b").say("are-calculators-kept");
  assert.deepEqual(worker.said, [{ type: "are-calculators-kept", build: "b" }]);
});

for (const [what, connection, expected] of [
  ["a good connection", { effectiveType: "4g" }, 1],
  ["one that saves data", { saveData: true }, 0],
  ["a slow one", { effectiveType: "3g" }, 0],
  ["a mobile one", { effectiveType: "4g", type: "cellular" }, 0],
] as const) {
  test(`a page at rest registers ${expected} times on ${what}`, async () => {
    const worker = new Installing();
    worker.state = "activated";
    browser(container(worker), connection);
    const pass = startClock();
    const keeping = keepSite(new SiteKeeper(ROOT, "b"), PYTHON);
    for (let second = 0; second < 5; second++) await pass(1000);
    await keeping;
    assert.equal(registered.length, expected);
  });
}

test("a page whose reader calculates keeps nothing before the reader pauses", async () => {
  const worker = new Installing();
  worker.state = "activated";
  browser(container(worker), { effectiveType: "4g" });
  const pass = startClock();
  const keeping = keepSite(new SiteKeeper(ROOT, "b"), RUNNING_PYTHON);
  for (let typed = 0; typed < 5; typed++) {
    await pass(1500);
    page.dispatchEvent(new Event("input"));
  }
  assert.deepEqual([registered.length, worker.said.length], [0, 0]);
  for (let second = 0; second < 3; second++) await pass(1000);
  await keeping;
  assert.deepEqual([registered.length, worker.said.length], [1, 1]);
});

test("a browser that forbids it makes no noise", async () => {
  browser({ register: () => Promise.reject(new Error("forbidden")), controller: null });
  const pass = startClock();
  const keeping = keepSite(new SiteKeeper(ROOT, "b"), PYTHON);
  for (let second = 0; second < 5; second++) await pass(1000);
  await keeping;
});
