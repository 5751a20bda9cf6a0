// Questions to the workbench's server, and a plain word where it does not answer.
const at = document.body.dataset.at;
const GONE = "The workbench does not answer. Is 'summitry serve' still running? Start it again and open the address that it prints.";

// The last trouble is told at the foot of the window until something is answered again.
export function trouble(error) {
  const place = document.getElementById("trouble");
  place.textContent = error.message;
  place.hidden = false;
}

export async function reach(address, options) {
  let answer;
  try {
    answer = await fetch(address, options);
  } catch {
    throw new Error(GONE);
  }
  document.getElementById("trouble").hidden = true;
  return answer;
}

export async function send(path, body) {
  const script = { "content-type": "application/json", "x-summitry": "script" };
  const answer = await reach(at + path, { method: "POST", headers: script, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

// What a form asks, without leaving the page.
export async function ask(form) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await reach(form.action, { method: "POST", headers: { "x-summitry": "script" }, body });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.text();
}
