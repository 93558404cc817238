import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  emptyData,
  keepExports,
  stubFunctions,
} from "../../../livecalc/runtime/image/wasm-module.ts";
import {
  body,
  CODE,
  DATA,
  DATA_COUNT,
  EXPORTS,
  FUNCTIONS,
  GLOBALS,
  I32,
  I64,
  IMPORTS,
  instance,
  leb,
  MEMORIES,
  name,
  section,
  TYPES,
  valid,
} from "./small-wasm.ts";

const [I32_CONST, I64_CONST, GLOBAL_GET, MEMORY_INIT, END] = [0x41, 0x42, 0x23, [0xfc, 8], 0x0b];

const bytesOf = (exports: WebAssembly.Exports): Uint8Array =>
  new Uint8Array((exports.memory as WebAssembly.Memory).buffer);

const ONE_PAGE = section(MEMORIES, [0, 1]);

/** One function that gives a number, exported under each of these names. */
const exporting = (...names: readonly string[]): Uint8Array<ArrayBuffer> =>
  valid(
    section(TYPES, [0x60, 0, 1, I32]),
    section(FUNCTIONS, [0]),
    ONE_PAGE,
    section(GLOBALS, [I32, 0, I32_CONST, 7, END]),
    section(
      EXPORTS,
      ...names.map((one) => [...name(one), 0, 0]),
      [...name("memory"), 2, 0],
      [...name("constant"), 3, 0],
    ),
    section(CODE, [4, 0, I32_CONST, 42, END]),
  );

const exportNames = (wasm: Uint8Array): string[] =>
  WebAssembly.Module.exports(new WebAssembly.Module(Uint8Array.from(wasm))).map((one) => one.name);

describe("keeping some exports", () => {
  test("takes away all others, of every kind, and what is kept works", () => {
    const trimmed = keepExports(exporting("one", "two", "three"), new Set(["two", "constant"]));
    assert.deepEqual(exportNames(trimmed), ["two", "constant"]);
    const { two, constant } = instance(trimmed);
    assert.equal((two as () => number)(), 42);
    assert.equal((constant as WebAssembly.Global).value, 7);
  });

  test("leaves a module alone that exports nothing else", () => {
    const wasm = exporting("one");
    assert.deepEqual(keepExports(wasm, new Set(["one", "memory", "constant"])), wasm);
  });

  test("may keep none", () => {
    assert.deepEqual(exportNames(keepExports(exporting("one"), new Set())), []);
  });

  test("does not mind a name that is not there", () => {
    assert.deepEqual(exportNames(keepExports(exporting("one"), new Set(["one", "none"]))), ["one"]);
  });

  test("knows names of more than a byte's length and of any letters", () => {
    const names = ["é", "日本", "x".repeat(127), "x".repeat(128), "x".repeat(20_000)];
    for (const kept of names) {
      const trimmed = keepExports(exporting(...names), new Set([kept]));
      assert.deepEqual(exportNames(trimmed), [kept]);
    }
  });

  test("counts in more than one byte", () => {
    const names = Array.from({ length: 300 }, (_, index) => `export ${index}`);
    const kept = names.slice(50, 200);
    assert.deepEqual(exportNames(keepExports(exporting(...names), new Set(kept))), kept);
  });

  test("does not touch the module it was given", () => {
    const wasm = exporting("one", "two");
    const before = Uint8Array.from(wasm);
    keepExports(wasm, new Set(["one"]));
    assert.deepEqual(wasm, before);
  });
});

