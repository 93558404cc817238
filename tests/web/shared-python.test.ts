import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { setImmediate as settled } from "node:timers/promises";
import type { Outcome } from "../../livecalc/web/call-queue.ts";
import type { Claim } from "../../livecalc/web/claim.ts";
import type { CalculationClient, ClientStatus } from "../../livecalc/web/client.ts";
import type { Inputs, Progress, Question } from "../../livecalc/web/protocol.ts";
import { PATIENCE, SharedPython } from "../../livecalc/web/shared-python.ts";

/** A Python of one page, which a test plays by hand. */
class FakeClient {
  status: ClientStatus = { phase: "idle" };
  boots = 0;
  retries = 0;
  readonly asked: {
    question: Question;
    asker: object;
    settle: (outcome: Outcome<unknown>) => void;
    report: (progress: Progress) => void;
  }[] = [];
  readonly cancelled: object[] = [];
  #listener: ((status: ClientStatus) => void) | undefined;

  watch(listener: (status: ClientStatus) => void): void {
    this.#listener = listener;
  }

  boot(): void {
    this.boots += 1;
    if (this.status.phase === "idle") this.become({ phase: "loading", fraction: 0 });
  }

  retry(): void {
    this.retries += 1;
  }

  ask(
    asker: object,
    question: Question,
    report: (progress: Progress) => void,
  ): Promise<Outcome<unknown>> {
    return new Promise((settle) => this.asked.push({ question, asker, settle, report }));
  }

  cancel(asker: object): void {
    this.cancelled.push(asker);
  }

  become(status: ClientStatus): void {
    this.status = status;
    this.#listener?.(status);
  }

  answer(at = this.asked.length - 1): void {
    const { question, settle } = this.asked[at] as (typeof this.asked)[number];
    const inputs = inputsOf(question);
    const outputs = { double: 2 * Number(inputs.x) };
    settle({ type: "answer", answer: { calculator: "double", inputs, outputs } });
  }
}

function inputsOf(question: Question | undefined): Inputs {
  assert.ok(question && "inputs" in question, "a calculation was asked for");
  return question.inputs;
}

/** The browser that all pages of a test are open in. */
class FakeBrowser {
  readonly #channels: FakeChannel[] = [];
  readonly #waiting: (() => void)[] = [];
  #isClaimed = false;

