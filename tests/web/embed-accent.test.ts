import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { accentColours, contrastOf } from "../../livecalc/web/embed-accent.ts";

/** Every mix of five steps of red, green and blue. */
const STEPS = ["00", "40", "80", "c0", "ff"];
const COLOURS = STEPS.flatMap((red) =>
  STEPS.flatMap((green) => STEPS.map((blue) => `#${red}${green}${blue}`)),
);

/** Grounds and texts of live-calculator.css. */
const SHEET = {
  light: { grounds: ["#f6f9f9", "#ffffff"], texts: ["#1b2526", "#566364", "#a62b1f"] },
  dark: { grounds: ["#182325", "#111a1c"], texts: ["#dfe8e8", "#a5b3b4", "#ff9c8f"] },
} as const;

describe("the contrast ratio", () => {
  test("is 21 for black on white, 1 for a colour on itself, whatever the order", () => {
    assert.equal(contrastOf("#000000", "#ffffff"), 21);
    assert.equal(contrastOf("#ffffff", "#000000"), 21);
    assert.equal(contrastOf("#123456", "#123456"), 1);
  });

  test("of #767676 on white is just enough, as WCAG's best-known example", () => {
    assert.equal(contrastOf("#767676", "#ffffff").toFixed(2), "4.54");
  });
});

for (const scheme of ["light", "dark"] as const) {
  describe(`any accent in the ${scheme} scheme`, () => {
    test("can be read wherever it stands", () => {
      for (const colour of COLOURS) {
        const { accent, soft } = accentColours(colour, scheme);
        for (const ground of [soft, ...SHEET[scheme].grounds]) {
          const ratio = contrastOf(accent, ground);
          assert.ok(ratio >= 4.5, `${colour}: ${accent} on ${ground} is ${ratio}`);
        }
      }
    });

    test("leaves other text readable on its ground", () => {
      for (const colour of COLOURS) {
        const { soft } = accentColours(colour, scheme);
        for (const text of SHEET[scheme].texts) {
          const ratio = contrastOf(text, soft);
          assert.ok(ratio >= 4.5, `${colour}: ${text} on ${soft} is ${ratio}`);
        }
      }
    });
  });
}

test("an accent that can be read stays as it is", () => {
  assert.equal(accentColours("#0b5a5a", "light").accent, "#0b5a5a");
  assert.equal(accentColours("#6fd0c8", "dark").accent, "#6fd0c8");
});
