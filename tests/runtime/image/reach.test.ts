import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reachFrom, thingAt } from "../../../livecalc/runtime/image/reach.ts";
import type { Module, References } from "../../../livecalc/runtime/image/references.ts";

interface To {
  readonly functions?: readonly number[];
  readonly addresses?: readonly number[];
}

const references = ({ functions = [], addresses = [] }: To): References => ({
  functions: new Set(functions),
  addresses: new Set(addresses),
});

const all = (of: Readonly<Record<number, To>>): Map<number, References> =>
  new Map(Object.entries(of).map(([key, to]) => [Number(key), references(to)]));

const START = 1024;
const END = 200_000;

function module(
  code: Readonly<Record<number, To>>,
  pointers: Readonly<Record<number, To>> = {},
  starts: readonly number[] = [],
): Module {
  return {
    imported: 0,
    start: 0,
    functions: new Map(),
    symbols: new Map(),
    data: { start: START, end: END, memory: new DataView(new ArrayBuffer(END)) },
    code: all(code),
    pointers: all(pointers),
    starts: new Set(starts),
  };
}

const NO_CUTS = { functions: new Set<number>(), pointers: new Set<number>() };

describe("functions", () => {
  const calls = module({ 1: { functions: [2] }, 2: { functions: [3, 1] }, 4: { functions: [1] } });

  test("are reached through others, in a circle as well", () => {
    assert.deepEqual([...reachFrom(calls, [1], NO_CUTS).functions], [1, 2, 3]);
  });

  test("are not gone into where that is cut", () => {
    const cuts = { ...NO_CUTS, functions: new Set([2]) };
    assert.deepEqual([...reachFrom(calls, [1], cuts).functions], [1]);
  });

  test("are reached through pointers in the things that are reached", () => {
    const through = module(
      { 1: { addresses: [100_000] } },
      { 50000: {}, 100040: { functions: [5] }, 100060: { functions: [6] } },
      [100_000, 100_050],
    );
    assert.deepEqual([...reachFrom(through, [1], NO_CUTS).functions], [1, 5]);
    const cuts = { ...NO_CUTS, pointers: new Set([100_040]) };
    assert.deepEqual([...reachFrom(through, [1], cuts).functions], [1]);
  });

  test("are reached from the middle of a thing as from its start", () => {
    const middle = module(
      { 1: { addresses: [100_030] } },
      { 100004: { addresses: [110_000] }, 110000: { functions: [5] } },
      [100_000, 100_050, 110_000, 110_004],
    );
    assert.ok(reachFrom(middle, [1], NO_CUTS).functions.has(5));
  });
});

describe("constants", () => {
  /** Three tables of constants, then what may change. */
  const tables = (addresses: readonly number[]) =>
    module({ 1: { addresses } }, { 150000: {} }, [START, 20_000, 60_000, 150_000]);

  test("that nothing refers to are found, up to the first pointer", () => {
    assert.deepEqual(reachFrom(tables([30_000]), [1], NO_CUTS).unreached, [
      { start: START, end: 20_000 },
      { start: 60_000, end: 150_000 },
    ]);
    assert.deepEqual(reachFrom(tables([]), [1], NO_CUTS).unreached, [
      { start: START, end: 150_000 },
    ]);
  });

  test("close behind an address count as reached, whatever begins there", () => {
    assert.deepEqual(reachFrom(tables([59_900]), [1], NO_CUTS).unreached, [
      { start: START, end: 20_000 },
      { start: 59_900 + 1024, end: 150_000 },
    ]);
  });

  test("of few bytes between those that are reached stay", () => {
    const small = module({ 1: { addresses: [START, 9_000] } }, {}, [START, 5_000, 9_000]);
    assert.deepEqual(reachFrom(small, [1], NO_CUTS).unreached, []);
    const large = module({ 1: { addresses: [START, 9_096] } }, {}, [START, 5_000, 9_096]);
    assert.deepEqual(reachFrom(large, [1], NO_CUTS).unreached, [{ start: 5_000, end: 9_096 }]);
  });
});

test("a thing reaches from its start to the next one, and further only among constants", () => {
  const constants = { start: START, end: 50_000 };
  const starts = [2_000, 2_100, 60_000, 60_100];
  assert.deepEqual(thingAt(starts, 2_050, constants), { start: 2_000, end: 2_050 + 1024 });
  assert.deepEqual(thingAt(starts, 60_050, constants), { start: 60_000, end: 60_100 });
  assert.equal(thingAt(starts, 1_500, constants).start, START);
});
