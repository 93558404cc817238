/** A WebAssembly binary as its sections, as far as trimming needs them. */

const HEAD = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const EXPORTS = 7;
const DATA = 11;
const PASSIVE = 1;
const EXPLICIT_MEMORY = 2;
const END = 0x0b;
const I32_CONST = 0x41;
const I64_CONST = 0x42;
const GLOBAL_GET = 0x23;

interface Section {
  readonly id: number;
  readonly body: Uint8Array;
}

/** The binary with only those exports whose name is kept. */
export function keepExports(wasm: Uint8Array, keep: ReadonlySet<string>): Uint8Array {
  return rewrite(wasm, EXPORTS, (body) => {
    const reader = new Reader(body);
    const kept: Uint8Array[] = [];
    for (let left = reader.number(); left > 0; left--) {
      const start = reader.at;
      const name = new TextDecoder().decode(reader.bytes(reader.number()));
      reader.bytes(1);
      reader.number();
      if (keep.has(name)) kept.push(body.subarray(start, reader.at));
    }
    return join([leb(kept.length), ...kept]);
  });
}

/** The binary with data segments of no length: a memory image carries their content. */
export function emptyData(wasm: Uint8Array): Uint8Array {
  return rewrite(wasm, DATA, (body) => {
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

function skipExpression(reader: Reader): void {
  for (;;) {
    const [operation] = reader.bytes(1);
    if (operation === END) return;
    if (operation === I32_CONST || operation === I64_CONST || operation === GLOBAL_GET) {
      reader.number();
    }
  }
}

function rewrite(
  wasm: Uint8Array,
  id: number,
  change: (body: Uint8Array) => Uint8Array,
): Uint8Array {
  const changed = sections(wasm).map((section) =>
    section.id === id ? { id, body: change(section.body) } : section,
  );
  const parts = changed.flatMap(({ id, body }) => [Uint8Array.of(id), leb(body.length), body]);
  return join([Uint8Array.from(HEAD), ...parts]);
}

function sections(wasm: Uint8Array): Section[] {
  const reader = new Reader(wasm);
  reader.bytes(HEAD.length);
  const found: Section[] = [];
  while (reader.at < wasm.length) {
    const id = reader.bytes(1)[0] ?? 0;
    found.push({ id, body: reader.bytes(reader.number()) });
  }
  return found;
}

class Reader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  bytes(length: number): Uint8Array {
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  /** An integer in LEB128; of a signed one only the length is of interest here. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
}

function leb(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return Uint8Array.from(bytes);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
