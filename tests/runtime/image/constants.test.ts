import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { clearUnreached } from "../../../livecalc/runtime/image/constants.ts";
import type { Module } from "../../../livecalc/runtime/image/references.ts";

const START = 1024;
const END = 40_000;
const FIRST = { start: 8_000, end: 20_000 };

/** Data of ones, and memory that begins with it and goes on with a heap of zeros. */
function made(starts: readonly number[] = []) {
  const memory = new Uint8Array(2 * END);
  memory.fill(1, START, END);
  const data = { start: START, end: END, memory: new DataView(memory.slice(0, END).buffer) };
  const module: Module = {
    imported: 0,
    start: 0,
    functions: new Map(),
    symbols: new Map(),
    data,
    code: new Map(),
    pointers: new Map(),
    starts: new Set(starts),
  };
  const clear = (emptied: (typeof FIRST)[] = []) =>
    clearUnreached(memory, module, { functions: new Set(), unreached: [FIRST], emptied });
  return { memory, clear, words: new DataView(memory.buffer) };
}

describe("clearing constants", () => {
  test("zeros what is unreached and the lists to empty, and nothing else", () => {
    const { memory, clear } = made();
    clear([{ start: 30_000, end: 30_016 }]);
    const zeros = memory.subarray(START, END).reduce((sum, byte) => sum + Number(byte === 0), 0);
    assert.equal(zeros, FIRST.end - FIRST.start + 16);
    assert.equal(memory[FIRST.start], 0);
    assert.equal(memory[FIRST.end], 1);
    assert.equal(memory[30_000], 0);
  });

  test("keeps what a pointer written meanwhile leads to, up to where the next thing begins", () => {
    const { memory, clear, words } = made([9_000, 12_000]);
    words.setUint32(END + 400, 9_000, true);
    clear();
    assert.equal(memory[8_999], 0);
    assert.ok(memory.subarray(9_000, 12_000).every((byte) => byte === 1));
    assert.equal(memory[12_000], 0);
  });

  test("does not take a number for a pointer where nothing begins", () => {
    const { memory, clear, words } = made([12_000]);
    words.setUint32(END + 400, 9_000, true);
    clear();
    assert.equal(memory[9_000], 0);
  });

  test("does not mind a pointer that the data held from the beginning", () => {
    const { memory, clear } = made([0x0101_0101]);
    clear();
    assert.equal(memory[9_000], 0);
  });

  test("refuses what has changed", () => {
    const { memory, clear } = made();
    memory[10_000] = 2;
    assert.throws(() => clear(), /constant at 10000 .* was changed/);
  });
});
