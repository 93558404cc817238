/**
 * What an embedded calculator and the page around it say to each other, by `postMessage`.
 *
 * Every message is a plain object with `livecalc: 1`, the version of this format, and a `type`.
 * Whoever reads one checks where it comes from first, then takes it apart here. A reader ignores
 * what it does not know, so a type or a field may be added without a new version.
 */

import type { Inputs, Outputs, OutputValue, Scalar } from "./protocol.ts";

export const MESSAGE_VERSION = 1;

export type Theme = "auto" | "light" | "dark";

/** From the embed page to the page around it. */
export type FromEmbed =
  /** The calculator stands there, with its answer, and listens. */
  | { readonly type: "ready"; readonly name: string; readonly title: string }
  /** Height of the whole content, in CSS pixels. */
  | { readonly type: "height"; readonly height: number }
  /** A new answer. */
  | {
      readonly type: "change";
      readonly name: string;
      readonly inputs: Inputs;
      readonly outputs: Outputs;
    };

/** From the page around it to the embed page: what its address may say too. */
export interface ToEmbed {
  readonly type: "appearance";
  readonly theme: Theme;
  /** A colour as `#rrggbb`; `null` for the calculator's own. */
  readonly accent: string | null;
}

/** Makes any growth in a loop harmless. */
const GREATEST_HEIGHT = 20_000;
const LONGEST_TITLE = 200;

export function asMessage<Message extends FromEmbed | ToEmbed>(message: Message) {
  return { livecalc: MESSAGE_VERSION, ...message };
}

/** Reads what an embed page said; nothing if it is no message of this format and version. */
export function readFromEmbed(data: unknown): FromEmbed | undefined {
  if (!isMessage(data)) return undefined;
  const { type, name, title, height, inputs, outputs } = data;
  if (type === "height" && typeof height === "number" && height > 0 && height <= GREATEST_HEIGHT) {
    return { type, height };
  }
  if (typeof name !== "string" || !/^[a-z][a-z0-9-]*$/.test(name)) return undefined;
  if (type === "ready" && typeof title === "string") {
    return { type, name, title: title.slice(0, LONGEST_TITLE) };
  }
  if (type === "change" && isRecord(inputs, isScalar) && isRecord(outputs, isOutput)) {
    return { type, name, inputs, outputs };
  }
  return undefined;
}

/** Reads what the page around an embed page said. */
export function readToEmbed(data: unknown): ToEmbed | undefined {
  if (!isMessage(data) || data.type !== "appearance") return undefined;
  const theme = readTheme(data.theme);
  const accent = readColour(data.accent);
  return theme && (accent || data.accent === null)
    ? { type: "appearance", theme, accent }
    : undefined;
}

/**
 * Whether a message's origin is the one that is expected of its sender.
 *
 * @param opaque - The sender may be sandboxed, and then has no origin that it could show.
 */
export function isFrom(origin: string, expected: string, opaque: boolean): boolean {
  return origin === expected || (opaque && origin === "null");
}

export function readTheme(value: unknown): Theme | undefined {
  return value === "auto" || value === "light" || value === "dark" ? value : undefined;
}

/** A colour as `#rrggbb`; `null` for anything but `#rgb` and `#rrggbb`. */
export function readColour(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const colour = value.trim().toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(colour)) return colour;
  return /^#[0-9a-f]{3}$/.test(colour) ? colour.replace(/[0-9a-f]/g, "$&$&") : null;
}

function isMessage(data: unknown): data is Record<string, unknown> {
  return isObject(data) && data.livecalc === MESSAGE_VERSION;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isRecord<Value>(
  value: unknown,
  isValue: (one: unknown) => one is Value,
): value is Readonly<Record<string, Value>> {
  return isObject(value) && Object.values(value).every(isValue);
}

function isScalar(value: unknown): value is Scalar {
  return Number.isFinite(value) || typeof value === "string" || typeof value === "boolean";
}

function isOutputValue(value: unknown): value is OutputValue {
  return value === null || isScalar(value);
}

function isOutput(value: unknown): value is Outputs[string] {
  if (!Array.isArray(value)) return isOutputValue(value);
  return value.every((row) => isRecord(row, isOutputValue));
}
