import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { FastFiles } from "../../livecalc/web/fast-files.ts";
import { writeImage } from "../../livecalc/web/memory-image.ts";
import type { Boot, FromWorker, Runtime, ToWorker } from "../../livecalc/web/protocol.ts";
import type { Call, StartOptions } from "../../livecalc/web/python.ts";

const RUNTIME: Runtime = {
  worker: "worker-1a2b.js",
  fast: { wasm: "fast-1a2b.wasm", image: "fast-1a2b.image", imageBytes: 8 },
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
type StartStock = (runtime: Runtime, options: StartOptions) => Promise<Call>;

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
  Object.assign(globalThis, { self: scope, importScripts });
  // Under another address Node loads the same script anew.
  opened += 1;
  await import(new URL(`../../livecalc/web/worker.ts?${opened}`, import.meta.url).href);
  const boot = (files?: FastFiles, fresh = false, runtime = RUNTIME) =>
    scope.onmessage({ data: { runtime, fresh, files } });
  const ask = (message: ToWorker) => scope.onmessage({ data: JSON.stringify(message) });
  return { boot, ask, said, imported };
}

const echo: StartStock = async () => (calculator, inputs) => `${calculator} ${inputs}`;
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

  const image = (wasm: string): ArrayBuffer => {
    const description = { memory: 65_536, stackPointer: 0, tableLength: 0 };
    const rest = { linked: {}, call: 0, wake: 0 };
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
      const worker = await open(async () => () => {
        throw thrown;
      });
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
