import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  leb,
  Reader,
  rewrite,
  sectionReader,
  sections,
} from "../../../livecalc/runtime/image/wasm-binary.ts";
import { GLOBALS, I32, MEMORIES, section, sleb, valid } from "./small-wasm.ts";

const reader = (...bytes: readonly number[]) => new Reader(Uint8Array.from(bytes));

describe("numbers", () => {
  test("are read as they are written", () => {
    for (const value of [0, 1, 127, 128, 300, 16_384, 0x7fff_ffff, 0xffff_ffff]) {
      assert.equal(new Reader(leb(value)).number(), value);
    }
  });

  test("are read with their sign", () => {
    for (const value of [0, 63, 64, -1, -64, -65, 3_473_280, -3_473_280, 2 ** 31 - 1, -(2 ** 31)]) {
      assert.equal(reader(...sleb(value)).signed(), value);
    }
  });

  test("leave the reader behind them, however long they are", () => {
    const long = [...Array(9).fill(0x80), 0x7f];
    const read = reader(...long, 5);
    read.signed();
    assert.equal(read.number(), 5);
  });
});

test("a name is read with letters of any kind", () => {
  const text = "日本 é";
  const bytes = new TextEncoder().encode(text);
  assert.equal(reader(...leb(bytes.length), ...bytes).name(), text);
});

describe("sections", () => {
  const wasm = valid(section(MEMORIES, [0, 1]), section(GLOBALS, [I32, 0, 0x41, 7, 0x0b]));

  test("are found in their order", () => {
    assert.deepEqual(
      sections(wasm).map(({ id }) => id),
      [MEMORIES, GLOBALS],
    );
  });

  test("count nothing where there is none", () => {
    assert.equal(sectionReader(wasm, 10).number(), 0);
    assert.equal(sectionReader(wasm, GLOBALS).number(), 1);
  });

  test("are rewritten one kind at a time, whatever their new length", () => {
    const longer = rewrite(wasm, MEMORIES, () => Uint8Array.from([1, 1, 1, ...leb(16_384)]));
    assert.ok(WebAssembly.validate(Uint8Array.from(longer)));
    assert.deepEqual(sections(longer)[1], sections(wasm)[1]);
  });
});
