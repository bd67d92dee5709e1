// Only what the engine executes is offered. What a file already holds beyond that is drawn all the same,
// and the checks say what to draw instead.

// A word of a menu entry's id is enough to know it by.
const REFUSED = [/script|complex/, /toggle-(participant-multiplicity|is-collection)/];
const LAST_WORD = 500; // below the default of 1000, so that it runs after bpmn-js' own

export function offeredOf(entries) {
  return Object.fromEntries(Object.entries(entries).filter(([id]) => !REFUSED.some((word) => word.test(id))));
}

class Offered {
  static $inject = ["palette", "contextPad", "popupMenu"];

  constructor(palette, contextPad, popupMenu) {
    palette.registerProvider(LAST_WORD, this);
    contextPad.registerProvider(LAST_WORD, this);
    popupMenu.registerProvider("bpmn-replace", LAST_WORD, this);
    // bpmn-js itself still asks for the pad in a way that warns each time a menu is opened.
    contextPad.getPad = () => ({ html: document.querySelector(".djs-context-pad.open") });
  }

  getPaletteEntries() {
    return offeredOf;
  }

  getContextPadEntries() {
    return offeredOf;
  }

  getPopupMenuEntries() {
    return offeredOf;
  }

  getPopupMenuHeaderEntries() {
    return offeredOf;
  }
}

export default {
  __init__: ["offered"],
  offered: ["type", Offered],
};
