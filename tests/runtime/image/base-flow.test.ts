import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { basesIn } from "../../../livecalc/runtime/image/base-flow.ts";
import { OP } from "../../../livecalc/runtime/image/wasm-binary.ts";
import type { Code } from "../../../livecalc/runtime/image/wasm-code.ts";

const DATA = 1;
const TABLE = 2;
const GLOBALS = new Map([
  [0, DATA],
  [2, TABLE],
]);

type Instruction = readonly [operation: number, operand?: number];

const code = (instructions: readonly Instruction[], labels: [number, number[]][] = []): Code => ({
  operations: instructions.map(([operation]) => operation),
  operands: instructions.map(([, operand = 0]) => operand),
  labels: new Map(labels),
});

const DATA_BASE: Instruction = [OP.globalGet, 0];
const TABLE_BASE: Instruction = [OP.globalGet, 2];
const KEEP: Instruction = [OP.localSet, 5];
/** The instruction that each test asks about is the last one. */
const ASK: Instruction = [OP.localGet, 5];
const NOT_A_BASE: readonly Instruction[] = [[OP.i32Const, 7], KEEP];

const last = (...instructions: readonly Instruction[]) =>
  basesIn(code(instructions), GLOBALS).at(-1);

describe("a base is at hand", () => {
  test("where its global is read, and other globals are none", () => {
    assert.equal(last(DATA_BASE), DATA);
    assert.equal(last(TABLE_BASE), TABLE);
    assert.equal(last([OP.globalGet, 1]), 0);
  });

  test("where a local holds it", () => {
    assert.equal(last(DATA_BASE, KEEP, ASK), DATA);
    assert.equal(last(TABLE_BASE, [OP.localTee, 5]), TABLE);
    assert.equal(last(DATA_BASE, KEEP, ASK, [OP.localSet, 6], [OP.localGet, 6]), DATA);
    assert.equal(last(DATA_BASE, KEEP, [OP.localGet, 6]), 0);
  });

  test("until the local holds something else", () => {
    assert.equal(last(DATA_BASE, KEEP, ...NOT_A_BASE, ASK), 0);
    assert.equal(last(DATA_BASE, KEEP, TABLE_BASE, KEEP, ASK), TABLE);
  });
});

describe("behind a fork", () => {
  test("both branches count", () => {
    const fork = [[OP.if], DATA_BASE, KEEP, [OP.else], TABLE_BASE, KEEP, [OP.end], ASK] as const;
    assert.equal(last(...fork), DATA | TABLE);
  });

  test("nothing is left of what held before it, where both branches end it", () => {
    const code: Instruction[] = [DATA_BASE, KEEP, [OP.if], ...NOT_A_BASE, [OP.else]];
    assert.equal(last(...code, ...NOT_A_BASE, [OP.end], ASK), 0);
    assert.equal(last(...code, [OP.return], [OP.end], ASK), 0);
  });

  test("a branch begins with what held before the fork", () => {
    const code: Instruction[] = [DATA_BASE, KEEP, [OP.if], ...NOT_A_BASE, [OP.else], ASK];
    assert.equal(last(...code), DATA);
  });

  test("the way around counts where there is no other branch", () => {
    assert.equal(last(DATA_BASE, KEEP, [OP.if], ...NOT_A_BASE, [OP.end], ASK), DATA);
    assert.equal(last(DATA_BASE, KEEP, [OP.block], ...NOT_A_BASE, [OP.end], ASK), 0);
  });
});

describe("a jump", () => {
  test("brings what held where it started", () => {
    const out: Instruction[] = [[OP.block], DATA_BASE, KEEP, [OP.brIf, 0], ...NOT_A_BASE, [OP.end]];
    assert.equal(last(...out, ASK), DATA);
  });

  test("may leave several blocks", () => {
    const out: Instruction[] = [[OP.block], [OP.block], DATA_BASE, KEEP, [OP.br, 1], [OP.end]];
    assert.equal(last(...out, ASK), 0);
    assert.equal(last(...out, [OP.end], ASK), DATA);
  });

  test("may go to one of many places", () => {
    const instructions: Instruction[] = [
      [OP.block],
      [OP.block],
      DATA_BASE,
      KEEP,
      [OP.brTable],
      [OP.end],
      ...NOT_A_BASE,
      [OP.end],
      ASK,
    ];
    assert.equal(basesIn(code(instructions, [[4, [0, 1]]]), GLOBALS).at(-1), DATA);
    assert.equal(basesIn(code(instructions, [[4, [0, 0]]]), GLOBALS).at(-1), 0);
  });

  test("back brings it to what stands before it", () => {
    const loop: Instruction[] = [[OP.loop], ASK, DATA_BASE, KEEP, [OP.brIf, 0], [OP.end]];
    assert.equal(basesIn(code(loop), GLOBALS)[1], DATA);
  });

  test("back through two loops is followed to its end", () => {
    const loops: Instruction[] = [
      [OP.loop],
      [OP.localGet, 7],
      [OP.loop],
      [OP.localGet, 6],
      [OP.localSet, 7],
      [OP.localGet, 5],
      [OP.localSet, 6],
      DATA_BASE,
      KEEP,
      [OP.brIf, 0],
      [OP.end],
      [OP.brIf, 0],
      [OP.end],
    ];
    assert.equal(basesIn(code(loops), GLOBALS)[1], DATA);
  });
});

test("nothing holds behind a way that ends", () => {
  for (const end of [OP.return, OP.unreachable, OP.throw, OP.rethrow]) {
    const code: Instruction[] = [[OP.block], DATA_BASE, KEEP, [end], [OP.end], ASK];
    assert.equal(last(...code), 0);
  }
});

test("a handler of exceptions counts with whatever was so before", () => {
  const start: Instruction[] = [TABLE_BASE, KEEP, [OP.try]];
  assert.equal(last(...start, DATA_BASE, KEEP, [OP.catch], ASK) ?? 0, DATA | TABLE);
  assert.equal(last(...start, [OP.catchAll], ASK), TABLE);
});
