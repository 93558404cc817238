/**
 * One Python for all open pages: the page that claimed it computes, the others are its guests and
 * ask over a channel. When the host's page is closed, one of its guests takes over; when the host
 * falls silent, a guest goes on alone.
 */

import type { Outcome } from "./call-queue.ts";
import type { Claim } from "./claim.ts";
import type { CalculationClient, ClientStatus } from "./client.ts";
import type { AnswerTo, Progress, Question as PythonQuestion } from "./protocol.ts";

/** What a calculator needs of whoever computes for it. */
export type Calculations = Pick<
  CalculationClient,
  "status" | "watch" | "boot" | "retry" | "ask" | "cancel"
>;

/** Longest silence of the host while a guest waits for it, in milliseconds. */
export const PATIENCE = 2000;

export interface Sharing {
  /** Takes the right to compute, or nothing where another page has it. */
  claim(): Promise<Claim | undefined>;
  /** Waits for the right. */
  inherit(signal: AbortSignal): Promise<Claim>;
  /** Where host and guests talk. */
  readonly channel: BroadcastChannel;
}

type FromGuest =
  | { readonly type: "hello" | "retry"; readonly guest: string }
  | {
      readonly type: "ask";
      readonly guest: string;
      readonly asker: number;
      readonly question: number;
      readonly content: PythonQuestion;
    }
  | { readonly type: "cancel"; readonly guest: string; readonly asker: number };

type FromHost =
  | { readonly type: "status"; readonly status: ClientStatus }
  | {
      readonly type: "outcome";
      readonly guest: string;
      readonly question: number;
      readonly outcome: Outcome<unknown>;
    }
  | {
      readonly type: "step";
      readonly guest: string;
      readonly question: number;
      readonly progress: Progress;
    };

interface Question {
  readonly number: number;
  readonly content: PythonQuestion;
  readonly settle: (outcome: Outcome<unknown>) => void;
  readonly onProgress: (progress: Progress) => void;
}

interface AskerElsewhere {
  readonly guest: string;
  readonly asker: number;
}

/** Who computes for this page: nobody yet, itself for all pages, another page, itself alone. */
type Role = "undecided" | "deciding" | "host" | "guest" | "alone";

export class SharedPython implements Calculations {
  readonly #own: CalculationClient;
  readonly #sharing: Sharing;
  readonly #guest = Math.random().toString(36).slice(2);
  readonly #listeners = new Set<(status: ClientStatus) => void>();
  /** The newest question of every asker, while this page does not compute itself. */
  readonly #open = new Map<object, Question>();
  readonly #askers = new WeakMap<object, number>();
  /** Stand for the askers of other pages; one for each of them, so that newer replaces older. */
  readonly #guests = new Map<string, object>();
  #role: Role = "undecided";
  #status: ClientStatus = { phase: "idle" };
  #claim: Claim | undefined;
  #waiting = new AbortController();
  #patience: ReturnType<typeof setInterval> | undefined;
  #silence = 0;
  #counted = 0;

