/**
 * Numbers as people read and type them, in their locale.
 *
 * Writes by the same rules as `format_number` in `livecalc/interface/units.py`: in English both
 * give the same text. Rates are fractions here too; only the text is in percent.
 */

export type Kind = "money" | "percent" | "number";

/** How a number is written; from the `data-` attributes of its element. */
export interface NumberStyle {
  readonly kind: Kind;
  readonly decimals: number;
  readonly prefix: string;
  readonly suffix: string;
}

/** Less than this is what rounding leaves of nothing; the same as in `units.py`. */
const LEAST_MONEY = 1e-12;

const NO_BREAK_SPACE = "\u00a0";

/** Writes a finite number with its sign, prefix and suffix. */
export function formatNumber(value: number, style: NumberStyle, locale: string): string {
  const shown = style.kind === "percent" ? value * 100 : value;
  const isNothing = style.kind === "money" && Math.abs(shown) < LEAST_MONEY;
  const digits = roundedDigits(isNothing ? 0 : Math.abs(shown), style.decimals);
  const sign = shown < 0 && /[1-9]/.test(digits) ? "-" : "";
  const suffix = style.suffix ? `${NO_BREAK_SPACE}${style.suffix}` : "";
  return `${sign}${style.prefix}${inLocale(digits, locale)}${suffix}`;
}

/** Writes an input's value as a person would type it: every significant digit, no unit. */
export function formatInput(value: number, kind: Kind, locale: string): string {
  const sign = value < 0 ? "-" : "";
  return sign + inLocale(exactDigits(Math.abs(value), kind === "percent" ? 2 : 0), locale);
}

/**
 * Reads what a person typed or pasted into a field.
 *
 * @returns The number (a fraction for percent), or text for Python to refuse in its own words.
 */
export function parseInput(text: string, kind: Kind, locale: string): number | string {
  const typed = /^([+-]?)\s*([\d.,' ]*\d[\d.,' ]*)(?:e([+-]?\d+))?$/i.exec(
    withoutUnit(plainCharacters(text).trim(), kind),
  );
  const digits = typed?.[2] && withoutGroups(typed[2].trim(), locale);
  if (!typed || !digits) return text;
  // Moving the decimal point in the text keeps 4.1 % equal to 0.041; dividing would not.
  const exponent = Number(typed[3] ?? 0) - (kind === "percent" ? 2 : 0);
  const plain = `${typed[1]}${digits}e${exponent}`;
  const value = Number(plain);
  if (!Number.isFinite(value)) return plain;
  return value === 0 ? 0 : value;
}

// Writing: digits are plain text such as "1234.50" or "1.5E20" until the locale comes in.

function roundedDigits(size: number, decimals: number): string {
  if (size >= 1e15) return fourSignificantDigits(size);
  if (size > 0 && size < Number(`5e-${decimals + 1}`)) return twoSignificantDigits(size);
  return fixed(size, decimals);
}

function twoSignificantDigits(size: number): string {
  const [mantissa = "", exponent = ""] = size.toExponential(1).split("e");
  if (Number(exponent) < -9) return `${withoutZeros(mantissa)}E${Number(exponent)}`;
  return fixed(size, 1 - Number(exponent)).replace(/0+$/, "");
}

function fourSignificantDigits(size: number): string {
  const whole = BigInt(Math.trunc(size)).toString();
  const rest = whole.slice(4) + (Number.isInteger(size) ? "" : "1");
  const kept = roundHalfEven(whole.slice(0, 4), rest);
  const exponent = whole.length - 1 + (kept.length - 4);
  return `${withoutZeros(`${kept[0]}.${kept.slice(1)}`)}E${exponent}`;
}

/** Like `toFixed`, but an exact half goes to the even digit, as Python rounds. */
function fixed(size: number, decimals: number): string {
  // A half has no more than one binary digit beyond the decimals; without one, both round alike.
  if (!Number.isInteger(size * 2 ** (decimals + 1))) return size.toFixed(decimals);
  // A double below 10^15 and above 10^-9 has fewer than 100 decimals, so this text is exact.
  const [whole = "", fraction = ""] = size.toFixed(100).split(".");
  const kept = roundHalfEven(whole + fraction.slice(0, decimals), fraction.slice(decimals));
  if (decimals === 0) return kept;
  return `${kept.slice(0, -decimals)}.${kept.slice(-decimals)}`;
}

function roundHalfEven(kept: string, rest: string): string {
  const half = "5".padEnd(rest.length, "0");
  const up = rest > half || (rest === half && "13579".includes(kept.at(-1) ?? ""));
  return up ? (BigInt(kept) + 1n).toString().padStart(kept.length, "0") : kept;
}

function withoutZeros(digits: string): string {
  return digits.replace(/\.?0+$/, "");
}

