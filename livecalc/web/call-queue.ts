/**
 * Calls between being asked and being answered: those that wait, the one that the worker was sent,
 * and the long ones that it has in hand and computes in slices, one after the other.
 */

import type { Answer, Progress, Question } from "./protocol.ts";

/** How a request ended; it never rejects. */
export type Outcome<Given = Answer> =
  | { readonly type: "answer"; readonly answer: Given }
  /** The call was ended; asking again starts Python anew. */
  | { readonly type: "stopped"; readonly message: string }
  /** The same asker asked something newer before this was computed, cancelled it, or went away. */
  | { readonly type: "superseded" }
  /** Python cannot be loaded; `retry` tries again. */
  | { readonly type: "off" };

export interface Call {
  readonly asker: object;
  readonly question: Question;
  readonly settle: (outcome: Outcome<unknown>) => void;
  /** Called now and then while the call is computed, if it needs long. */
  readonly onProgress: (progress: Progress) => void;
}

interface SentCall extends Call {
  readonly id: number;
  /** The worker has said that it turned to this call. */
  isStarted: boolean;
  /** Nobody wants the answer any more. */
  isOutdated: boolean;
}

export class CallQueue {
  /** The newest request of every asker, whoever has waited longest first. */
  readonly #waiting = new Map<object, Call>();
  /** The call that the worker was sent, until it is answered or turns out to be a long one. */
  #sent: SentCall | undefined;
  /** In the order in which the worker computes them. */
  readonly #inHand = new Map<number, SentCall>();
  #calls = 0;

  get isAnyWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Whether the worker owes a word. */
  get isUnderWay(): boolean {
    return this.#sent !== undefined || this.#inHand.size > 0;
  }

  /**
   * Adds what an asker wants to know now, in place of what it wanted before.
   *
   * @returns The long call, if any, that the worker need not finish.
   */
  add(call: Call): number | undefined {
    this.#waiting.get(call.asker)?.settle({ type: "superseded" });
    // A newer question keeps the asker's place among those who wait.
    this.#waiting.set(call.asker, call);
    return this.#outdate(call.asker);
  }

  /** Drops what this asker wants to know; returns the same as `add`. */
  drop(asker: object): number | undefined {
    this.#waiting.get(asker)?.settle({ type: "superseded" });
    this.#waiting.delete(asker);
    return this.#outdate(asker);
  }

  /** The call to send now, unless the worker is at one that may be over in a moment. */
  next(): SentCall | undefined {
    if (this.#sent) return undefined;
    const [call] = this.#waiting.values();
    if (!call) return undefined;
    this.#waiting.delete(call.asker);
    this.#calls += 1;
    this.#sent = { ...call, id: this.#calls, isStarted: false, isOutdated: false };
    return this.#sent;
  }

  start(id: number): void {
    if (this.#sent?.id === id) this.#sent.isStarted = true;
  }

  /**
   * Takes word of a long call.
   *
   * @returns Whether the worker should go on with it.
   */
  progress(id: number, progress: Progress): boolean {
    const sent = this.#sent;
    if (sent?.id === id) {
      this.#inHand.set(id, sent);
      this.#sent = undefined;
      if (sent.isOutdated) {
        sent.settle({ type: "superseded" });
        return false;
      }
    }
    const call = this.#inHand.get(id);
    if (!call?.isOutdated) call?.onProgress(progress);
    return true;
  }

  /** Ends a call; an id that is not known any more counts for nothing. */
  end(id: number, outcome: Outcome<unknown>): void {
    const call = this.#sent?.id === id ? this.#sent : this.#inHand.get(id);
    if (call === this.#sent) this.#sent = undefined;
    this.#inHand.delete(id);
    call?.settle(outcome);
  }

  /**
   * Ends the call that the worker is at, which has died or will be ended; the others wait again.
   *
   * @param outcome - Gets whether the call had said before how far it was.
   */
  endCurrent(outcome: (isLong: boolean) => Outcome<unknown>): void {
    const sent = this.#sent;
    const [first] = this.#inHand.values();
    const current = sent && (sent.isStarted || !first) ? sent : first;
    const others = [...this.#inHand.values(), ...(sent ? [sent] : [])].filter(
      (call) => call !== current,
    );
    this.#sent = undefined;
    this.#inHand.clear();
    for (const call of others.reverse()) this.#waitAgain(call);
    current?.settle(outcome(current === first));
  }

  /** Ends all that wait. */
  endWaiting(outcome: Outcome<unknown>): void {
    for (const call of [...this.#waiting.values()]) {
      this.#waiting.delete(call.asker);
      call.settle(outcome);
    }
  }

  /** In front of those that have not been asked yet. */
  #waitAgain(call: SentCall): void {
    if (call.isOutdated) {
      call.settle({ type: "superseded" });
      return;
    }
    const rest = [...this.#waiting];
    this.#waiting.clear();
    for (const [asker, one] of [[call.asker, call] as const, ...rest])
      this.#waiting.set(asker, one);
  }

  /** A short call is answered all the same: that takes less than to call it off. */
  #outdate(asker: object): number | undefined {
    if (this.#sent?.asker === asker) this.#sent.isOutdated = true;
    for (const call of this.#inHand.values()) {
      if (call.asker !== asker || call.isOutdated) continue;
      call.isOutdated = true;
      call.settle({ type: "superseded" });
      return call.id;
    }
    return undefined;
  }
}
