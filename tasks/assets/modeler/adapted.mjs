// bpmn-js has a few English texts that it asks nobody about. They are put into Danish as the files are bundled;
// a text that is no longer where it was stops the build. The bpmn.io mark is left exactly as it is, as its licence asks.
import { readFile } from "node:fs/promises";

const TEXTS = {
  "popup-menu/PopupMenuComponent.js": [
    ["${ entriesToShow.length === 1 ? 'result' : 'results' } found", "fundet"],
    ["title || 'Search'", "title || 'Søg'"],
    ["title || 'Results'", "title || 'Resultater'"],
    ["`Open entry documentation for ${ selectedEntry.label }` : 'Open entry documentation'", "`Hjælp til ${ selectedEntry.label }` : 'Hjælp'"],
    [/\n\s+Open entry documentation\n/, "\nHjælp\n"],
  ],
  "popup-menu/PopupMenuBreadcrumbs.js": [
    ['title="Back"', 'title="Tilbage"'],
    ['aria-label="Back"', 'aria-label="Tilbage"'],
  ],
};

export const fixedTexts = {
  name: "fixed-texts",
  setup(building) {
    building.onLoad({ filter: /diagram-js[\\/]lib[\\/]features[\\/]popup-menu[\\/]PopupMenu\w+\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      const [, texts] = Object.entries(TEXTS).find(([file]) => path.replaceAll("\\", "/").endsWith(file)) ?? [null, []];
      for (const [english, danish] of texts) {
        const danishThen = contents.replace(english, () => danish);
        if (danishThen === contents) throw new Error(`${path} no longer holds ${english}: put its new text into Danish`);
        contents = danishThen;
      }
      return { contents, loader: "js" };
    });
  },
};
