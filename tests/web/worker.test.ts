import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { FastFiles } from "../../livecalc/web/fast-files.ts";
import { writeImage } from "../../livecalc/web/memory-image.ts";
import type { Boot, FromWorker, Runtime, ToWorker } from "../../livecalc/web/protocol.ts";
import type { Python, StartOptions } from "../../livecalc/web/python.ts";

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
  bytes: {},
  package: "some-calculators",
  calculators: "calculators",
};
const MODULE = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));

/** The second tier, as its script would leave it behind. */
type StartStock = (runtime: Runtime, options: StartOptions) => Promise<Python>;

let opened = 0;

/** Opens the worker's script in a worker's surroundings, with this as its second tier. */
async function open(startStock: StartStock | Error) {
  const said: FromWorker[] = [];
  const imported: string[] = [];
  const scope = {
    location: { href: "https://site.test/livecalc/worker-1a2b.js" },
    postMessage: (message: string) => said.push(JSON.parse(message)),
    onmessage: (_event: { data: Boot | string }): unknown => assert.fail("nobody listens"),
  };
  const importScripts = (file: string) => {
    imported.push(file);
    if (startStock instanceof Error) throw startStock;
    Object.assign(scope, { startStockPython: startStock });
  };
  const turns: (() => void)[] = [];
  let now = 0;
  class FakeChannel {
    readonly port1: { onmessage: () => void } = { onmessage: () => undefined };
    readonly port2 = { postMessage: () => turns.push(() => this.port1.onmessage()) };
  }
  const performance = { now: () => now };
  Object.assign(globalThis, { self: scope, importScripts, MessageChannel: FakeChannel });
  Object.defineProperty(globalThis, "performance", { value: performance, configurable: true });
  // Under another address Node loads the same script anew.
  opened += 1;
  await import(new URL(`../../livecalc/web/worker.ts?${opened}`, import.meta.url).href);
  const boot = (files?: FastFiles, fresh = false, runtime = RUNTIME) =>
    scope.onmessage({ data: { runtime, fresh, files } });
  const ask = (message: ToWorker) => scope.onmessage({ data: JSON.stringify(message) });
  /** Lets the worker go on with what it has in hand; false when there is nothing. */
  const turn = (): boolean => {
    const next = turns.shift();
    next?.();
    return next !== undefined;
  };
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { boot, ask, said, imported, turn, turnsToCome: () => turns.length, pass };
}

/** A Python that answers at once. */
const echo: StartStock = async () => ({
  begin: (_key, calculator, inputs) => `${calculator} ${inputs}`,
  explore: (_key, calculator, request) => `${calculator} explored ${request}`,
  proceed: () => assert.fail("nothing is in hand"),
  cancel: () => "",
});
const CALL: ToWorker = { type: "call", id: 7, calculator: "doubling", inputs: { x: 1 } };

