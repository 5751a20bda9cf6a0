// Figures in words and signs, and what a person who does not see the page is told of it.
const told = document.getElementById("live");

export function say(text) { told.textContent = text; }

// What one sees, for who does not: the leading figures as they now are, where the page has them.
export function sayFigures(first) {
  const cards = [...document.querySelectorAll("#cards .card")].map((card) => {
    const events = [...card.querySelectorAll("dl > div")].map((one) => {
      const [text, figure, change] = ["dt", "[data-figure]", "[data-change]"].map((each) => one.querySelector(each).textContent.trim());
      return `${text} ${figure}${/\d/.test(change) ? `, changed by ${change}` : ""}`;
    });
    return `${card.querySelector("h2").textContent.trim()}: ${events.join("; ")}.`;
  });
  say([first, ...cards].join(" "));
}

export function figure(share) {
  if (share > 0 && share < 0.005) return "<.01";
  if (share >= 0.995 && share < 1) return ">.99";
  return share < 1 ? share.toFixed(2).replace(/^0/, "") : "1";
}

export function signed(change) {
  if (Math.abs(change) < 0.005) return "–";
  return (change > 0 ? "+" : "-") + Math.abs(change).toFixed(2).replace(/^0/, "");
}
