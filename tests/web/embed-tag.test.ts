import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { frameTag, scriptTag } from "../../livecalc/web/embed-tag.ts";

const CHOICE = {
  site: "https://playbook.test/sub/",
  name: "staking-apy",
  title: "Staking & more",
  attributes: [
    ["accent", "#0b6e6e"],
    ["paid", '<"x">'],
  ],
} as const;

describe("the tags to copy", () => {
  test("name script, page and values, with every sign of markup escaped", () => {
    assert.equal(
      scriptTag(CHOICE),
      [
        '<script src="https://playbook.test/sub/embed.js" async></script>',
        '<live-calculator src="https://playbook.test/sub/embed/staking-apy/" accent="#0b6e6e"' +
          ' paid="&lt;&quot;x&quot;&gt;">',
        '  <a href="https://playbook.test/sub/calculators/staking-apy/">Staking &amp; more calculator</a>',
        "</live-calculator>",
      ].join("\n"),
    );
  });

  test("put the values of a plain frame into its address", () => {
    const tag = frameTag(CHOICE);
    const query = "accent=%230b6e6e&amp;paid=%3C%22x%22%3E";
    assert.ok(tag.includes(`src="https://playbook.test/sub/embed/staking-apy/?${query}"`), tag);
    assert.ok(tag.includes('title="Staking &amp; more calculator"'));
  });
});
