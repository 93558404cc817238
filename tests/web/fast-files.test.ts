import assert from "node:assert/strict";
import { afterEach, describe, mock, test } from "node:test";
import { loadFastFiles } from "../../livecalc/web/fast-files.ts";
import { ImageError } from "../../livecalc/web/memory-image.ts";

const FOLDER = "https://site.test/livecalc/";
const FAST = {
  wasm: "fast-1a2b.wasm",
  wasmIntegrity: "sha256-AAAA",
  image: "fast-3c4d.image",
  imageBytes: 10,
};

/** A module that exports one global, `answer`, of the value 42. */
const WASM = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[6, 6, 1, 0x7f, 0, 0x41, 42, 0x0b],
  ...[7, 10, 1, 6, ...new TextEncoder().encode("answer"), 3, 0],
);

interface Served {
  readonly status?: number;
  readonly type?: string;
  readonly pieces: readonly Uint8Array[];
  /** The connection breaks after the last piece. */
  readonly breaks?: boolean;
  /** The body never ends. */
  readonly endless?: boolean;
  /** The browser hands over pieces of its own instead of writing where it is told to. */
  readonly inPieces?: boolean;
}

const GOOD_WASM: Served = { type: "application/wasm", pieces: [WASM] };
const GOOD_IMAGE: Served = {
  pieces: [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5, 6, 7, 8, 9, 10)],
};

function serve({ wasm = GOOD_WASM, image = GOOD_IMAGE }: { wasm?: Served; image?: Served } = {}) {
  const files = new Map([
    [FOLDER + FAST.wasm, wasm],
    [FOLDER + FAST.image, image],
  ]);
  const asked: { readonly address: string; readonly init: RequestInit }[] = [];
  mock.method(globalThis, "fetch", async (address: string, init: RequestInit) => {
    asked.push({ address, init });
    const served = files.get(address);
    assert.ok(served, address);
    const pieces = [...served.pieces];
    const source = {
      start(controller: ReadableStreamController<Uint8Array>) {
        init.signal?.addEventListener("abort", () => controller.error(init.signal?.reason));
      },
      pull(controller: ReadableStreamController<Uint8Array>) {
        const piece = pieces.shift();
        // A stream of bytes takes its pieces away; the next request needs them too.
        if (piece) controller.enqueue(piece.slice());
        else if (served.breaks) controller.error(new TypeError("network error"));
        else if (!served.endless) end(controller);
      },
    };
    const body: ReadableStream<Uint8Array> = served.inPieces
      ? new ReadableStream(source)
      : new ReadableStream({ ...source, type: "bytes" });
    const headers = served.type === undefined ? {} : { "Content-Type": served.type };
    return new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>, {
      status: served.status ?? 200,
      headers,
    });
  });
  return asked;
}

/** Ends a body; a reader that waits with room for more is told so too. */
function end(controller: ReadableStreamController<Uint8Array>): void {
  controller.close();
  if ("byobRequest" in controller) controller.byobRequest?.respond(0);
}

const load = (
  fresh = false,
  onProgress: (fraction: number) => void = () => undefined,
  signal = new AbortController().signal,
) => loadFastFiles({ fast: FAST }, FOLDER, fresh, onProgress, signal);

async function assertFails(served: { wasm?: Served; image?: Served }, message: string) {
  serve(served);
  await assert.rejects(load(), (error) => {
    assert.ok(error instanceof ImageError, String(error));
    assert.equal(error.message, message);
    return true;
  });
}

