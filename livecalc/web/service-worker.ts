/**
 * Keeps one build of the site, whole, so that it works without a network after the first visit.
 *
 * Pages come from the network where it answers in time. What has its hash in the name comes from
 * what is kept, because nothing else can stand under that name. The worker of a new build fills a
 * cache of its own and takes over when no page of the old build is open any more, as browsers do
 * it unless they are told otherwise; until then old pages find the old files. Nothing of another
 * build is ever kept: each file is compared with the hash that this build was made with.
 *
 * Whatever goes wrong here leaves the site as it is without a service worker.
 */

import { mayKeepUnasked } from "./connection.ts";
import type { FromKeeper, ToKeeper } from "./keeper-messages.ts";
import { cachePrefix, type Files, type KeptSite, placeOf } from "./kept-files.ts";

declare const livecalcSite: KeptSite;
declare const self: ServiceWorkerGlobalScope;

/** Milliseconds after which a kept page is better than waiting for the network. */
const PATIENCE = 4000;
/** Files under way at a time. */
const AT_ONCE = 6;

const root = new URL("./", self.location.href).href;
const prefix = cachePrefix(root);
const ownName = prefix + livecalcSite.edition;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", answer);
self.addEventListener("message", listen);

// Keeping

async function install(): Promise<void> {
  const isUpdate = self.registration.active !== null;
  if (isUpdate && !mayKeepUnasked()) throw new Error("waiting for a connection without a meter");
  const older = await otherCaches();
  const own = await caches.open(ownName);
  try {
    await fill(own, { ...livecalcSite.changing, ...livecalcSite.lasting }, older);
    if (await keptCalculators(older)) await fill(own, livecalcSite.calculators, older);
  } catch (error) {
    // What arrived is as it should be and saves the next attempt the way, unless it is too much.
    if (isFull(error)) await caches.delete(ownName);
    throw error;
  }
}

async function takeOver(): Promise<void> {
  await self.clients.claim();
  // Neither is worth a failure: the one is speed, the other tidiness.
  await self.registration.navigationPreload?.enable().catch(() => undefined);
  for (const name of await ownCacheNames().catch(() => [])) {
    if (name !== ownName) await caches.delete(name).catch(() => undefined);
  }
}

/** Puts files into a cache: from an older build's where they are the same, else from the host. */
async function fill(
  cache: Cache,
  files: Files,
  older: readonly Cache[],
  onBytes?: (count: number) => void,
): Promise<void> {
  const waiting = Object.entries(files).values();
  const work = async () => {
    for (const [path, hash] of waiting) await keep(cache, path, hash, older, onBytes);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function keep(
  cache: Cache,
  path: string,
  hash: string,
  older: readonly Cache[],
  onBytes?: (count: number) => void,
): Promise<void> {
  const address = root + path;
  if (await cache.match(address)) return;
  for (const one of older) {
    const copy = await one.match(address);
    if (copy && (await hashOf(copy.clone())) === hash) return cache.put(address, copy);
  }
  // A name with a hash may come from the browser's own cache; any other has to be asked for anew.
  const isChanging = path in livecalcSite.changing;
  const response = await fetch(address, { cache: isChanging ? "no-cache" : "default" });
  if (!response.ok) throw new Error(`${path}: the server answered ${response.status}`);
  const bytes = await readAll(response.clone(), onBytes);
  if ((await hashOfBytes(bytes)) !== hash) throw new Error(`${path} is of another build`);
  // Browsers refuse to show a page from a response that was sent on from elsewhere.
  const { headers, redirected } = response;
  await cache.put(address, redirected ? new Response(bytes, { headers }) : response);
}

async function readAll(
  response: Response,
  onBytes: (count: number) => void = () => undefined,
): Promise<ArrayBuffer> {
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      onBytes(chunk.length);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(counting) ?? null).arrayBuffer();
}

async function hashOf(response: Response): Promise<string> {
  return hashOfBytes(await response.arrayBuffer());
}

async function hashOfBytes(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (one) => one.toString(16).padStart(2, "0")).join("");
}

async function ownCacheNames(): Promise<string[]> {
  return (await caches.keys()).filter((one) => one.startsWith(prefix));
}

async function otherCaches(): Promise<Cache[]> {
  const names = (await ownCacheNames()).filter((one) => one !== ownName);
  return Promise.all(names.map((one) => caches.open(one)));
}

/** Whether one of these caches holds Python, of whichever build. */
async function keptCalculators(all: readonly Cache[]): Promise<boolean> {
  for (const one of all) {
    const requests = await one.keys();
    if (requests.some(({ url }) => url.endsWith(".image"))) return true;
  }
  return false;
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

// Answering

function answer(event: FetchEvent): void {
  const { request } = event;
  if (request.method !== "GET" || request.headers.has("Range")) return;
  if (request.cache === "only-if-cached") return;
  const place = placeOf(request.url, root, livecalcSite);
  if (place?.kind === "lasting") event.respondWith(keptFirst(request, place.path));
  else if (place?.kind === "changing") event.respondWith(freshFirst(event, place.path));
  else if (place?.kind === "moved") event.respondWith(freshOrMoved(event, place.to));
}

async function keptFirst(request: Request, path: string): Promise<Response> {
  // "Try again" asks past every cache, ours included.
  const kept = request.cache === "reload" ? undefined : await find(path);
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const last = await find(path);
    if (last) return last;
    throw error;
  }
}

async function freshFirst(event: FetchEvent, path: string): Promise<Response> {
  const coming = ask(event);
  const first = await Promise.race([coming.catch(() => undefined), pause(PATIENCE)]);
  if (first && first.status < 500) return first;
  return (await find(path)) ?? first ?? coming;
}

async function freshOrMoved(event: FetchEvent, to: string): Promise<Response> {
  try {
    return await ask(event);
  } catch {
    return Response.redirect(to);
  }
}

/** Asks the network, or takes what the browser has asked for while this worker was starting. */
function ask(event: FetchEvent): Promise<Response> {
  const asking = (async () => (await event.preloadResponse) ?? fetch(event.request))();
  event.waitUntil(asking.catch(() => undefined));
  return asking;
}

/** Storage that fails is storage that holds nothing. */
async function find(path: string): Promise<Response | undefined> {
  try {
    const own = await caches.open(ownName);
    return await own.match(root + path);
  } catch {
    return undefined;
  }
}

function pause(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));
}

// Listening to pages

function listen(event: ExtendableMessageEvent): void {
  const message = event.data as ToKeeper;
  if (message.build !== livecalcSite.build) return;
  const [port] = event.ports;
  const say = (reply: FromKeeper) => port?.postMessage(reply);
  const isOrder = message.type === "keep-calculators";
  event.waitUntil(isOrder ? keepCalculators(say) : tellWhetherKept(say));
}

async function keepCalculators(say: (reply: FromKeeper) => void): Promise<void> {
  let received = 0;
  try {
    const own = await caches.open(ownName);
    await fill(own, livecalcSite.calculators, await otherCaches(), (count) => {
      received += count;
      say({ type: "progress", fraction: received / livecalcSite.calculatorBytes });
    });
    say({ type: "kept" });
  } catch (error) {
    say({ type: "not-kept", reason: reasonOf(error) });
  }
}

function reasonOf(error: unknown): string {
  if (isFull(error)) return "the browser gives this site no more room";
  return error instanceof Error ? error.message : String(error);
}

async function tellWhetherKept(say: (reply: FromKeeper) => void): Promise<void> {
  const found = await Promise.all(Object.keys(livecalcSite.calculators).map(find));
  say(found.every(Boolean) ? { type: "kept" } : { type: "not-kept", reason: "" });
}
