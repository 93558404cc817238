/** Small WebAssembly modules, written by hand for the tests beside it. */

import assert from "node:assert/strict";

const HEAD = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
export const [TYPES, IMPORTS, FUNCTIONS, TABLES, MEMORIES, GLOBALS, EXPORTS, START, ELEMENTS] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9,
] as const;
export const [CODE, DATA, DATA_COUNT] = [10, 11, 12] as const;
export const [I32, I64] = [0x7f, 0x7e] as const;

/** An unsigned number as wasm writes it. */
export function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

/** A signed one. */
export function sleb(value: number): number[] {
  const isLast = value >= -64 && value < 64;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...sleb(value >> 7)];
}

export const name = (text: string): number[] => {
  const bytes = new TextEncoder().encode(text);
  return [...leb(bytes.length), ...bytes];
};

export const section = (id: number, ...items: readonly (readonly number[])[]): number[] => {
  const content = [...leb(items.length), ...items.flat()];
  return [id, ...leb(content.length), ...content];
};

/** A function without locals, as the code section holds it. */
export const body = (...code: readonly number[]): number[] => [
  ...leb(code.length + 2),
  0,
  ...code,
  0x0b,
];

export function valid(...sections: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const wasm = Uint8Array.from([...HEAD, ...sections.flat()]);
  assert.ok(WebAssembly.validate(wasm), "the test's own module is not valid");
  return wasm;
}

export function instance(wasm: Uint8Array, imports: WebAssembly.Imports = {}): WebAssembly.Exports {
  const module = new WebAssembly.Module(Uint8Array.from(wasm));
  return new WebAssembly.Instance(module, imports).exports;
}
