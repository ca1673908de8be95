// Draws a value and its interval on a scale, as an image with a text alternative.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 320;
const LEFT = 8;
const RIGHT = WIDTH - 8;

export function drawInterval({ low, high, value, start, end }, text, sayValue) {
  const at = (number) => LEFT + ((Math.min(end, Math.max(start, number)) - start) / (end - start)) * (RIGHT - LEFT);
  return draw(
    "svg",
    { viewBox: `0 0 ${WIDTH} 44`, class: "rp-interval", role: "img", "aria-label": text },
    draw("line", { class: "rp-interval__axis", x1: LEFT, x2: RIGHT, y1: 16, y2: 16 }),
    draw("rect", {
      class: "rp-interval__range",
      x: at(low),
      y: 9,
      width: Math.max(2, at(high) - at(low)),
      height: 14,
      rx: 4,
    }),
    draw("circle", { class: "rp-interval__value", cx: at(value), cy: 16, r: 5.5 }),
    label(sayValue(start), LEFT, "start"),
    label(sayValue(end), RIGHT, "end"),
  );
}

function label(text, x, anchor) {
  const node = draw("text", { class: "rp-interval__label", x, y: 40, "text-anchor": anchor });
  node.textContent = text;
  return node;
}

// Makes an element of a drawing.
export function draw(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children.flat());
  return node;
}
