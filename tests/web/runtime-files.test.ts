import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RuntimeDownload, RuntimeFileError } from "../../livecalc/web/runtime-files.ts";

const FOLDER = "https://site.test/livecalc/";

interface Served {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Sizes of the pieces in which the body arrives. */
  readonly pieces?: readonly number[];
  /** The connection breaks after the last piece. */
  readonly breaks?: boolean;
}

function start(server: Record<string, Served>, fresh = false) {
  const asked: (readonly [string, RequestInit | undefined])[] = [];
  const progress: number[] = [];
  const failures: string[] = [];
  const fakeFetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    asked.push([String(input), init]);
    const served = server[String(input).slice(FOLDER.length)];
    if (!served) throw new TypeError("Failed to fetch");
    const pieces = [...(served.pieces ?? [])];
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        const size = pieces.shift();
        if (size !== undefined) controller.enqueue(new Uint8Array(size).fill(7));
        else if (served.breaks) controller.error(new TypeError("network error"));
        else controller.close();
      },
    });
    return new Response(body, { status: served.status ?? 200, headers: served.headers ?? {} });
  };
  const download = new RuntimeDownload({
    folder: FOLDER,
    fresh,
    fetch: fakeFetch,
    onProgress: (fraction) => progress.push(fraction),
    onFailure: (error) => failures.push(error.message),
  });
  return { download, asked, progress, failures };
}

async function read(response: Promise<Response>): Promise<number> {
  return (await (await response).arrayBuffer()).byteLength;
}

/** Asserts that a file fails with this message, and that whoever started the download hears it. */
async function assertFails(served: Served | undefined, bytes: number | undefined, message: string) {
  const { download, failures } = start(served ? { "python-1a2b.zip": served } : {});
  const opened = read(download.open("python-1a2b.zip", "application/zip", bytes));
  await assert.rejects(opened, (error) => {
    assert.ok(error instanceof RuntimeFileError);
    assert.equal(error.message, message);
    return true;
  });
  assert.deepEqual(failures, [message]);
}

describe("a file of the runtime", () => {
  test("arrives whole, from the folder, with the type it really has", async () => {
    const { download, asked, failures } = start({
      "a.wasm": { pieces: [3, 4], headers: { "Content-Type": "application/octet-stream" } },
    });
    const response = await download.open("a.wasm", "application/wasm", 7);
    assert.equal(response.headers.get("Content-Type"), "application/wasm");
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), new Uint8Array(7).fill(7));
    assert.deepEqual(asked, [[`${FOLDER}a.wasm`, { cache: "default" }]]);
    assert.deepEqual(failures, []);
  });

  test("is asked for past the cache when a damaged one may lie there", async () => {
    const { download, asked } = start({ "a.zip": { pieces: [1] } }, true);
    await read(download.open("a.zip", "application/zip"));
    assert.deepEqual(asked, [[`${FOLDER}a.zip`, { cache: "reload" }]]);
  });

  test("that is missing is named with the server's answer", () =>
    assertFails({ status: 404 }, 7, "python-1a2b.zip is not there: the server answered 404"));

  test("that cannot be fetched at all is named", () =>
    assertFails(undefined, 7, "python-1a2b.zip could not be fetched"));

  test("in whose place the server sends a web page is named", () =>
    assertFails(
      { pieces: [7], headers: { "Content-Type": "text/html; charset=utf-8" } },
      7,
      "python-1a2b.zip is not there: the server sent a web page",
    ));

  test("that ends too early is named with its sizes", () =>
    assertFails({ pieces: [3, 2] }, 7, "python-1a2b.zip is not whole: 5 of 7 bytes"));

  test("that is longer than it was made is named with its sizes", () =>
    assertFails({ pieces: [8] }, 7, "python-1a2b.zip is not whole: 8 of 7 bytes"));

  test("of unknown size is held to what the server announced", () =>
    assertFails(
      { pieces: [5], headers: { "Content-Length": "7" } },
      undefined,
      "python-1a2b.zip is not whole: 5 of 7 bytes",
    ));

  test("whose connection breaks is named", () =>
    assertFails({ pieces: [5], breaks: true }, 7, "python-1a2b.zip broke off after 5 bytes"));

  test("may be compressed on the way: then the announced length is not its size", async () => {
    const headers = { "Content-Length": "3", "Content-Encoding": "br" };
    const { download } = start({ "a.zip": { pieces: [7], headers } });
    assert.equal(await read(download.open("a.zip", "application/zip")), 7);
  });

  test("that fails unread is reported and disturbs nothing else", async () => {
    const { download, failures } = start({ "a.zip": { status: 500 }, "b.zip": { pieces: [2] } });
    download.open("a.zip", "application/zip", 1);
    assert.equal(await read(download.open("b.zip", "application/zip", 2)), 2);
    assert.deepEqual(failures, ["a.zip is not there: the server answered 500"]);
  });
});

describe("the progress of a download", () => {
  test("counts the bytes of all files, only rises, and ends at one", async () => {
    const { download, progress } = start({
      "a.wasm": { pieces: [10, 20, 30] },
      "b.zip": { pieces: [15, 25] },
    });
    const opened = [
      download.open("a.wasm", "application/wasm", 60),
      download.open("b.zip", "application/zip", 40),
    ];
    assert.deepEqual(await Promise.all(opened.map(read)), [60, 40]);
    assert.equal(progress.length, 5);
    assert.deepEqual(
      progress,
      [...progress].sort((a, b) => a - b),
    );
    assert.equal(progress.at(-1), 1);
  });

  test("does not count a file of unknown size, nor pass one for a file that is too long", async () => {
    const { download, progress } = start({ "a.zip": { pieces: [5] }, "b.zip": { pieces: [4, 9] } });
    const unknown = read(download.open("a.zip", "application/zip"));
    const tooLong = read(download.open("b.zip", "application/zip", 4));
    assert.equal(await unknown, 5);
    await assert.rejects(tooLong);
    assert.deepEqual(progress, [1]);
  });
});