  constructor(own: CalculationClient, sharing: Sharing) {
    this.#own = own;
    this.#sharing = sharing;
    own.watch((status) => this.#followOwn(status), new AbortController().signal);
    sharing.channel.onmessage = ({ data }) => {
      if (this.#role === "host") this.#serve(data);
      else if (this.#role === "guest") this.#hear(data);
    };
  }

  get status(): ClientStatus {
    return this.#status;
  }

  watch(listener: (status: ClientStatus) => void, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener("abort", () => this.#listeners.delete(listener), { once: true });
  }

  boot(): void {
    if (this.#computes) this.#own.boot();
    else if (this.#role === "undecided") void this.#decide();
  }

  retry(): void {
    if (this.#computes) this.#own.retry();
    else if (this.#role === "guest") this.#tell({ type: "retry", guest: this.#guest });
  }

  ask<Asked extends PythonQuestion>(
    asker: object,
    content: Asked,
    onProgress: (progress: Progress) => void = () => undefined,
  ): Promise<Outcome<AnswerTo<Asked>>> {
    if (this.#computes) return this.#own.ask(asker, content, onProgress);
    if (this.#status.phase === "failed") return Promise.resolve({ type: "off" });
    return new Promise((resolve) => {
      this.#open.get(asker)?.settle({ type: "superseded" });
      const settle = resolve as (outcome: Outcome<unknown>) => void;
      const question = { number: ++this.#counted, content, settle, onProgress };
      this.#open.set(asker, question);
      if (this.#role === "guest") this.#ask(asker, question);
      else this.boot();
    });
  }

  cancel(asker: object): void {
    if (this.#computes) this.#own.cancel(asker);
    const question = this.#open.get(asker);
    if (!question) return;
    question.settle({ type: "superseded" });
    this.#open.delete(asker);
    if (this.#role === "guest") {
      this.#tell({ type: "cancel", guest: this.#guest, asker: this.#numberOf(asker) });
    }
  }

  /** Leaves the others to themselves, as a page must that the browser puts aside. */
  leave(): void {
    if (this.#role === "host") {
      this.#claim?.release();
      this.#role = "alone";
    } else if (this.#role === "guest") {
      this.#stopWaiting();
      for (const question of this.#open.values()) question.settle({ type: "superseded" });
      this.#open.clear();
      this.#role = "undecided";
      this.#change({ phase: "idle" });
    }
  }

  get #computes(): boolean {
    return this.#role === "host" || this.#role === "alone";
  }

  async #decide(): Promise<void> {
    this.#role = "deciding";
    this.#change({ phase: "loading", fraction: 0 });
    const claim = await this.#sharing.claim();
    if (claim) this.#compute("host", claim);
    else this.#visit();
  }

  // Host

  #compute(role: "host" | "alone", claim?: Claim): void {
    this.#stopWaiting();
    this.#role = role;
    this.#claim = claim;
    this.#own.boot();
    for (const [asker, { content, settle, onProgress }] of this.#open) {
      void this.#own.ask(asker, content, onProgress).then(settle);
    }
    this.#open.clear();
    this.#followOwn(this.#own.status);
  }

  #followOwn(status: ClientStatus): void {
    if (!this.#computes) return;
    this.#change(status);
    if (this.#role === "host") this.#tell({ type: "status", status });
  }

  #serve(message: FromGuest | FromHost): void {
    if (message.type === "hello") this.#tell({ type: "status", status: this.#own.status });
    else if (message.type === "retry") this.#own.retry();
    else if (message.type === "ask") void this.#answer(message);
    else if (message.type === "cancel") this.#own.cancel(this.#standIn(message));
  }

  async #answer(message: FromGuest & { readonly type: "ask" }): Promise<void> {
    const { guest, question, content } = message;
    const outcome = await this.#own.ask(this.#standIn(message), content, (progress) =>
      this.#tell({ type: "step", guest, question, progress }),
    );
    // A newer question of the same asker is still to be answered.
    if (outcome.type !== "superseded") this.#guests.delete(standInKey(message));
    this.#tell({ type: "outcome", guest, question, outcome });
  }

  #standIn(of: AskerElsewhere): object {
    const key = standInKey(of);
    const known = this.#guests.get(key) ?? {};
    this.#guests.set(key, known);
    return known;
  }

  // Guest

  #visit(): void {
    this.#role = "guest";
    this.#waiting = new AbortController();
    this.#sharing.inherit(this.#waiting.signal).then(
      (claim) => this.#compute("host", claim),
      () => undefined,
    );
    this.#tell({ type: "hello", guest: this.#guest });
    for (const [asker, question] of this.#open) this.#ask(asker, question);
    this.#silence = 0;
    this.#patience = setInterval(() => this.#wait(), PATIENCE / 2);
  }

  /** As long as something is open, the host has to give a sign of life. */
  #wait(): void {
    if (this.#open.size === 0 && this.#status.phase !== "loading") {
      this.#silence = 0;
    } else if (this.#silence >= 2) {
      this.#compute("alone");
    } else {
      this.#silence += 1;
      this.#tell({ type: "hello", guest: this.#guest });
    }
  }

  #ask(asker: object, { number, content }: Question): void {
    const ids = { guest: this.#guest, asker: this.#numberOf(asker), question: number };
    this.#tell({ type: "ask", ...ids, content });
  }

  #hear(message: FromGuest | FromHost): void {
    if (message.type === "status") {
      this.#silence = 0;
      this.#change(message.status);
      if (message.status.phase === "failed") this.#settleAll({ type: "off" });
    } else if (message.type === "outcome" || message.type === "step") {
      if (message.guest === this.#guest) this.#hearOf(message);
    }
  }

  #hearOf(message: FromHost & { readonly type: "outcome" | "step" }): void {
    this.#silence = 0;
    const open = [...this.#open].find(([, { number }]) => number === message.question);
    if (!open) return;
    const [asker, question] = open;
    if (message.type === "step") {
      question.onProgress(message.progress);
    } else {
      this.#open.delete(asker);
      question.settle(message.outcome);
    }
  }

  #settleAll(outcome: Outcome<unknown>): void {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const question of open) question.settle(outcome);
  }

  #stopWaiting(): void {
    this.#waiting.abort();
    clearInterval(this.#patience);
  }

  #numberOf(asker: object): number {
    const known = this.#askers.get(asker) ?? ++this.#counted;
    this.#askers.set(asker, known);
    return known;
  }

  #tell(message: FromGuest | FromHost): void {
    this.#sharing.channel.postMessage(message);
  }

  #change(status: ClientStatus): void {
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }
}

function standInKey({ guest, asker }: AskerElsewhere): string {
  return `${guest} ${asker}`;
}
