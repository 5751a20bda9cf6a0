// What a person who does not see the page is told of it.
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