describe("the worker", () => {
  test("starts stock Pyodide when it gets no files, from its own folder", async () => {
    const options: StartOptions[] = [];
    const worker = await open((runtime, given) => {
      assert.deepEqual(runtime, RUNTIME);
      options.push(given);
      return echo(runtime, given);
    });
    await worker.boot(undefined, true);
    assert.deepEqual(worker.imported, ["stock-1a2b.js"]);
    assert.equal(options[0]?.folder, "https://site.test/livecalc/");
    assert.equal(options[0]?.fresh, true);
    assert.deepEqual(worker.said, [{ type: "ready" }]);
    worker.ask(CALL);
    assert.deepEqual(worker.said.at(-1), { type: "answer", id: 7, answer: 'doubling {"x":1}' });
  });

  test("answers what it was asked while Python was starting, once it has", async () => {
    let wake = (): void => assert.fail("Python was not started");
    const worker = await open((runtime, options) => {
      const asleep = new Promise<void>((resolve) => {
        wake = resolve;
      });
      return asleep.then(() => echo(runtime, options));
    });
    const started = worker.boot();
    worker.ask(CALL);
    assert.deepEqual(worker.said, []);
    wake();
    await started;
    const answer = 'doubling {"x":1}';
    assert.deepEqual(worker.said, [{ type: "ready" }, { type: "answer", id: 7, answer }]);
  });

  test("hands what a tool is asked to that tool", async () => {
    const worker = await open(echo);
    await worker.boot();
    const request = { tool: "goal", target: 2 };
    worker.ask({ type: "call", id: 8, calculator: "doubling", request });
    const answer = `doubling explored ${JSON.stringify(request)}`;
    assert.deepEqual(worker.said.at(-1), { type: "answer", id: 8, answer });
  });

  const image = (wasm: string): ArrayBuffer => {
    const description = { memory: 65_536, stackPointer: 0, tableLength: 0 };
    const objects = { begin: 0, explore: 0, proceed: 0, cancel: 0, wake: 0 };
    const rest = { linked: {}, ...objects };
    return Uint8Array.from(writeImage({ wasm, ...description, ...rest }, [])).buffer;
  };
  const useless: readonly (readonly [string, ArrayBuffer])[] = [
    ["is truncated", image(RUNTIME.fast.wasm).slice(4)],
    ["is of another wasm", image("fast-3c4d.wasm")],
    ["is whole but its wasm holds no Python", image(RUNTIME.fast.wasm)],
  ];
  for (const [name, content] of useless) {
    test(`starts stock Pyodide when the image ${name}`, async () => {
      const worker = await open(echo);
      await worker.boot({ module: MODULE, image: content });
      assert.deepEqual(worker.imported, ["stock-1a2b.js"]);
      assert.deepEqual(worker.said, [{ type: "ready" }]);
    });
  }

  test("says what is wrong with the image where the page carries no stock Pyodide", async () => {
    const worker = await open(echo);
    const carried = { ...RUNTIME, stock: null };
    await worker.boot({ module: MODULE, image: image("fast-3c4d.wasm") }, false, carried);
    await worker.boot(undefined, false, carried);
    assert.deepEqual(worker.imported, []);
    const reason = "the memory image belongs to fast-3c4d.wasm, not to fast-1a2b.wasm";
    assert.deepEqual(worker.said, [
      { type: "unavailable", reason },
      { type: "unavailable", reason: "the page carries no files of Python" },
    ]);
  });

  test("names the script of stock Pyodide when that is missing", async () => {
    const worker = await open(new Error("NetworkError"));
    await worker.boot();
    const reason = "stock-1a2b.js could not be loaded";
    assert.deepEqual(worker.said, [{ type: "unavailable", reason }]);
  });

  test("says why stock Pyodide did not start: the last line of it", async () => {
    const worker = await open(async () => {
      throw new Error("Traceback:\n  somewhere\nValueError: no calculators\n");
    });
    await worker.boot();
    const reason = "ValueError: no calculators";
    assert.deepEqual(worker.said, [{ type: "unavailable", reason }]);
  });

  test("says that Python broke when a call throws, whatever it throws", async () => {
    for (const [thrown, reason] of [
      [new RangeError("Maximum call stack size exceeded"), "Maximum call stack size exceeded"],
      [{ name: "ExitStatus", message: "Program terminated" }, "Program terminated"],
      ["gone", "gone"],
    ] as const) {
      const worker = await open(async (runtime, options) => ({
        ...(await echo(runtime, options)),
        begin: () => {
          throw thrown;
        },
      }));
      await worker.boot();
      worker.ask(CALL);
      assert.deepEqual(worker.said.at(-1), { type: "broken", reason });
    }
  });

  test("does not answer before Python is ready", async () => {
    const worker = await open(echo);
    worker.ask(CALL);
    const reason = "a call came before Python was ready";
    assert.deepEqual(worker.said, [{ type: "broken", reason }]);
  });

  test("reports progress in steps that can be seen", async () => {
    const worker = await open(async (runtime, options) => {
      for (let step = 1; step <= 10_000; step++) options.onProgress(step / 10_000);
      return echo(runtime, options);
    });
    await worker.boot();
    const fractions = worker.said.flatMap((one) => (one.type === "progress" ? [one.fraction] : []));
    assert.ok(fractions.length > 50 && fractions.length <= 100, `${fractions.length} reports`);
    assert.deepEqual(
      fractions,
      [...fractions].sort((a, b) => a - b),
    );
  });
});

/** A Python whose calls to `long` need so many slices, and that keeps what it was asked. */
function slicing(slices: number) {
  const asked: string[] = [];
  const left = new Map<string, number>();
  const next = (key: string): string => {
    const rest = (left.get(key) ?? 0) - 1;
    left.set(key, rest);
    return rest > 0 ? `{"progress": ${(slices - rest) / slices}}` : `"answer to ${key}"`;
  };
  const start: StartStock = async () => ({
    begin(key, calculator) {
      asked.push(`begin ${key}`);
      if (calculator !== "long") return `"answer to ${key}"`;
      left.set(key, slices);
      return next(key);
    },
    explore(key) {
      asked.push(`explore ${key}`);
      left.set(key, slices);
      return next(key);
    },
    proceed(key) {
      asked.push(`proceed ${key}`);
      return next(key);
    },
    cancel(key) {
      asked.push(`cancel ${key}`);
      return "";
    },
  });
  return { start, asked };
}

