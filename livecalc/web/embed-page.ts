/**
 * The script of an embed page, ahead of the calculator's: how the page looks, from its address and
 * from the page around it, and what it tells that page.
 */

import { accentColours } from "./embed-accent.ts";
import {
  asMessage,
  type FromEmbed,
  isFrom,
  readColour,
  readTheme,
  readToEmbed,
  type Theme,
} from "./embed-messages.ts";
import type { CalculatorChange } from "./live-calculator.ts";

const accentSheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(accentSheet);

const settings = new URLSearchParams(location.search);
appear(readTheme(settings.get("theme")) ?? "auto", readColour(settings.get("accent")));

const locale = settings.get("locale");
if (locale && isLocale(locale)) document.documentElement.setAttribute("locale", locale);

if (window.parent !== window) converse();

function appear(theme: Theme, accent: string | null): void {
  document.documentElement.dataset.theme = theme;
  accentSheet.replaceSync(accent ? accentRule(accent) : "");
}

function accentRule(colour: string): string {
  const light = accentColours(colour, "light");
  const dark = accentColours(colour, "dark");
  return `live-calculator {
    --livecalc-accent: light-dark(${light.accent}, ${dark.accent});
    --livecalc-accent-soft: light-dark(${light.soft}, ${dark.soft});
  }`;
}

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

function converse(): void {
  const { parent } = window;
  const origin = parentOrigin();
  const say = (message: FromEmbed) => parent.postMessage(asMessage(message), origin ?? "*");
  window.addEventListener("message", (event) => {
    if (event.source !== parent || (origin && !isFrom(event.origin, origin, false))) return;
    const message = readToEmbed(event.data);
    if (message) appear(message.theme, message.accent);
  });
  // Here, because the calculator may have its first answer before the page is parsed.
  document.addEventListener("livecalc:change", (event) => {
    const { name, inputs, outputs } = (event as CustomEvent<CalculatorChange>).detail;
    say({ type: "change", name, inputs, outputs });
  });
  document.addEventListener("DOMContentLoaded", () => introduce(say), { once: true });
}

/** Tells the page around this one what is here, and how high it is. */
function introduce(say: (message: FromEmbed) => void): void {
  const calculator = document.querySelector("live-calculator");
  const title = document.querySelector("h1")?.textContent ?? document.title;
  say({ type: "ready", name: calculator?.getAttribute("name") ?? "", title });
  let height = 0;
  new ResizeObserver(() => {
    const now = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (now === height || now === 0) return;
    height = now;
    say({ type: "height", height });
  }).observe(document.documentElement);
}

/** Origin of the page around this one; nothing where that page hides it or has none to show. */
function parentOrigin(): string | undefined {
  const [nearest] = location.ancestorOrigins ?? [];
  if (nearest) return nearest === "null" ? undefined : nearest;
  return URL.canParse(document.referrer) ? new URL(document.referrer).origin : undefined;
}
