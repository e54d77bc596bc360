// Asks a live Prometheus what the panels ask: each target of the dashboard's model, with Grafana's variables filled in.

const POINTS = 240;

/** Variables as a browser would have them; `choice` holds label values as regular expressions. */
function filled(expr, rangeS, stepS, choice) {
  const rate = Math.max(4 * choice.scrapeS, stepS);
  return expr
    .replaceAll("$__rate_interval", `${rate}s`)
    .replaceAll("$__range", `${rangeS}s`)
    .replace(/\$(job|instance|topic|agency)\b/g, (_, name) => choice[name] ?? ".*");
}

function legend(format, labels) {
  if (format === "__auto") return "";
  return format.replace(/\{\{(\w+)\}\}/g, (_, name) => labels[name] ?? "");
}

async function ask(base, path, parameters) {
  const answer = await fetch(`${base}/api/v1/${path}?${new URLSearchParams(parameters)}`);
  const body = await answer.json();
  if (body.status !== "success") throw new Error(`${parameters.query}: ${body.error}`);
  return body.data.result;
}

/** Series of one target: [{name, points: [[ms, number], ...]}]. */
async function series(base, target, window, choice) {
  const stepS = Math.max(1, Math.ceil((window.end - window.start) / POINTS));
  const query = filled(target.expr, window.end - window.start, stepS, choice);
  const result = target.instant
    ? (await ask(base, "query", { query, time: window.end })).map((one) => ({ ...one, values: [one.value] }))
    : await ask(base, "query_range", { query, start: window.start, end: window.end, step: stepS });
  return result.map((one) => ({
    name: legend(target.legendFormat, one.metric),
    points: one.values.map(([at, value]) => [at * 1000, Number(value)]).filter(([, value]) => Number.isFinite(value)),
  }));
}

/** The dashboard's panels, each with its series. */
export async function answered(base, dashboard, window, choice) {
  return Promise.all(
    dashboard.panels.map(async (panel) => {
      const asked = (panel.targets ?? []).map((target) => series(base, target, window, choice));
      return { ...panel, series: (await Promise.all(asked)).flat() };
    }),
  );
}
