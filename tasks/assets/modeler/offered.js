// Only what the engine executes is offered. What a file already holds beyond that is drawn all the same,
// and the checks say what to draw instead.
import RuleProvider from "diagram-js/lib/features/rules/RuleProvider";
import { isAny } from "bpmn-js/lib/features/modeling/util/ModelingUtil";

// Of each kind of event, the triggers that are executed. A word of a menu entry's id is enough to know it by.
const REFUSED = [
  /script|transaction|event-subprocess|ad-hoc|complex/,
  /signal|link|compensation|cancel/,
  /(timer|conditional|error|escalation)-start/,
  /toggle-(loop|participant-multiplicity|is-collection)/,
  /create\.data-|append\.(receive-task|signal-|compensation-)/,
];
const DATA = ["bpmn:DataObjectReference", "bpmn:DataStoreReference"];
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

  getContextPadEntries(element) {
    return (entries) => {
      const offered = offeredOf(entries);
      if (isAny(element, DATA)) delete offered.connect;
      return offered;
    };
  }

  getPopupMenuEntries() {
    return offeredOf;
  }

  getPopupMenuHeaderEntries() {
    return offeredOf;
  }
}

// Arrows to data are refused by the engine, so they cannot be drawn.
class DrawingRules extends RuleProvider {
  static $inject = ["eventBus"];

  init() {
    for (const rule of ["connection.create", "connection.reconnect"]) {
      this.addRule(rule, 2000, ({ source, target }) =>
        [source, target].some((end) => end && isAny(end, DATA)) ? false : undefined,
      );
    }
  }
}

export default {
  __init__: ["offered", "drawingRules"],
  offered: ["type", Offered],
  drawingRules: ["type", DrawingRules],
};
