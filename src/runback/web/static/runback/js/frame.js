// The frame of every page: the menu of a phone, CSRF for htmx, charts when they come into sight.
"use strict";
(() => {
  const cookie = (name) => {
    const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  };
  const csrfToken = () => cookie(document.body.dataset.csrfCookie);

  // What went wrong, and what to do, in the page's place for it.
  const problem = (what, remedy) => {
    const place = document.getElementById("told");
    const box = document.createElement("div");
    box.className = "told told-error";
    const words = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = what;
    words.append(strong, ` ${remedy}`);
    box.append(words);
    place.replaceChildren(box);
    place.focus();
  };
  // Why an upload was refused: too much of it, no answer, or what the page that came back says.
  const refusal = (request, smaller, otherwise) => {
    if (request.status === 413) {
      problem("That is more than Runback takes at once.", smaller);
    } else if (!request.status) {
      problem("Runback's server does not answer.", "Start it again with: runback serve");
    } else {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const lead = page.querySelector("main .lead, .told strong");
      const remedy = lead && lead.nextElementSibling ? lead.nextElementSibling.textContent : "Try again.";
      problem(lead ? lead.textContent : otherwise, remedy);
    }
  };
  window.runback = { csrfToken, problem, refusal };

  const more = document.getElementById("more");
  const rooms = document.getElementById("more-rooms");
  if (more && rooms) {
    more.addEventListener("click", () => {
      rooms.showModal();
      more.setAttribute("aria-expanded", "true");
    });
    rooms.addEventListener("close", () => more.setAttribute("aria-expanded", "false"));
    rooms.addEventListener("click", (event) => {
      if (event.target === rooms) rooms.close();
    });
  }

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = csrfToken();
  });
  document.addEventListener("htmx:responseError", (event) => {
    const told = document.getElementById("told");
    if (event.detail.xhr.status >= 400 && told && told.textContent.trim()) told.focus();
  });
  document.addEventListener("htmx:sendError", () => {
    const told = document.getElementById("told");
    if (told) told.textContent = "Runback's server does not answer. Start it again with: runback serve";
  });

  // Charts: the engine is a large script, so it is loaded once the first chart comes into sight.
  const engine = () => {
    if (!window.runback.engine) {
      window.runback.engine = new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = document.body.dataset.chartEngine;
        script.onload = done;
        script.onerror = failed;
        document.head.append(script);
      });
    }
    return window.runback.engine;
  };
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  // The figures' greys, made for print, in the colours of the page.
  const palette = () => ({
    "#111111": token("--mark-1"), "#6b6b6b": token("--mark-2"), "#bdbdbd": token("--mark-3"),
    "#d4d4d4": token("--mark-3"), "#e6e6e6": token("--grid"), white: token("--surface"),
  });
  const dressed = (specification) => {
    const colours = palette();
    const text = JSON.stringify(specification).replace(
      /"(#111111|#6b6b6b|#bdbdbd|#d4d4d4|#e6e6e6|white)"/g, (_, colour) => JSON.stringify(colours[colour]));
    const made = JSON.parse(text);
    const config = made.config || {};
    config.axis = { ...config.axis, labelColor: token("--ink"), titleColor: token("--muted") };
    config.legend = { ...config.legend, labelColor: token("--ink"), titleColor: token("--muted") };
    config.font = getComputedStyle(document.body).fontFamily;
    made.config = config;
    made.background = token("--surface");
    return made;
  };
  const draw = async (place) => {
    const inner = Math.floor(place.clientWidth - parseFloat(getComputedStyle(place).paddingLeft) * 2);
    if (inner <= 0) return;
    place.dataset.drawn = String(inner);
    const address = new URL(place.dataset.chart, window.location.href);
    address.searchParams.set("width", String(inner));
    try {
      const [answer] = await Promise.all([fetch(address, { headers: { Accept: "application/json" } }), engine()]);
      if (!answer.ok) throw new Error(String(answer.status));
      const specification = dressed(await answer.json());
      await window.vegaEmbed(place, specification, {
        actions: false, ast: true, renderer: "canvas", defaultStyle: false, mode: "vega-lite",
        tooltip: { disableDefaultStyle: true },
      });
    } catch {
      place.textContent = "The chart could not be drawn; the table beneath it holds the same.";
    }
  };
  const sight = new IntersectionObserver((seen) => {
    for (const one of seen) {
      if (one.isIntersecting) {
        sight.unobserve(one.target);
        draw(one.target);
      }
    }
  }, { rootMargin: "200px" });
  const watch = (root) => root.querySelectorAll("[data-chart]:not([data-watched])").forEach((place) => {
    place.dataset.watched = "yes";
    sight.observe(place);
  });
  watch(document);
  document.addEventListener("htmx:load", (event) => watch(event.detail.elt));
  const again = () => document.querySelectorAll("[data-drawn]").forEach((place) => draw(place));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  let resized;
  window.addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(() => document.querySelectorAll("[data-drawn]").forEach((place) => {
      if (Math.abs(place.clientWidth - 24 - Number(place.dataset.drawn)) > 20) draw(place);
    }), 200);
  });
})();
