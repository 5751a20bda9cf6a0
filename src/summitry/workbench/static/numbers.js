// The list of numbers beside every page: filled where it is opened, and searched.
import { reach } from "./asking.js";
import { anew } from "./standing.js";

const at = document.body.dataset.at;
const groups = () => [...document.querySelectorAll(".group")];

async function fill(group, stale) {
  const answer = await reach(`${at}/numbers/group/${group.dataset.group}`);
  if (!answer.ok) return;
  const rows = group.querySelector(".rows");
  const text = await answer.text();
  if (stale?.()) return;
  anew(rows, () => { rows.innerHTML = text; sift(group); return rows; });
}

// What is open, as the numbers now are; not under a hand that meanwhile moves one of them.
export async function fillOpen(stale) {
  await Promise.all(groups().filter((one) => one.open).map((one) => fill(one, stale)));
  await find();
}

const sought = () => (document.getElementById("find")?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);

// The numbers that have all the words of the field "Find".
export async function find() {
  if (sought().length) await Promise.all(groups().filter((one) => !one.querySelector(".number")).map((one) => fill(one)));
  const words = sought();
  for (const group of groups()) {
    const any = sift(group);
    group.hidden = words.length > 0 && !any;
    if (words.length) group.open = any;
  }
}

// Whether a group has any of them; the others are hidden.
function sift(group) {
  const words = sought();
  let any = false;
  for (const one of group.querySelectorAll(".number")) {
    one.hidden = !words.every((word) => one.dataset.search.includes(word));
    any ||= !one.hidden;
  }
  return any;
}

for (const group of groups()) {
  group.addEventListener("toggle", () => { if (group.open && !group.querySelector(".number")) fill(group); });
}
