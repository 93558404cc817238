import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import {
  type EarlyRuntime,
  earlyFilesWithin,
  earlyStarts,
  startEarly,
  takeEarlyFiles,
  takeEarlyWorker,
} from "../../livecalc/web/early-start.ts";

const RUNTIME: EarlyRuntime = {
  worker: "worker-1a2b.js",
  fast: { wasm: "fast-1a2b.wasm", image: "fast-1a2b.image", imageBytes: 8, wasmIntegrity: "" },
};
const FOLDER = "https://example.org/livecalc/";
const unexpected = () => assert.fail("nothing is on its way");
const NEVER = new AbortController().signal;
const SMALLEST_WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

class FakeWorker {
  static readonly opened: FakeWorker[] = [];
  onerror: (() => void) | null = null;
  isTerminated = false;
  readonly address: string;

  constructor(address: string) {
    this.address = address;
    FakeWorker.opened.push(this);
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

const originals = new Map<string, PropertyDescriptor | undefined>();

function replace(name: string, value: unknown): void {
  if (!originals.has(name)) {
    originals.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
  }
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** Another page computes already, or none does. */
function claimed(byAnother: boolean): void {
  const request = (_name: string, _options: object, held: (lock: object | null) => unknown) =>
    Promise.resolve(held(byAnother ? null : {}));
  replace("navigator", { locks: { request } });
}

const requests: { readonly url: string; readonly signal: AbortSignal }[] = [];

beforeEach(() => {
  FakeWorker.opened.length = 0;
  requests.length = 0;
  replace("self", { origin: "https://example.org" });
  replace("Worker", FakeWorker);
  mock.method(globalThis, "fetch", async (url: string, { signal }: { signal: AbortSignal }) => {
    requests.push({ url, signal });
    const isWasm = url.endsWith(".wasm");
    return new Response(isWasm ? SMALLEST_WASM : new Uint8Array(8), {
      headers: { "Content-Type": isWasm ? "application/wasm" : "application/octet-stream" },
    });
  });
  claimed(false);
});

afterEach(() => {
  mock.reset();
  delete earlyStarts.livecalcEarlyStart;
  for (const [name, descriptor] of originals) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
  }
  originals.clear();
});

const fraction = () => earlyStarts.livecalcEarlyStart?.fraction;

describe("the early start", () => {
  test("opens the worker and fetches both files before it knows anything else", () => {
    startEarly(RUNTIME, FOLDER);
    assert.deepEqual(
      FakeWorker.opened.map(({ address }) => address),
      [`${FOLDER}worker-1a2b.js`],
    );
    assert.deepEqual(
      requests.map(({ url }) => url),
      [`${FOLDER}fast-1a2b.wasm`, `${FOLDER}fast-1a2b.image`],
    );
  });

  test("hands worker and files on once, with how far they are", async () => {
    startEarly(RUNTIME, FOLDER);
    assert.ok(await earlyStarts.livecalcEarlyStart?.claim);
    await pause(20);
    const seen: number[] = [];
    const wanted = new AbortController();
    const files = await takeEarlyFiles((fraction) => seen.push(fraction), wanted.signal);
    assert.equal(files?.image.byteLength, 8);
    assert.deepEqual(seen, [1]);
    assert.equal(takeEarlyFiles(unexpected, NEVER), undefined);
    assert.equal(takeEarlyWorker(), FakeWorker.opened[0] as unknown as Worker);
    assert.equal(takeEarlyWorker(), undefined);
  });

  test("tells when the files are here, and otherwise when the time is over", async () => {
    startEarly(RUNTIME, FOLDER);
    await earlyFilesWithin(1000);
    assert.equal(fraction(), 1);
    mock.method(globalThis, "fetch", () => new Promise(() => undefined));
    startEarly(RUNTIME, FOLDER);
    await earlyFilesWithin(10);
    assert.equal(fraction(), 0);
  });

  test("does not keep anyone waiting for files that are lost", async () => {
    mock.method(globalThis, "fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    startEarly(RUNTIME, FOLDER);
    await earlyFilesWithin(1000);
  });

  test("ends when nobody wants the files any more", () => {
    startEarly(RUNTIME, FOLDER);
    const wanted = new AbortController();
    takeEarlyFiles(() => undefined, wanted.signal)?.catch(() => undefined);
    wanted.abort();
    assert.ok(requests.every(({ signal }) => signal.aborted));
  });

  test("ends at once where another page computes", async () => {
    claimed(true);
    startEarly(RUNTIME, FOLDER);
    assert.equal(await earlyStarts.livecalcEarlyStart?.claim, undefined);
    assert.equal(FakeWorker.opened[0]?.isTerminated, true);
    assert.ok(requests.every(({ signal }) => signal.aborted));
    assert.equal(takeEarlyWorker(), undefined);
    assert.equal(takeEarlyFiles(unexpected, NEVER), undefined);
  });

  test("does not hand on a worker whose script did not come", () => {
    startEarly(RUNTIME, FOLDER);
    FakeWorker.opened[0]?.onerror?.();
    assert.equal(takeEarlyWorker(), undefined);
  });
});

test("a page without an early start has nothing to hand on", () => {
  assert.equal(earlyFilesWithin(1000), undefined);
  assert.equal(takeEarlyWorker(), undefined);
  assert.equal(takeEarlyFiles(unexpected, NEVER), undefined);
});
