import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readAddress, writeAddress } from "../../../livecalc/web/address.ts";
import { partOf, readState, underWord, writeState } from "../../../livecalc/web/explore/state.ts";

describe("the state of the tools", () => {
  const states: readonly (readonly (readonly [string, string])[])[] = [
    [["tool", "sweep"]],
    [
      ["tool", "scenarios"],
      ["scenarios.0.name", "Fee; doubled: 100 % sure? a&b=c#d"],
      ["scenarios.0.fee", "0.02"],
    ],
    [["simulation.u.-.0", "stake reward_apr -0.5"]],
    [["goal.target", "-1e-7"]],
    [["scenarios.0.name", "日本 🙂"]],
    [["scenarios.0.name", ""]],
  ];

  test("comes back as it was, whatever a name holds", () => {
    for (const pairs of states) {
      assert.deepEqual([...readState(writeState(new Map(pairs)))], pairs);
    }
  });

  test("comes back from the address of a page, beside inputs and what others keep there", () => {
    const scope = { prefix: "staking-apy.", names: ["stake", "explore"] };
    for (const pairs of states) {
      const explore = writeState(new Map(pairs));
      const values = new Map([
        ["stake", "100"],
        ["explore", explore],
      ]);
      const search = writeAddress("?utm=x", scope, values);
      assert.ok(search.startsWith("?utm=x&staking-apy.stake=100&staking-apy.explore="));
      const found = readAddress(new URL(search, "https://site.test/").search, scope);
      assert.deepEqual(found.unknown, []);
      assert.deepEqual([...readState(found.values.get("explore") ?? "")], pairs);
    }
  });

  test("can be read in an address by people", () => {
    const state = new Map([
      ["tool", "sweep"],
      ["sweep.x.to", "0.2"],
    ]);
    const values = new Map([["explore", writeState(state)]]);
    const search = writeAddress("", { prefix: "fee.", names: ["explore"] }, values);
    assert.equal(search, "?fee.explore=tool:sweep;sweep.x.to:0.2");
  });

  test("of a link that somebody mangled is what can be read of it", () => {
    assert.deepEqual(
      [...readState("tool:sweep;;:;no colon;a b:c;goal.target:%;x:1")],
      [
        ["tool", "sweep"],
        ["goal.target", "%"],
        ["x", "1"],
      ],
    );
    assert.deepEqual([...readState("")], []);
  });

  test("gives each tool its own part", () => {
    const state = readState("tool:goal;goal.range.from:1;goal.target:2;goals.x:3");
    const own = partOf(state, "goal");
    assert.deepEqual(
      [...own],
      [
        ["range.from", "1"],
        ["target", "2"],
      ],
    );
    assert.deepEqual(
      [...underWord(own, "goal")],
      [
        ["goal.range.from", "1"],
        ["goal.target", "2"],
      ],
    );
  });
});
