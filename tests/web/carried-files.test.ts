import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { CARRIER, type CarriedFiles, readCarriedFiles } from "../../livecalc/web/carried-files.ts";

const SCRIPT = "file:///home/reader/site/livecalc/livecalc.js";
const WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const IMAGE = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);

const asText = (bytes: Uint8Array): string => gzipSync(bytes).toString("base64");
const FILES: CarriedFiles = { wasm: asText(WASM), image: asText(IMAGE) };

interface FakeScript {
  src: string;
  onload?: () => void;
  onerror?: () => void;
  remove(): void;
}

/** A document that may hold the files, and whose scripts leave behind what they should or fail. */
function openDocument({ within, beside }: { within?: CarriedFiles; beside?: unknown }) {
  const asked: string[] = [];
  let attached = 0;
  const document = {
    querySelector: (selector: string) => {
      const name = /data-livecalc-file="(wasm|image)"/.exec(selector)?.[1] as keyof CarriedFiles;
      return within ? { textContent: `\n${within[name]}\n` } : null;
    },
    createElement: (): FakeScript => ({ src: "", remove: () => attached-- }),
    head: {
      append(script: FakeScript) {
        attached++;
        asked.push(script.src);
        if (beside instanceof Error) return script.onerror?.();
        Object.assign(globalThis, { livecalcCarriedFiles: beside });
        script.onload?.();
      },
    },
  };
  Object.assign(globalThis, { document });
  return { asked, attached: () => attached };
}

const read = (script = SCRIPT, report: (fraction: number) => void = () => undefined) =>
  readCarriedFiles(script, report);

afterEach(() => {
  Object.assign(globalThis, { document: undefined, livecalcCarriedFiles: undefined });
});

describe("Python that a page carries", () => {
  test("is read from the page itself, which then asks for nothing", async () => {
    const { asked } = openDocument({ within: FILES });
    const { module, image } = await read("");
    assert.ok(module instanceof WebAssembly.Module);
    assert.deepEqual(new Uint8Array(image), IMAGE);
    assert.deepEqual(asked, []);
  });

  test("is read from the script beside the page's own, and nothing of it is left", async () => {
    const { asked, attached } = openDocument({ beside: FILES });
    const { image } = await read();
    assert.deepEqual(new Uint8Array(image), IMAGE);
    assert.deepEqual(asked, [`file:///home/reader/site/livecalc/${CARRIER}`]);
    assert.equal(attached(), 0);
    assert.equal("livecalcCarriedFiles" in globalThis, false);
  });

  test("is asked for again each time, because the last image was given away", async () => {
    const { asked } = openDocument({ beside: FILES });
    await read();
    await read();
    assert.equal(asked.length, 2);
  });

  test("reports how far it is, never backwards", async () => {
    openDocument({ within: FILES });
    const fractions: number[] = [];
    await read("", (fraction) => fractions.push(fraction));
    assert.ok(fractions.length > 1);
    assert.deepEqual(
      fractions,
      [...fractions].sort((a, b) => a - b),
    );
    assert.equal(fractions.at(-1), 1);
  });

  test("that is not there is named", async () => {
    const { attached } = openDocument({ beside: new Error("no such file") });
    await assert.rejects(read(), { message: `${CARRIER} could not be read` });
    assert.equal(attached(), 0);
  });

  test("in a script that leaves nothing is called damaged", async () => {
    openDocument({});
    await assert.rejects(read(), { message: `${CARRIER} is damaged` });
  });

  test("is missed in a page that should have it within", async () => {
    openDocument({});
    await assert.rejects(read(""), { message: "this page does not carry the files of Python" });
  });

  for (const [name, text] of [
    ["is cut off", FILES.image.slice(0, 100)],
    ["is no base64", "…"],
    ["is not packed", Buffer.from(IMAGE).toString("base64")],
  ] as const) {
    test(`is called damaged by name when it ${name}`, async () => {
      openDocument({ within: { ...FILES, image: text } });
      await assert.rejects(read(""), { message: "the carried image of Python is damaged" });
    });
  }
});
