// Builds tasks/static from the sources in tasks/assets and the design system.
// `npm run build`; the folder is made anew each time and never committed.
import { cp, readFile, rm } from "node:fs/promises";
import { build } from "esbuild";

import { adapted } from "./assets/modeler/adapted.mjs";

const out = "static";

// The design system lists each font in four formats; every browser that we serve reads woff2.
const woff2Only = {
  name: "woff2-only",
  setup(building) {
    building.onLoad({ filter: /dkfds\.min\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8"))
        .replace(/src:url\([^)]*\.eot\);/g, "")
        .replace(/src:[^;}]*?(url\([^)]*\.woff2\) format\("woff2"\))[^;}]*/g, "src:$1"),
      loader: "css",
    }));
    building.onLoad({ filter: /bpmn-font[\\/]css[\\/]bpmn\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8"))
        .replace(/src: url\([^)]*\.eot[^)]*\);/, "")
        .replace(/src:[^;]*?url\('([^']*\.woff2)[^']*'\)[^;]*;/, "src: url('$1') format('woff2');"),
      loader: "css",
    }));
  },
};

await rm(out, { recursive: true, force: true });
const browsers = {
  bundle: true,
  minify: true,
  target: ["chrome109", "firefox115", "safari16"],
  entryNames: "[name]",
  outdir: out,
};
await build({
  ...browsers,
  entryPoints: ["assets/app.js", "assets/app.css"],
  assetNames: "[ext]/[name]-[hash]",
  format: "iife",
  loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
  plugins: [woff2Only],
});
// The process owners' page alone loads the modeler.
await build({
  ...browsers,
  entryPoints: ["assets/modeler/modeler.js", "assets/modeler/modeler.css"],
  assetNames: "[ext]/[name]-[hash]",
  format: "iife",
  globalName: "sagsgangModeler",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  loader: { ".woff2": "file" },
  plugins: [adapted, woff2Only],
});
// A case's diagram, for the pages that have one.
await build({
  ...browsers,
  entryPoints: ["assets/viewer/viewer.js", "assets/viewer/viewer.css"],
  format: "iife",
});
// The page's own icons stand in one file and are named by fragment.
await cp("node_modules/dkfds/dist/img/all-svg-icons.svg", `${out}/icons.svg`);
// The licences of what is built in go along with it.
await cp("node_modules/dkfds/dist/LICENSE.md", `${out}/LICENSE-dkfds.md`);
await cp("node_modules/htmx.org/LICENSE", `${out}/LICENSE-htmx.txt`);
await cp("node_modules/bpmn-js/LICENSE", `${out}/LICENSE-bpmn-js.txt`);
await cp("node_modules/diagram-js/LICENSE", `${out}/LICENSE-diagram-js.txt`);
await cp("node_modules/camunda-bpmn-moddle/LICENSE", `${out}/LICENSE-camunda-bpmn-moddle.txt`);
await cp("node_modules/preact/LICENSE", `${out}/LICENSE-preact.txt`);
