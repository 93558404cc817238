/**
 * A host page's accent colour, made readable: as it is where it can be read, else darker on light
 * and lighter on dark, by the contrast ratio of WCAG 2.2.
 */

type Colour = readonly [red: number, green: number, blue: number];

export interface AccentColours {
  /** For text and lines, on the calculator's surfaces and on `soft`. */
  readonly accent: string;
  /** Behind the answer. */
  readonly soft: string;
}

const LEAST_CONTRAST = 4.5;

const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];

/** `--livecalc-raised` and `--livecalc-surface` of each scheme; what contrast grows towards. */
const SCHEMES = {
  light: { raised: WHITE, surface: [246, 249, 249], end: BLACK },
  dark: { raised: [17, 26, 28], surface: [24, 35, 37], end: WHITE },
} as const;
const SOFT_SHARE = { light: 0.1, dark: 0.15 } as const;

/** @param colour - As `#rrggbb`. */
export function accentColours(colour: string, scheme: "light" | "dark"): AccentColours {
  const wanted = parse(colour);
  const { raised, surface, end } = SCHEMES[scheme];
  const soft = mix(raised, wanted, SOFT_SHARE[scheme]);
  const canBeRead = (colour: Colour) =>
    [soft, raised, surface].every((ground) => contrast(colour, ground) >= LEAST_CONTRAST);
  let accent = wanted;
  for (let percent = 2; !canBeRead(accent) && percent <= 100; percent += 2) {
    accent = mix(wanted, end, percent / 100);
  }
  return { accent: write(accent), soft: write(soft) };
}

/** The contrast ratio of two colours, from 1 to 21. */
export function contrastOf(first: string, second: string): number {
  return contrast(parse(first), parse(second));
}

function contrast(first: Colour, second: Colour): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const part = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
  return [part(0), part(1), part(2)];
}

function parse(colour: string): Colour {
  const part = (start: number) => Number.parseInt(colour.slice(start, start + 2), 16);
  return [part(1), part(3), part(5)];
}

function write(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
