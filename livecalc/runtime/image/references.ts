/**
 * What the functions and the data of a WebAssembly module refer to.
 *
 * The module is one that Emscripten links for use with other modules: its code is independent of
 * the place it is put at. It adds constants to two bases, that of its data and that of its
 * functions in the table, and a function of its own fills in the pointers that its data holds.
 */

import { type Bases, basesIn } from "./base-flow.ts";
import { OP, type Reader, SECTION, sectionReader } from "./wasm-binary.ts";
import { type Code, readCode } from "./wasm-code.ts";
import { skipExpression } from "./wasm-module.ts";

/** Where the linker puts the data and the functions. */
export const MEMORY_BASE = 1024;
export const TABLE_BASE = 1;

const DATA: Bases = 1;
const TABLE: Bases = 2;
/** Kinds of what is imported and exported. */
const FUNCTION = 0;
const A_TABLE = 1;
const GLOBAL = 3;
const TAG = 4;

const FILLS_POINTERS = "__wasm_apply_data_relocs";
const UNKNOWN_FILLING = "the wasm fills pointers in an unknown way";

export interface References {
  /** Functions by number, those imported counted first. */
  readonly functions: Set<number>;
  /** Addresses in the module's data. */
  readonly addresses: Set<number>;
}

export interface Module {
  /** How many functions are imported. */
  readonly imported: number;
  /** The function that runs whenever the module is put to use. */
  readonly start: number;
  /** Exported functions and data by name: a number, and an address. */
  readonly functions: ReadonlyMap<string, number>;
  readonly symbols: ReadonlyMap<string, number>;
  /** Where data begins and ends, and what it is at first, pointers filled in. */
  readonly data: { readonly start: number; readonly end: number; readonly memory: DataView };
  /** What the code of each own function refers to, by its number. */
  readonly code: ReadonlyMap<number, References>;
  /** What the pointers in the data refer to, by the address that each is at. */
  readonly pointers: ReadonlyMap<number, References>;
  /** Addresses at which something in the data begins for certain. */
  readonly starts: ReadonlySet<number>;
}

/** @throws Error when the module is not laid out as Emscripten does it today. */
export function readModule(wasm: Uint8Array): Module {
  return new ModuleReader(wasm).module();
}

class ModuleReader {
  readonly #wasm: Uint8Array;
  readonly #functions = new Map<string, number>();
  readonly #symbols = new Map<string, number>();
  readonly #code = new Map<number, References>();
  readonly #pointers = new Map<number, References>();
  readonly #starts = new Set<number>();
  /** The functions of the table, from its base on. */
  readonly #table: readonly number[];
  /** The bases by the number of their global, and how many globals and functions are imported. */
  readonly #bases = new Map<number, Bases>();
  #importedGlobals = 0;
  #imported = 0;
  /** What the globals stand for that the start function fills. */
  readonly #globals = new Map<number, References>();
  readonly #end: number;
  readonly #memory: DataView;

