// The list of numbers beside every page: filled where it is opened, and searched.
import { reach } from "./asking.js";
import { anew } from "./standing.js";

const at = document.body.dataset.at;
const groups = () => [...document.querySelectorAll(".group")];

async function fill(group) {
  const answer = await reach(`${at}/numbers/group/${group.dataset.group}`);
  if (!answer.ok) return;
  const rows = group.querySelector(".rows");
  const text = await answer.text();
  anew(rows, () => { rows.innerHTML = text; return rows; });
}

// What is open, as the numbers now are.
export async function fillOpen() {
  await Promise.all(groups().filter((one) => one.open).map(fill));
  await find();
}

// The numbers that have all the words of the field "Find".
export async function find() {
  const words = (document.getElementById("find")?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length) await Promise.all(groups().filter((one) => !one.querySelector(".number")).map(fill));
  for (const group of groups()) {
    let any = false;
    for (const one of group.querySelectorAll(".number")) {
      one.hidden = !words.every((word) => one.dataset.search.includes(word));
      any ||= !one.hidden;
    }
    group.hidden = words.length > 0 && !any;
    if (words.length) group.open = any;
  }
}

for (const group of groups()) {
  group.addEventListener("toggle", () => { if (group.open && !group.querySelector(".number")) fill(group); });
}
