import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type ImageDescription,
  ImageError,
  type Run,
  readImage,
  writeImage,
} from "../../livecalc/web/memory-image.ts";

const DESCRIPTION: ImageDescription = {
  wasm: "fast-1a2b.wasm",
  memory: 65_536,
  stackPointer: 1024,
  tableLength: 3,
  linked: { __memory_base: 1024, wörld: 1 },
  begin: 8,
  explore: 12,
  proceed: 16,
  cancel: 24,
  wake: 32,
};
const MEMORY = 4096;
const HEAD = 20;
const RUNS: readonly Run[] = [
  { address: 8, bytes: Uint8Array.of(1, 2, 3, 4) },
  { address: 64, bytes: Uint8Array.of(5, 6, 7, 8, 9, 10, 11, 12) },
];

/** Numbers that are random enough and the same every time. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Runs in whole words, in ascending order, none touching the one before, perhaps none at all. */
function randomRuns(draw: (below: number) => number): Run[] {
  const runs: Run[] = [];
  let address = 4 * draw(3);
  for (;;) {
    const length = 4 * (1 + draw(40));
    if (address + length > MEMORY || draw(20) === 0) return runs;
    runs.push({ address, bytes: Uint8Array.from({ length }, () => draw(256)) });
    address += length + 4 * (1 + draw(60));
  }
}

const bufferOf = (image: Uint8Array): ArrayBuffer => Uint8Array.from(image).buffer;

function assertRefused(image: Uint8Array, message: string): void {
  assert.throws(
    () => readImage(bufferOf(image)),
    (error) => {
      assert.ok(error instanceof ImageError, String(error));
      assert.equal(error.message, message);
      return true;
    },
  );
}

describe("a memory image", () => {
  test("gives back every run where it was, and leaves the rest alone", () => {
    let withoutRuns = 0;
    for (let seed = 0; seed < 300; seed++) {
      const runs = randomRuns(draws(seed));
      withoutRuns += Number(runs.length === 0);
      const expected = new Uint8Array(MEMORY);
      for (const { address, bytes } of runs) expected.set(bytes, address);
      const restored = new Uint8Array(MEMORY);
      const { description, restore } = readImage(bufferOf(writeImage(DESCRIPTION, runs)));
      restore(restored);
      assert.deepEqual(restored, expected, `seed ${seed}`);
      assert.deepEqual(description, DESCRIPTION);
    }
    assert.ok(withoutRuns > 0, "no memory without any run was tried");
  });

  test("keeps a description of any length, whatever its letters", () => {
    for (const wasm of ["", "a", "ab", "abc", "abcd", "é", "日本", "🙂"]) {
      const image = writeImage({ ...DESCRIPTION, wasm }, RUNS);
      assert.equal(readImage(bufferOf(image)).description.wasm, wasm);
    }
  });

  test("is the same bytes for the same memory", () => {
    assert.deepEqual(writeImage(DESCRIPTION, RUNS), writeImage(DESCRIPTION, RUNS));
  });
});

describe("a file that is no whole memory image", () => {
  const image = writeImage(DESCRIPTION, RUNS);

  test("is refused when it is empty", () =>
    assertRefused(new Uint8Array(), "the memory image is truncated"));

  test("is refused wherever it was cut off, in head, description, index or content", () => {
    assert.equal(image.length % 4, 0);
    for (let length = 0; length < image.length; length++) {
      assertRefused(image.subarray(0, length), "the memory image is truncated");
    }
  });

  test("is refused when something follows", () => {
    for (const more of [1, 2, 3, 4, 8]) {
      const longer = new Uint8Array(image.length + more);
      longer.set(image);
      assertRefused(longer, "the memory image is truncated");
    }
  });

  test("is refused when it is another kind of file", () => {
    const page = new TextEncoder().encode("<!doctype html>".padEnd(image.length, " "));
    assertRefused(page, "the memory image is not one");
  });

  test("is refused for any one damaged byte after the head", () => {
    for (let place = HEAD; place < image.length; place++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const damaged = Uint8Array.from(image);
        damaged[place] = (damaged[place] ?? 0) ^ flip;
        assertRefused(damaged, "the memory image is damaged");
      }
    }
  });

  test("is refused for any one damaged byte of the head", () => {
    const messages = new Set<string>();
    for (let place = 0; place < HEAD; place++) {
      const damaged = Uint8Array.from(image);
      damaged[place] = (damaged[place] ?? 0) ^ 0x41;
      assert.throws(
        () => readImage(bufferOf(damaged)),
        (error) => error instanceof ImageError && messages.add(error.message) === messages,
        `byte ${place}`,
      );
    }
    assert.equal(messages.size, 3, "not every number in the head was damaged");
  });
});
