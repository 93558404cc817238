import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import {
  formatInput,
  formatNumber,
  isWrittenAsBuilt,
  type Kind,
  localiseNumbers,
  type NumberStyle,
  numberSigns,
  parseInput,
} from "../../livecalc/web/number-format.ts";

interface FormatCase extends NumberStyle {
  readonly value: number;
  readonly type: "float" | "int";
  readonly text: string;
}

/** The texts are what Python's `format_number` writes; a Python test reads the same file. */
const CASES: readonly FormatCase[] = JSON.parse(
  readFileSync(new URL("number-format-cases.json", import.meta.url), "utf8"),
);

const PERCENT: NumberStyle = { kind: "percent", decimals: 2, prefix: "", suffix: "%" };
const DOLLARS: NumberStyle = { kind: "money", decimals: 2, prefix: "$", suffix: "" };

describe("numbers of a drawing", () => {
  test("are written again in the reader's locale, with what stands around them", () => {
    assert.equal(localiseNumbers("-$1,500.25", "de"), "-$1.500,25");
    assert.equal(localiseNumbers("1.5\u00a0m", "de"), "1,5\u00a0m");
    assert.equal(localiseNumbers("$1,500", "en"), "$1,500");
    assert.equal(localiseNumbers("-40\u00a0%", "ar-EG"), "-٤٠\u00a0%");
  });

  test("are grouped as the locale groups them", () => {
    assert.deepEqual(numberSigns("en").grouping.slice(0, 3), [3, 3, 3]);
    assert.deepEqual(numberSigns("en-IN").grouping.slice(0, 3), [3, 2, 2]);
    assert.equal(numberSigns("de").decimal, ",");
  });
});

test("only where a locale writes as the build does can built numbers stay", () => {
  for (const locale of ["en", "en-GB", "en-US", "ja"]) assert.ok(isWrittenAsBuilt(locale), locale);
  for (const locale of ["de", "fr-CH", "en-IN", "ar-EG", "en-ZA"]) {
    assert.ok(!isWrittenAsBuilt(locale), locale);
  }
});

describe("numbers shown", () => {
  for (const one of CASES) {
    test(`${one.value} with ${one.decimals} decimals is ${one.text}`, () => {
      assert.equal(formatNumber(one.value, one, "en"), one.text);
    });
  }

  test("follow the reader's locale and keep prefix and suffix", () => {
    assert.equal(formatNumber(1234567.5, DOLLARS, "de"), "$1.234.567,50");
    assert.equal(formatNumber(-1234567.5, DOLLARS, "fr"), "-$1\u202f234\u202f567,50");
    assert.equal(formatNumber(0.1597, PERCENT, "de"), "15,97\u00a0%");
    assert.equal(formatNumber(1234567.5, DOLLARS, "en-IN"), "$12,34,567.50");
    assert.equal(formatNumber(0.5, PERCENT, "ar-EG"), "٥٠٫٠٠\u00a0%");
    assert.equal(formatNumber(1.5e20, DOLLARS, "de"), "$1,5E20");
  });

  test("are written in English when the page names no real locale", () => {
    assert.equal(formatNumber(1234.5, DOLLARS, "<b>no locale</b>"), "$1,234.50");
    assert.equal(formatNumber(1234.5, DOLLARS, ""), "$1,234.50");
  });
});

describe("inputs shown", () => {
  const cases: readonly (readonly [number, Kind, string, string])[] = [
    [0, "number", "en", "0"],
    [-0, "number", "en", "0"],
    [1000, "number", "en", "1,000"],
    [1000, "money", "de", "1.000"],
    [0.05, "percent", "en", "5"],
    [0.041, "percent", "en", "4.1"],
    [0.285, "percent", "en", "28.5"],
    [1e-9, "percent", "en", "0.0000001"],
    [-0.8, "percent", "de", "-80"],
    [12, "percent", "en", "1,200"],
    [0.1234567890123, "number", "fr", "0,1234567890123"],
    [1234567.25, "number", "en-IN", "12,34,567.25"],
    [1e-9, "money", "en", "0.000000001"],
    [1.5e-20, "number", "en", "1.5E-20"],
    [1e20, "number", "en", "100,000,000,000,000,000,000"],
    [1e21, "number", "en", "1E21"],
    [2e300, "percent", "en", "2E302"],
  ];
  for (const [value, kind, locale, text] of cases) {
    test(`${value} as ${kind} in ${locale} is ${text}`, () => {
      assert.equal(formatInput(value, kind, locale), text);
    });
  }

  test("are read back as the very same number, in any locale", () => {
    const values = [0.1 + 0.2, 1 / 3, 0.041, 1e-9, 123456789.98765433, -0.07, 5e-324, 1.7e308];
    for (const locale of ["en", "de", "fr", "de-CH", "en-IN", "ar-EG", "hi", "fa", "sv", "es"]) {
      for (const kind of ["number", "percent", "money"] as const) {
        for (const value of values) {
          if (kind === "percent" && value > 1e300) continue;
          assert.equal(
            parseInput(formatInput(value, kind, locale), kind, locale),
            value,
            `${value} as ${kind} in ${locale}`,
          );
        }
      }
    }
  });
});

