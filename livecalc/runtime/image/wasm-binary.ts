/** The parts a WebAssembly binary is made of, to read and to put together. */

export const SECTION = {
  imports: 2,
  globals: 6,
  exports: 7,
  start: 8,
  elements: 9,
  code: 10,
  data: 11,
} as const;

/** Opcodes by the names of the specification's text format, as far as they matter here. */
export const OP = {
  unreachable: 0x00,
  nop: 0x01,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  try: 0x06,
  catch: 0x07,
  throw: 0x08,
  rethrow: 0x09,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  returnCall: 0x12,
  returnCallIndirect: 0x13,
  delegate: 0x18,
  catchAll: 0x19,
  drop: 0x1a,
  select: 0x1b,
  selectTyped: 0x1c,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  tableGet: 0x25,
  tableSet: 0x26,
  firstLoad: 0x28,
  lastLoad: 0x35,
  i32Store: 0x36,
  lastStore: 0x3e,
  memorySize: 0x3f,
  memoryGrow: 0x40,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  refNull: 0xd0,
  refIsNull: 0xd1,
  refFunc: 0xd2,
  prefixed: 0xfc,
} as const;

const HEAD = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

export interface Section {
  readonly id: number;
  readonly body: Uint8Array;
}

export function sections(wasm: Uint8Array): Section[] {
  const reader = new Reader(wasm);
  reader.bytes(HEAD.length);
  const found: Section[] = [];
  while (reader.at < wasm.length) {
    const id = reader.byte();
    found.push({ id, body: reader.bytes(reader.number()) });
  }
  return found;
}

/** A reader of the one section with this number; of nothing where there is none. */
export function sectionReader(wasm: Uint8Array, id: number): Reader {
  return new Reader(sections(wasm).find((section) => section.id === id)?.body ?? Uint8Array.of(0));
}

/** The binary with the body of one kind of section changed. */
export function rewrite(
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

export class Reader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.#bytes[this.at++] ?? 0;
  }

  bytes(length: number): Uint8Array {
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  /** An unsigned integer in LEB128. */
  number(): number {
    return this.#leb(false) >>> 0;
  }

  /** A signed one; of 64 bits only the length is of interest here. */
  signed(): number {
    return this.#leb(true);
  }

  name(): string {
    return new TextDecoder().decode(this.bytes(this.number()));
  }

  #leb(isSigned: boolean): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      const isNegative = isSigned && (byte & 0x40) !== 0 && shift + 7 < 32;
      return isNegative ? value | (-1 << (shift + 7)) : value;
    }
  }
}

export function leb(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return Uint8Array.from(bytes);
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
