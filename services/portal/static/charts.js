/* Draws the tables of figures as charts. The figures are read from the table itself, so that both always say the same. */
"use strict";

(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const shade = { not_rated: "line-strong", in_progress: "line" };
  const words = (cell) => cell.textContent.trim().replace(/\s+/g, " ");

  function read(table) {
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows];
    const series = heads
      .map((head, column) => ({ head, column }))
      .filter(({ head }) => head.dataset.series)
      .map(({ head, column }) => ({
        name: words(head),
        colour: head.dataset.series,
        values: rows.map((row) => {
          const said = row.cells[column].dataset.value;
          return said === undefined || said === "" ? null : Number(said);
        }),
      }));
    return { names: rows.map((row) => words(row.cells[0])), series };
  }

  function options(kind, figures, most) {
    const text = { color: colour("ink-soft"), fontFamily: getComputedStyle(document.body).fontFamily };
    const line = { lineStyle: { color: colour("line") } };
    const names = { type: "category", axisLabel: text, axisLine: line, axisTick: { show: false } };
    const values = { type: "value", max: most, minInterval: kind === "line" ? undefined : 1, axisLabel: text, splitLine: line };
    const lying = kind === "stacked";
    const order = kind === "line" ? [...figures.names.keys()].reverse() : [...figures.names.keys()];
    names.data = order.map((place) => figures.names[place]);
    names.inverse = lying;
    return {
      // Nothing moves, whatever the reader prefers: a figure is there at once.
      animation: false,
      textStyle: text,
      aria: { enabled: false, decal: { show: figures.series.length > 1 } },
      grid: { left: 8, right: 24, top: figures.series.length > 1 ? 40 : 28, bottom: 8, containLabel: true },
      legend: { show: figures.series.length > 1, top: 0, textStyle: text },
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: lying ? "shadow" : "line" },
        backgroundColor: colour("paper"), borderColor: colour("line-strong"), textStyle: { color: colour("ink") } },
      xAxis: lying ? values : names,
      yAxis: lying ? names : values,
      series: figures.series.map((one) => ({
        name: one.name,
        type: kind === "line" ? "line" : "bar",
        stack: lying ? "all" : undefined,
        barMaxWidth: 28,
        symbolSize: 9,
        connectNulls: false,
        data: order.map((place) => one.values[place]),
        itemStyle: { color: colour(shade[one.colour] || one.colour) },
        lineStyle: { width: 3 },
        label: kind === "line" ? { show: true, position: "top", color: colour("ink"), formatter: (at) => at.value.toFixed(2) } : undefined,
      })),
    };
  }

  function draw(figure) {
    const table = figure.querySelector("table");
    const place = figure.querySelector(".drawing");
    if (!table || !place || !table.tBodies[0].rows.length) return;
    const most = figure.dataset.max ? Number(figure.dataset.max) : undefined;
    place.hidden = false;
    // What the drawing shows is in the table below it, which is what is read out.
    place.setAttribute("aria-hidden", "true");
    const chart = echarts.init(place, null, { renderer: "svg" });
    const show = () => chart.setOption(options(figure.dataset.chart, read(table), most), true);
    show();
    dark.addEventListener("change", show);
    addEventListener("resize", () => chart.resize());
    addEventListener("beforeprint", () => chart.resize());
    figure.dataset.drawn = "true";
  }

  if (typeof echarts === "undefined") return;
  document.querySelectorAll("figure.chart").forEach(draw);
})();