/** All significant digits of a size, times ten to the power of `shift`, without arithmetic. */
function exactDigits(size: number, shift: number): string {
  const [mantissa = "", exponent = "0"] = String(size).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const all = whole + fraction;
  const digits = all.replace(/^0+/, "").replace(/0+$/, "");
  if (!digits) return "0";
  const leadingZeros = all.length - all.replace(/^0+/, "").length;
  const point = whole.length - leadingZeros + Number(exponent) + shift;
  if (point > 21 || point < -11) {
    return `${withoutZeros(`${digits[0]}.${digits.slice(1)}0`)}E${point - 1}`;
  }
  if (point <= 0) return `0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return digits.padEnd(point, "0");
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

// Locales

/** What numbers are written with; named as Vega names them where it knows them. */
export interface NumberSigns {
  readonly decimal: string;
  readonly group: string;
  /** How many digits stand in a group, from the right; the last goes on. */
  readonly grouping: readonly number[];
  /** The ten digits. */
  readonly digits: readonly string[];
}

interface LocaleSigns extends NumberSigns {
  readonly format: Intl.NumberFormat;
}

const known = new Map<string, LocaleSigns>();

function signsOf(locale: string): LocaleSigns {
  let signs = known.get(locale);
  if (!signs) {
    const format = numberFormat(locale);
    const parts = format.formatToParts(1234567.5);
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
    signs = {
      decimal: part("decimal"),
      group: part("group"),
      grouping: groupsOf(parts),
      digits: Array.from({ length: 10 }, (_, digit) => format.format(digit)),
      format,
    };
    known.set(locale, signs);
  }
  return signs;
}

/** In India only the last group has three digits. */
function groupsOf(parts: readonly Intl.NumberFormatPart[]): number[] {
  const whole = parts.filter((one) => one.type === "integer").map((one) => one.value.length);
  const [last = 3, next = last] = whole.reverse();
  return [last, ...Array<number>(9).fill(next)];
}

function numberFormat(locale: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale);
  } catch {
    // A page may carry any text in its `locale` attribute.
    return new Intl.NumberFormat("en");
  }
}

function inLocale(plain: string, locale: string): string {
  const signs = signsOf(locale);
  const [mantissa = "", exponent] = plain.split("E");
  const [whole = "", fraction] = mantissa.split(".");
  const translate = (digits: string) =>
    digits.replace(/\d/g, (digit) => signs.digits[Number(digit)] ?? digit);
  return (
    signs.format.format(BigInt(whole)) +
    (fraction === undefined ? "" : signs.decimal + translate(fraction)) +
    (exponent === undefined ? "" : `E${translate(exponent)}`)
  );
}

/** The signs of a locale, for who writes numbers by other means. */
export function numberSigns(locale: string): NumberSigns {
  return signsOf(locale);
}

/** Whether a locale writes numbers as the build does, so that what is built can stay. */
export function isWrittenAsBuilt(locale: string): boolean {
  const { decimal, group, grouping, digits } = signsOf(locale);
  const groupsByThree = grouping.every((size) => size === 3);
  return decimal === "." && group === "," && groupsByThree && digits.join("") === "0123456789";
}

/** Writes the numbers within a built text, which is English, in a locale. */
export function localiseNumbers(text: string, locale: string): string {
  return text.replace(/\d[\d,]*(?:\.\d+)?/g, (number) =>
    inLocale(number.replaceAll(",", ""), locale),
  );
}

// Reading: signs of all locales become ASCII first; an apostrophe stands for any sign that only groups.

const SAME_CHARACTER: readonly (readonly [RegExp, string])[] = [
  [/[\u200e\u200f\u061c\u2066-\u2069]/g, ""],
  [/\s/gu, " "],
  [/[’ʼ＇٬]/g, "'"],
  [/[−–﹣－]/g, "-"],
  [/[﹢＋]/g, "+"],
  [/[٫．]/g, "."],
  [/，/g, ","],
  [/[٪％]/g, "%"],
  [/＄/g, "$"],
];

function plainCharacters(text: string): string {
  let plain = text;
  for (const [characters, same] of SAME_CHARACTER) plain = plain.replace(characters, same);
  return plain.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
}

/** Unicode keeps the ten digits of a script together, from zero to nine. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before++;
  return before % 10;
}

function withoutUnit(text: string, kind: Kind): string {
  if (kind === "percent") return text.replace(/\s*%$/, "");
  if (kind === "money") {
    return text.replace(/^([+-]?)\s*(?:US)?\$\s*/i, "$1").replace(/^USD\s*|\s*USD$/i, "");
  }
  return text;
}

/** Digits with one sign for groups of thousands; in India groups above the first have two. */
const GROUPED = /^\d{1,3}([.,' ])(?:\d{2,3}\1)*\d{3}$/;

function withoutGroups(number: string, locale: string): string | undefined {
  const decimal = decimalSign(number, locale);
  const at = decimal ? number.lastIndexOf(decimal) : number.length;
  const whole = number.slice(0, at);
  const fraction = number.slice(at + 1);
  if (!(/^\d*$/.test(whole) || GROUPED.test(whole)) || !/^\d*$/.test(fraction)) return undefined;
  return `${whole.replace(/\D/g, "")}.${fraction}`;
}

function decimalSign(number: string, locale: string): string {
  const signs = number.match(/[.,]/g) ?? [];
  const last = signs.at(-1);
  if (!last) return "";
  if (new Set(signs).size === 2) return last;
  if (signs.length > 1) return "";
  // One sign, once: it groups only where the locale says so and it stands before three digits.
  const groups =
    plainCharacters(signsOf(locale).group) === last &&
    GROUPED.test(number) &&
    !number.startsWith("0");
  return groups ? "" : last;
}
