/** Fetches the files of the runtime: all at once, counted by bytes, every failure with its file. */

/** A file of the runtime that did not arrive as it was made. */
export class RuntimeFileError extends Error {
  constructor(file: string, what: string) {
    super(`${file} ${what}`);
    this.name = "RuntimeFileError";
  }
}

export interface DownloadOptions {
  /** Where the files are. */
  readonly folder: string | URL;
  /** Called with the share of all expected bytes that has arrived; it never falls. */
  readonly onProgress: (fraction: number) => void;
  /** Called with a file's failure, also when it breaks off long after `open` has answered. */
  readonly onFailure: (error: RuntimeFileError) => void;
  /** Go past the cache, which may hold a damaged file. */
  readonly fresh?: boolean;
  readonly fetch?: typeof fetch;
}

/** One download of several files. Open all of them before the first bytes arrive. */
export class RuntimeDownload {
  readonly #options: DownloadOptions;
  #expected = 0;
  #received = 0;
  #reported = 0;

  constructor(options: DownloadOptions) {
    this.#options = options;
  }

  /**
   * Starts to fetch a file.
   *
   * @param type Media type of the response, whatever the server calls it.
   * @param bytes Size of the file once it is decompressed; a file of unknown size does not count
   *   in the progress.
   * @returns The response as soon as it begins; its body fails when the file is not whole.
   */
  open(file: string, type: string, bytes?: number): Promise<Response> {
    this.#expected += bytes ?? 0;
    const opened = this.#open(file, type, bytes);
    // The body of a response nobody reads, or the response itself, may fail without a listener.
    opened.catch(() => undefined);
    return opened;
  }

  async #open(file: string, type: string, bytes: number | undefined): Promise<Response> {
    const response = await this.#fetch(file);
    if (!response.ok) {
      throw this.#failure(file, `is not there: the server answered ${response.status}`);
    }
    if (/^text\/html\b/i.test(response.headers.get("Content-Type") ?? "")) {
      throw this.#failure(file, "is not there: the server sent a web page");
    }
    if (!response.body) throw this.#failure(file, "is empty");
    const body = this.#whole(file, response.body, bytes ?? sizeOnTheWay(response), !!bytes);
    return new Response(body, { headers: { "Content-Type": type } });
  }

  async #fetch(file: string): Promise<Response> {
    const fetch = this.#options.fetch ?? globalThis.fetch;
    const cache = this.#options.fresh ? "reload" : "default";
    try {
      return await fetch(new URL(file, this.#options.folder), { cache });
    } catch {
      throw this.#failure(file, "could not be fetched");
    }
  }

  /** The same bytes, counted; an error in place of an end that comes too early or too late. */
  #whole(
    file: string,
    body: ReadableStream<Uint8Array>,
    size: number | undefined,
    counts: boolean,
  ): ReadableStream<Uint8Array<ArrayBuffer>> {
    const reader = body.getReader();
    let received = 0;
    return new ReadableStream({
      pull: async (controller) => {
        const step = await reader.read().catch(() => undefined);
        if (!step) {
          controller.error(this.#failure(file, `broke off after ${received} bytes`));
        } else if (step.value) {
          received += step.value.length;
          if (counts) this.#count(step.value.length);
          controller.enqueue(step.value as Uint8Array<ArrayBuffer>);
        } else if (size !== undefined && received !== size) {
          controller.error(this.#failure(file, `is not whole: ${received} of ${size} bytes`));
        } else {
          controller.close();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }

  #count(bytes: number): void {
    this.#received += bytes;
    const fraction = Math.min(1, this.#received / this.#expected);
    if (fraction <= this.#reported) return;
    this.#reported = fraction;
    this.#options.onProgress(fraction);
  }

  #failure(file: string, what: string): RuntimeFileError {
    const error = new RuntimeFileError(file, what);
    this.#options.onFailure(error);
    return error;
  }
}

/** What the server announced, where that is the size of the file itself. */
function sizeOnTheWay(response: Response): number | undefined {
  const length = response.headers.get("Content-Length");
  if (length === null || response.headers.has("Content-Encoding")) return undefined;
  return Number(length);
}
