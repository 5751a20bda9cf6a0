"use strict";
// Looks everybody's answers to the chosen package up in what was worked out beforehand.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("answers-data").textContent);
  const form = byId("builder"), said = byId("builder-said"), answers = byId("builder-answers");
  const selects = [...form.querySelectorAll("select")];

  const unpacked = ({ bytes, base64 }) => {
    const raw = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
    if (bytes === 1) return raw;
    return Uint16Array.from({ length: raw.length / 2 }, (_, n) => raw[2 * n] + 256 * raw[2 * n + 1]);
  };
  const told = ({ texts, at }) => {
    const places = unpacked(at);
    return (n) => texts[places[n]];
  };
  const width = data.issues.length;
  const schools = data.schools.map((one) => {
    const school = { ...one, all: told(one.all), yes: told(one.yes), refused: told(one.refused), gain: told(one.gain) };
    for (const name of ["packages", "asked", "in", "wins", "targets", "stands"]) school[name] = unpacked(one[name]);
    school.rows = new Map();
    for (let row = 0; row < one.count; row++) school.rows.set(levelsAt(school.packages, row).join(), row);
    return school;
  });

  function levelsAt(packages, row) {
    return [...packages.subarray(row * width, (row + 1) * width)];
  }

  const element = (name, text = "", className = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    made.dir = "auto";
    return made;
  };
  const share = (text) => (text === "<.01" ? 0 : text === ">.99" ? 1 : Number(text));

  const changes = (from, to) =>
    data.issues
      .map((issue, k) => (from[k] === to[k] ? "" : `${issue.name}: ${issue.levels[from[k]]} → ${issue.levels[to[k]]}`))
      .filter(Boolean)
      .join("; ");

  const nearest = (school, chosen) => {
    let best = null, least = Infinity;
    for (let row = 0; row < school.count; row++) {
      const levels = levelsAt(school.packages, row);
      const far = data.issues.reduce(
        (sum, issue, k) => sum + Math.abs(levels[k] - chosen[k]) / Math.max(1, issue.levels.length - 1), 0);
      if (far < least - 1e-9) [best, least] = [levels, far];
    }
    return best;
  };

  const missing = (school, chosen) => {
    if (chosen.every((level, k) => level === data.issues[k].now)) return "This moves nothing: it is no deal.";
    const near = nearest(school, chosen);
    const why = school.whole
      ? "The clauses do not allow this package."
      : "This package is not among those worked out here, or the clauses do not allow it.";
    return near ? `${why} The nearest that is: ${changes(chosen, near)}.` : why;
  };

  const table = (school, row) => {
    const made = element("table"), head = made.createTHead().insertRow();
    ["party", "role", "says yes", "", "its red line or ask", "mean gain"].forEach((text, k) => {
      const cell = element(text ? "th" : "td", text, k < 2 ? "word" : "");
      if (text) cell.scope = "col";
      head.append(cell);
    });
    const body = made.createTBody();
    school.people.forEach((person, n) => {
      const at = row * school.people.length + n;
      if (!school.asked[at]) return;
      const line = body.insertRow(), name = element("th", person.label, "word");
      name.scope = "row";
      const meter = element("meter", school.yes(at));
      meter.value = share(school.yes(at));
      meter.setAttribute("aria-label", `${person.label} says yes`);
      const bar = element("td");
      bar.append(meter);
      const refused = school.refused(at);
      line.append(name, element("td", person.role, "word"), element("td", school.yes(at)), bar,
        element("td", share(refused) || refused === "<.01" ? refused : "–"), element("td", school.gain(at)));
    });
    return made;
  };

  const wins = (school, row, chosen) => {
    const list = element("ul");
    school.people.forEach((person, n) => {
      const at = row * school.people.length + n;
      if (school.in[at]) return;
      const target = school.wins[at] - 1;
      const way = target < 0 ? "no package that the clauses allow" : changes(chosen, levelsAt(school.targets, target));
      const but = target >= 0 && !school.stands[target] ? " (but then another is off board)" : "";
      list.append(element("li", `${person.label}: ${way}${but}`));
    });
    return list;
  };

  function show() {
    const chosen = selects.map((one) => Number(one.value));
    const short = [];
    answers.replaceChildren(...schools.map((school) => {
      const part = element("div", "", "answer"), row = school.rows.get(chosen.join());
      part.append(element("h3", school.label));
      if (row === undefined) {
        part.append(element("p", missing(school, chosen)));
        short.push(`${school.label}: no answer`);
        return part;
      }
      short.push(`${school.label}: ${school.all(row)}`);
      part.append(element("p", `${school.all(row)} chance that all who sign say yes.`, "all"));
      const roll = element("div", "", "scroll");
      roll.append(table(school, row));
      part.append(roll);
      const list = wins(school, row, chosen);
      if (list.children.length) part.append(element("p", "What would make it acceptable to those off board:"), list);
      return part;
    }));
    said.textContent = `Chance that all who sign say yes. ${short.join("; ")}.`;
  }

  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("builder-part").hidden = false;
  show();
})();
