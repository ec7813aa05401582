// The guided session: stage after stage by the clock, what was reached, and at the end effort and pain.
"use strict";
(() => {
  const { Clock, clockWords, sounds, wakeSound, muteButton, stayAwake, letSleep } = window.runback.timing;
  const player = document.getElementById("player");
  const data = JSON.parse(document.getElementById("player-data").textContent);
  const part = (name) => player.querySelector(`[data-part="${name}"]`);
  const button = (name) => player.querySelector(`[data-do="${name}"]`);
  const form = document.getElementById("told-form");
  const PLACE = `runback-player-${data.id}`;
  const GAP_S = 2;
  const missed = new Set();
  let at = 0;
  let clock = null;
  let lastTick = -1;

  const remember = () => sessionStorage.setItem(PLACE, JSON.stringify({ at, missed: [...missed] }));
  const recall = () => {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) || "{}");
    (kept.missed || []).forEach((name) => missed.add(name));
    return Math.min(kept.at || 0, data.stages.length - 1);
  };
  const show = (screen) => player.querySelectorAll("[data-screen]").forEach((one) => {
    one.hidden = one.dataset.screen !== screen;
  });
  const heading = (screen) => player.querySelector(`[data-screen="${screen}"] h2`).focus();

  // A set of held repetitions: which one it is, and whether it is held or let go.
  const heldAt = (stage, seconds) => {
    const each = stage.hold_s + GAP_S;
    const number = Math.min(stage.reps, Math.floor(seconds / each) + 1);
    const inside = seconds - (number - 1) * each;
    return { number, holding: inside < stage.hold_s, left: Math.max(0, Math.ceil(stage.hold_s - inside)) };
  };
  const manyHolds = (stage) => stage.hold_s && stage.reps > 1;

  const tell = (stage, seconds) => {
    const left = Math.ceil(stage.seconds - seconds);
    part("time").textContent = clockWords(stage.timed ? left : seconds);
    part("bar").value = stage.timed ? seconds / stage.seconds : 0;
    if (manyHolds(stage)) {
      const now = heldAt(stage, seconds);
      part("count").textContent = now.holding ? `Hold ${now.number} of ${stage.reps}: ${now.left} s` : "Let go";
    }
    if (!stage.timed || left === lastTick) return;
    lastTick = left;
    if (left > 0 && left <= 3) sounds.tick();
    else if (manyHolds(stage) && seconds > 0.5 && heldAt(stage, seconds).left === stage.hold_s) sounds.begin();
  };

  const wordsOf = (stage) => {
    const words = [];
    if (stage.side) words.push(stage.side);
    if (stage.sets > 1 && stage.set_number) words.push(`set ${stage.set_number} of ${stage.sets}`);
    return words.join(", ");
  };
  const countOf = (stage) => {
    if (stage.kind !== "work" || !stage.reps) return "";
    if (stage.hold_s && stage.reps === 1) return `Hold ${stage.hold_s} s`;
    if (stage.hold_s) return `${stage.reps} holds of ${stage.hold_s} s`;
    return `${stage.reps} slow repetitions, about ${stage.seconds} s`;
  };
  const headOf = (text) => text.split(/[:.,]/)[0];
  const draw = (stage) => {
    const exercise = stage.exercise ? data.exercises[stage.exercise] : null;
    const kinds = { ready: "Get ready", work: exercise ? exercise.name : headOf(stage.text), rest: stage.text };
    part("title").textContent = kinds[stage.kind];
    part("place").textContent = `Step ${stage.step + 1} of ${data.steps}`;
    part("where").textContent = wordsOf(stage);
    const told = stage.kind === "rest" ? exercise?.name || "" : stage.text;
    part("text").textContent = told === `${part("title").textContent}.` ? "" : told;
    part("count").textContent = countOf(stage);
    const figure = part("figure");
    figure.hidden = !stage.figure;
    if (stage.figure && figure.getAttribute("src") !== stage.figure) figure.src = stage.figure;
    figure.alt = exercise ? `How it is done: ${exercise.name}` : "";
    const cues = part("cues");
    cues.replaceChildren(...(exercise && stage.kind !== "rest" ? exercise.cues : []).map((cue) => {
      const line = document.createElement("li");
      line.textContent = cue;
      return line;
    }));
    part("reached").hidden = !data.told.includes(stage.exercise) || stage.kind === "ready";
    part("missed").checked = missed.has(stage.exercise);
    part("bar").hidden = !stage.timed;
    button("back").disabled = at === 0;
    part("said").textContent = `${part("title").textContent}. ${wordsOf(stage)} ${countOf(stage)}`;
  };
  const drawGo = () => {
    const stage = data.stages[at];
    const words = !stage.timed && clock.running ? "Done" : clock.running ? "Pause" : "Go on";
    part("go-words").textContent = words;
    player.dataset.paused = String(!clock.running);
  };

  const enter = (number, { running = true } = {}) => {
    if (clock) clock.pause();
    at = number;
    lastTick = -1;
    remember();
    const stage = data.stages[at];
    clock = new Clock({
      limit: stage.timed ? stage.seconds : Infinity,
      each: (seconds) => tell(stage, seconds),
      end: () => { sounds.end(); next(); },
    });
    draw(stage);
    tell(stage, 0);
    if (running) {
      clock.start();
      if (stage.kind === "work") sounds.begin();
    }
    drawGo();
  };
  const next = () => (at + 1 < data.stages.length ? enter(at + 1) : finish());
  const finish = (pain = null) => {
    if (clock) clock.pause();
    letSleep();
    for (const name of data.told) {
      const key = form.querySelector(`input[name="of-${name}"][value="${missed.has(name) ? "missed" : "ok"}"]`);
      if (key) key.checked = true;
    }
    if (pain !== null) form.querySelector(`input[name="pain"][value="${pain}"]`).checked = true;
    show("end");
    heading("end");
  };

  const begin = async (number) => {
    wakeSound();
    show("stage");
    enter(number);
    const awake = await stayAwake();
    part("awake").hidden = awake;
    heading("stage");
  };
  button("begin").addEventListener("click", () => begin(0));
  button("go").addEventListener("click", () => {
    wakeSound();
    if (!clock.running) clock.start();
    else if (!data.stages[at].timed) return next();
    else clock.pause();
    return drawGo();
  });
  const own = (stage) => stage.kind === "work" && data.told.includes(stage.exercise);
  // What is passed over was not done, until the runner says otherwise at the end.
  const passOver = (stages) => stages.filter(own).forEach((stage) => missed.add(stage.exercise));
  button("skip").addEventListener("click", () => {
    passOver([data.stages[at]]);
    next();
  });
  button("back").addEventListener("click", () => enter(Math.max(0, at - 1)));
  button("end").addEventListener("click", () => {
    passOver(data.stages.slice(at));
    finish();
  });
  button("not-done").addEventListener("click", () => send({ done: false }));
  part("missed").addEventListener("change", (event) => {
    const name = data.stages[at].exercise;
    if (event.target.checked) missed.add(name);
    else missed.delete(name);
    remember();
  });
  document.addEventListener("keydown", (event) => {
    if (player.querySelector('[data-screen="stage"]').hidden || document.querySelector("dialog[open]")) return;
    if (event.target.closest("button, a, input, summary")) return;
    const key = { " ": "go", ArrowRight: "skip", ArrowLeft: "back" }[event.key];
    if (!key) return;
    event.preventDefault();
    button(key).click();
  });

  // Pain told midway: the pain rules say whether to go on, do less, or stop here.
  const dialog = document.getElementById("pain-dialog");
  const painWords = (pain) => data.pain.find((one) => one.pain === pain);
  let toldPain = null;
  button("pain").addEventListener("click", () => {
    clock.pause();
    drawGo();
    dialog.querySelector("[data-part='pain-said']").textContent = "";
    dialog.querySelectorAll("input").forEach((key) => { key.checked = false; });
    dialog.showModal();
  });
  dialog.addEventListener("change", (event) => {
    toldPain = Number(event.target.value);
    const { action, sentence } = painWords(toldPain);
    dialog.querySelector("[data-part='pain-said']").textContent = action === "stop"
      ? `Stop here for today. ${sentence}` : sentence;
    dialog.querySelector("[data-do='pain-go']").hidden = action === "stop";
    dialog.querySelector("[data-do='pain-stop']").hidden = false;
  });
  dialog.querySelector("[data-do='pain-go']").addEventListener("click", () => {
    dialog.close();
    clock.start();
    drawGo();
  });
  dialog.querySelector("[data-do='pain-stop']").addEventListener("click", () => {
    dialog.close();
    passOver(data.stages.slice(at));
    finish(toldPain);
  });

  const localDay = () => {
    const now = new Date();
    return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  };
  const send = async (content) => {
    const result = await window.runback.outbox.put(
      "session", { session: data.id, day: localDay(), ...content }, `${data.title} of ${data.day}`);
    sessionStorage.removeItem(PLACE);
    const words = {
      taken: `Kept. ${result.words}`, already: "Kept.", refused: `Not taken: ${result.words}`,
      waiting: "Kept in this browser; it is sent once the server answers.",
    };
    part("kept").textContent = words[result.state];
    show("kept");
    heading("kept");
  };
  const numberOf = (sent, name) => (sent.get(name) ? Number(sent.get(name)) : null);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const sent = new FormData(form);
    const reached = data.told.map((name) => [name, sent.get(`of-${name}`) !== "missed"]);
    send({
      done: true, effort: numberOf(sent, "effort"), pain: numberOf(sent, "pain"), at_target: Object.fromEntries(reached),
    });
  });
  form.addEventListener("change", () => {
    const pain = numberOf(new FormData(form), "pain");
    part("pain-rule").textContent = pain === null ? "" : painWords(pain).sentence;
  });

  player.querySelectorAll("[data-mute]").forEach(muteButton);
  player.hidden = false;
  document.getElementById("plain").hidden = true;
  const left = recall();
  if (left > 0) {
    button("resume").hidden = false;
    button("resume").addEventListener("click", () => begin(left));
  }
  show("begin");
})();
