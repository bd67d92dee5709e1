// What does not fit in bpmn-js is adapted as its files are bundled. What is no longer where it was stops the build.
// The bpmn.io mark is left exactly as it is, as its licence asks.
import { readFile } from "node:fs/promises";

// English texts that are shown without asking the translator.
const TEXTS = {
  "PopupMenuComponent.js": [
    ["${ entriesToShow.length === 1 ? 'result' : 'results' } found", "fundet"],
    ["title || 'Search'", "title || 'Søg'"],
    ["title || 'Results'", "title || 'Resultater'"],
    ["`Open entry documentation for ${ selectedEntry.label }` : 'Open entry documentation'", "`Hjælp til ${ selectedEntry.label }` : 'Hjælp'"],
    [/\n\s+Open entry documentation\n/, "\nHjælp\n"],
  ],
  "PopupMenuBreadcrumbs.js": [
    ['title="Back"', 'title="Tilbage"'],
    ['aria-label="Back"', 'aria-label="Tilbage"'],
  ],
};

function inDanish(file, contents) {
  for (const [english, danish] of TEXTS[file] ?? []) contents = replaced(file, contents, english, () => danish);
  return contents;
}

// Our policy lets no style stand in markup; as attributes of the drawing the same things are allowed.
function withoutStyles(file, contents) {
  return replaced(file, contents, / style="([^"]*)"/g, (_, style) =>
    style.replace(/([\w-]+):([^;]+);?/g, (__, name, value) => ` ${name}="${value}"`),
  );
}

function replaced(file, contents, found, instead) {
  const adapted = contents.replace(found, instead);
  if (adapted === contents) throw new Error(`${file} no longer holds ${found}: see what it holds now`);
  return adapted;
}

const FILES = [
  [/diagram-js[\\/]lib[\\/]features[\\/]popup-menu[\\/]PopupMenu(Component|Breadcrumbs)\.js$/, inDanish],
  [/bpmn-js[\\/]lib[\\/]features[\\/]\w+-elements[\\/](Align|Distribute)ElementsIcons\.js$/, withoutStyles],
];

export const adapted = {
  name: "adapted",
  setup(building) {
    for (const [filter, adapt] of FILES) {
      building.onLoad({ filter }, async ({ path }) => ({
        contents: adapt(path.split(/[\\/]/).at(-1), await readFile(path, "utf8")),
        loader: "js",
      }));
    }
  },
};
