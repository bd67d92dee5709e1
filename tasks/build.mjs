// Builds tasks/static from the sources in tasks/assets and the design system.
// `npm run build`; the folder is made anew each time and never committed.
import { cp, readFile, rm } from "node:fs/promises";
import { build } from "esbuild";

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
  },
};

await rm(out, { recursive: true, force: true });
await build({
  entryPoints: ["assets/app.js", "assets/app.css"],
  entryNames: "[name]",
  assetNames: "[ext]/[name]-[hash]",
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome109", "firefox115", "safari16"],
  loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
  plugins: [woff2Only],
});
// The page's own icons stand in one file and are named by fragment.
await cp("node_modules/dkfds/dist/img/all-svg-icons.svg", `${out}/icons.svg`);
// The licences of what is built in go along with it.
await cp("node_modules/dkfds/dist/LICENSE.md", `${out}/LICENSE-dkfds.md`);
await cp("node_modules/htmx.org/LICENSE", `${out}/LICENSE-htmx.txt`);
