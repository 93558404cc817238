/**
 * Lays out who pays whom: reads `[{rankdir, edges: [{tail, head, label}]}]` from its input and writes
 * `{version, drawings: [svg]}`. Started by `flow_diagram.py`.
 */

import { text } from "node:stream/consumers";
import { instance } from "@viz-js/viz";

const FONT = { fontname: "Arial", fontsize: 14 };

const viz = await instance();
const drawings = JSON.parse(await text(process.stdin)).map(({ rankdir, edges }) =>
  viz.renderString(
    {
      directed: true,
      graphAttributes: { rankdir, bgcolor: "transparent", pad: 0.05, nodesep: 0.35, ranksep: 0.45 },
      nodeAttributes: { ...FONT, shape: "box", style: "rounded", margin: "0.16,0.09" },
      edgeAttributes: { ...FONT, fontsize: 12, arrowsize: 0.8 },
      nodes: [...new Set(edges.flatMap(({ tail, head }) => [tail, head]))].map((name) => ({
        name,
        attributes: { class: name === "You" ? "you" : "party" },
      })),
      edges: edges.map(({ tail, head, label }) => ({ tail, head, attributes: { label } })),
    },
    { format: "svg" },
  ),
);
process.stdout.write(JSON.stringify({ version: viz.graphvizVersion, drawings }));
