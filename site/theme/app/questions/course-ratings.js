// Course ratings: of each course its mean rating and how much surer people became, with intervals; nobody is named.

import { startFor } from "../shared/allowed.js";
import { addressOf, readJson } from "../shared/api.js";
import { fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { makeWaiting } from "../shared/waiting.js";
import { count } from "../shared/words.js";

const app = document.getElementById("app");
const HEADS = ["Course", "Rating, 1 to 5", "Confidence before", "Confidence now", "Change"];

async function start() {
  fill(app, makeWaiting("Courses"));
  try {
    const { items, definition } = await readJson("/ratings/courses");
    fill(
      app,
      items.length
        ? [
            make(
              "p",
              { class: "rp-actions" },
              make(
                "a",
                { class: "rp-button", download: true, href: addressOf("/ratings/courses.csv") },
                "Download CSV",
              ),
            ),
            make(
              "div",
              { class: "rp-ratings" },
              scrollingTable("Courses", HEADS, make("tbody", {}, items.map(showRow))),
            ),
          ]
        : make(
            "p",
            { class: "rp-empty" },
            "Nobody has rated a course yet. Who completes one is asked, and may skip it.",
          ),
      make("p", { class: "rp-muted" }, definition),
    );
  } catch (error) {
    showProblem(app, error, start);
  }
}

function showRow(course) {
  const means = [course.rating, course.confidence_before, course.confidence_after, course.confidence_change];
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, course.url ? make("a", { href: course.url }, course.title) : course.title),
    means.map((mean, index) => make("td", { "data-label": HEADS[index + 1] }, sayMean(mean, index === 3))),
  );
}

function sayMean({ value, interval, people }, isChange) {
  if (value === null) return make("span", { class: "rp-muted" }, `Too few: ${count(people, "person", "people")}`);
  const say = (number) =>
    `${isChange && number > 0 ? "+" : ""}${number.toLocaleString("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 })}`;
  const about = interval ? `about ${say(interval.low)} to ${say(interval.high)}, ` : "";
  return [make("strong", {}, say(value)), " ", make("small", {}, `${about}${count(people, "person", "people")}`)];
}

startFor(start);
