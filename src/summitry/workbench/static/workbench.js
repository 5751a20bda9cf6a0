// The page follows a hand: few draws while it moves, all of them when it lets go.
import { Lanes, fillPieces, here } from "./lanes.js";
import { Pictures } from "./pictures.js";
import { ask, reach, send, trouble } from "./asking.js";
import { fillOpen, find } from "./numbers.js";
import { anew, sent } from "./standing.js";
import { figure, say, sayFigures, signed } from "./saying.js";

const at = document.body.dataset.at;
const page = document.body.dataset.page;
window.addEventListener("unhandledrejection", (event) => trouble(event.reason));
const pictures = new Pictures(at);

function showCards(cards) {
  document.querySelectorAll("[data-summary]").forEach((place, n) => {
    if (cards[n]) place.textContent = cards[n].summary;
  });
  document.querySelectorAll("#cards .card").forEach((card, n) => {
    if (!cards[n]) return;
    card.querySelectorAll("dd").forEach((place, m) => {
      const one = cards[n].events[m];
      place.querySelector("[data-figure]").textContent = figure(one.probability);
      place.querySelector("[data-change]").textContent =
        one.change === null ? "" : signed(one.change);
    });
  });
}

// While a hand moves: one question at a time, and always the latest; the next is asked while the
// last answer is drawn. What takes longer has lanes of its own.
let wanted = null;
let asking = false;
let latest = null;
let drawing = false;
let hand = false; // whether one moves a number just now
let rests = 0;
let resting; // the clock that runs from the last move
const lanes = new Lanes(pictures, () => rests);
const REST = 250; // milliseconds without a move, after which a key's hand has let go

async function follow() {
  if (asking || !wanted) return;
  asking = true;
  const mine = { ...wanted, rests };
  wanted = null;
  try {
    mine.found = await send("/glance", { number: mine.form.dataset.number, to: mine.to, want: here() });
    latest = mine;
  } catch (error) {
    mine.form.querySelector("output").textContent = error.message;
  }
  asking = false;
  follow();
  redraw();
}

async function redraw() {
  if (drawing || !latest) return;
  drawing = true;
  const { form, to, found, rests: begun } = latest;
  latest = null;
  if (begun === rests) {
    form.querySelector("output").textContent = found.range;
    showCards(found.cards);
    fillPieces(found.pieces);
    await pictures.draw(found.pictures, () => begun !== rests);
    document.body.dataset.redrawn = String(to);
  }
  drawing = false;
  redraw();
}

async function letGo(form, body) {
  rest();
  try {
    await send("/change", { number: form.dataset.number, ...body });
    if ("value" in body) sent(form);
    await refresh();
    sayFigures("Changed; everything is worked out on all draws.");
  } catch (error) {
    if ("to" in body) { // what was shown while it moved is not what holds
      await refresh();
      return trouble(error);
    }
    form.querySelector("output").textContent = error.message;
    say(error.message);
  }
}

// The hand has let go; what was still asked for its sake is dropped.
function rest() {
  hand = false;
  rests += 1;
  resting = clearTimeout(resting);
  wanted = null;
  lanes.drop();
}

document.addEventListener("input", (event) => {
  if (event.target.type === "range" && event.target.form?.dataset.number) {
    hand = true;
    document.body.classList.add("moving");
    document.getElementById("answers")?.setAttribute("aria-busy", "true"); // told of when the hand lets go
    pictures.lag();
    resting = clearTimeout(resting);
    wanted = { form: event.target.form, to: Number(event.target.value) };
    follow();
    lanes.trail(event.target.form, Number(event.target.value));
  }
  if (event.target.id === "find") find();
});

document.addEventListener("change", async (event) => {
  const field = event.target;
  if (field.type === "range" && field.form?.dataset.number) {
    clearTimeout(resting);
    resting = setTimeout(() => letGo(field.form, { to: Number(field.value) }), REST);
  }
  if (field.dataset.into) document.getElementById(field.dataset.into).value = await field.files[0].text();
  if (field.form?.id === "build") build();
});

