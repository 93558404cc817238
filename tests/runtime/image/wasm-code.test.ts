import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OP, Reader } from "../../../livecalc/runtime/image/wasm-binary.ts";
import { readCode } from "../../../livecalc/runtime/image/wasm-code.ts";
import { body, leb, sleb } from "./small-wasm.ts";

const read = (...code: readonly number[]) => readCode(new Reader(Uint8Array.from(body(...code))));

/** Each way of following an opcode: the bytes, and the operand that is kept. */
const KINDS: readonly (readonly [what: string, bytes: readonly number[], operand: number])[] = [
  ["a block and its type", [OP.block, 0x40], -64],
  ["a local", [OP.localGet, ...leb(300)], 300],
  ["a global", [OP.globalSet, 5], 5],
  ["a call", [OP.call, ...leb(13_000)], 13_000],
  ["a call by the table", [OP.callIndirect, 3, 0], 0],
  ["a jump", [OP.brIf, 2], 2],
  ["an offset", [0x2d, 0, ...leb(3_000_000)], 3_000_000],
  ["the size of memory", [OP.memorySize, 0], 0],
  ["a constant", [OP.i32Const, ...sleb(-5000)], -5000],
  ["a fraction of 32 bits", [OP.f32Const, 1, 2, 3, 4], 0],
  ["a fraction of 64 bits", [OP.f64Const, 1, 2, 3, 4, 5, 6, 7, 8], 0],
  ["a select of a type", [OP.selectTyped, 1, 0x7f], 0],
  ["a fill of memory", [OP.prefixed, 11, 0], 0],
  ["a copy of memory", [OP.prefixed, 10, 0, 0], 0],
  ["a rounding", [OP.prefixed, 2], 0],
  ["a null", [OP.refNull, 0x70], -16],
];

describe("an instruction", () => {
  for (const [what, bytes, operand] of KINDS) {
    test(`with ${what} is read whole`, () => {
      const { operations, operands } = read(...bytes, OP.i32Add);
      assert.deepEqual(operations, [bytes[0], OP.i32Add, OP.end]);
      assert.equal(operands[0], operand);
    });
  }

  test("may go to one of many places", () => {
    const { operations, labels } = read(OP.brTable, 2, 1, 0, 3, OP.i32Add);
    assert.deepEqual(operations, [OP.brTable, OP.i32Add, OP.end]);
    assert.deepEqual([...labels], [[0, [1, 0, 3]]]);
  });

  for (const [what, code] of [
    ["unknown", [0xfd, 0x0c]],
    ["unknown among those of two bytes", [OP.prefixed, 40]],
    ["cut off", [OP.f64Const, 1]],
  ] as const) {
    test(`that is ${what} is refused`, () => {
      assert.throws(() => read(...code), /unknown to livecalc/);
    });
  }
});

test("locals are passed over, and the next function follows", () => {
  const withLocals = [...leb(6), 1, ...leb(200), 0x7f, OP.i32Add, OP.end];
  const reader = new Reader(Uint8Array.from([...withLocals, ...body(OP.i32Sub)]));
  assert.deepEqual(readCode(reader).operations, [OP.i32Add, OP.end]);
  assert.deepEqual(readCode(reader).operations, [OP.i32Sub, OP.end]);
});
