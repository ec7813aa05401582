// Today's check-in: the body map beside its list, keys that can be taken back, and the way into the outbox.
"use strict";
(() => {
  const localDay = () => {
    const now = new Date();
    return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  };

  const wireMap = (form) => {
    const boxOf = (region) => form.querySelector(`input[name="places"][value="${region.dataset.place}"]`);
    const regions = [...form.querySelectorAll(".region")];
    const paint = () => regions.forEach((region) => region.classList.toggle("chosen", boxOf(region).checked));
    regions.forEach((region) => region.addEventListener("click", () => {
      boxOf(region).checked = !boxOf(region).checked;
      boxOf(region).dispatchEvent(new Event("change", { bubbles: true }));
    }));
    form.addEventListener("change", paint);
    paint();
  };

  // A key that is chosen is taken back by choosing it again.
  const wireKeys = (form) => {
    let held = null;
    form.querySelectorAll('input[type="radio"]').forEach((key) => {
      const remember = () => { held = key.checked ? key : null; };
      key.closest("label").addEventListener("pointerdown", remember);
      key.addEventListener("keydown", (event) => {
        if (event.key === " " && key.checked) {
          event.preventDefault();
          key.checked = false;
        }
      });
      key.addEventListener("click", () => {
        if (held === key) key.checked = false;
        held = null;
      });
    });
  };

  const NUMBERS = ["worst_pain", "pain_during_run", "pain_next_morning", "stiffness_min", "sleep_h", "sleep_quality",
    "sitting_h", "driving_h", "stress"];
  const YES_NO = ["lifting", "pack", "easy_start", "strength", "stretches"];
  const valuesOf = (form) => {
    const sent = new FormData(form);
    const values = { places: sent.getAll("places"), note: (sent.get("note") || "").trim() || null };
    for (const name of NUMBERS) {
      const said = (sent.get(name) || "").trim();
      values[name] = said === "" ? null : Number(said);
    }
    for (const name of YES_NO) values[name] = sent.has(name) ? sent.get(name) === "yes" : null;
    return values;
  };
  const changed = (before, now) => Object.fromEntries(Object.entries(now).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));

  const wireForm = (form) => {
    const said = form.querySelector("[data-sent]");
    let before = valuesOf(form);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const bad = [...form.elements].find((one) => one.validity && !one.validity.valid);
      if (bad) {
        bad.closest("details")?.setAttribute("open", "");
        said.textContent = "";
        bad.reportValidity();
        return;
      }
      const now = valuesOf(form);
      const told = changed(before, now);
      if (!Object.keys(told).length) {
        said.textContent = "Nothing was changed.";
        return;
      }
      const day = new FormData(form).get("day");
      const result = await window.runback.outbox.put("check-in", { day, told }, `Check-in of ${day}`);
      if (result.state === "refused") {
        said.textContent = `Not taken: ${result.words}`;
        return;
      }
      before = now;
      said.textContent = result.state === "waiting" ? "Kept in this browser; it is sent once the server answers."
        : `Kept. ${result.words}`;
      form.dispatchEvent(new CustomEvent("kept", { bubbles: true }));
    });
  };

  document.querySelectorAll('form[data-outbox="check-in"]').forEach((form) => {
    if (form.closest("[data-offline]")) form.elements.day.value = localDay();
    wireMap(form);
    wireKeys(form);
    wireForm(form);
  });

  // Without the server: the session that the service worker kept, if any.
  const link = document.getElementById("offline-session");
  if (link && "caches" in window) {
    caches.open("runback-session").then((cache) => cache.keys()).then((kept) => {
      const page = kept.map((one) => new URL(one.url).pathname).find((one) => one.startsWith("/today/session/"));
      if (page) {
        link.querySelector("a").href = page;
        link.hidden = false;
      }
    });
  }
})();