async function assertLoads(served: { wasm?: Served; image?: Served } = {}) {
  serve(served);
  const { module, image } = await load();
  const { exports } = new WebAssembly.Instance(module);
  assert.equal((exports.answer as WebAssembly.Global).value, 42);
  assert.deepEqual(new Uint8Array(image), Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

afterEach(() => mock.restoreAll());

describe("the files of the fast start", () => {
  test("arrive compiled and in one piece", () => assertLoads());

  test("are compiled while they arrive where the server lets them", async () => {
    const streaming = mock.method(WebAssembly, "compileStreaming");
    await assertLoads();
    assert.equal(streaming.mock.callCount(), 1);
  });

  for (const type of [undefined, "application/octet-stream", "application/wasm; charset=utf-8"]) {
    test(`are compiled when the server calls the wasm ${type ?? "nothing"}`, () =>
      assertLoads({ wasm: { pieces: [WASM], ...(type === undefined ? {} : { type }) } }));
  }

  test("are both asked for at once, past the cache when one there may be damaged", async () => {
    for (const [fresh, cache] of [
      [false, "default"],
      [true, "reload"],
    ] as const) {
      const asked = serve();
      const loading = load(fresh);
      assert.deepEqual(
        asked.map(({ address, init }) => [address, init.cache]),
        [
          [FOLDER + FAST.wasm, cache],
          [FOLDER + FAST.image, cache],
        ],
      );
      await loading;
      mock.restoreAll();
    }
  });

  test("are bound to their content: the wasm by the browser, the image by itself", async () => {
    const asked = serve();
    await load();
    assert.deepEqual(
      asked.map(({ init }) => init.integrity),
      [FAST.wasmIntegrity, ""],
    );
  });

  for (const inPieces of [false, true]) {
    const whose = inPieces ? "their own" : "our";
    test(`tell in ${whose} memory how much of the image is here, up to all of it`, async () => {
      serve({ image: { ...GOOD_IMAGE, inPieces } });
      const progress: number[] = [];
      await load(false, (fraction) => progress.push(fraction));
      assert.deepEqual(progress, [0.4, 1]);
      await assertLoads({ image: { ...GOOD_IMAGE, inPieces } });
    });
  }
});

describe("files of the fast start that cannot be had", () => {
  test("because the wasm is missing", () =>
    assertFails({ wasm: { status: 404, pieces: [] } }, "the server answered 404"));

  test("because the image is missing", () =>
    assertFails({ image: { status: 503, pieces: [] } }, "the server answered 503"));

  for (const inPieces of [false, true]) {
    const how = inPieces ? ", piece by piece" : "";

    test(`because the image is too short${how}`, () =>
      assertFails(
        { image: { pieces: [new Uint8Array(9)], inPieces } },
        "the memory image is truncated",
      ));

    test(`because the image is empty${how}`, () =>
      assertFails({ image: { pieces: [], inPieces } }, "the memory image is truncated"));

    test(`because the image is too long${how}`, () =>
      assertFails(
        { image: { pieces: [new Uint8Array(10), new Uint8Array(1)], inPieces } },
        "the memory image is too long",
      ));
  }

  test("because the connection breaks", async () => {
    serve({ image: { pieces: [new Uint8Array(3)], breaks: true } });
    await assert.rejects(load(), /network error/);
  });

  test("because the server is out of reach", async () => {
    mock.method(globalThis, "fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    await assert.rejects(load(), /Failed to fetch/);
  });

  for (const type of ["application/wasm", "text/html"]) {
    test(`because the wasm sent as ${type} is none`, async () => {
      const page = new TextEncoder().encode("<!doctype html>");
      serve({ wasm: { type, pieces: [page] } });
      await assert.rejects(load(), WebAssembly.CompileError);
    });
  }

  test("because nobody wants them any more", async () => {
    const asked = serve({ image: { pieces: [new Uint8Array(3)], endless: true } });
    const life = new AbortController();
    const loading = load(false, () => life.abort(), life.signal);
    await assert.rejects(loading, { name: "AbortError" });
    assert.deepEqual(
      asked.map(({ init }) => init.signal?.aborted),
      [true, true],
    );
  });

  test("are no longer downloaded once one of them has failed", async () => {
    for (const served of [
      { wasm: { status: 404, pieces: [] }, image: { pieces: [], endless: true } },
      { image: { pieces: [new Uint8Array(11)], endless: true } },
    ]) {
      const asked = serve(served);
      await assert.rejects(load(), ImageError);
      assert.deepEqual(
        asked.map(({ init }) => init.signal?.aborted),
        [true, true],
      );
      mock.restoreAll();
    }
  });
});
