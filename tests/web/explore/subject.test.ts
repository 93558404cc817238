import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axisSignals } from "../../../livecalc/web/explore/axis.ts";
import { type Quantity, titleOf, writeInput } from "../../../livecalc/web/explore/subject.ts";

const quantity = (label: string, style: Partial<Quantity["style"]>): Quantity => ({
  name: "it",
  label,
  style: { kind: "number", decimals: 2, prefix: "", suffix: "", ...style },
  isWhole: false,
});

const RATE = quantity("Fee", { kind: "percent", suffix: "%" });
const PRICE = quantity("Token price", { kind: "money", prefix: "$" });
const STAKE = quantity("Tokens staked", { suffix: "tokens" });
const HOLD = quantity("Held for", { suffix: "years" });

describe("a value of an input in words", () => {
  test("has its unit, and no digits that nobody typed", () => {
    assert.equal(writeInput(0.1 + 0.2, RATE.style, "en"), "30\u00a0%");
    assert.equal(writeInput(0.17287654321, RATE.style, "en"), "17.2877\u00a0%");
    assert.equal(writeInput(1234.5, PRICE.style, "en"), "$1,234.5");
    assert.equal(writeInput(1000, STAKE.style, "de"), "1.000\u00a0tokens");
  });

  test("below zero has its sign in front of everything", () => {
    assert.equal(writeInput(-12.5, PRICE.style, "en"), "-$12.5");
    assert.equal(writeInput(-0.8, RATE.style, "en"), "-80\u00a0%");
  });
});

describe("the title of an axis", () => {
  test("names the unit once", () => {
    assert.deepEqual([RATE, PRICE, STAKE, HOLD].map(titleOf), [
      "Fee",
      "Token price",
      "Tokens staked",
      "Held for, years",
    ]);
  });

  test("goes with numbers in that unit", () => {
    assert.deepEqual(axisSignals("x", RATE), {
      xTitle: "Fee",
      xFactor: 100,
      xPrefix: "",
      xSuffix: "\u00a0%",
    });
    assert.deepEqual(axisSignals("y", PRICE, "Worth"), {
      yTitle: "Worth",
      yFactor: 1,
      yPrefix: "$",
      ySuffix: "",
    });
  });
});
