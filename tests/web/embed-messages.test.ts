import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  asMessage,
  type FromEmbed,
  isFrom,
  readColour,
  readFromEmbed,
  readToEmbed,
} from "../../livecalc/web/embed-messages.ts";

const CHANGE: FromEmbed = {
  type: "change",
  name: "staking-apy",
  inputs: { stake: 100, compounded: true, paid: "monthly" },
  outputs: { apy: 0.05, payback: null, by_year: [{ year: 1, note: "x", balance: null }] },
};

describe("a message from an embed page", () => {
  const messages: readonly FromEmbed[] = [
    { type: "ready", name: "staking-apy", title: "Staking APY calculator" },
    { type: "height", height: 812 },
    CHANGE,
  ];
  for (const message of messages) {
    test(`arrives as it was sent: ${message.type}`, () => {
      assert.deepEqual(readFromEmbed(asMessage(message)), message);
    });
  }

  test("carries the version of the format", () => {
    assert.equal(asMessage({ type: "height", height: 1 }).livecalc, 1);
  });

  for (const version of [undefined, null, 0, 2, "1", true]) {
    test(`is ignored with ${JSON.stringify(version)} for a version`, () => {
      assert.equal(readFromEmbed({ ...CHANGE, livecalc: version }), undefined);
    });
  }

  const strange: readonly unknown[] = [
    ...[undefined, null, "livecalc", 1, [], [asMessage(CHANGE)], JSON.stringify(CHANGE)],
    { livecalc: 1 },
    { livecalc: 1, type: "close" },
    ...[0, -1, 1e9, Number.NaN, Number.POSITIVE_INFINITY, "100", null].map((height) => ({
      livecalc: 1,
      type: "height",
      height,
    })),
    { livecalc: 1, type: "ready", name: "staking-apy" },
    { livecalc: 1, type: "ready", name: "<b>", title: "x" },
    { ...asMessage(CHANGE), inputs: null },
    { ...asMessage(CHANGE), inputs: { stake: {} } },
    { ...asMessage(CHANGE), outputs: { apy: Number.NaN } },
    { ...asMessage(CHANGE), outputs: { by_year: [[1]] } },
    { ...asMessage(CHANGE), outputs: [] },
  ];
  strange.forEach((data, index) => {
    test(`is ignored when it is something else (${index})`, () => {
      assert.equal(readFromEmbed(data), undefined);
    });
  });

  test("hands over nothing beside its own fields", () => {
    const read = readFromEmbed({ ...asMessage({ type: "height", height: 5 }), also: 1 });
    assert.deepEqual(read, { type: "height", height: 5 });
  });

  test("cannot fill the page with a title", () => {
    const ready = asMessage({ type: "ready", name: "x", title: "x".repeat(10_000) });
    const read = readFromEmbed(ready);
    assert.ok(read?.type === "ready" && read.title.length === 200);
  });
});

describe("a message to an embed page", () => {
  test("sets theme and accent, or the calculator's own accent", () => {
    const message = { type: "appearance", theme: "dark", accent: "#0b6e6e" } as const;
    assert.deepEqual(readToEmbed(asMessage(message)), message);
    assert.equal(readToEmbed(asMessage({ ...message, accent: null }))?.accent, null);
  });

  for (const wrong of [
    { livecalc: 2, type: "appearance", theme: "dark", accent: null },
    { livecalc: 1, type: "navigate", theme: "dark", accent: null },
    { livecalc: 1, type: "appearance", theme: "blue", accent: null },
    { livecalc: 1, type: "appearance", theme: "dark" },
    { livecalc: 1, type: "appearance", theme: "dark", accent: "red;} body{display:none" },
    asMessage(CHANGE),
  ]) {
    test(`is ignored when it is ${JSON.stringify(wrong).slice(0, 90)}`, () => {
      assert.equal(readToEmbed(wrong), undefined);
    });
  }
});

describe("the origin of a message", () => {
  const site = "https://playbook.test";

  test("is the one expected, to the letter", () => {
    assert.ok(isFrom(site, site, false));
    for (const other of ["https://playbook.test.evil", "http://playbook.test", "", "null"]) {
      assert.ok(!isFrom(other, site, false));
    }
  });

  test("may be hidden by a sandbox, but not be another", () => {
    assert.ok(isFrom("null", site, true));
    assert.ok(!isFrom("https://evil.test", site, true));
  });
});

describe("a colour", () => {
  test("is three or six hexadecimal digits", () => {
    assert.equal(readColour("#0B6E6E"), "#0b6e6e");
    assert.equal(readColour(" #0a6 "), "#00aa66");
  });

  for (const text of [
    "",
    "red",
    "#12",
    "#12345",
    "#12345g",
    "0b6e6e",
    "#0b6e6e;",
    "url(x)",
    null,
  ]) {
    test(`is not ${JSON.stringify(text)}`, () => {
      assert.equal(readColour(text), null);
    });
  }
});