  open(): Page {
    const channel = new FakeChannel(this.#channels);
    const own = new FakeClient();
    const python = new SharedPython(own as unknown as CalculationClient, {
      claim: async () => (this.#isClaimed ? undefined : this.#give()),
      inherit: (signal) =>
        new Promise((resolve, reject) => {
          const take = () => resolve(this.#give());
          this.#waiting.push(take);
          signal.addEventListener("abort", () => {
            const place = this.#waiting.indexOf(take);
            if (place >= 0) this.#waiting.splice(place, 1);
            reject(signal.reason);
          });
        }),
      channel: channel as unknown as BroadcastChannel,
    });
    return { own, python, channel };
  }

  /** The page is gone, and what it held with it. */
  close(page: Page): void {
    page.channel.isCut = true;
    this.#letGo();
  }

  #give(): Claim {
    this.#isClaimed = true;
    return { release: () => this.#letGo() };
  }

  #letGo(): void {
    this.#isClaimed = false;
    this.#waiting.shift()?.();
  }
}

class FakeChannel {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  isCut = false;
  readonly #all: FakeChannel[];

  constructor(all: FakeChannel[]) {
    this.#all = all;
    all.push(this);
  }

  postMessage(message: unknown): void {
    if (this.isCut) return;
    const data = structuredClone(message);
    for (const other of this.#all) {
      if (other !== this) setImmediate(() => !other.isCut && other.onmessage?.({ data }));
    }
  }
}

interface Page {
  readonly own: FakeClient;
  readonly python: SharedPython;
  readonly channel: FakeChannel;
}

const asker = {};

async function allHeard(): Promise<void> {
  for (let hop = 0; hop < 6; hop++) await settled();
}

/** A page that computes for all, and one that asks it. */
async function hostAndGuest(): Promise<[FakeBrowser, Page, Page]> {
  const browser = new FakeBrowser();
  const host = browser.open();
  host.python.boot();
  await allHeard();
  const guest = browser.open();
  guest.python.boot();
  await allHeard();
  return [browser, host, guest];
}

beforeEach(() => mock.timers.enable({ apis: ["setInterval"] }));
afterEach(() => mock.timers.reset());

describe("pages that share one Python", () => {
  test("start it once, in the page that came first", async () => {
    const [, host, guest] = await hostAndGuest();
    assert.equal(host.own.boots, 1);
    assert.equal(guest.own.boots, 0);
  });

  test("all see how far it is", async () => {
    const [, host, guest] = await hostAndGuest();
    const seen: ClientStatus[] = [];
    guest.python.watch((status) => seen.push(status), new AbortController().signal);
    host.own.become({ phase: "loading", fraction: 0.5 });
    host.own.become({ phase: "ready" });
    await allHeard();
    assert.deepEqual(seen, [{ phase: "loading", fraction: 0.5 }, { phase: "ready" }]);
    assert.deepEqual(guest.python.status, { phase: "ready" });
  });

  test("hear of a Python that is ready already", async () => {
    const [browser, host] = await hostAndGuest();
    host.own.become({ phase: "ready" });
    const late = browser.open();
    late.python.boot();
    await allHeard();
    assert.deepEqual(late.python.status, { phase: "ready" });
  });

  test("get the answers to what each of them asked", async () => {
    const [, host, guest] = await hostAndGuest();
    const here = host.python.ask(asker, { calculator: "double", inputs: { x: 1 } });
    const there = guest.python.ask(asker, { calculator: "double", inputs: { x: 2 } });
    await allHeard();
    assert.equal(host.own.asked.length, 2);
    host.own.answer(1);
    host.own.answer(0);
    const outputs = (outcome: Outcome) =>
      outcome.type === "answer" && "outputs" in outcome.answer && outcome.answer.outputs.double;
    assert.equal(outputs(await here), 2);
    assert.equal(outputs(await there), 4);
  });

  test("ask each other's Python for what a tool finds, and hear what it knows so far", async () => {
    const [, host, guest] = await hostAndGuest();
    const request = { tool: "sweep", input: "x" };
    const seen: Progress[] = [];
    const open = guest.python.ask(asker, { calculator: "double", request }, (progress) =>
      seen.push(progress),
    );
    await allHeard();
    const [asked] = host.own.asked;
    assert.ok(asked);
    assert.deepEqual(asked.question, { calculator: "double", request });
    const soFar = { progress: 0.5, rows: [{ input: 1, output: 2 }] };
    asked.report(soFar);
    const answer = { calculator: "double", tool: "sweep" };
    asked.settle({ type: "answer", answer });
    await allHeard();
    assert.deepEqual(seen, [soFar]);
    assert.deepEqual(await open, { type: "answer", answer });
  });

  test("ask in the name of one asker for one calculator, so that the newer replaces the older", async () => {
    const [, host, guest] = await hostAndGuest();
    const older = guest.python.ask(asker, { calculator: "double", inputs: { x: 1 } });
    void guest.python.ask(asker, { calculator: "double", inputs: { x: 2 } });
    void guest.python.ask({}, { calculator: "double", inputs: { x: 3 } });
    assert.deepEqual(await older, { type: "superseded" });
    await allHeard();
    const [first, second, third] = host.own.asked.map((one) => one.asker);
    assert.equal(first, second);
    assert.notEqual(first, third);
  });

  test("hear how far a long calculation is", async () => {
    const [, host, guest] = await hostAndGuest();
    const seen: Progress[] = [];
    void guest.python.ask(asker, { calculator: "double", inputs: { x: 1 } }, (progress) =>
      seen.push(progress),
    );
    await allHeard();
    host.own.asked[0]?.report({ progress: 0.25 });
    await allHeard();
    assert.deepEqual(seen, [{ progress: 0.25 }]);
  });

  test("tell of an asker that went away", async () => {
    const [, host, guest] = await hostAndGuest();
    const open = guest.python.ask(asker, { calculator: "double", inputs: { x: 1 } });
    await allHeard();
    guest.python.cancel(asker);
    assert.deepEqual(await open, { type: "superseded" });
    await allHeard();
    assert.deepEqual(host.own.cancelled, [host.own.asked[0]?.asker]);
  });

  test("are off together, and try again together", async () => {
    const [, host, guest] = await hostAndGuest();
    const open = guest.python.ask(asker, { calculator: "double", inputs: { x: 1 } });
    host.own.become({ phase: "failed", reason: "no network" });
    assert.deepEqual(await open, { type: "off" });
    assert.deepEqual(await guest.python.ask(asker, { calculator: "double", inputs: { x: 1 } }), {
      type: "off",
    });
    guest.python.retry();
    await allHeard();
    assert.equal(host.own.retries, 1);
  });
});

describe("a guest", () => {
  test("takes over when the host's page is closed, with what it had asked", async () => {
    const [browser, host, guest] = await hostAndGuest();
    const open = guest.python.ask(asker, { calculator: "double", inputs: { x: 4 } });
    await allHeard();
    browser.close(host);
    await allHeard();
    assert.equal(guest.own.boots, 1);
    guest.own.answer();
    assert.equal((await open).type, "answer");
  });

  test("computes for the others once it has taken over", async () => {
    const [browser, host, guest] = await hostAndGuest();
    const other = browser.open();
    other.python.boot();
    await allHeard();
    browser.close(host);
    await allHeard();
    void other.python.ask(asker, { calculator: "double", inputs: { x: 5 } });
    await allHeard();
    assert.deepEqual(
      guest.own.asked.map(({ question }) => inputsOf(question)),
      [{ x: 5 }],
    );
  });

  test("goes on alone when the host falls silent while something is open", async () => {
    const [, host, guest] = await hostAndGuest();
    host.own.become({ phase: "ready" });
    await allHeard();
    host.channel.isCut = true;
    const open = guest.python.ask(asker, { calculator: "double", inputs: { x: 6 } });
    for (let tick = 0; tick < 3; tick++) mock.timers.tick(PATIENCE / 2);
    assert.equal(guest.own.boots, 1);
    guest.own.answer();
    assert.equal((await open).type, "answer");
  });

  test("waits for a host that is slow but gives signs of life", async () => {
    const [, host, guest] = await hostAndGuest();
    host.own.become({ phase: "ready" });
    void guest.python.ask(asker, { calculator: "double", inputs: { x: 6 } });
    for (let tick = 0; tick < 20; tick++) {
      mock.timers.tick(PATIENCE / 2);
      await allHeard();
    }
    assert.equal(guest.own.boots, 0);
  });

  test("does not mind a silent host while it wants nothing", async () => {
    const [, host, guest] = await hostAndGuest();
    host.own.become({ phase: "ready" });
    await allHeard();
    host.channel.isCut = true;
    for (let tick = 0; tick < 20; tick++) mock.timers.tick(PATIENCE / 2);
    assert.equal(guest.own.boots, 0);
  });
});

describe("a page that the browser puts aside", () => {
  test("hands the right to compute on, and keeps its own Python", async () => {
    const [, host, guest] = await hostAndGuest();
    host.python.leave();
    await allHeard();
    assert.equal(guest.own.boots, 1);
    void host.python.ask(asker, { calculator: "double", inputs: { x: 7 } });
    assert.deepEqual(
      host.own.asked.map(({ question }) => inputsOf(question)),
      [{ x: 7 }],
    );
  });

  test("asks anew when it comes back as a guest", async () => {
    const [, host, guest] = await hostAndGuest();
    const open = guest.python.ask(asker, { calculator: "double", inputs: { x: 8 } });
    guest.python.leave();
    assert.deepEqual(await open, { type: "superseded" });
    assert.deepEqual(guest.python.status, { phase: "idle" });
    void guest.python.ask(asker, { calculator: "double", inputs: { x: 9 } });
    await allHeard();
    assert.deepEqual(host.own.asked.at(-1)?.question, { calculator: "double", inputs: { x: 9 } });
  });
});
