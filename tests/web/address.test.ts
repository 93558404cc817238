import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { carriesInputs, readAddress, writeAddress } from "../../livecalc/web/address.ts";

const PAGE = { prefix: "staking-apy.", names: ["stake", "reward_apr"] };
const EMBED = { prefix: "", names: ["stake", "reward_apr"] };

describe("an address read", () => {
  test("gives a calculator the inputs with its prefix", () => {
    const { values, unknown } = readAddress("?staking-apy.stake=100&a=1", PAGE);
    assert.deepEqual([...values], [["stake", "100"]]);
    assert.deepEqual(unknown, []);
  });

  test("keeps two forms of the same calculator apart", () => {
    const second = { ...PAGE, prefix: "staking-apy-2." };
    const search = "?staking-apy.stake=1&staking-apy-2.stake=2";
    assert.equal(readAddress(search, PAGE).values.get("stake"), "1");
    assert.equal(readAddress(search, second).values.get("stake"), "2");
  });

  test("names what is not an input, once", () => {
    const search = "?staking-apy.steak=1&staking-apy.steak=2&staking-apy.__proto__=3";
    const { values, unknown } = readAddress(search, PAGE);
    assert.equal(values.size, 0);
    assert.deepEqual(unknown, ["steak", "__proto__"]);
  });

  test("needs no prefix where the calculator has the page for itself", () => {
    const { values, unknown } = readAddress("?reward_apr=0.05&from=there", EMBED);
    assert.deepEqual([...values], [["reward_apr", "0.05"]]);
    assert.deepEqual(unknown, []);
  });

  test("passes hostile text on as text and never throws", () => {
    const markup = "<img src=x onerror=alert(1)>";
    const search = `?staking-apy.stake=${encodeURIComponent(markup)}&%zz=%&=&&staking-apy.=`;
    const { values, unknown } = readAddress(search, PAGE);
    assert.equal(values.get("stake"), markup);
    assert.deepEqual(unknown, [""]);
  });
});

describe("an address written", () => {
  test("carries the changed inputs in the order of the form", () => {
    const values = new Map([
      ["reward_apr", "0.05"],
      ["stake", "100"],
    ]);
    assert.equal(
      writeAddress("", PAGE, values),
      "?staking-apy.stake=100&staking-apy.reward_apr=0.05",
    );
    assert.equal(writeAddress("", EMBED, values), "?stake=100&reward_apr=0.05");
  });

  test("leaves what others keep in the query exactly as it is", () => {
    const search = "?q=a%20b+c&flag&x=%zz&staking-apy-2.stake=7&staking-apy.stake=1";
    assert.equal(
      writeAddress(search, PAGE, new Map([["stake", "2"]])),
      "?q=a%20b+c&flag&x=%zz&staking-apy-2.stake=7&staking-apy.stake=2",
    );
  });

  test("drops all of a calculator's own keys when nothing differs from the start", () => {
    const search = "?staking-apy.stake=1&staking-apy.steak=2";
    assert.equal(writeAddress(search, PAGE, new Map()), "");
    assert.equal(writeAddress(`${search}&a=1`, PAGE, new Map()), "?a=1");
  });

  test("is read back as the same text, whatever was typed", () => {
    for (const text of ["1e+21", "5 %", "a&b=c#d", "“½” ?", "1e-7", "", "<b>", "\ud83d\ude00"]) {
      const search = writeAddress("?x=1", PAGE, new Map([["stake", text]]));
      assert.equal(readAddress(search, PAGE).values.get("stake"), text);
    }
  });
});

describe("an address carries inputs", () => {
  for (const [search, onSite, onEmbed] of [
    ["", false, false],
    ["?staking-apy.stake=1", true, true],
    ["?q=staking&staking-apy-2.years=3", true, true],
    ["?h=a.b%20c&utm_source=x", false, true],
    ["?theme=dark&accent=%23123456&locale=de", false, false],
    ["?theme=dark&stake=100", false, true],
  ] as const) {
    test(JSON.stringify(search), () => {
      assert.equal(carriesInputs(search, false), onSite);
      assert.equal(carriesInputs(search, true), onEmbed);
    });
  }
});
