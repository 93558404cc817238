/** What trimming does to a WebAssembly binary. */

import { join, leb, OP, Reader, rewrite, SECTION } from "./wasm-binary.ts";

const PASSIVE = 1;
const EXPLICIT_MEMORY = 2;
/** A body without locals that ends the program as soon as it is called. */
const STUB = Uint8Array.of(3, 0, OP.unreachable, OP.end);

/** The binary with only those exports whose name is kept. */
export function keepExports(wasm: Uint8Array, keep: ReadonlySet<string>): Uint8Array {
  return rewrite(wasm, SECTION.exports, (body) => {
    const reader = new Reader(body);
    const kept: Uint8Array[] = [];
    for (let left = reader.number(); left > 0; left--) {
      const start = reader.at;
      const name = reader.name();
      reader.byte();
      reader.number();
      if (keep.has(name)) kept.push(body.subarray(start, reader.at));
    }
    return join([leb(kept.length), ...kept]);
  });
}

/**
 * The binary in which all functions but those kept end the program when they are called.
 *
 * @param keep - Functions by their number, those that are imported counted first.
 * @param imported - How many are imported.
 */
export function stubFunctions(
  wasm: Uint8Array,
  keep: ReadonlySet<number>,
  imported: number,
): Uint8Array {
  return rewrite(wasm, SECTION.code, (body) => {
    const reader = new Reader(body);
    const count = reader.number();
    const bodies: Uint8Array[] = [];
    for (let index = imported; index < imported + count; index++) {
      const start = reader.at;
      reader.bytes(reader.number());
      bodies.push(keep.has(index) ? body.subarray(start, reader.at) : STUB);
    }
    return join([leb(count), ...bodies]);
  });
}

/** The binary with data segments of no length: a memory image carries their content. */
export function emptyData(wasm: Uint8Array): Uint8Array {
  return rewrite(wasm, SECTION.data, (body) => {
    const reader = new Reader(body);
    const count = reader.number();
    const segments: Uint8Array[] = [];
    for (let left = count; left > 0; left--) {
      const start = reader.at;
      const kind = reader.number();
      if (kind === EXPLICIT_MEMORY) reader.number();
      if (kind !== PASSIVE) skipExpression(reader);
      segments.push(body.subarray(start, reader.at), leb(0));
      reader.bytes(reader.number());
    }
    return join([leb(count), ...segments]);
  });
}

export function skipExpression(reader: Reader): void {
  for (;;) {
    const operation = reader.byte();
    if (operation === OP.end) return;
    if (operation === OP.i32Const || operation === OP.i64Const || operation === OP.globalGet) {
      reader.number();
    }
  }
}
