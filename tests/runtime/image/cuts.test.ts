import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { trimmingFor } from "../../../livecalc/runtime/image/cuts.ts";
import type { Module, References } from "../../../livecalc/runtime/image/references.ts";
import { HOST_CALLS } from "../../../livecalc/web/fast-python.ts";

const START = 1024;
const END = 60_000;
const MODULES = 40_000;
const LISTS = 41_000;
const CARRIED = [
  "_PyImport_FrozenBootstrap",
  "_PyImport_FrozenStdlib",
  "_PyImport_FrozenTest",
] as const;
/** All names that trimming looks for, numbered from 100 on; the compiler comes last. */
const NAMES = [
  ...HOST_CALLS,
  "__main_argc_argv",
  "PyRun_SimpleString",
  "Py_CompileStringObject",
  "PyRun_AnyFileExFlags",
  "PyRun_StringFlags",
  "_PyAST_Compile",
];
const MATH = 1;
const SQL = 2;
const COMPILER = 3;
const FIRST_CALL = 100;

const to = (functions: number[], addresses: number[] = []): References => ({
  functions: new Set(functions),
  addresses: new Set(addresses),
});

/** A module with two modules of C, math and sql, and lists of one carried module each. */
function python(): Module {
  const memory = new DataView(new ArrayBuffer(END));
  const text = (at: number, letters: string) =>
    new Uint8Array(memory.buffer).set(new TextEncoder().encode(`${letters}\0`), at);
  text(39_000, "math");
  text(39_010, "sql");
  const words = (at: number, ...values: number[]) => {
    for (const [index, value] of values.entries()) memory.setUint32(at + 4 * index, value, true);
  };
  words(MODULES - 4, MODULES, 39_000, 77, 39_010, 78, 0, 0);
  const symbols = new Map([["PyImport_Inittab", MODULES - 4]]);
  CARRIED.forEach((name, index) => {
    const list = LISTS + 100 * index;
    words(list - 4, list, 39_000, START + 20_000, 500, 0, 0);
    symbols.set(name, list - 4);
  });
  return {
    imported: 0,
    start: 50,
    functions: new Map(NAMES.map((name, index) => [name, FIRST_CALL + index])),
    symbols,
    data: { start: START, end: END, memory },
    code: new Map([
      [FIRST_CALL, to([], [MODULES, ...CARRIED.map((_, index) => LISTS + 100 * index)])],
      [FIRST_CALL + 1, to([NAMES.indexOf("_PyAST_Compile") + FIRST_CALL])],
      [FIRST_CALL + NAMES.length - 1, to([COMPILER])],
    ]),
    pointers: new Map([
      [MODULES + 4, to([MATH])],
      [MODULES + 12, to([SQL])],
      [LISTS + 4, to([], [START + 20_000])],
    ]),
    starts: new Set([START, START + 20_000, MODULES, LISTS]),
  };
}

describe("what is left of Python", () => {
  test("makes the modules that are imported, and no others", () => {
    const { functions } = trimmingFor(python(), new Set(["math"]));
    assert.ok(functions.has(MATH));
    assert.ok(!functions.has(SQL));
    assert.ok(trimmingFor(python(), new Set(["sql", "math"])).functions.has(SQL));
  });

  test("compiles nothing", () => {
    const { functions } = trimmingFor(python(), new Set());
    assert.ok(!functions.has(COMPILER));
    assert.ok(!functions.has(NAMES.indexOf("_PyAST_Compile") + FIRST_CALL));
  });

  test("is called by the host, and runs when it is put to use", () => {
    const { functions } = trimmingFor(python(), new Set());
    HOST_CALLS.forEach((_, index) => {
      assert.ok(functions.has(FIRST_CALL + index));
    });
    assert.ok(functions.has(50));
  });

  test("carries no modules of Python, and says which lists of them are to be emptied", () => {
    const { unreached, emptied } = trimmingFor(python(), new Set());
    assert.ok(unreached.some(({ start, end }) => start <= START + 20_000 && end > START + 20_000));
    assert.deepEqual(emptied, [
      { start: LISTS, end: LISTS + 16 },
      { start: LISTS + 100, end: LISTS + 116 },
      { start: LISTS + 200, end: LISTS + 216 },
    ]);
  });

  test("cannot be told where a name is missing", () => {
    const other = python();
    const functions = new Map(other.functions);
    functions.delete("_PyAST_Compile");
    const missing = { ...other, functions };
    assert.throws(() => trimmingFor(missing, new Set()), /no _PyAST_Compile; .* another version/);
  });
});
