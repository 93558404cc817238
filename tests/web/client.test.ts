import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { setImmediate as settled } from "node:timers/promises";
import type { Outcome } from "../../livecalc/web/call-queue.ts";
import {
  CALL_LIMIT,
  CalculationClient,
  type ClientStatus,
  SILENCE_LIMIT,
} from "../../livecalc/web/client.ts";
import type { FastFiles } from "../../livecalc/web/fast-files.ts";
import type { Boot, FromWorker, Inputs, Runtime, ToWorker } from "../../livecalc/web/protocol.ts";

type Call = Extract<ToWorker, { inputs: unknown }>;
type ToolCall = Extract<ToWorker, { request: unknown }>;

const RUNTIME: Runtime = {
  worker: "worker-1a2b.js",
  drawing: "drawing.js",
  explore: "explore.js",
  fast: {
    wasm: "fast-1a2b.wasm",
    wasmIntegrity: "sha256-AAAA",
    image: "fast-1a2b.image",
    imageBytes: 8,
  },
  stock: "stock-1a2b.js",
  asm: "pyodide-asm-1a2b.js",
  wasm: "pyodide-asm-1a2b.wasm",
  stdlib: "python-stdlib-1a2b.zip",
  lock: "pyodide-lock-1a2b.json",
  wheels: [],
  bytes: { wasm: 3, stdlib: 2 },
  package: "some-calculators",
  calculators: "calculators",
};

const SMALLEST_WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const someFiles = (): FastFiles => ({
  module: new WebAssembly.Module(SMALLEST_WASM),
  image: new ArrayBuffer(8),
});

