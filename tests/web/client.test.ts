import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import {
  CALL_LIMIT,
  CalculationClient,
  type ClientStatus,
  type Outcome,
  SILENCE_LIMIT,
} from "../../livecalc/web/client.ts";
import type { FromWorker, Inputs, Runtime, ToWorker } from "../../livecalc/web/protocol.ts";

const RUNTIME: Runtime = {
  worker: "worker-1a2b.js",
  asm: "pyodide-asm-1a2b.js",
  wasm: "pyodide-asm-1a2b.wasm",
  stdlib: "python-stdlib-1a2b.zip",
  lock: "pyodide-lock-1a2b.json",
  wheels: [],
  bytes: { wasm: 3, stdlib: 2 },
  package: "some-calculators",
  calculators: "calculators",
};

/** A worker that a test plays by hand. */
class FakeWorker {
  onmessage: ((event: { data: string }) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  onerror: ((event: { message?: string }) => void) | null = null;
  readonly heard: ToWorker[] = [];
  isTerminated = false;

  postMessage(message: string): void {
    assert.equal(typeof message, "string");
    assert.ok(!this.isTerminated, "a terminated worker was sent a message");
    this.heard.push(JSON.parse(message));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(message: FromWorker): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  get calls(): Extract<ToWorker, { type: "call" }>[] {
    return this.heard.filter((message) => message.type === "call");
  }

  get lastCall(): Extract<ToWorker, { type: "call" }> {
    const call = this.calls.at(-1);
    assert.ok(call, "no call was sent");
    return call;
  }

  /** Answers the call under way with twice its `x`. */
  answer(): void {
    const { id, calculator, inputs } = this.lastCall;
    const answer = { calculator, inputs, outputs: { double: 2 * Number(inputs.x) } };
    this.say({ type: "answer", id, answer: JSON.stringify(answer) });
  }
}

function start() {
  const workers: FakeWorker[] = [];
  const client = new CalculationClient(RUNTIME, () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  const statuses: ClientStatus[] = [];
  const life = new AbortController();
  client.watch((status) => statuses.push(status), life.signal);
  const worker = (index: number): FakeWorker => {
    const found = workers[index];
    assert.ok(found, `worker ${index} was not opened`);
    return found;
  };
  return { client, workers, worker, statuses, life };
}

function doubleOf(outcome: Outcome): unknown {
  assert.equal(outcome.type, "answer");
  assert.ok(outcome.type === "answer" && "outputs" in outcome.answer);
  return outcome.answer.outputs.double;
}

const ask = (client: CalculationClient, asker: object, inputs: Inputs) =>
  client.calculate(asker, "doubling", inputs);

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval"] }));
afterEach(() => mock.timers.reset());

describe("one Python for a page", () => {
  test("is not opened before somebody asks", () => {
    const { client, workers } = start();
    assert.equal(workers.length, 0);
    assert.equal(client.status.phase, "idle");
  });

  test("is opened once for all who ask, and told what to load", () => {
    const { client, workers, worker } = start();
    client.boot();
    client.boot();
    ask(client, {}, { x: 1 });
    ask(client, {}, { x: 2 });
    assert.equal(workers.length, 1);
    assert.deepEqual(worker(0).heard, [{ type: "boot", runtime: RUNTIME, fresh: false }]);
  });

  test("computes what was asked while it was loading", async () => {
    const { client, worker } = start();
    const outcome = ask(client, {}, { x: 21 });
    worker(0).say({ type: "ready" });
    worker(0).answer();
    assert.equal(doubleOf(await outcome), 42);
  });

  test("answers several askers one after the other", async () => {
    const { client, worker } = start();
    const first = ask(client, {}, { x: 1 });
    const second = ask(client, {}, { x: 2 });
    worker(0).say({ type: "ready" });
    assert.equal(worker(0).calls.length, 1);
    worker(0).answer();
    assert.equal(worker(0).calls.length, 2);
    worker(0).answer();
    assert.deepEqual([doubleOf(await first), doubleOf(await second)], [2, 4]);
  });

  test("reports how far it is, never backwards, and no more once nobody listens", () => {
    const { client, worker, statuses, life } = start();
    client.boot();
    for (const fraction of [0.2, 0.1, 0.6]) worker(0).say({ type: "progress", fraction });
    worker(0).say({ type: "ready" });
    assert.deepEqual(statuses, [
      { phase: "loading", fraction: 0 },
      { phase: "loading", fraction: 0.2 },
      { phase: "loading", fraction: 0.2 },
      { phase: "loading", fraction: 0.6 },
      { phase: "ready" },
    ]);
    life.abort();
    worker(0).onerror?.({ message: "gone" });
    assert.equal(statuses.length, 5);
  });
});

describe("the newest question", () => {
  test("is the only one of an asker that waits", async () => {
    const { client, worker } = start();
    const asker = {};
    const first = ask(client, asker, { x: 1 });
    worker(0).say({ type: "ready" });
    const second = ask(client, asker, { x: 2 });
    const third = ask(client, asker, { x: 3 });
    assert.deepEqual(await second, { type: "superseded" });
    assert.equal(worker(0).calls.length, 1);
    worker(0).answer();
    worker(0).answer();
    assert.equal(doubleOf(await first), 2);
    assert.equal(doubleOf(await third), 6);
    assert.equal(worker(0).calls.length, 2);
  });

  test("does not displace another asker's", async () => {
    const { client, worker } = start();
    const outcomes = [ask(client, {}, { x: 1 }), ask(client, {}, { x: 2 })];
    worker(0).say({ type: "ready" });
    worker(0).answer();
    worker(0).answer();
    assert.deepEqual((await Promise.all(outcomes)).map(doubleOf), [2, 4]);
  });

  test("keeps its asker's place among those who wait", async () => {
    const { client, worker } = start();
    const asker = {};
    ask(client, asker, { x: 1 });
    ask(client, {}, { x: 2 });
    ask(client, asker, { x: 3 });
    worker(0).say({ type: "ready" });
    assert.deepEqual(worker(0).lastCall.inputs, { x: 3 });
  });

  test("is dropped when its asker leaves the page", async () => {
    const { client, worker } = start();
    const asker = {};
    const outcome = ask(client, asker, { x: 1 });
    client.forget(asker);
    assert.deepEqual(await outcome, { type: "superseded" });
    worker(0).say({ type: "ready" });
    assert.equal(worker(0).calls.length, 0);
  });
});

describe("a call without end", () => {
  test("is stopped at the limit and said so, and the next one works", async () => {
    const { client, workers, worker } = start();
    const outcome = ask(client, {}, { x: 1 });
    worker(0).say({ type: "ready" });
    mock.timers.tick(CALL_LIMIT * 1000 - 1);
    assert.ok(!worker(0).isTerminated);
    mock.timers.tick(1);
    assert.ok(worker(0).isTerminated);
    assert.deepEqual(await outcome, {
      type: "stopped",
      message: "The calculation took longer than 5 seconds and was stopped.",
    });
    assert.equal(workers.length, 1);

    const next = ask(client, {}, { x: 2 });
    worker(1).say({ type: "ready" });
    worker(1).answer();
    assert.equal(doubleOf(await next), 4);
  });

  test("does not cost another asker its answer", async () => {
    const { client, worker } = start();
    const endless = ask(client, {}, { x: 1 });
    const other = ask(client, {}, { x: 2 });
    worker(0).say({ type: "ready" });
    mock.timers.tick(CALL_LIMIT * 1000);
    assert.equal((await endless).type, "stopped");
    worker(1).say({ type: "ready" });
    worker(1).answer();
    assert.equal(doubleOf(await other), 4);
  });

  test("cannot answer after it was stopped", async () => {
    const { client, worker } = start();
    const asker = {};
    const stopped = ask(client, asker, { x: 1 });
    worker(0).say({ type: "ready" });
    mock.timers.tick(CALL_LIMIT * 1000);
    await stopped;
    const next = ask(client, asker, { x: 2 });
    worker(0).answer();
    assert.equal(client.status.phase, "loading");
    worker(1).say({ type: "ready" });
    worker(1).answer();
    assert.equal(doubleOf(await next), 4);
  });

  test("does not count the time that Python needs to load or others need to compute", async () => {
    const { client, worker } = start();
    const first = ask(client, {}, { x: 1 });
    const second = ask(client, {}, { x: 2 });
    mock.timers.tick(CALL_LIMIT * 1000 + 1000);
    worker(0).say({ type: "ready" });
    mock.timers.tick(CALL_LIMIT * 1000 - 1);
    worker(0).answer();
    mock.timers.tick(CALL_LIMIT * 1000 - 1);
    worker(0).answer();
    assert.deepEqual([doubleOf(await first), doubleOf(await second)], [2, 4]);
  });
});

describe("a broken Python", () => {
  const breakages: readonly (readonly [string, (worker: FakeWorker) => void])[] = [
    ["an uncaught error", (worker) => worker.onerror?.({ message: "out of memory" })],
    ["an unreadable message", (worker) => worker.onmessageerror?.()],
    ["a fatal Python error", (worker) => worker.say({ type: "broken", reason: "stack overflow" })],
  ];
  for (const [name, happen] of breakages) {
    test(`(${name}) ends the call, and the next one works`, async () => {
      const { client, worker } = start();
      const outcome = ask(client, {}, { x: 1 });
      worker(0).say({ type: "ready" });
      happen(worker(0));
      const stopped = await outcome;
      assert.ok(stopped.type === "stopped");
      assert.match(stopped.message, /^Python stopped unexpectedly \(.+\)\.$/);
      assert.ok(worker(0).isTerminated);

      const next = ask(client, {}, { x: 2 });
      worker(1).say({ type: "ready" });
      worker(1).answer();
      assert.equal(doubleOf(await next), 4);
    });
  }

  test("that nobody was using is replaced when somebody asks", () => {
    const { client, workers, worker } = start();
    client.boot();
    worker(0).say({ type: "ready" });
    worker(0).onerror?.({ message: "gone" });
    assert.equal(client.status.phase, "idle");
    assert.equal(workers.length, 1);
    ask(client, {}, { x: 1 });
    assert.equal(workers.length, 2);
  });
});

describe("a Python that cannot be loaded", () => {
  test("says why, and lets nobody wait", async () => {
    const { client, worker, statuses } = start();
    const outcome = ask(client, {}, { x: 1 });
    worker(0).say({ type: "unavailable", reason: "python-stdlib-1a2b.zip is not there" });
    assert.deepEqual(await outcome, { type: "off" });
    const failed: ClientStatus = { phase: "failed", reason: "python-stdlib-1a2b.zip is not there" };
    assert.deepEqual(statuses.at(-1), failed);
    assert.ok(worker(0).isTerminated);
    assert.deepEqual(await ask(client, {}, { x: 2 }), { type: "off" });
  });

  test("is not tried again until somebody says so, then past the cache", async () => {
    const { client, workers, worker } = start();
    client.boot();
    worker(0).say({ type: "unavailable", reason: "offline" });
    client.boot();
    assert.equal(workers.length, 1);
    client.retry();
    client.retry();
    assert.equal(workers.length, 2);
    assert.deepEqual(worker(1).heard, [{ type: "boot", runtime: RUNTIME, fresh: true }]);
    const outcome = ask(client, {}, { x: 4 });
    worker(1).say({ type: "ready" });
    worker(1).answer();
    assert.equal(doubleOf(await outcome), 8);
  });

  test("because its script is missing names the script", () => {
    const { client, worker } = start();
    client.boot();
    worker(0).onerror?.({});
    const reason = "worker-1a2b.js could not be loaded";
    assert.deepEqual(client.status, { phase: "failed", reason });
  });

  test("because the browser refuses a worker says what the browser said", async () => {
    const client = new CalculationClient(RUNTIME, () => {
      throw new Error("workers are not allowed here");
    });
    assert.deepEqual(await ask(client, {}, { x: 1 }), { type: "off" });
    assert.deepEqual(client.status, { phase: "failed", reason: "workers are not allowed here" });
  });

  test("is given up after a long silence, counted anew from each step", () => {
    const { client, worker } = start();
    client.boot();
    mock.timers.tick((SILENCE_LIMIT - 1) * 1000);
    worker(0).say({ type: "progress", fraction: 0.5 });
    mock.timers.tick((SILENCE_LIMIT - 1) * 1000);
    assert.equal(client.status.phase, "loading");
    mock.timers.tick(1000);
    assert.deepEqual(client.status, {
      phase: "failed",
      reason: "nothing arrived for 30 seconds",
    });
    assert.ok(worker(0).isTerminated);
  });

  test("is not missed once it runs", () => {
    const { client, worker } = start();
    client.boot();
    worker(0).say({ type: "ready" });
    mock.timers.tick(SILENCE_LIMIT * 10_000);
    assert.equal(client.status.phase, "ready");
  });
});
