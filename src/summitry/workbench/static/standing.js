// What a person has under hand outlives a page that is written anew: the focus, words typed and
// not yet sent, choices made, folds opened.
const ALL = "a[href], button, input, select, textarea, summary, [tabindex]";
const CHOSEN = ["radio", "checkbox"];
const NOT_TYPED = ["hidden", "range", "file", "submit", "button"];

// How something is found again in the fresh page; a version is another one each time.
function name(one) {
  if (one.id) return one.id;
  const form = one.form ?? one.closest("form");
  const says = [...(form?.querySelectorAll("input[type=hidden]") ?? [])].filter((each) => each.name !== "version");
  const own = CHOSEN.includes(one.type) ? one.value : one.matches("summary, a") ? one.textContent : "";
  return [one.tagName, form?.action, ...says.map((each) => each.value), one.name, own].join("\n");
}

function named(within) {
  const found = new Map();
  for (const one of within.querySelectorAll(ALL)) {
    const key = name(one);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return found;
}

// What has been typed or chosen and is not sent: what to do to the same field of the fresh page.
function unsent(one) {
  if (CHOSEN.includes(one.type)) return one.checked === one.defaultChecked ? null : (again) => { again.checked = one.checked; };
  if (one.tagName === "SELECT") {
    if (![...one.options].some((each) => each.selected !== each.defaultSelected)) return null;
    return (again) => { again.value = one.value; };
  }
  if (one.defaultValue === undefined || one.value === one.defaultValue || NOT_TYPED.includes(one.type)) return null;
  return (again) => { again.value = one.value; };
}

// The form's words are with the server: from now on its answer counts.
export function sent(form) {
  for (const one of form.elements) {
    if (CHOSEN.includes(one.type)) one.defaultChecked = one.checked;
    else if (one.tagName === "SELECT") for (const each of one.options) each.defaultSelected = each.selected;
    else if ("defaultValue" in one) one.defaultValue = one.value;
  }
}

// A place is filled anew by `change`, which returns what stands there then.
export function anew(place, change) {
  const before = named(place);
  const held = document.activeElement;
  const under = held !== place && place.contains(held);
  const marked = under && held.matches("textarea, input:is([type=text], [type=search], :not([type]))") ? [held.selectionStart, held.selectionEnd] : null;
  const rank = under ? [...place.querySelectorAll(ALL)].indexOf(held) : -1;
  const fresh = change();
  const after = named(fresh);
  let focus = null;
  for (const [key, ones] of before) {
    ones.forEach((one, n) => {
      const again = after.get(key)?.[n];
      if (one === held) focus = again;
      if (!again) return;
      if (one.tagName === "SUMMARY" && one.parentElement.tagName === "DETAILS") again.parentElement.open = one.parentElement.open;
      unsent(one)?.(again);
    });
  }
  if (held === place) fresh.focus({ preventScroll: true });
  if (!under) return;
  if (!focus || focus.disabled) { // it is gone: to what stands there now
    const left = [...fresh.querySelectorAll(ALL)].filter((one) => !one.disabled && one.checkVisibility());
    focus = left[Math.min(rank, left.length - 1)] ?? fresh;
    if (focus === fresh) fresh.tabIndex = -1;
  }
  focus.focus({ preventScroll: true });
  if (marked) focus.setSelectionRange?.(...marked);
}