/** A worker that a test plays by hand. */
class FakeWorker {
  onmessage: ((event: { data: string }) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  onerror: ((event: { message?: string }) => void) | null = null;
  readonly boots: { readonly boot: Boot; readonly transferred: Transferable[] | undefined }[] = [];
  readonly calls: Call[] = [];
  readonly toolCalls: ToolCall[] = [];
  readonly cancelled: number[] = [];
  isTerminated = false;

  postMessage(message: Boot | string, transferred?: Transferable[]): void {
    assert.ok(!this.isTerminated, "a terminated worker was sent a message");
    if (typeof message === "string") this.#hear(JSON.parse(message));
    else this.boots.push({ boot: message, transferred });
  }

  #hear(message: ToWorker): void {
    if (message.type === "call") {
      if ("inputs" in message) this.calls.push(message);
      else this.toolCalls.push(message);
    } else this.cancelled.push(message.id);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(message: FromWorker): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The one message that says what to start from. */
  get boot(): Boot {
    assert.equal(this.boots.length, 1);
    return (this.boots[0] as { boot: Boot }).boot;
  }

  get lastCall(): Call {
    const call = this.calls.at(-1);
    assert.ok(call, "no call was sent");
    return call;
  }

  /** Answers a call with twice its `x`. */
  answer({ id, calculator, inputs } = this.lastCall): void {
    const answer = { calculator, inputs, outputs: { double: 2 * Number(inputs.x) } };
    this.say({ type: "answer", id, answer: JSON.stringify(answer) });
  }

  /** Says how far a long call is. */
  step(progress: number, { id } = this.lastCall): void {
    this.say({ type: "step", id, step: JSON.stringify({ progress }) });
  }
}

/** A request for the files of the fast start, for a test to answer. */
interface Load {
  readonly fresh: boolean;
  readonly report: (fraction: number) => void;
  readonly signal: AbortSignal;
  readonly arrive: (files: FastFiles) => void;
  readonly fail: (error: Error) => void;
}

function start(runtime = RUNTIME) {
  const workers: FakeWorker[] = [];
  const loads: Load[] = [];
  const client = new CalculationClient(runtime, {
    openWorker() {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    loadFiles: (fresh, report, signal) =>
      new Promise((arrive, fail) => {
        signal.addEventListener("abort", () => fail(signal.reason));
        loads.push({ fresh, report, signal, arrive, fail });
      }),
  });
  const statuses: ClientStatus[] = [];
  const life = new AbortController();
  client.watch((status) => statuses.push(status), life.signal);
  const worker = (index: number): FakeWorker => {
    const found = workers[index];
    assert.ok(found, `worker ${index} was not opened`);
    return found;
  };
  const load = (index: number): Load => {
    const found = loads[index];
    assert.ok(found, `the files were not asked for ${index + 1} times`);
    return found;
  };
  return { client, workers, worker, loads, load, statuses, life };
}

function doubleOf(outcome: Outcome): unknown {
  assert.equal(outcome.type, "answer");
  assert.ok(outcome.type === "answer" && "outputs" in outcome.answer);
  return outcome.answer.outputs.double;
}

const ask = (client: CalculationClient, asker: object, inputs: Inputs) =>
  client.ask(asker, { calculator: "doubling", inputs });

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval"] }));
afterEach(() => mock.timers.reset());

describe("one Python for a page", () => {
  test("is not opened before somebody asks", () => {
    const { client, workers } = start();
    assert.equal(workers.length, 0);
    assert.equal(client.status.phase, "idle");
  });

  test("is opened once for all who ask, and told what to load", async () => {
    const { client, workers, worker, loads, load } = start();
    client.boot();
    client.boot();
    ask(client, {}, { x: 1 });
    ask(client, {}, { x: 2 });
    assert.equal(workers.length, 1);
    assert.equal(loads.length, 1);
    load(0).arrive(someFiles());
    await settled();
    assert.equal(worker(0).boot.runtime, RUNTIME);
    assert.equal(worker(0).boot.fresh, false);
  });

  test("computes what was asked while it was loading", async () => {
    const { client, worker } = start();
    const outcome = ask(client, {}, { x: 21 });
    worker(0).say({ type: "ready" });
    worker(0).answer();
    assert.equal(doubleOf(await outcome), 42);
  });

  test("hears the first question before it is ready, and says so no later", async () => {
    const { client, worker, load } = start();
    const outcome = ask(client, {}, { x: 21 });
    assert.equal(worker(0).calls.length, 0);
    load(0).arrive(someFiles());
    await settled();
    assert.equal(worker(0).calls.length, 1);
    worker(0).say({ type: "ready" });
    assert.equal(worker(0).calls.length, 1);
    worker(0).answer();
    assert.equal(doubleOf(await outcome), 42);
  });

  test("has all its time for the first question once it is ready", async () => {
    const { client, worker, load } = start();
    const outcome = ask(client, {}, { x: 1 });
    load(0).arrive(someFiles());
    await settled();
    mock.timers.tick((CALL_LIMIT + 1) * 1000);
    worker(0).say({ type: "ready" });
    mock.timers.tick((CALL_LIMIT - 1) * 1000);
    assert.equal(client.status.phase, "ready");
    mock.timers.tick(1000);
    assert.equal((await outcome).type, "stopped");
  });

  test("is off for the first question too when it cannot be loaded", async () => {
    const { client, worker, load } = start();
    const outcome = ask(client, {}, { x: 1 });
    load(0).arrive(someFiles());
    await settled();
    worker(0).say({ type: "unavailable", reason: "offline" });
    assert.deepEqual(await outcome, { type: "off" });
    client.retry();
    assert.equal(worker(1).calls.length, 0);
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

describe("the files of the fast start", () => {
  test("are asked for as soon as the worker is opened, and handed over, not copied", async () => {
    const { client, worker, load } = start();
    client.boot();
    assert.equal(load(0).fresh, false);
    assert.deepEqual(worker(0).boots, []);
    const files = someFiles();
    load(0).arrive(files);
    await settled();
    assert.equal(worker(0).boot.files, files);
    assert.deepEqual(worker(0).boots[0]?.transferred, [files.image]);
  });

  test("are not needed: without them Python starts all the same", async () => {
    const { client, worker, load } = start();
    const outcome = ask(client, {}, { x: 3 });
    load(0).fail(new Error("the server answered 404"));
    await settled();
    assert.deepEqual(worker(0).boots, [
      { boot: { runtime: RUNTIME, fresh: false, files: undefined }, transferred: [] },
    ]);
    assert.equal(client.status.phase, "loading");
    worker(0).say({ type: "ready" });
    worker(0).answer();
    assert.equal(doubleOf(await outcome), 6);
  });

  test("count in the progress, and leave something for Python to do", async () => {
    const { client, worker, load, statuses } = start();
    client.boot();
    load(0).report(0.5);
    load(0).report(1);
    const [, half, whole] = statuses;
    assert.ok(half?.phase === "loading" && whole?.phase === "loading");
    assert.ok(0 < half.fraction && half.fraction < whole.fraction && whole.fraction < 1);
    load(0).arrive(someFiles());
    await settled();
    worker(0).say({ type: "ready" });
    assert.deepEqual(client.status, { phase: "ready" });
  });

  test("are all there is in a page that carries its Python: why they fail is said", async () => {
    const { client, worker, load } = start({ ...RUNTIME, stock: null });
    const outcome = ask(client, {}, { x: 3 });
    load(0).fail(new Error("offline-files.js could not be read"));
    assert.deepEqual(await outcome, { type: "off" });
    const reason = "offline-files.js could not be read";
    assert.deepEqual(client.status, { phase: "failed", reason });
    assert.ok(worker(0).isTerminated);
    client.retry();
    load(1).arrive(someFiles());
    await settled();
    assert.ok(worker(1).boot.files);
  });

  test("are read again in such a page after Python has broken", async () => {
    const { client, worker, load } = start({ ...RUNTIME, stock: null });
    ask(client, {}, { x: 1 });
    load(0).arrive(someFiles());
    await settled();
    worker(0).say({ type: "ready" });
    worker(0).say({ type: "broken", reason: "unreachable" });
    ask(client, {}, { x: 2 });
    const files = someFiles();
    load(1).arrive(files);
    await settled();
    assert.equal(worker(1).boot.files, files);
  });

  test("do not take progress back when Python has to start without them", async () => {
    const { client, worker, load } = start();
    client.boot();
    load(0).report(0.5);
    const before = client.status;
    load(0).fail(new Error("broke off"));
    await settled();
    worker(0).say({ type: "progress", fraction: 0.1 });
    assert.deepEqual(client.status, before);
  });

  test("break the silence while they arrive", () => {
    const { client, load } = start();
    client.boot();
    mock.timers.tick((SILENCE_LIMIT - 1) * 1000);
    load(0).report(0.5);
    mock.timers.tick((SILENCE_LIMIT - 1) * 1000);
    assert.ok(!load(0).signal.aborted);
    mock.timers.tick(1000);
    assert.ok(load(0).signal.aborted);
  });

  test("that stop arriving are given up, and Python starts without them from then on", async () => {
    const { client, worker, loads, load } = start();
    const outcome = ask(client, {}, { x: 3 });
    load(0).report(0.5);
    mock.timers.tick(SILENCE_LIMIT * 1000);
    assert.ok(load(0).signal.aborted);
    await settled();
    assert.equal(worker(0).boot.files, undefined);
    assert.equal(client.status.phase, "loading");
    worker(0).say({ type: "ready" });
    worker(0).answer();
    assert.equal(doubleOf(await outcome), 6);

    const endless = ask(client, {}, { x: 1 });
    mock.timers.tick(CALL_LIMIT * 1000);
    assert.equal((await endless).type, "stopped");
    ask(client, {}, { x: 2 });
    await settled();
    assert.equal(loads.length, 1);
    assert.equal(worker(1).boot.files, undefined);
  });

  test("that stop arriving leave as much patience for the other way to start", async () => {
    const { client, worker } = start();
    client.boot();
    mock.timers.tick(SILENCE_LIMIT * 1000);
    await settled();
    mock.timers.tick((SILENCE_LIMIT - 1) * 1000);
    assert.equal(client.status.phase, "loading");
    mock.timers.tick(1000);
    const reason = "nothing arrived for 30 seconds";
    assert.deepEqual(client.status, { phase: "failed", reason });
    assert.ok(worker(0).isTerminated);
  });

  test("that stop arriving are the end where a page has no other way to start", () => {
    const { client, load } = start({ ...RUNTIME, stock: null });
    client.boot();
    mock.timers.tick(SILENCE_LIMIT * 1000);
    assert.equal(client.status.phase, "failed");
    assert.ok(load(0).signal.aborted);
  });

  test("are no longer downloaded once their worker has failed", () => {
    const { client, worker, load } = start();
    client.boot();
    worker(0).onerror?.({});
    assert.equal(client.status.phase, "failed");
    assert.ok(load(0).signal.aborted);
  });

  test("that come late are not for the worker's successor, nor is their progress", async () => {
    const { client, worker, load, statuses } = start();
    client.boot();
    worker(0).say({ type: "unavailable", reason: "offline" });
    client.retry();
    const changes = statuses.length;
    load(0).report(0.5);
    load(0).arrive(someFiles());
    await settled();
    assert.equal(statuses.length, changes);
    assert.deepEqual(worker(0).boots, []);
    assert.deepEqual(worker(1).boots, []);
    const files = someFiles();
    load(1).arrive(files);
    await settled();
    assert.equal(worker(1).boot.files, files);
  });

  test("are asked for again after a calculation that took too long", async () => {
    const { client, worker, loads } = start();
    const outcome = ask(client, {}, { x: 1 });
    worker(0).say({ type: "ready" });
    mock.timers.tick(CALL_LIMIT * 1000);
    assert.equal((await outcome).type, "stopped");
    client.boot();
    assert.equal(loads.length, 2);
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
    client.cancel(asker);
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

describe("a long call", () => {
  const startLong = async () => {
    const started = start();
    const asker = {};
    const seen: number[] = [];
    const outcome = started.client.ask(
      asker,
      { calculator: "doubling", inputs: { x: 1 } },
      ({ progress }) => seen.push(progress),
    );
    const worker = started.worker(0);
    worker.say({ type: "ready" });
    worker.step(0.1);
    return { ...started, asker, seen, outcome, long: worker.lastCall, python: worker };
  };

  test("tells its asker how far it is, then its answer", async () => {
    const { python, seen, outcome } = await startLong();
    python.step(0.5);
    python.answer();
    assert.equal(doubleOf(await outcome), 2);
    assert.deepEqual(seen, [0.1, 0.5]);
  });

  test("lets calls of others through", async () => {
    const { client, python, long, outcome } = await startLong();
    const other = ask(client, {}, { x: 2 });
    assert.equal(python.calls.length, 2);
    python.say({ type: "started", id: python.lastCall.id });
    python.answer();
    assert.equal(doubleOf(await other), 4);
    python.step(0.9, long);
    python.answer(long);
    assert.equal(doubleOf(await outcome), 2);
  });

  test("may last as long as it gets on", async () => {
    const { python, outcome } = await startLong();
    for (let step = 1; step < 100; step++) {
      mock.timers.tick(CALL_LIMIT * 1000 - 1);
      python.step(step / 100);
    }
    assert.ok(!python.isTerminated);
    python.answer();
    assert.equal(doubleOf(await outcome), 2);
    mock.timers.tick(CALL_LIMIT * 1000);
    assert.ok(!python.isTerminated, "nothing is under way any more");
  });

  test("is stopped when it makes no progress", async () => {
    const { python, outcome } = await startLong();
    mock.timers.tick(CALL_LIMIT * 1000);
    assert.ok(python.isTerminated);
    const message = "The calculation made no progress for 5 seconds and was stopped.";
    assert.deepEqual(await outcome, { type: "stopped", message });
  });

  test("that never ends a step is to blame, not the call that waits behind it", async () => {
    const { client, worker, outcome } = await startLong();
    mock.timers.tick(CALL_LIMIT * 1000 - 1);
    const other = ask(client, {}, { x: 2 });
    mock.timers.tick(1);
    assert.equal((await outcome).type, "stopped");
    worker(1).say({ type: "ready" });
    assert.equal(worker(1).calls.length, 1);
    worker(1).answer();
    assert.equal(doubleOf(await other), 4);
  });

  test("is not to blame for a short one that never ends, and starts anew", async () => {
    const { client, worker, python, outcome, seen } = await startLong();
    const other = ask(client, {}, { x: 2 });
    python.say({ type: "started", id: python.lastCall.id });
    mock.timers.tick(CALL_LIMIT * 1000);
    const message = "The calculation took longer than 5 seconds and was stopped.";
    assert.deepEqual(await other, { type: "stopped", message });
    worker(1).say({ type: "ready" });
    worker(1).step(0.05);
    worker(1).answer();
    assert.equal(doubleOf(await outcome), 2);
    assert.deepEqual(seen, [0.1, 0.05]);
  });

  test("is called off by a newer question of its asker, which is asked at once", async () => {
    const { client, python, asker, outcome, long, seen } = await startLong();
    const newer = ask(client, asker, { x: 5 });
    assert.deepEqual(await outcome, { type: "superseded" });
    assert.deepEqual(python.cancelled, [long.id]);
    assert.deepEqual(python.lastCall.inputs, { x: 5 });
    python.step(0.2, long);
    python.say({ type: "cancelled", id: long.id });
    python.answer();
    assert.equal(doubleOf(await newer), 10);
    assert.deepEqual(seen, [0.1]);
    assert.deepEqual(python.cancelled, [long.id]);
  });

  test("is called off when it turns out to be long after the newer question", async () => {
    const { client, worker } = start();
    const asker = {};
    const first = ask(client, asker, { x: 1 });
    worker(0).say({ type: "ready" });
    const second = ask(client, asker, { x: 2 });
    assert.deepEqual(worker(0).cancelled, []);
    const long = worker(0).lastCall;
    worker(0).step(0.1, long);
    assert.deepEqual(await first, { type: "superseded" });
    assert.deepEqual(worker(0).cancelled, [long.id]);
    worker(0).answer();
    assert.equal(doubleOf(await second), 4);
  });

  test("may be a tool's, whose reports hold what it knows so far", async () => {
    const { client, python } = await startLong();
    const request = { tool: "sweep", input: "x" };
    const seen: unknown[] = [];
    const found = client.ask({}, { calculator: "doubling", request }, (known) => seen.push(known));
    const [call] = python.toolCalls;
    assert.ok(call);
    assert.deepEqual(call.request, request);
    const known = { progress: 0.5, rows: [{ input: 1, output: 2 }] };
    python.say({ type: "step", id: call.id, step: JSON.stringify(known) });
    const answer = { calculator: "doubling", tool: "sweep" };
    python.say({ type: "answer", id: call.id, answer: JSON.stringify(answer) });
    assert.deepEqual(seen, [known]);
    assert.deepEqual(await found, { type: "answer", answer });
  });

  test("can be cancelled, and then nothing is under way", async () => {
    const { client, python, asker, outcome, long } = await startLong();
    client.cancel(asker);
    assert.deepEqual(await outcome, { type: "superseded" });
    assert.deepEqual(python.cancelled, [long.id]);
    python.say({ type: "cancelled", id: long.id });
    mock.timers.tick(CALL_LIMIT * 1000);
    assert.ok(!python.isTerminated);
  });

  test("that was cancelled in a step without end is ended, and blames nobody else", async () => {
    const { client, worker, python, asker } = await startLong();
    client.cancel(asker);
    const next = ask(client, asker, { x: 3 });
    mock.timers.tick(CALL_LIMIT * 1000);
    assert.ok(python.isTerminated);
    worker(1).say({ type: "ready" });
    assert.equal(worker(1).calls.length, 1);
    worker(1).answer();
    assert.equal(doubleOf(await next), 6);
  });

  test("of several is finished one after the other, each with its own progress", async () => {
    const { client, python, outcome, long, seen } = await startLong();
    const others: number[] = [];
    const other = client.ask({}, { calculator: "doubling", inputs: { x: 2 } }, ({ progress }) =>
      others.push(progress),
    );
    const second = python.lastCall;
    python.say({ type: "started", id: second.id });
    python.step(0.01, second);
    python.step(0.9, long);
    python.answer(long);
    python.step(0.5, second);
    python.answer(second);
    assert.deepEqual([doubleOf(await outcome), doubleOf(await other)], [2, 4]);
    assert.deepEqual(
      [seen, others],
      [
        [0.1, 0.9],
        [0.01, 0.5],
      ],
    );
  });

  test("is asked again, with all others, when Python breaks in one of them", async () => {
    const { client, worker, python, outcome } = await startLong();
    const other = ask(client, {}, { x: 2 });
    python.say({ type: "started", id: python.lastCall.id });
    python.say({ type: "broken", reason: "stack overflow" });
    assert.equal((await other).type, "stopped");
    await settled();
    worker(1).say({ type: "ready" });
    worker(1).answer();
    assert.equal(doubleOf(await outcome), 2);
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

  for (const [name, happen] of breakages) {
    test(`(${name}) starts without the files of the fast start from then on`, async () => {
      const { client, worker, loads } = start();
      ask(client, {}, { x: 1 });
      worker(0).say({ type: "ready" });
      happen(worker(0));
      for (const index of [1, 2]) {
        const outcome = ask(client, {}, { x: 2 });
        await settled();
        assert.equal(loads.length, 1);
        assert.equal(worker(index).boot.files, undefined);
        worker(index).say({ type: "ready" });
        happen(worker(index));
        assert.equal((await outcome).type, "stopped");
      }
    });
  }

  test("before it was ready is a failure, and the retry does without the fast start", async () => {
    const { client, worker, loads } = start();
    client.boot();
    worker(0).onerror?.({ message: "out of memory" });
    assert.deepEqual(client.status, { phase: "failed", reason: "out of memory" });
    client.retry();
    await settled();
    assert.equal(loads.length, 1);
    assert.deepEqual(worker(1).boot, { runtime: RUNTIME, fresh: true, files: undefined });
  });

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
    const { client, workers, worker, load } = start();
    client.boot();
    worker(0).say({ type: "unavailable", reason: "offline" });
    client.boot();
    assert.equal(workers.length, 1);
    client.retry();
    client.retry();
    assert.equal(workers.length, 2);
    assert.equal(load(1).fresh, true);
    load(1).arrive(someFiles());
    await settled();
    assert.equal(worker(1).boot.fresh, true);
    const outcome = ask(client, {}, { x: 4 });
    worker(1).say({ type: "ready" });
    worker(1).answer();
    assert.equal(doubleOf(await outcome), 8);
  });

  test("because its script is missing names the script, and is no reason to start slowly", () => {
    const { client, worker, loads } = start();
    client.boot();
    worker(0).onerror?.({});
    const reason = "worker-1a2b.js could not be loaded";
    assert.deepEqual(client.status, { phase: "failed", reason });
    client.retry();
    assert.equal(loads.length, 2);
  });

  test("because the browser refuses a worker says what the browser said", async () => {
    const client = new CalculationClient(RUNTIME, {
      openWorker() {
        throw new Error("workers are not allowed here");
      },
      loadFiles: () => assert.fail("files were asked for that nobody can use"),
    });
    assert.deepEqual(await ask(client, {}, { x: 1 }), { type: "off" });
    assert.deepEqual(client.status, { phase: "failed", reason: "workers are not allowed here" });
  });

  test("is given up after a long silence, counted anew from each step", async () => {
    const { client, worker, load } = start();
    client.boot();
    load(0).arrive(someFiles());
    await settled();
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
