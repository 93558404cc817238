/**
 * Takes the place of an earlier service worker and leaves with everything it kept.
 *
 * It stands under the same address wherever a site is served without keeping anything, as while
 * an author changes pages. Browsers look for a new worker at each visit, so they find it.
 */

import { cachePrefix } from "./kept-files.ts";

declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave(): Promise<void> {
  const prefix = cachePrefix(new URL("./", self.location.href).href);
  const names = await caches.keys();
  await Promise.all(names.filter((one) => one.startsWith(prefix)).map((one) => caches.delete(one)));
  const pages = await self.clients.matchAll({ type: "window" });
  await self.registration.unregister();
  // They may stand there as the earlier worker had kept them. Loading waits until this worker is
  // active, so this must not wait for it.
  for (const one of pages) one.navigate(one.url).catch(() => undefined);
}
