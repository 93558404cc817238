import assert from "node:assert/strict";
import { test } from "node:test";
import { cachePrefix, type KeptSite, placeOf } from "../../livecalc/web/kept-files.ts";

const ROOT = "https://host.test/some/playbook/";
const SITE: KeptSite = {
  edition: "e",
  build: "b",
  changing: { "": "1", "guides/staking/": "2", "search/search_index.json": "3", "a.html": "4" },
  lasting: { "livecalc/livecalc-1a.js": "5" },
  calculators: { "livecalc/fast-1a.image": "6" },
  calculatorBytes: 1,
};

const cases: [string, ReturnType<typeof placeOf>][] = [
  ["", { kind: "changing", path: "" }],
  ["?a.b=1#c", { kind: "changing", path: "" }],
  ["index.html", { kind: "changing", path: "" }],
  ["guides/staking/?x=1", { kind: "changing", path: "guides/staking/" }],
  ["guides/staking/index.html", { kind: "changing", path: "guides/staking/" }],
  ["guides/staking?x=1", { kind: "moved", to: `${ROOT}guides/staking/?x=1` }],
  ["a.html", { kind: "changing", path: "a.html" }],
  ["livecalc/livecalc-1a.js", { kind: "lasting", path: "livecalc/livecalc-1a.js" }],
  ["livecalc/fast-1a.image", { kind: "lasting", path: "livecalc/fast-1a.image" }],
  ["livecalc/livecalc-2b.js", undefined],
  ["embed/staking-apy/", undefined],
  ["toString", undefined],
  ["../other/", undefined],
];

for (const [address, expected] of cases) {
  test(`what “${address}” asks for`, () => {
    assert.deepEqual(placeOf(new URL(address, ROOT).href, ROOT, SITE), expected);
  });
}

test("another origin asks for nothing of ours", () => {
  assert.equal(placeOf("https://elsewhere.test/some/playbook/", ROOT, SITE), undefined);
});

test("sites below other paths have other caches", () => {
  assert.ok(!`${cachePrefix(ROOT)}1a`.startsWith(cachePrefix("https://host.test/some/")));
  assert.ok(!`${cachePrefix(ROOT)}1a`.startsWith(cachePrefix("https://host.test/")));
});
