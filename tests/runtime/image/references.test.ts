import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readModule } from "../../../livecalc/runtime/image/references.ts";
import { OP } from "../../../livecalc/runtime/image/wasm-binary.ts";
import {
  body,
  CODE,
  DATA,
  ELEMENTS,
  EXPORTS,
  FUNCTIONS,
  GLOBALS,
  I32,
  IMPORTS,
  leb,
  name,
  START,
  section,
  sleb,
  TYPES,
  valid,
} from "./small-wasm.ts";

/** The only function that is imported, then those every module here begins with. */
const [HOST, FILL_GLOBALS, FILL_POINTERS, FIRST, SECOND] = [0, 1, 2, 3, 4];
const [MEMORY_BASE, TABLE_BASE, OWN_GLOBAL] = [0, 2, 3];
/** Where the linker puts what stands at the beginning of the data. */
const DATA_AT = 1024;
const DROP = 0x1a;

const get = (global: number): number[] => [OP.globalGet, global];
const plus = (constant: number): number[] => [OP.i32Const, ...sleb(constant), OP.i32Add];
const minus = (constant: number): number[] => [OP.i32Const, ...sleb(constant), OP.i32Sub];
const store = (address: number, ...value: readonly number[]): number[] => [
  ...get(MEMORY_BASE),
  ...plus(address),
  ...value,
  OP.i32Store,
  2,
  0,
];

interface Parts {
  readonly first?: readonly number[];
  readonly second?: readonly number[];
  readonly pointers?: readonly number[];
  readonly baseName?: string;
}

/** A module as Emscripten links it for dynamic linking, with a thousand bytes of data. */
function linked({ first = [], second = [], pointers = [], baseName = "__memory_base" }: Parts) {
  const env = (what: string, ...is: readonly number[]) => [...name("env"), ...name(what), ...is];
  return valid(
    section(TYPES, [0x60, 0, 0]),
    section(
      IMPORTS,
      env("host", 0, 0),
      env("memory", 2, 0, 1),
      env("table", 1, 0x70, 0, 9),
      env(baseName, 3, I32, 0),
      env("__stack_pointer", 3, I32, 1),
      env("__table_base", 3, I32, 0),
    ),
    section(FUNCTIONS, [0], [0], [0], [0]),
    section(GLOBALS, [I32, 1, OP.i32Const, 0, OP.end], [I32, 0, OP.i32Const, ...sleb(200), OP.end]),
    section(
      EXPORTS,
      [...name("__wasm_apply_data_relocs"), 0, FILL_POINTERS],
      [...name("first"), 0, FIRST],
      [...name("table_of_things"), 3, 4],
    ),
    [START, 1, FILL_GLOBALS],
    section(ELEMENTS, [0, ...get(TABLE_BASE), OP.end, 2, SECOND, HOST]),
    section(
      CODE,
      body(...get(MEMORY_BASE), ...plus(300), OP.globalSet, OWN_GLOBAL),
      body(...pointers),
      body(...first),
      body(...second),
    ),
    section(DATA, [0, ...get(MEMORY_BASE), OP.end, ...leb(1000), ...Array(1000).fill(7)]),
  );
}

/** What the first function refers to, given its code. */
function referred(...first: readonly number[]) {
  const module = readModule(linked({ first }));
  const { functions, addresses } = module.code.get(FIRST) ?? assert.fail();
  return { functions: [...functions], addresses: [...addresses], starts: module.starts };
}

describe("a module", () => {
  test("is read with its exports, its data and the function that runs first", () => {
    const { imported, start, functions, symbols, data } = readModule(linked({}));
    assert.equal(imported, 1);
    assert.equal(start, FILL_GLOBALS);
    assert.equal(functions.get("first"), FIRST);
    assert.equal(symbols.get("table_of_things"), DATA_AT + 200);
    assert.deepEqual([data.start, data.end], [DATA_AT, DATA_AT + 1000]);
    assert.equal(data.memory.getUint8(DATA_AT), 7);
  });

  test("of another layout is refused", () => {
    assert.throws(() => readModule(linked({ baseName: "base" })), /not independent of its place/);
    const odd = store(8, ...get(MEMORY_BASE), ...plus(16), OP.i32Const, 0, OP.i32Add);
    assert.throws(() => readModule(linked({ pointers: odd })), /fills pointers in an unknown way/);
    const constant = store(8, OP.i32Const, 5);
    assert.throws(
      () => readModule(linked({ pointers: constant })),
      /fills pointers in an unknown way/,
    );
  });
});

