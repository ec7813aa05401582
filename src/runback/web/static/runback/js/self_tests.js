// Guided self-tests: one side after the other by the stopwatch, each kept as soon as it is told.
"use strict";
(() => {
  const { Clock, clockWords, sounds, wakeSound, muteButton, stayAwake, letSleep } = window.runback.timing;
  const guide = document.getElementById("guide");
  const data = JSON.parse(document.getElementById("tests-data").textContent);
  const form = document.getElementById("side-form");
  const part = (name) => guide.querySelector(`[data-part="${name}"]`);
  const button = (name) => guide.querySelector(`[data-do="${name}"]`);
  let test = null;
  let side = 0;
  let result = null;
  let clock = null;
  let phase = "";
  let ended = "";

  const show = (screen) => {
    guide.querySelectorAll("[data-screen]").forEach((one) => { one.hidden = one.dataset.screen !== screen; });
    guide.querySelector(`[data-screen="${screen}"] h2`).focus();
  };
  const lines = (texts) => texts.map((text) => {
    const line = document.createElement("li");
    line.textContent = text;
    return line;
  });
  const sideWords = () => (test.sides[side] ? `${test.sides[side][0].toUpperCase()}${test.sides[side].slice(1)} side` : test.name);

  const explain = (number) => {
    if (number >= data.tests.length) return finish();
    test = data.tests[number];
    side = 0;
    result = null;
    part("place").textContent = `Test ${number + 1} of ${data.tests.length}`;
    part("name").textContent = test.form ? `${test.name}, ${test.form}` : test.name;
    part("warm-up").hidden = number > 0;
    part("stop-rule").textContent = test.stop_rule;
    part("safety").textContent = test.safety;
    part("needs").textContent = `Needs: ${test.needs}.`;
    part("procedure").replaceChildren(...lines(test.procedure));
    const figure = part("figure");
    figure.hidden = !test.figure;
    figure.alt = `How it is done: ${test.name}`;
    if (test.figure) figure.src = test.figure;
    return show("explain");
  };
  const number = () => data.tests.indexOf(test);

  const run = (name, { limit, words, each, end, go }) => {
    if (clock) clock.pause();
    phase = name;
    part("time-words").textContent = words;
    button("go").textContent = go;
    clock = new Clock({ limit, each, end });
    clock.start();
  };
  const down = (limit) => (seconds) => {
    const left = Math.ceil(limit - seconds);
    if (part("time").textContent !== clockWords(left) && left > 0 && left <= 3) sounds.tick();
    part("time").textContent = clockWords(left);
  };
  const lead = () => run("lead", {
    limit: data.lead_s, words: "Get into position", go: "Start now", each: down(data.lead_s), end: hold,
  });
  const hold = () => {
    sounds.begin();
    run("hold", {
      limit: test.limit_s, words: "Hold", go: "Stop",
      each: (seconds) => { part("time").textContent = clockWords(seconds); },
      end: () => { sounds.end(); ask(test.limit_s); },
    });
  };
  const rest = (seconds, words, then) => {
    if (!seconds) return then();
    part("side-title").textContent = "Rest";
    button("again").hidden = button("skip-side").hidden = true;
    show("time");
    return run("rest", { limit: seconds, words, go: "Go on sooner", each: down(seconds), end: () => { sounds.end(); then(); } });
  };
  const measure = () => {
    part("side-title").textContent = sideWords();
    button("again").hidden = button("skip-side").hidden = false;
    if (test.way !== "hold") return ask(null);
    show("time");
    return lead();
  };
  const ask = (seconds) => {
    if (clock) clock.pause();
    form.reset();
    part("refused").textContent = "";
    part("value-label").textContent = `${sideWords()}, ${test.unit}`;
    form.elements.value.min = test.low;
    form.elements.value.max = test.high;
    if (seconds !== null) form.elements.value.value = String(Math.round(seconds));
    part("why").hidden = test.way === "reading" || (test.stop_at !== null && seconds !== null && seconds >= test.stop_at);
    show("told");
  };
  const nextSide = () => {
    side += 1;
    if (side < test.sides.length) return rest(test.rest_s, "Rest before the other side", measure);
    const following = number() + 1;
    if (result && following < data.tests.length) return rest(test.rest_s, "Rest before the next test", () => explain(following));
    return explain(following);
  };
  const finish = () => {
    letSleep();
    part("ended").textContent = ended;
    if (!part("kept").childElementCount) part("kept").textContent = "Nothing was recorded.";
    show("done");
  };

  const tell = (words) => {
    const kept = part("kept");
    const line = kept.querySelector(`[data-test="${test.id}"]`) || document.createElement("p");
    line.dataset.test = test.id;
    line.textContent = `${test.name}: ${words}`;
    kept.append(line);
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sent = new FormData(form);
    const value = Number(sent.get("value"));
    const pain = Number(sent.get("pain"));
    const limit = test.way !== "reading" && test.stop_at !== null && value >= test.stop_at;
    const stopped = limit ? "limit" : sent.get("stopped");
    const before = result || { test: test.id, form: test.form, first_side: test.sides[side], pain: 0, stopped: null };
    const told = {
      ...before, day: data.day, [test.sides[side] || "value"]: value, pain: Math.max(before.pain, pain),
      stopped: [stopped, before.stopped].includes("pain") ? "pain" : stopped || before.stopped,
    };
    const answer = await window.runback.outbox.put("self-test", told, test.name);
    if (answer.state === "refused") {
      part("refused").textContent = answer.words;
      return;
    }
    result = told;
    tell(answer.state === "waiting" ? "kept in this browser; it is sent once the server answers." : answer.words);
    if (pain > data.too_much_pain) {
      ended = `Pain above ${data.too_much_pain} of 10: no further test today.`;
      finish();
    } else if ((told.pain > data.pain_limit || told.stopped === "pain") && side + 1 < test.sides.length) {
      ended = "Pain was above the limit of the stop rule, so the other side was left out.";
      side = test.sides.length - 1;
      nextSide();
    } else nextSide();
  });

  button("in-place").addEventListener("click", () => {
    wakeSound();
    stayAwake();
    measure();
  });
  button("skip-test").addEventListener("click", () => explain(number() + 1));
  button("skip-side").addEventListener("click", () => {
    clock.pause();
    nextSide();
  });
  button("again").addEventListener("click", lead);
  const go = () => {
    if (phase === "hold") {
      const { seconds } = clock;
      sounds.end();
      return ask(seconds);
    }
    const { end } = clock;
    clock.pause();
    return end();
  };
  button("go").addEventListener("click", go);
  document.addEventListener("keydown", (event) => {
    if (guide.querySelector('[data-screen="time"]').hidden || event.target.closest("button, a, input")) return;
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    go();
  });
  guide.querySelectorAll("[data-mute]").forEach(muteButton);
  guide.hidden = false;
  explain(0);
})();
