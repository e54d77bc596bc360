// Draws the dashboard from a live Prometheus to a PNG, with Grafana's own panels and headless Chromium.
//
//   node render.mjs --prometheus http://127.0.0.1:9090 --out dashboard.png [--minutes 15] [--job REGEX] [--rows "Overview,Capacity"]

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { answered } from "./prometheus.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const WIDTH = 1600;
const ROW = 38;
const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];
const USAGE = 'usage: node render.mjs --prometheus URL --out FILE [--minutes 15] [--scrape 15] [--job REGEX] [--rows "A,B"]';

function options() {
  const text = (value) => ({ type: "string", default: value });
  const known = { prometheus: text(), out: text(), minutes: text("15"), scrape: text("15"), job: text(".*"), rows: text("") };
  const { values } = parseArgs({ options: known });
  if (!values.prometheus || !values.out) throw new Error(USAGE);
  return values;
}

/** The rows that were asked for (all, when none is named), moved up to stand below one another. */
function chosen(panels, rows) {
  const wanted = rows.split(",").map((row) => row.trim()).filter(Boolean);
  const kept = [];
  let [keep, top, bottom] = [true, 0, 0];
  for (const panel of panels) {
    if (panel.type === "row") {
      keep = wanted.length === 0 || wanted.includes(panel.title);
      top = panel.gridPos.y - bottom;
    }
    if (!keep) continue;
    const y = panel.gridPos.y - top;
    kept.push({ ...panel, gridPos: { ...panel.gridPos, y } });
    bottom = Math.max(bottom, y + panel.gridPos.h);
  }
  return { panels: kept, height: bottom * ROW + 16 };
}

async function page(folder, model) {
  await build({
    entryPoints: [join(HERE, "dashboard.jsx")],
    outfile: join(folder, "page.js"),
    bundle: true,
    minify: true,
    jsx: "automatic",
    format: "iife",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    loader: { ".svg": "dataurl", ".png": "dataurl", ".woff2": "dataurl", ".ttf": "dataurl" },
  });
  const data = JSON.stringify(model).replaceAll("<", "\\u003c");
  const html = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="page.css"><body><div id="root"></div><script>globalThis.MODEL = ${data}</script><script src="page.js"></script>`;
  writeFileSync(join(folder, "page.html"), html);
  return join(folder, "page.html");
}

function photograph(file, out, height, profile) {
  const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files"];
  flags.push("--virtual-time-budget=15000", "--disable-background-networking", `--user-data-dir=${profile}`);
  flags.push(`--window-size=${WIDTH},${height}`, `--screenshot=${resolve(out)}`, `file://${file}`);
  for (const browser of BROWSERS) {
    try {
      return execFileSync(browser, flags, { stdio: ["ignore", "ignore", process.env.DEBUG ? "inherit" : "ignore"], timeout: 240_000 });
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  throw new Error(`none of ${BROWSERS.join(", ")} is installed: apt-get install chromium`);
}

async function main() {
  const given = options();
  const end = Math.floor(Date.now() / 1000);
  const window = { start: end - Math.round(Number(given.minutes) * 60), end };
  const dashboard = JSON.parse(readFileSync(join(HERE, "..", "grafana", "agencyfeed.json"), "utf8"));
  const { panels, height } = chosen(dashboard.panels, given.rows);
  const choice = { job: given.job, scrapeS: Number(given.scrape) };
  const shown = await answered(given.prometheus.replace(/\/$/, ""), { panels }, window, choice);
  const folder = mkdtempSync(join(tmpdir(), "agencyfeed-picture-"));
  try {
    const file = await page(folder, { panels: shown, window, width: WIDTH });
    photograph(file, given.out, height, join(folder, "profile"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(`render: ${error.message}`);
  process.exitCode = 1;
});
