// SPDX-License-Identifier: Apache-2.0
// Shows the heap profile that lies in the page as JSON: a tree of heaps, threads and calls, each
// {name, kind, value, blocks, error, place, oldest, children}.
import flamegraph from "d3-flame-graph";
import { select } from "d3-selection";
import "./page.css";

const CELL = 26;
const data = JSON.parse(document.getElementById("profile").textContent);
const chartElement = document.getElementById("chart");
const details = document.getElementById("details");
const search = document.getElementById("search");
const found = document.getElementById("found");
const dark = window.matchMedia("(prefers-color-scheme: dark)");

const numbers = new Intl.NumberFormat("en-US");
const bytes = (value) => `${numbers.format(Math.round(value))} bytes`;
const share = (value) => `${((100 * value) / Math.max(1, data.value)).toFixed(1)} %`;

function hash(text) {
  let sum = 0;
  for (const c of text) {
    sum = (sum * 31 + c.codePointAt(0)) >>> 0;
  }
  return sum;
}

// Heaps and threads have a colour each, calls of one function always the same one.
function colour(node) {
  if (node.highlight) {
    return dark.matches ? "#b3307f" : "#f59ac6";
  }
  const light = dark.matches ? 36 : 80;
  const { kind, name, ended } = node.data;
  if (kind === "all") {
    return dark.matches ? "#2a3941" : "#dde5e4";
  }
  if (kind === "heap") {
    return `hsl(193 48% ${light - 4}%)`;
  }
  if (kind === "thread") {
    return ended ? `hsl(4 62% ${light}%)` : `hsl(212 40% ${light}%)`;
  }
  return `hsl(${28 + (hash(name) % 34)} ${52 + (hash(name) % 24)}% ${light - (hash(name) % 7)}%)`;
}

function fact(term, value) {
  const row = document.createElement("div");
  const dt = document.createElement("dt");
  const dd = document.createElement("dd");
  dt.textContent = term;
  dd.textContent = value;
  row.append(dt, dd);
  return row;
}

const KINDS = { all: "All that is live", heap: "Heap or pool", thread: "Thread", call: "Call" };

function show(node) {
  const item = node.data;
  const facts = document.createElement("dl");
  const error = item.error > 0 ? ` ± ${(100 * item.error).toFixed(0)} %` : "";
  facts.append(fact("Live", bytes(item.value) + error), fact("Share", share(item.value)));
  facts.append(fact("Blocks", numbers.format(Math.round(item.blocks))));
  if (item.oldest) {
    facts.append(fact("Oldest", item.oldest));
  }
  if (item.place) {
    facts.append(fact("At", item.place));
  }
  const title = document.createElement("h2");
  title.textContent = item.name;
  const kind = document.createElement("p");
  kind.textContent = item.ended ? "Thread that has ended: it left this behind" : KINDS[item.kind];
  details.replaceChildren(kind, title, facts);
}

const label = (node) => `${node.data.name}: ${bytes(node.data.value)}, ${share(node.data.value)}`;

const still = window.matchMedia("(prefers-reduced-motion: reduce)");
let chart = null;

const newChart = () => flamegraph()
  .inverted(true)
  .cellHeight(CELL)
  .minFrameSize(1)
  .transitionDuration(0)
  .sort((a, b) => b.data.value - a.data.value)
  .setColorMapper(colour)
  .setLabelHandler(label)
  .setSearchMatch((node, term) =>
    `${node.data.name} ${node.data.place}`.toLowerCase().includes(term.toLowerCase()))
  .setSearchHandler((results, sum, total) => {
    const part = total > 0 ? ` in ${((100 * sum) / total).toFixed(1)} % of the bytes` : "";
    found.textContent = results.length > 0 ? `${results.length} found${part}` : "nothing found";
  })
  .onHover(show)
  .onClick(show);

function draw() {
  select(chartElement).selectChildren().remove();
  chart = newChart().width(chartElement.clientWidth);
  select(chartElement).datum(data).call(chart);
  // d3-flame-graph lets bars grow to their width; on paper, and in a picture, they must have it.
  select(chartElement).selectAll("rect").interrupt()
    .attr("width", (node) => (node.x1 - node.x0) * chartElement.clientWidth);
  chart.transitionDuration(still.matches ? 0 : 250);  // of what is zoomed to
  show({ data });
  look();
}

function look() {
  if (search.value.trim() === "") {
    chart.clear();
    found.textContent = "";
  } else {
    chart.search(search.value.trim());
  }
}

let width = 0;
new ResizeObserver(() => {
  if (chartElement.clientWidth !== width) {
    width = chartElement.clientWidth;
    draw();
  }
}).observe(chartElement);
dark.addEventListener("change", draw);
search.addEventListener("input", look);
document.getElementById("reset").addEventListener("click", () => {
  search.value = "";
  look();
  chart.resetZoom();
});