describe("code refers to", () => {
  test("the functions that it calls", () => {
    assert.deepEqual(referred(OP.call, SECOND, OP.call, HOST).functions, [SECOND, HOST]);
  });

  test("an address, where a constant is added to the base", () => {
    const { addresses, starts } = referred(...get(MEMORY_BASE), ...plus(500), DROP);
    assert.deepEqual(addresses, [DATA_AT + 500]);
    assert.ok(starts.has(DATA_AT + 500));
  });

  test("an address, where the base is added to a constant", () => {
    const code = [OP.i32Const, ...sleb(500), ...get(MEMORY_BASE), OP.i32Add, DROP];
    assert.deepEqual(referred(...code).addresses, [DATA_AT + 500]);
  });

  test("an address, where less than nothing is taken from the base", () => {
    assert.deepEqual(referred(...get(MEMORY_BASE), ...minus(-64), DROP).addresses, [DATA_AT + 64]);
  });

  test("a field, where it only reads there, which is no place where something begins", () => {
    const code = [...get(MEMORY_BASE), ...plus(500), OP.firstLoad, 2, 0, DROP];
    const { addresses, starts } = referred(...code);
    assert.deepEqual(addresses, [DATA_AT + 500]);
    assert.ok(!starts.has(DATA_AT + 500));
  });

  test("every constant that it adds, where the base is used in another way", () => {
    const index = [OP.i32Const, 3, ...plus(40)];
    const code = [...get(MEMORY_BASE), ...index, OP.i32Add, OP.firstLoad, 2, ...leb(600), DROP];
    const { addresses, starts } = referred(...code);
    for (const address of [DATA_AT + 40, DATA_AT + 600]) {
      assert.ok(addresses.includes(address));
      assert.ok(!starts.has(address));
    }
  });

  const constant = (value: number): number[] => [OP.i32Const, ...sleb(value)];
  const select = [...get(OWN_GLOBAL), OP.select];

  test("each address of which it selects one, before it adds the base", () => {
    const two = [...get(MEMORY_BASE), ...constant(400), ...constant(500), ...select];
    const { addresses, starts } = referred(...two, OP.i32Add, DROP);
    for (const address of [DATA_AT + 400, DATA_AT + 500]) {
      assert.ok(addresses.includes(address));
      assert.ok(!starts.has(address));
    }
    const three = [...two, ...constant(600), ...select];
    const selected = referred(...three, OP.i32Add, DROP).addresses;
    for (const offset of [400, 500, 600]) assert.ok(selected.includes(DATA_AT + offset));
  });

  test("each function of which it selects one, before it adds the base of the table", () => {
    const code = [...get(TABLE_BASE), ...constant(0), ...constant(1), ...select];
    assert.deepEqual(referred(...code, OP.i32Add, DROP).functions.sort(), [HOST, SECOND]);
  });

  test("an address that it takes away, base and constant one after the other", () => {
    const code = [...get(OWN_GLOBAL), ...get(MEMORY_BASE), OP.i32Sub, ...minus(500), DROP];
    assert.ok(referred(...code).addresses.includes(DATA_AT + 500));
  });

  test("no address outside the data, and none where it uses no base", () => {
    assert.deepEqual(referred(...get(MEMORY_BASE), ...plus(1000), DROP).addresses, []);
    assert.deepEqual(referred(OP.i32Const, 1, ...plus(500), DROP).addresses, []);
  });

  test("the functions whose place in the table it computes", () => {
    assert.deepEqual(referred(...get(TABLE_BASE), ...plus(1), DROP).functions, [HOST]);
    assert.deepEqual(referred(...get(TABLE_BASE), DROP).functions, [SECOND]);
  });

  test("what the start function put into a global that it reads", () => {
    assert.deepEqual(referred(...get(OWN_GLOBAL), DROP).addresses, [DATA_AT + 300]);
  });
});

describe("pointers in the data", () => {
  const pointers = [
    ...store(8, ...get(MEMORY_BASE), ...plus(700)),
    ...store(12, ...get(TABLE_BASE), ...plus(1)),
    ...store(16, ...get(OWN_GLOBAL)),
  ];
  const module = readModule(linked({ pointers }));

  test("lead to addresses, functions and what globals stand for", () => {
    const to = [...module.pointers].map(([at, { functions, addresses }]) => [
      at - DATA_AT,
      [...functions],
      [...addresses],
    ]);
    assert.deepEqual(to, [
      [8, [], [DATA_AT + 700]],
      [12, [HOST], []],
      [16, [], [DATA_AT + 300]],
    ]);
  });

  test("stand filled in in what the data is at first", () => {
    const words = [8, 12, 16].map((at) => module.data.memory.getUint32(DATA_AT + at, true));
    assert.deepEqual(words, [DATA_AT + 700, 2, DATA_AT + 300]);
  });

  test("lead to where something begins", () => {
    assert.ok(module.starts.has(DATA_AT + 700));
  });

  test("are what the code refers to of the function that fills them: nothing", () => {
    assert.equal(module.code.has(FILL_POINTERS), false);
    assert.equal(module.code.has(FILL_GLOBALS), false);
  });
});
