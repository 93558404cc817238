import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { claimPython, inheritPython, pythonName } from "../../livecalc/web/claim.ts";

type Held = (lock: object | null) => Promise<void> | undefined;

/** Locks as a browser keeps them, for one name. */
class FakeLocks {
  #isHeld = false;
  readonly #queue: (() => void)[] = [];

  async request(
    _name: string,
    { ifAvailable, signal }: { ifAvailable?: boolean; signal?: AbortSignal },
    held: Held,
  ): Promise<void> {
    signal?.throwIfAborted();
    if (this.#isHeld) {
      if (ifAvailable) return held(null);
      await new Promise<void>((resolve, reject) => {
        this.#queue.push(resolve);
        signal?.addEventListener("abort", () => reject(signal.reason));
      });
    }
    this.#isHeld = true;
    await held({});
    this.#isHeld = false;
    this.#queue.shift()?.();
  }
}

const original = Object.getOwnPropertyDescriptor(globalThis, "navigator");

function useLocks(locks: unknown): void {
  Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true });
}

beforeEach(() => useLocks(new FakeLocks()));
afterEach(() => Object.defineProperty(globalThis, "navigator", original as PropertyDescriptor));

describe("the right to run Python", () => {
  test("belongs to the first page that claims it, until that page releases it", async () => {
    const first = await claimPython("python");
    assert.ok(first);
    assert.equal(await claimPython("python"), undefined);
    first.release();
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(await claimPython("python"));
  });

  test("is inherited by the page that waited", async () => {
    const first = await claimPython("python");
    const second = inheritPython("python", new AbortController().signal);
    first?.release();
    assert.ok(await second);
    assert.equal(await claimPython("python"), undefined);
  });

  test("is not waited for any longer once the signal says so", async () => {
    await claimPython("python");
    const waiting = new AbortController();
    const second = inheritPython("python", waiting.signal);
    waiting.abort(new Error("enough"));
    await assert.rejects(second, /enough/);
  });

  for (const [where, locks] of [
    ["an insecure page, which has no locks", undefined],
    [
      "a sandboxed frame, which may not use them",
      { request: () => Promise.reject(new Error("not allowed")) },
    ],
  ] as const) {
    test(`is everybody's in ${where}`, async () => {
      useLocks(locks);
      assert.ok(await claimPython("python"));
      assert.ok(await claimPython("python"));
    });
  }

  test("is another one for another build", () => {
    const fast = { wasm: "fast-1.wasm", image: "fast-1.image", imageBytes: 8, wasmIntegrity: "" };
    assert.notEqual(pythonName({ fast }), pythonName({ fast: { ...fast, image: "fast-2.image" } }));
  });
});