describe("a long call", () => {
  const call = (id: number, calculator = "long"): ToWorker => ({
    type: "call",
    id,
    calculator,
    inputs: {},
  });
  const answered = (said: readonly FromWorker[]) =>
    said.flatMap((one) => (one.type === "answer" ? [one.id] : []));

  test("is computed in slices, and leaves nothing to do after its answer", async () => {
    const { start, asked } = slicing(4);
    const worker = await open(start);
    await worker.boot();
    worker.ask(call(1));
    assert.deepEqual(asked, ["begin 1"]);
    while (worker.turn());
    assert.deepEqual(asked, ["begin 1", "proceed 1", "proceed 1", "proceed 1"]);
    assert.deepEqual(worker.said.at(-1), { type: "answer", id: 1, answer: '"answer to 1"' });
  });

  test("says at once that it is one, then how far it is, now and then", async () => {
    const { start } = slicing(1_000);
    const worker = await open(start);
    await worker.boot();
    worker.ask(call(1));
    assert.deepEqual(worker.said.at(-1), { type: "step", id: 1, step: '{"progress": 0.001}' });
    let slices = 1;
    while (worker.turn()) {
      slices += 1;
      worker.pass(8);
    }
    const steps = worker.said.filter((one) => one.type === "step");
    assert.equal(slices, 1_000);
    assert.equal(steps.length, Math.ceil(1_000 / 7));
  });

  test("lets a short one through between two slices, and says that it did", async () => {
    const { start, asked } = slicing(4);
    const worker = await open(start);
    await worker.boot();
    worker.ask(call(1));
    worker.turn();
    worker.ask(call(2, "short"));
    assert.deepEqual(worker.said.slice(-2), [
      { type: "started", id: 2 },
      { type: "answer", id: 2, answer: '"answer to 2"' },
    ]);
    while (worker.turn());
    assert.deepEqual(answered(worker.said), [2, 1]);
    assert.deepEqual(asked, ["begin 1", "proceed 1", "begin 2", "proceed 1", "proceed 1"]);
  });

  test("that comes second is checked at once and computed after the first", async () => {
    const { start, asked } = slicing(3);
    const worker = await open(start);
    await worker.boot();
    worker.ask(call(1));
    worker.ask(call(2));
    while (worker.turn());
    assert.deepEqual(answered(worker.said), [1, 2]);
    const order = ["begin 1", "begin 2", "proceed 1", "proceed 1", "proceed 2", "proceed 2"];
    assert.deepEqual(asked, order);
  });

  test("of a tool is one like any other, and lets a calculation through", async () => {
    const { start, asked } = slicing(3);
    const worker = await open(start);
    await worker.boot();
    worker.ask({ type: "call", id: 1, calculator: "short", request: { tool: "sweep" } });
    worker.ask(call(2, "short"));
    while (worker.turn());
    assert.deepEqual(answered(worker.said), [2, 1]);
    assert.deepEqual(asked, ["explore 1", "begin 2", "proceed 1", "proceed 1"]);
  });

  test("that is cancelled leaves no work behind", async () => {
    const { start, asked } = slicing(1_000);
    const worker = await open(start);
    await worker.boot();
    worker.ask(call(1));
    worker.turn();
    worker.ask({ type: "cancel", id: 1 });
    assert.deepEqual(worker.said.at(-1), { type: "cancelled", id: 1 });
    while (worker.turn());
    assert.deepEqual(asked, ["begin 1", "proceed 1", "cancel 1"]);
  });

  test("gets no more turns than its own when it follows a cancelled one", async () => {
    const { start } = slicing(3);
    const worker = await open(start);
    await worker.boot();
    worker.ask(call(1));
    worker.ask({ type: "cancel", id: 1 });
    worker.ask(call(2));
    assert.equal(worker.turnsToCome(), 1);
    worker.turn();
    assert.equal(worker.turnsToCome(), 1);
    while (worker.turn());
    assert.deepEqual(answered(worker.said), [2]);
  });

  test("in which Python breaks is the end of all", async () => {
    const worker = await open(async (runtime, options) => ({
      ...(await echo(runtime, options)),
      begin: () => '{"progress": 0.1}',
      proceed: () => {
        throw new Error("unreachable");
      },
    }));
    await worker.boot();
    worker.ask(call(1));
    worker.ask(call(2));
    while (worker.turn());
    const broken = worker.said.filter((one) => one.type === "broken");
    assert.deepEqual(broken, [{ type: "broken", reason: "unreachable" }]);
  });
});
