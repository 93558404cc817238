/**
 * How far things are: a bar, and what only a long calculation has beside it, percent and the buttons
 * to stop it and to start it again.
 */

export class ProgressView {
  readonly #bar: HTMLProgressElement | null;
  readonly #percent: HTMLElement | null;
  readonly #stop: HTMLElement | null;
  readonly #again: HTMLElement | null;

  constructor(form: HTMLFormElement) {
    this.#bar = form.querySelector(".livecalc-progress");
    this.#percent = form.querySelector(".livecalc-percent");
    this.#stop = form.querySelector("[data-action=stop]");
    this.#again = form.querySelector("[data-action=again]");
  }

  /** Whether the calculator is one that may need long. */
  get isForLongWork(): boolean {
    return this.#stop !== null;
  }

  get hasStopFocus(): boolean {
    return this.#stop !== null && this.#stop === document.activeElement;
  }

  hide(): void {
    this.#showBar(undefined, "");
    this.#showPercent(undefined);
  }

  showLoading(fraction: number): void {
    this.#showBar(fraction, "Loading Python");
    this.#showPercent(undefined);
  }

  showCalculating(fraction: number): void {
    this.#showBar(fraction, "Calculating");
    this.#showPercent(fraction);
  }

  offerToCalculateAgain(isOffered: boolean): void {
    if (this.#again) this.#again.hidden = !isOffered;
  }

  focusStop(): void {
    this.#stop?.focus();
  }

  focusAgain(): void {
    this.#again?.focus();
  }

  #showBar(fraction: number | undefined, label: string): void {
    if (!this.#bar) return;
    this.#bar.hidden = fraction === undefined;
    if (fraction === undefined) return;
    this.#bar.value = fraction;
    this.#bar.ariaLabel = label;
  }

  #showPercent(fraction: number | undefined): void {
    if (!this.#percent || !this.#stop) return;
    this.#percent.hidden = fraction === undefined;
    this.#stop.hidden = fraction === undefined;
    if (fraction !== undefined) this.#percent.textContent = `${Math.floor(100 * fraction)}\u00a0%`;
  }
}
