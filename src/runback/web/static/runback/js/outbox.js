// What the runner writes waits here, in the browser, until the server has taken it: nothing sent twice, nothing lost.
"use strict";
(() => {
  const NAME = "runback-outbox";
  const inDemo = document.body.dataset.demo === "yes";
  const RETRY_MS = 20_000;
  const news = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;

  const opened = () => new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("messages", { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const within = async (mode, act) => {
    const database = await opened();
    try {
      return await new Promise((done, failed) => {
        const transaction = database.transaction("messages", mode);
        const asked = act(transaction.objectStore("messages"));
        transaction.oncomplete = () => done(asked.result);
        transaction.onerror = transaction.onabort = () => failed(transaction.error);
      });
    } finally {
      database.close();
    }
  };
  const all = () => within("readonly", (store) => store.getAll());
  const keep = (message) => within("readwrite", (store) => store.put(message));
  const drop = (id) => within("readwrite", (store) => store.delete(id));

  const one = (id) => within("readonly", (store) => store.get(id));
  // What the server answered to this tab, by id: another call or tab may be the one that sends a message.
  const answered = new Map();

  // One tab at a time sends; the server knows every id, so that even two at once change nothing twice.
  const alone = (act) => (navigator.locks ? navigator.locks.request(NAME, act) : act());
  let problem = "";
  // Messages that were shown as waiting, and how many of them were sent since: that is told.
  const waited = new Set();
  let late = 0;
  const flush = () => alone(async () => {
    const waiting = (await all()).filter((one) => one.state === "waiting");
    if (!waiting.length) return [];
    let answers = [];
    try {
      const answer = await fetch("/outbox/", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": window.runback.csrfToken() },
        body: JSON.stringify({ messages: waiting.map(({ id, kind, content }) => ({ id, kind, content })) }),
      });
      if (answer.status === 403) problem = "Open Runback again from the terminal, then it is sent.";
      else if (!answer.ok) problem = `The server answered ${answer.status}; it is tried again.`;
      else {
        answers = (await answer.json()).messages;
        problem = "";
      }
    } catch {
      problem = "";
    }
    for (const message of waiting) {
      const result = answers.find((answer) => answer.id === message.id);
      if (!result) {
        waited.add(message.id);
        continue;
      }
      answered.set(message.id, result);
      if (result.state !== "refused" && waited.delete(message.id)) late += 1;
      if (result.state === "refused") await keep({ ...message, state: "refused", words: result.words });
      else await drop(message.id);
    }
    if (answers.length && news) news.postMessage("changed");
    return answers;
  });

  const newId = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };

  // Keeps a message, tries to send it, and tells what became of it: taken, refused, or waiting.
  const put = async (kind, content, label) => {
    // What waits here is sent to the runner's own store, so nothing of the demo may begin to wait.
    if (inDemo) return { id: "", state: "refused", words: "You are looking at the demo runner, where nothing can be changed." };
    const message = { id: newId(), kind, content, label, written: new Date().toISOString(), state: "waiting", words: "" };
    await keep(message);
    await show();
    await flush();
    await show();
    const left = await one(message.id);
    return answered.get(message.id) || { id: message.id, state: left ? left.state : "taken", words: left ? left.words : "" };
  };

  const place = document.getElementById("outbox");
  const line = (message) => {
    const item = document.createElement("li");
    item.append(`${message.label}: ${message.words} `);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = `Delete ${message.label}`;
    button.addEventListener("click", async () => {
      await drop(message.id);
      await show();
      if (news) news.postMessage("changed");
    });
    item.append(button);
    return item;
  };
  const show = async () => {
    if (!place) return;
    const messages = await all();
    const waiting = messages.filter((one) => one.state === "waiting").length;
    const refused = messages.filter((one) => one.state === "refused");
    place.replaceChildren();
    const say = (text) => {
      const words = document.createElement("p");
      words.textContent = text;
      place.append(words);
    };
    if (waiting) say(`${waiting} waiting to be sent. ${problem || "Kept in this browser until the server answers."}`);
    else if (late) say(`Sent: ${late} that waited.`);
    if (refused.length) {
      say(`${refused.length} not taken. Nothing of it was changed; write it anew, then delete it here.`);
      const list = document.createElement("ul");
      list.append(...refused.map(line));
      place.append(list);
    }
    place.hidden = !place.childElementCount;
  };
  const attempt = async () => {
    await flush();
    await show();
  };

  Object.assign(window.runback, { outbox: { put, flush: attempt, all } });
  if (news) news.addEventListener("message", show);
  window.addEventListener("online", attempt);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) attempt(); });
  setInterval(async () => {
    if ((await all()).some((one) => one.state === "waiting")) attempt();
  }, RETRY_MS);
  all().then((kept) => kept.forEach((message) => waited.add(message.id))).then(show).then(attempt);

  // The service worker shows Today's check-in and the player while the server is away.
  if ("serviceWorker" in navigator && document.body.dataset.worker) {
    navigator.serviceWorker.register("/service-worker.js").then(() => navigator.serviceWorker.ready).then((ready) => {
      const kept = document.querySelector("[data-keep]");
      const asked = kept && !inDemo ? { keep: JSON.parse(kept.dataset.keep) } : { offline: true };
      ready.active.postMessage(asked);
    }).catch(() => { /* Without it the app works as long as the server runs. */ });
  }
})();
