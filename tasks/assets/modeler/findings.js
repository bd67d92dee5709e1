// What the checks found, on the elements and in the list below the drawing.
import { kindOf, nameOf } from "./kinds.js";
import { Path } from "./path.js";
import { show } from "./show.js";

const NOTHING = "Tjekket fandt ingen fejl.";

const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

export function summary(findings) {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const parts = [
    errors && counted(errors, "fejl", "fejl"),
    findings.length - errors && counted(findings.length - errors, "råd", "råd"),
  ];
  return parts.filter(Boolean).join(" og ") || "Ingen fejl";
}

export class Findings extends EventTarget {
  here = [];
  elsewhere = [];
  #shown = "";
  #open = ""; // the finding whose way is shown

  constructor(modeler, file, list) {
    super();
    this.modeler = modeler;
    this.file = file;
    this.list = list;
    this.path = new Path(modeler);
  }

  show(findings) {
    const text = JSON.stringify(findings);
    if (text === this.#shown) return;
    this.#shown = text;
    this.here = findings.filter(({ file }) => file === this.file || file.endsWith(`/${this.file}`));
    this.elsewhere = findings.filter((each) => !this.here.includes(each));
    this.path.hide();
    this.#open = "";
    this.#mark();
    this.#write();
    this.dispatchEvent(new Event("changed"));
  }

  // A symbol and a number, so that nothing depends on colour alone.
  #mark() {
    const overlays = this.modeler.get("overlays");
    overlays.remove({ type: "md-mark" });
    for (const [element, found] of this.#byElement()) {
      const worst = found.some(({ severity }) => severity === "error") ? "error" : "advice";
      const mark = document.createElement("button");
      mark.type = "button";
      mark.className = `md-mark md-mark-${worst}`;
      mark.textContent = `${worst === "error" ? "✕" : "!"} ${found.length}`;
      mark.title = found.map(({ message }) => message).join("\n");
      mark.setAttribute("aria-label", `${summary(found)}: ${kindOf(element.businessObject)} »${nameOf(element.businessObject)}«`);
      mark.addEventListener("click", () => this.#select(element));
      const position = element.waypoints ? { bottom: 0, right: 0 } : { top: -14, left: -12 }; // the context pad is on the right
      overlays.add(element, "md-mark", { position, html: mark, scale: false });
    }
  }

  #byElement() {
    const registry = this.modeler.get("elementRegistry");
    const groups = new Map();
    for (const each of this.here) {
      const element = this.#elementOf(each, registry);
      if (element?.parent) groups.set(element, [...(groups.get(element) ?? []), each]);
    }
    return groups;
  }

  // A process in a pool is drawn as its pool.
  #elementOf({ element }, registry = this.modeler.get("elementRegistry")) {
    return registry.get(element) ?? registry.find(({ businessObject }) => businessObject?.processRef?.id === element);
  }

  #select(element) {
    show(this.modeler, element);
    this.dispatchEvent(new CustomEvent("chosen", { detail: element }));
  }

  #write() {
    const had = this.list.contains(document.activeElement) && document.activeElement.dataset.element;
    const parts = [...this.#part("I denne tegning", this.here), ...this.#part("I andre filer", this.elsewhere)];
    this.list.replaceChildren(...(parts.length ? parts : [NOTHING]));
    if (had) this.list.querySelector(`[data-element="${CSS.escape(had)}"]`)?.focus();
  }

  #part(title, findings) {
    if (!findings.length) return [];
    const heading = document.createElement("h3");
    heading.textContent = `${title}: ${summary(findings)}`;
    const list = document.createElement("ul");
    list.className = "md-list";
    list.append(...findings.map((each) => this.#line(each)));
    return [heading, list];
  }

  #line(found) {
    const line = document.createElement("li");
    line.className = found.severity === "error" ? "md-error" : "md-advice";
    const kind = document.createElement("strong");
    kind.textContent = found.severity === "error" ? "Fejl" : "Råd";
    const text = document.createElement("span");
    text.textContent = found.message;
    line.append(kind, text);
    const element = this.here.includes(found) && this.#elementOf(found);
    if (element) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "md-small";
      button.dataset.element = element.id;
      button.append("Vis");
      const more = document.createElement("span");
      more.className = "sr-only";
      more.textContent = ` ${kindOf(element.businessObject)} »${nameOf(element.businessObject)}«`;
      button.append(more);
      button.addEventListener("click", () => this.#select(element));
      line.append(button);
      if (found.path?.length > 1) line.append(this.#pathButton(found));
      if (this.#open === keyOf(found)) line.append(this.path.list(found.path));
    } else if (!this.here.includes(found)) {
      const file = document.createElement("code");
      file.textContent = found.line ? `${found.file}, linje ${found.line}` : found.file;
      line.append(file);
    }
    return line;
  }

  #pathButton(found) {
    const open = this.#open === keyOf(found);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "md-small";
    button.dataset.path = keyOf(found);
    button.setAttribute("aria-pressed", String(open));
    button.append("Vis vejen");
    const more = document.createElement("span");
    more.className = "sr-only";
    more.textContent = `: ${found.message}`;
    button.append(more);
    button.addEventListener("click", () => {
      this.#open = open ? "" : keyOf(found);
      this.path.hide();
      if (!open) this.path.show(found.path);
      this.#write();
      this.list.querySelector(`[data-path="${CSS.escape(keyOf(found))}"]`)?.focus();
    });
    return button;
  }
}

const keyOf = ({ rule, element, path }) => [rule, element, ...path].join(" ");