// Who lets go where the number was has changed nothing, and no "change" is told of.
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => setTimeout(() => {
    if (hand && !resting) resting = setTimeout(() => { rest(); refresh(); }, REST);
  }));
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.number) {
    event.preventDefault();
    letGo(form, { value: form.elements.value.value });
  } else if (form.id === "build") {
    event.preventDefault();
    build();
  } else if (form.hasAttribute("data-quiet")) {
    event.preventDefault();
    await ask(form);
    await refresh();
    sayFigures(document.querySelectorAll("#changes li").length ? "Done." : "Done; no number is changed.");
  }
});

// A package of one's own: one question at a time, and always the latest. A page that was asked for
// before the answer may have been written with the package before: it is asked for anew.
let building = false;
let chosen = false; // whether another package has been chosen since the question

async function build() {
  chosen = true;
  if (building) return;
  building = true;
  try {
    while (chosen) {
      chosen = false;
      document.getElementById("answers").innerHTML = await ask(document.getElementById("build"));
    }
  } finally {
    building = false;
  }
  sent(document.getElementById("build"));
  document.body.dataset.redrawn = "answers";
  if (document.body.dataset.asked !== document.body.dataset.fresh) await refresh();
}

// The page as the server now writes it, put in place. Of several that are asked for only the last
// is; none is while a hand moves, for the hand asks for one itself when it lets go.
let refreshed = 0;

async function refresh() {
  const mine = ++refreshed;
  const stale = () => mine !== refreshed || hand;
  document.body.dataset.asked = String(mine);
  const answer = await reach(location.href, { headers: { accept: "text/html", ...pictures.had() } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (stale()) return;
  if (!fresh.getElementById("main")) return say(fresh.body.textContent); // a refusal in plain words
  const hang = pictures.keep(fresh);
  put(fresh, "#main");
  hang();
  if (fresh.getElementById("changes")) {
    put(fresh, "#changes");
    put(fresh, ".switches");
    await fillOpen(stale);
    if (stale()) return;
  }
  const want = pictures.here();
  if (pictures.ready && want.length) {
    const found = await send("/live", { want });
    if (stale()) return;
    await pictures.show(found.pictures);
  }
  document.body.classList.remove("moving");
  document.body.dataset.fresh = String(mine);
  watch();
  prepare();
}

function put(fresh, where) {
  const [old, made] = [document.querySelector(where), fresh.querySelector(where)];
  if (old && made) anew(old, () => { old.replaceWith(made); return made; });
}

// Long work: told on while it lasts, put in place when it is ready.
let watching = null;

function watch() {
  clearTimeout(watching);
  if (document.querySelector("[data-waits]")) watching = setTimeout(look, 500);
}

async function look() {
  try {
    const answer = await reach(`${at}/jobs.json`);
    const found = answer.ok ? await answer.json() : {};
    for (const place of document.querySelectorAll("[data-waits]")) {
      const job = found[place.dataset.waits];
      if (!job || !["waiting", "working"].includes(job.state)) {
        const what = place.querySelector("progress")?.getAttribute("aria-label");
        await refresh();
        if (what && job?.state === "done") say(`Worked out: ${what}.`);
        return;
      }
      const bar = place.querySelector("progress");
      if (bar) bar.value = job.share;
      const part = place.querySelector("[data-part]");
      if (part) part.textContent = job.part;
    }
  } catch (error) {
    trouble(error);
  }
  watch();
}

// What draws pictures is loaded as soon as there are some and nothing else is to be done; others
// than the team, who have no number to move, are drawn them by the server.
function prepare() {
  if (!page || !document.getElementById("changes") || !document.querySelector("[data-picture]")) return;
  (window.requestIdleCallback ?? setTimeout)(() => pictures.load());
}

watch();
prepare();
