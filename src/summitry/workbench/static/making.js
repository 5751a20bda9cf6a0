// Statements are checked while they are written; a passage is cited by marking it.
const at = document.body.dataset.at;

let resting = null;
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.dataset.statement) return;
  clearTimeout(resting);
  resting = setTimeout(() => check(field), 200);
});

async function check(field) {
  const text = field.value;
  const answer = await fetch(`${at}/contents/check`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-summitry": "script" },
    body: JSON.stringify({ shape: field.dataset.statement, text }),
  });
  if (!answer.ok || field.value !== text) return;
  const found = await answer.json();
  const place = document.getElementById(field.dataset.verdict);
  place.textContent = found.said;
  place.classList.toggle("bad", !found.good);
}

// The words that are marked in a source's text go into the field of quoted words.
const text = document.getElementById("text");
const quote = document.getElementById("quote");

function words(part) { return part.trim().split(/\s+/).filter(Boolean); }

function told() {
  const count = words(quote.value.replaceAll("[...]", " ")).length;
  document.getElementById("count").textContent = count ? `${count} of at most 12 words` : "";
}

if (text && quote) {
  quote.addEventListener("input", told);
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return;
    const inside = text.contains(chosen.anchorNode) && text.contains(chosen.focusNode) ? chosen.toString() : "";
    if (inside) { quote.value = words(inside).join(" "); told(); }
  });
  // By keyboard: in the text a caret walks by words; with Shift it marks them.
  text.addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) return;
    const chosen = document.getSelection();
    if (!text.contains(chosen.focusNode)) chosen.collapse(text.firstChild, 0);
    const forward = ["ArrowRight", "ArrowDown"].includes(event.key);
    const far = event.key === "ArrowUp" || event.key === "ArrowDown" ? "line" : "word";
    if (event.shiftKey) {
      chosen.modify("extend", forward ? "forward" : "backward", far);
    } else { // the word that one stands at is marked, so that one sees where one is
      if (!chosen.isCollapsed) { if (forward && far === "word") chosen.collapseToEnd(); else chosen.collapseToStart(); }
      if (!forward || far === "line") chosen.modify("move", forward ? "forward" : "backward", far);
      chosen.modify("extend", "forward", "word");
    }
    const place = chosen.getRangeAt(0).getBoundingClientRect();
    const frame = text.getBoundingClientRect();
    if (place.height) text.scrollTop += Math.min(0, place.top - frame.top - 20) + Math.max(0, place.bottom - frame.bottom + 20);
    event.preventDefault();
  });
}

document.addEventListener("change", async (event) => {
  const field = event.target;
  if (!field.dataset.text) return;
  const file = field.files[0];
  const said = document.getElementById("file-said");
  if (file.size > Number(field.dataset.most)) { said.textContent = "Too large: at most 1 MB of text."; return; }
  const read = await file.text();
  if (read.includes("\0") || read.includes("\ufffd")) { said.textContent = "This is no plain text in UTF-8; save it as text first."; return; }
  document.getElementById(field.dataset.text).value = read;
  said.textContent = `${file.name}: ${read.length.toLocaleString("en")} characters. Save to keep it.`;
  const name = document.getElementById("file-name");
  if (name && !name.value) name.value = file.name;
});
