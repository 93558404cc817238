/** Reads the code of WebAssembly functions, as far as tracing what they refer to needs it. */

import { OP, type Reader } from "./wasm-binary.ts";

/** Instructions in order: opcode, and the operand that matters, of those that have one. */
export interface Code {
  readonly operations: readonly number[];
  /** A number of a local, global, function or label, a constant, or the offset of an access. */
  readonly operands: readonly number[];
  /** Where `br_table` may go, by its place. */
  readonly labels: ReadonlyMap<number, readonly number[]>;
}

/** Operations of the 0xfc family from `memory.init` on, by how many operands follow. */
const FIRST_BULK = 8;
const BULK_OPERANDS = [2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

/** From `i32.eqz` to `i64.extend32_s`. */
const FIRST_NUMERIC = 0x45;
const LAST_NUMERIC = 0xc4;
const PLAIN: ReadonlySet<number> = new Set([
  OP.unreachable,
  OP.nop,
  OP.else,
  OP.end,
  OP.brTable,
  OP.return,
  OP.catchAll,
  OP.drop,
  OP.select,
  OP.refIsNull,
]);

const UNKNOWN = "the code holds an instruction unknown to livecalc";

/** Reads one function of the code section. */
export function readCode(reader: Reader): Code {
  const end = reader.number() + reader.at;
  for (let groups = reader.number(); groups > 0; groups--) {
    reader.number();
    reader.byte();
  }
  const operations: number[] = [];
  const operands: number[] = [];
  const labels = new Map<number, number[]>();
  while (reader.at < end) {
    const operation = reader.byte();
    if (operation === OP.brTable) {
      const targets = Array.from({ length: reader.number() + 1 }, () => reader.number());
      labels.set(operations.length, targets);
    }
    operations.push(operation);
    operands.push(operandOf(operation, reader));
  }
  if (reader.at !== end) throw new Error(UNKNOWN);
  return { operations, operands, labels };
}

function operandOf(operation: number, reader: Reader): number {
  if (operation >= OP.firstLoad && operation <= OP.lastStore) {
    reader.number();
    return reader.number();
  }
  switch (operation) {
    case OP.block:
    case OP.loop:
    case OP.if:
    case OP.try:
    case OP.i32Const:
    case OP.i64Const:
    case OP.refNull:
      return reader.signed();
    case OP.catch:
    case OP.throw:
    case OP.rethrow:
    case OP.br:
    case OP.brIf:
    case OP.call:
    case OP.returnCall:
    case OP.delegate:
    case OP.localGet:
    case OP.localSet:
    case OP.localTee:
    case OP.globalGet:
    case OP.globalSet:
    case OP.tableGet:
    case OP.tableSet:
    case OP.memorySize:
    case OP.memoryGrow:
    case OP.refFunc:
      return reader.number();
    case OP.callIndirect:
    case OP.returnCallIndirect:
      reader.number();
      return reader.number();
    case OP.selectTyped:
      reader.bytes(reader.number());
      return 0;
    case OP.f32Const:
      reader.bytes(4);
      return 0;
    case OP.f64Const:
      reader.bytes(8);
      return 0;
    case OP.prefixed:
      skipPrefixed(reader);
      return 0;
    default:
      if (!hasNoOperand(operation)) throw new Error(UNKNOWN);
      return 0;
  }
}

/** Whether a known instruction is nothing but its opcode, or read already. */
function hasNoOperand(operation: number): boolean {
  return PLAIN.has(operation) || (operation >= FIRST_NUMERIC && operation <= LAST_NUMERIC);
}

function skipPrefixed(reader: Reader): void {
  const operation = reader.number();
  if (operation < FIRST_BULK) return;
  const operands = BULK_OPERANDS[operation - FIRST_BULK];
  if (operands === undefined) throw new Error(UNKNOWN);
  for (let left = operands; left > 0; left--) reader.number();
}