describe("what people type or paste", () => {
  const cases: readonly (readonly [string, Kind, string, number])[] = [
    ["4,5 %", "percent", "en", 0.045],
    ["4,5\u00a0%", "percent", "de", 0.045],
    ["4.1", "percent", "en", 0.041],
    ["5", "percent", "en", 0.05],
    ["5%", "percent", "en", 0.05],
    ["٥٪", "percent", "ar-EG", 0.05],
    ["1 000", "number", "en", 1000],
    ["1\u00a0000", "number", "en", 1000],
    ["1\u202f000\u202f000", "number", "fr", 1_000_000],
    ["1'000", "number", "en", 1000],
    ["1’234’567.5", "number", "de-CH", 1234567.5],
    ["1.000,50", "number", "en", 1000.5],
    ["1,000.50", "number", "de", 1000.5],
    ["1 000,5", "number", "en", 1000.5],
    ["1 000,500", "number", "en", 1000.5],
    ["1,000", "number", "en", 1000],
    ["1,000", "number", "de", 1],
    ["1.000", "number", "de", 1000],
    ["1.000", "number", "en", 1],
    ["1.5", "number", "de", 1.5],
    ["1,5", "number", "en", 1.5],
    ["0,500", "number", "en", 0.5],
    ["1234,567", "number", "en", 1234.567],
    ["1,000,000", "number", "de", 1_000_000],
    ["12,34,567", "number", "en", 1_234_567],
    [".5", "number", "en", 0.5],
    [",5", "number", "en", 0.5],
    ["5.", "number", "en", 5],
    ["1e3", "number", "en", 1000],
    ["1,5E-3", "number", "de", 0.0015],
    ["−5", "number", "en", -5],
    ["- 5", "number", "en", -5],
    ["+3", "number", "en", 3],
    ["$1,000", "money", "en", 1000],
    ["-$1,000.25", "money", "en", -1000.25],
    ["US$ 1,000", "money", "en", 1000],
    ["1.000 USD", "money", "de", 1000],
    ["１，０００．５", "number", "en", 1000.5],
    ["١٢٣٤٫٥", "number", "ar-EG", 1234.5],
    ["\u200e1٬000", "number", "en", 1000],
    ["१२३", "number", "hi", 123],
    ["-0", "number", "en", 0],
    ["1e-999", "number", "en", 0],
    ["  7\t", "number", "en", 7],
  ];
  for (const [text, kind, locale, value] of cases) {
    test(`“${text}” as ${kind} in ${locale} is ${value}`, () => {
      assert.ok(Object.is(parseInput(text, kind, locale), value));
    });
  }

  for (const text of [
    "",
    " ",
    "abc",
    "NaN",
    "Infinity",
    "1,2,3",
    "1.000.5",
    "1,00.5",
    "1 2",
    "--1",
    "1e",
    "e5",
    "5%",
    "$5",
    "0x10",
    "1_000",
    ".",
    "1;5",
    "<b>1</b>",
    "½",
    "10²",
  ]) {
    test(`“${text}” is left to Python, as it is`, () => {
      assert.equal(parseInput(text, "number", "en"), text);
    });
  }

  test("a number beyond all doubles is left to Python in digits that it can read", () => {
    assert.match(String(parseInput("１e999", "number", "en")), /^1\.e999$/);
    assert.match(String(parseInput("-1e400", "number", "en")), /^-1\.e400$/);
  });
});
