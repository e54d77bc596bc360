// The page that is photographed: Grafana's panels, drawn by @grafana/ui, in the grid of the dashboard's model.

import { FieldColorModeId, FieldType, createTheme, dateTime, getDisplayProcessor, ThemeContext } from "@grafana/data";
import { BarGauge, BigValue, GlobalStyles, PanelChrome, TimeSeries } from "@grafana/ui";
import "uplot/dist/uPlot.min.css";
import { createRoot } from "react-dom/client";

const { panels, window: shown, width } = globalThis.MODEL;
const theme = createTheme({ colors: { mode: "dark" } });
const timeRange = range(shown);
const ROW = 38; // Grafana's height of a grid row, with its gap
const GAP = 8;

function range({ start, end }) {
  const [from, to] = [dateTime(start * 1000), dateTime(end * 1000)];
  return { from, to, raw: { from, to } };
}

function config(panel) {
  const colour = panel.type === "timeseries" ? FieldColorModeId.PaletteClassic : FieldColorModeId.Thresholds;
  const { steps, mode } = panel.fieldConfig.defaults.thresholds;
  const thresholds = { mode, steps: steps.map((step) => ({ ...step, value: step.value ?? -Infinity })) };
  return { ...panel.fieldConfig.defaults, thresholds, color: { mode: colour } };
}

/** What the model says of a series by its name: its colour. */
function overridden(panel, name) {
  const found = panel.fieldConfig.overrides.filter(({ matcher }) => matcher.options === name);
  return Object.fromEntries(found.flatMap(({ properties }) => properties.map(({ id, value }) => [id, value])));
}

/** A frame a series: time, and values that know how to show themselves. */
function frames(panel) {
  return panel.series.map(({ name, points }, index) => {
    const times = { name: "Time", type: FieldType.time, config: {}, values: points.map(([at]) => at) };
    const values = {
      name: name || panel.title,
      type: FieldType.number,
      config: { ...config(panel), ...overridden(panel, name), displayName: name || panel.title },
      values: points.map(([, value]) => value),
      state: { seriesIndex: index, displayName: name || panel.title },
    };
    values.display = getDisplayProcessor({ field: values, theme });
    return { name, fields: [times, values], length: points.length };
  });
}

function Stat({ panel, width, height }) {
  const [first] = frames(panel);
  const field = first?.fields[1];
  const value = field?.display(field.values.at(-1)) ?? { text: "No data", numeric: NaN };
  const sparkline = field && first.length > 1 ? { y: field } : undefined;
  return (
    <BigValue theme={theme} width={width} height={height} value={value} colorMode="value" graphMode="area" sparkline={sparkline} />
  );
}

function Bars({ panel, width, height }) {
  const fields = frames(panel).map((frame) => frame.fields[1]);
  const most = Math.max(...fields.map((field) => field.values[0]), Number.MIN_VALUE);
  const each = Math.min(28, height / Math.max(1, fields.length));
  return fields.map((field) => {
    const value = { ...field.display(field.values[0]), title: field.config.displayName };
    const bounded = { ...field.config, min: 0, max: most };
    return (
      <div key={value.title} style={{ height: each }}>
        <BarGauge theme={theme} width={width} height={each - 3} field={bounded} display={field.display} value={value}
          orientation="horizontal" displayMode="basic" alignmentFactors={longest(fields)} />
      </div>
    );
  });
}

function longest(fields) {
  const longer = (first, second) => (second.length > first.length ? second : first);
  const titles = fields.map((field) => field.config.displayName);
  const texts = fields.map((field) => field.display(field.values[0]).text);
  return { title: titles.reduce(longer, ""), text: texts.reduce(longer, ""), suffix: " rec/s" };
}

function Series({ panel, width, height }) {
  const drawn = frames(panel).filter((frame) => frame.length > 0);
  if (drawn.length === 0) return <div>No data</div>;
  const legend = { displayMode: "list", placement: "bottom", showLegend: true, calcs: [] };
  return (
    <TimeSeries frames={drawn} width={width} height={height} timeRange={timeRange} timeZone="utc" legend={legend} />
  );
}

const KINDS = { stat: Stat, bargauge: Bars, timeseries: Series };

function Placed({ panel }) {
  const { x, y, w, h } = panel.gridPos;
  const column = (width - GAP) / 24;
  const box = { position: "absolute", left: GAP + x * column, top: GAP + y * ROW };
  if (panel.type === "row") return <h5 style={{ ...box, color: theme.colors.text.primary, margin: 8 }}>{panel.title}</h5>;
  const Kind = KINDS[panel.type];
  return (
    <div style={box}>
      <PanelChrome title={panel.title} width={w * column - GAP} height={h * ROW - GAP}>
        {(innerWidth, innerHeight) => <Kind panel={panel} width={innerWidth} height={innerHeight} />}
      </PanelChrome>
    </div>
  );
}

createRoot(document.getElementById("root")).render(
  <ThemeContext.Provider value={theme}>
    <GlobalStyles />
    {panels.map((panel) => <Placed key={panel.id} panel={panel} />)}
  </ThemeContext.Provider>,
);
