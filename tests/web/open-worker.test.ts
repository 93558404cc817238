import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { madeScript } from "../../livecalc/web/open-worker.ts";

test("a worker made in a sandboxed frame loads its script and later ones from the site", () => {
  const loaded: string[] = [];
  const scope: Record<string, unknown> = { URL };
  scope.self = scope;
  scope.importScripts = (...files: string[]) => loaded.push(...files);
  const folder = 'https://playbook.test/a"b/livecalc/';
  vm.runInNewContext(madeScript(folder, "worker-1a2b.js"), scope);
  vm.runInNewContext('importScripts("stock-1a2b.js")', scope);
  const site = "https://playbook.test/a%22b/livecalc";
  assert.deepEqual(loaded, [`${site}/worker-1a2b.js`, `${site}/stock-1a2b.js`]);
  assert.equal(scope.livecalcFolder, folder);
});
