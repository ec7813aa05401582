const FILES = `runback-files-${SHELL.version}`;
// Holds the one session that the player may show without the server, and nothing else of the runner.
const SESSION = "runback-session";
const OFFLINE = "/offline/";

const bring = async (cache, address) => {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (answer.ok && !answer.redirected) await cache.put(address, answer);
};

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(FILES);
    await cache.addAll(SHELL.files);
    await bring(cache, OFFLINE);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("runback-files-") && name !== FILES) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

const keepSession = async (addresses) => {
  if (!addresses.length) return void await caches.delete(SESSION);
  const cache = await caches.open(SESSION);
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!addresses.includes(pathname + search)) await cache.delete(request);
  }
  await Promise.all(addresses.map((address) => bring(cache, address)));
};

self.addEventListener("message", (event) => {
  event.waitUntil((async () => {
    try {
      if (event.data.keep) await keepSession(event.data.keep);
      await bring(await caches.open(FILES), OFFLINE);
    } catch {
      // The server went away meanwhile: what was kept before stays.
    }
  })());
});

const page = async (request) => {
  try {
    return await fetch(request);
  } catch {
    const { pathname } = new URL(request.url);
    const session = pathname.startsWith("/today/session/") ? await caches.match(pathname, { cacheName: SESSION }) : null;
    return session || await caches.match(OFFLINE, { cacheName: FILES }) || Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith("/static/") || pathname.startsWith("/movement/")) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});