  constructor(wasm: Uint8Array) {
    this.#wasm = wasm;
    this.#readImports();
    const data = dataOf(wasm);
    this.#end = MEMORY_BASE + data.length;
    this.#memory = new DataView(new ArrayBuffer(Math.ceil(this.#end / 4) * 4));
    new Uint8Array(this.#memory.buffer).set(data, MEMORY_BASE);
    this.#table = tableOf(wasm);
    this.#readExports();
  }

  module(): Module {
    const filling = this.#functions.get(FILLS_POINTERS);
    const start = sectionReader(this.#wasm, SECTION.start).number();
    const codes = this.#readCodes();
    const fillsGlobals = codes.get(start);
    const fillsPointers = codes.get(filling ?? -1);
    if (!fillsGlobals || !fillsPointers) throw new Error("the wasm fills no pointers");
    this.#readGlobals(fillsGlobals);
    this.#readPointers(fillsPointers);
    for (const [index, code] of codes) {
      // To fill in a reference is not to use it.
      if (index !== filling && index !== start) this.#code.set(index, this.#referencesOf(code));
    }
    return {
      imported: this.#imported,
      start,
      functions: this.#functions,
      symbols: this.#symbols,
      data: { start: MEMORY_BASE, end: this.#end, memory: this.#memory },
      code: this.#code,
      pointers: this.#pointers,
      starts: this.#starts,
    };
  }

  #readImports(): void {
    const reader = sectionReader(this.#wasm, SECTION.imports);
    for (let left = reader.number(); left > 0; left--) {
      reader.name();
      const name = reader.name();
      const kind = reader.byte();
      if (kind === FUNCTION) {
        this.#imported++;
        reader.number();
      } else if (kind === GLOBAL) {
        if (name === "__memory_base") this.#bases.set(this.#importedGlobals, DATA);
        if (name === "__table_base") this.#bases.set(this.#importedGlobals, TABLE);
        this.#importedGlobals++;
        reader.bytes(2);
      } else {
        skipImport(kind, reader);
      }
    }
    if (this.#bases.size < 2) throw new Error("the wasm is not independent of its place");
  }

  #readExports(): void {
    const globals = constantsOf(this.#wasm);
    const reader = sectionReader(this.#wasm, SECTION.exports);
    for (let left = reader.number(); left > 0; left--) {
      const name = reader.name();
      const kind = reader.byte();
      const index = reader.number();
      if (kind === FUNCTION) this.#functions.set(name, index);
      if (kind !== GLOBAL) continue;
      const address = MEMORY_BASE + (globals[index - this.#importedGlobals] ?? 0);
      this.#symbols.set(name, address);
      this.#starts.add(address);
    }
  }

  #readCodes(): Map<number, Code> {
    const reader = sectionReader(this.#wasm, SECTION.code);
    const codes = new Map<number, Code>();
    const count = reader.number();
    for (let index = 0; index < count; index++) codes.set(this.#imported + index, readCode(reader));
    return codes;
  }

  /** The start function is a row of: a base, mostly a constant to add, a global to set. */
  #readGlobals({ operations, operands }: Code): void {
    for (let at = 0; at < operations.length; at++) {
      const base = this.#baseAt(operations[at], operands[at]);
      if (base === 0) continue;
      const constant = addend({ operations, operands }, at + 1);
      const after = constant === undefined ? at + 1 : at + 3;
      if (operations[after] !== OP.globalSet) continue;
      const target = this.#target(base, constant ?? 0);
      this.#globals.set(operands[after] ?? 0, target);
      for (const address of target.addresses) this.#starts.add(address);
    }
  }

  /** The function that fills pointers is a row of: an address, what it refers to, a store. */
  #readPointers({ operations, operands }: Code): void {
    let at = 0;
    const sum = (): [Bases, number, number] => {
      if (operations[at] !== OP.globalGet) throw new Error(UNKNOWN_FILLING);
      const base = this.#baseAt(operations[at], operands[at]);
      const global = operands[at] ?? 0;
      at++;
      const constant = addend({ operations, operands }, at);
      if (constant !== undefined) at += 2;
      return [base, constant ?? 0, global];
    };
    while (operations[at] === OP.globalGet) {
      const [base, place] = sum();
      const [targetBase, constant, global] = sum();
      if (base !== DATA || operations[at] !== OP.i32Store) {
        throw new Error(UNKNOWN_FILLING);
      }
      const address = MEMORY_BASE + place + (operands[at] ?? 0);
      at++;
      // A pointer to what another module has is never filled in here: there is none.
      const target = targetBase ? this.#target(targetBase, constant) : this.#globals.get(global);
      if (!target) continue;
      this.#pointers.set(address, target);
      for (const one of target.addresses) {
        this.#starts.add(one);
        this.#memory.setUint32(address, one, true);
      }
      if (targetBase === TABLE) this.#memory.setUint32(address, TABLE_BASE + constant, true);
    }
    if (operations[at] !== OP.end) throw new Error(UNKNOWN_FILLING);
  }

  #referencesOf(code: Code): References {
    const { operations, operands } = code;
    const found: References = { functions: new Set(), addresses: new Set() };
    const bases = basesIn(code, this.#bases);
    let looseBases: Bases = 0;
    const add = (base: Bases, constant: number, starts = true): void => {
      const target = this.#target(base, constant);
      for (const one of target.functions) found.functions.add(one);
      for (const one of target.addresses) {
        found.addresses.add(one);
        if (starts) this.#starts.add(one);
      }
    };
    for (const [at, operation] of operations.entries()) {
      const operand = operands[at] ?? 0;
      const base = bases[at] ?? 0;
      if (operation === OP.call || operation === OP.returnCall || operation === OP.refFunc) {
        found.functions.add(operand);
      }
      if (operation === OP.globalGet) {
        for (const one of this.#globals.get(operand)?.functions ?? []) found.functions.add(one);
        for (const one of this.#globals.get(operand)?.addresses ?? []) found.addresses.add(one);
      }
      if (base === 0) continue;
      const next = operations[at + 1] ?? OP.end;
      if (next === OP.localTee || next === OP.localSet) continue;
      const before = operation === OP.localTee ? at - 2 : at - 1;
      const constant = addend(code, at + 1);
      if (constant !== undefined) {
        add(base, constant, !isLoad(operations[at + 3]));
      } else if (next === OP.i32Add && operations[before] === OP.i32Const) {
        add(base, operands[before] ?? 0, !isLoad(operations[at + 2]));
      } else {
        looseBases |= base;
        add(base, 0, false);
      }
    }
    // What is added to a base in a way not followed here may be any of the function's constants.
    if (looseBases !== 0) {
      for (const constant of loose(code)) add(looseBases, constant, false);
    }
    return found;
  }

  #baseAt(operation: number | undefined, operand: number | undefined): Bases {
    return operation === OP.globalGet ? (this.#bases.get(operand ?? -1) ?? 0) : 0;
  }

  #target(base: Bases, constant: number): References {
    const target: References = { functions: new Set(), addresses: new Set() };
    const address = MEMORY_BASE + constant;
    const inTable = this.#table[constant];
    if (base & DATA && address >= MEMORY_BASE && address < this.#end) target.addresses.add(address);
    if (base & TABLE && inTable !== undefined) target.functions.add(inTable);
    return target;
  }
}

/** The constant that is added here to what came before, if one is. */
function addend(
  { operations, operands }: Pick<Code, "operations" | "operands">,
  at: number,
): number | undefined {
  if (operations[at] !== OP.i32Const) return undefined;
  const constant = operands[at] ?? 0;
  if (operations[at + 1] === OP.i32Add) return constant;
  // 64 takes two bytes and -64 one, so it is also written the other way round.
  return operations[at + 1] === OP.i32Sub ? -constant : undefined;
}

/** All that may be added to a base: constants, those that are taken away, offsets of accesses. */
function* loose({ operations, operands }: Code): Generator<number> {
  for (const [at, operation] of operations.entries()) {
    const operand = operands[at] ?? 0;
    if (operation >= OP.firstLoad && operation <= OP.lastStore) yield operand;
    if (operation === OP.i32Const) yield* [operand, -operand];
  }
}

/** Skips what an imported table, memory or tag says of itself. */
function skipImport(kind: number, reader: Reader): void {
  if (kind === TAG) {
    reader.byte();
    reader.number();
    return;
  }
  if (kind === A_TABLE) reader.byte();
  const hasMaximum = (reader.number() & 1) !== 0;
  reader.number();
  if (hasMaximum) reader.number();
}

function constantsOf(wasm: Uint8Array): number[] {
  const reader = sectionReader(wasm, SECTION.globals);
  return Array.from({ length: reader.number() }, () => {
    reader.bytes(2);
    const operation = reader.byte();
    const value = reader.signed();
    if (operation !== OP.i32Const || reader.byte() !== OP.end) {
      throw new Error("a global of the wasm is not a constant");
    }
    return value;
  });
}

function tableOf(wasm: Uint8Array): number[] {
  const reader = sectionReader(wasm, SECTION.elements);
  if (reader.number() !== 1 || reader.number() !== 0) {
    throw new Error("the table of the wasm is not one row of functions");
  }
  skipExpression(reader);
  return Array.from({ length: reader.number() }, () => reader.number());
}

function dataOf(wasm: Uint8Array): Uint8Array {
  const reader = sectionReader(wasm, SECTION.data);
  if (reader.number() !== 1 || reader.number() !== 0) {
    throw new Error("the data of the wasm is not in one piece");
  }
  skipExpression(reader);
  return reader.bytes(reader.number());
}

function isLoad(operation = 0): boolean {
  return operation >= OP.firstLoad && operation <= OP.lastLoad;
}
