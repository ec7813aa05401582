// What the session player and the self-tests share: a clock that can pause, sounds, and a screen that stays on.
"use strict";
(() => {
  const MUTED = "runback-muted";
  const TICK_MS = 100;
  let sound = null;
  const isMuted = () => localStorage.getItem(MUTED) === "yes";
  // A browser lets sound begin only from a tap or a key, so the first button of a session calls this.
  const wakeSound = () => {
    if (!sound && window.AudioContext) sound = new AudioContext();
    if (sound && sound.state === "suspended") sound.resume();
  };
  const beep = (high, seconds, after = 0) => {
    if (!sound || isMuted()) return;
    const begin = sound.currentTime + after;
    const tone = sound.createOscillator();
    const gain = sound.createGain();
    tone.frequency.value = high ? 880 : 587;
    gain.gain.setValueAtTime(0.0001, begin);
    gain.gain.exponentialRampToValueAtTime(0.25, begin + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, begin + seconds);
    tone.connect(gain).connect(sound.destination);
    tone.start(begin);
    tone.stop(begin + seconds);
  };
  const sounds = {
    tick: () => beep(false, 0.12),
    begin: () => beep(true, 0.35),
    end: () => { beep(true, 0.15); beep(true, 0.3, 0.2); },
  };
  const muteButton = (button) => {
    const show = () => {
      button.setAttribute("aria-pressed", String(isMuted()));
      button.querySelector("[data-when-on]").hidden = isMuted();
      button.querySelector("[data-when-off]").hidden = !isMuted();
    };
    button.addEventListener("click", () => {
      localStorage.setItem(MUTED, isMuted() ? "no" : "yes");
      wakeSound();
      show();
    });
    show();
  };

  // The screen stays on while a session runs: by the browser's own lock, else by a picture that plays.
  let lock = null;
  let film = null;
  let wanted = false;
  const playFilm = async () => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 2;
    canvas.getContext("2d").fillRect(0, 0, 2, 2);
    film = document.createElement("video");
    film.muted = true;
    film.playsInline = true;
    film.srcObject = canvas.captureStream(1);
    await film.play();
  };
  const stayAwake = async () => {
    wanted = true;
    try {
      if (navigator.wakeLock) lock = await navigator.wakeLock.request("screen");
      else if (!film) await playFilm();
      return true;
    } catch {
      return false;
    }
  };
  const letSleep = async () => {
    wanted = false;
    if (lock) await lock.release();
    if (film) film.srcObject.getTracks().forEach((track) => track.stop());
    lock = film = null;
  };
  document.addEventListener("visibilitychange", () => {
    // The browser drops its lock when the page is hidden.
    if (wanted && !document.hidden && navigator.wakeLock) stayAwake();
  });

  // Counts seconds of its own time: `each(seconds)` several times a second, `end()` once `limit` is reached.
  class Clock {
    constructor({ limit = Infinity, each, end }) {
      Object.assign(this, { limit, each, end, gone: 0, since: null, ticking: null });
    }
    get seconds() {
      const running = this.since === null ? 0 : (performance.now() - this.since) / 1000;
      return Math.min(this.limit, this.gone + running);
    }
    get running() { return this.since !== null; }
    start() {
      if (this.running) return;
      this.since = performance.now();
      this.ticking = setInterval(() => this.tick(), TICK_MS);
      this.tick();
    }
    pause() {
      this.gone = this.seconds;
      this.since = null;
      clearInterval(this.ticking);
    }
    tick() {
      const { seconds } = this;
      this.each(seconds);
      if (seconds >= this.limit) {
        this.pause();
        this.end();
      }
    }
  }
  const clockWords = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  window.runback.timing = { Clock, clockWords, sounds, wakeSound, muteButton, stayAwake, letSleep };
})();
