/**
 * A chart as a file: SVG with the colours and the font that it has in the page, or PNG drawn from
 * that. Nothing leaves the page.
 */

import { saveFile } from "../table-file.ts";

const NAMESPACE = "http://www.w3.org/2000/svg";
const MARGIN = 16;
const TITLE = 28;

/** Pixels of a PNG for each of the page's, so that print has something to work with. */
const SCALE = 2;

export interface Picture {
  readonly svg: SVGSVGElement;
  readonly title: string;
  readonly name: string;
}

export function saveSvg(picture: Picture): void {
  const { text } = standingAlone(picture);
  saveFile(new Blob([text], { type: "image/svg+xml;charset=utf-8" }), `${picture.name}.svg`);
}

/** @throws Error when the browser cannot draw it. */
export async function savePng(picture: Picture): Promise<void> {
  const { text, width, height } = standingAlone(picture);
  const image = new Image();
  // Careful pages allow pictures from data, not from blobs.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * width;
  canvas.height = SCALE * height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser did not make a picture");
  saveFile(blob, `${picture.name}.png`);
}

/** The drawing with its title, and with nothing that only the page could resolve. */
function standingAlone({ svg, title }: Picture) {
  const { width: drawn, height: drawnHeight } = sizeOf(svg);
  const width = drawn + 2 * MARGIN;
  const height = drawnHeight + 2 * MARGIN + TITLE;
  const style = getComputedStyle(svg);
  const whole = document.createElementNS(NAMESPACE, "svg");
  set(whole, { xmlns: NAMESPACE, width, height, viewBox: `0 0 ${width} ${height}` });
  whole.setAttribute("font-family", style.fontFamily.replaceAll('"', "'"));
  const ground = document.createElementNS(NAMESPACE, "rect");
  set(ground, { width, height, fill: groundOf(svg) });
  const heading = document.createElementNS(NAMESPACE, "text");
  set(heading, { x: MARGIN, y: MARGIN + 14, fill: style.color });
  set(heading, { "font-size": 15, "font-weight": 600 });
  heading.textContent = title;
  const inner = svg.cloneNode(true) as SVGSVGElement;
  resolveColours(svg, inner);
  inner.removeAttribute("style");
  inner.removeAttribute("class");
  set(inner, { x: MARGIN, y: MARGIN + TITLE, width: drawn, height: drawnHeight });
  whole.append(ground, heading, inner);
  return { text: new XMLSerializer().serializeToString(whole), width, height };
}

function resolveColours(original: Element, copy: Element): void {
  for (const name of ["fill", "stroke"]) {
    if (copy.getAttribute(name)?.startsWith("var(")) {
      copy.setAttribute(name, getComputedStyle(original).getPropertyValue(name));
    }
  }
  [...original.children].forEach((child, at) => {
    const twin = copy.children[at];
    if (twin) resolveColours(child, twin);
  });
}

function sizeOf(svg: SVGSVGElement): { readonly width: number; readonly height: number } {
  const { width, height } = svg.viewBox.baseVal;
  return { width: Math.ceil(width), height: Math.ceil(height) };
}

/** The colour behind the drawing: that of the nearest element that has one. */
function groundOf(svg: Element): string {
  for (let place: Element | null = svg; place; place = place.parentElement) {
    const { backgroundColor } = getComputedStyle(place);
    if (!/^(transparent|rgba\(.*, 0\))$/.test(backgroundColor)) return backgroundColor;
  }
  return "white";
}

function set(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, `${value}`);
}