describe("emptying data", () => {
  test("leaves the segments in place and the memory all zeros", () => {
    const text = new TextEncoder().encode("text ".repeat(100));
    const wasm = valid(
      ONE_PAGE,
      section(EXPORTS, [...name("memory"), 2, 0]),
      section(
        DATA,
        [0, I32_CONST, 16, END, ...leb(text.length), ...text],
        // An address above 63 takes a second byte, as a signed number.
        [2, 0, I32_CONST, 0x80, 0x20, END, 2, 0x0b, 0x0b],
      ),
    );
    assert.equal(bytesOf(instance(wasm))[16], "t".charCodeAt(0));
    assert.deepEqual([...bytesOf(instance(wasm)).subarray(4096, 4098)], [0x0b, 0x0b]);
    const emptied = emptyData(wasm);
    assert.ok(bytesOf(instance(emptied)).every((byte) => byte === 0));
    assert.equal(wasm.length - emptied.length, text.length + 2 + 2);
  });

  test("knows segments that start where a global says", () => {
    const wasm = valid(
      section(IMPORTS, [...name("env"), ...name("base"), 3, I32, 0]),
      ONE_PAGE,
      section(EXPORTS, [...name("memory"), 2, 0]),
      section(DATA, [0, GLOBAL_GET ?? 0, 0, END, 3, 1, 2, 3]),
    );
    const imports = { env: { base: new WebAssembly.Global({ value: "i32" }, 100) } };
    assert.deepEqual([...bytesOf(instance(wasm, imports)).subarray(100, 103)], [1, 2, 3]);
    assert.ok(bytesOf(instance(emptyData(wasm), imports)).every((byte) => byte === 0));
  });

  test("keeps the number of passive segments that code refers to", () => {
    const copy = [I32_CONST, 0, I32_CONST, 0, I32_CONST, 0, ...MEMORY_INIT, 1, 0, END];
    const wasm = valid(
      section(TYPES, [0x60, 0, 0]),
      section(FUNCTIONS, [0]),
      ONE_PAGE,
      section(EXPORTS, [...name("copy"), 0, 0]),
      [DATA_COUNT ?? 0, 1, 2],
      section(CODE, [copy.length + 1, 0, ...copy]),
      section(DATA, [0, I32_CONST, 0, END, 1, 9], [1, 4, 5, 6, 7, 8]),
    );
    const emptied = emptyData(wasm);
    assert.equal(emptied.length, wasm.length - 5);
    (instance(emptied).copy as () => void)();
  });

  test("leaves alone what has no data, constants of 64 bits included", () => {
    const wasm = valid(section(GLOBALS, [I64, 0, I64_CONST, 0x80, 0x80, 1, END]));
    assert.deepEqual(emptyData(wasm), wasm);
  });

  test("goes together with taking exports away", () => {
    const wasm = valid(
      ONE_PAGE,
      section(EXPORTS, [...name("memory"), 2, 0], [...name("other"), 2, 0]),
      section(DATA, [0, I32_CONST, 0, END, 1, 9]),
    );
    const made = emptyData(keepExports(wasm, new Set(["memory"])));
    assert.deepEqual(exportNames(made), ["memory"]);
    assert.equal(bytesOf(instance(made))[0], 0);
  });
});

describe("stubbing functions", () => {
  /** One imported function, and two that give a number. */
  const wasm = valid(
    section(TYPES, [0x60, 0, 1, I32]),
    section(IMPORTS, [...name("env"), ...name("given"), 0, 0]),
    section(FUNCTIONS, [0], [0]),
    section(EXPORTS, [...name("one"), 0, 1], [...name("two"), 0, 2], [...name("given"), 0, 0]),
    section(CODE, body(I32_CONST, 1), body(I32_CONST, 2)),
  );
  const call = (made: Uint8Array, which: string) =>
    (instance(made, { env: { given: () => 7 } })[which] as () => number)();

  test("ends the program where one is called, and nowhere else", () => {
    const made = stubFunctions(wasm, new Set([2]), 1);
    assert.throws(() => call(made, "one"), WebAssembly.RuntimeError);
    assert.equal(call(made, "two"), 2);
    assert.equal(call(made, "given"), 7);
    assert.equal(call(wasm, "one"), 1);
  });

  test("may keep all", () => {
    assert.deepEqual(stubFunctions(wasm, new Set([1, 2]), 1), wasm);
  });
});
