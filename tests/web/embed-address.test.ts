import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { embedAddress } from "../../livecalc/web/embed-address.ts";

const SRC = "https://playbook.test/embed/staking-apy/";
const BASE = "https://blog.test/post/";

describe("the address of an embed page", () => {
  test("carries inputs and settings, and nothing else of the element", () => {
    const address = embedAddress(SRC, BASE, [
      ["src", SRC],
      ["class", "wide"],
      ["data-stake", "1"],
      ["aria-label", "x"],
      ["title", "Mine"],
      ["sandbox", ""],
      ["theme", "dark"],
      ["accent", "#0b6e6e"],
      ["locale", "de-DE"],
      ["stake", "200"],
      ["reward_apr", "0.05"],
    ]);
    const query = "theme=dark&accent=%230b6e6e&locale=de-DE&stake=200&reward_apr=0.05";
    assert.equal(address?.href, `${SRC}?${query}`);
  });

  test("keeps what it already says, unless an attribute says otherwise", () => {
    const address = embedAddress(`${SRC}?stake=1&years=2`, BASE, [["stake", "3"]]);
    assert.equal(address?.href, `${SRC}?stake=3&years=2`);
  });

  test("may be relative to the page", () => {
    assert.equal(embedAddress("../embed/x/", BASE, [])?.href, "https://blog.test/embed/x/");
  });

  for (const src of ["", "javascript:alert(1)", "data:text/html,x", "https://", "file:///etc/x"]) {
    test(`is not ${JSON.stringify(src)}`, () => {
      assert.equal(embedAddress(src, BASE, [["stake", "1"]]), undefined);
    });
  }
});
