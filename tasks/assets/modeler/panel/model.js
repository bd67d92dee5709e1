// How the panel reads and changes the model: each change is one step that can be undone.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { isAny } from "bpmn-js/lib/features/modeling/util/ModelingUtil";

export { getBusinessObject as boOf, is, isAny };

export const definition = (bo, kind) => bo.eventDefinitions?.find((each) => is(each, `bpmn:${kind}EventDefinition`));

// Several changes as one step: [element, the part of it that changes, its new properties].
class Together {
  static $inject = ["modeling"];

  constructor(modeling) {
    this.modeling = modeling;
  }

  preExecute({ changes }) {
    for (const [element, part, properties] of changes) this.modeling.updateModdleProperties(element, part, properties);
  }
}

class TogetherRegistered {
  static $inject = ["commandStack"];

  constructor(commandStack) {
    commandStack.registerHandler("sagsgang.together", Together);
  }
}

export const together = { __init__: ["together"], together: ["type", TogetherRegistered] };

export class Model {
  constructor(modeler) {
    this.modeler = modeler;
    this.modeling = modeler.get("modeling", false);
    this.registry = modeler.get("elementRegistry");
  }

  set(element, properties) {
    this.modeling.updateProperties(element, properties);
  }

  setPart(element, part, properties) {
    this.modeling.updateModdleProperties(element, part, properties);
  }

  together(element, changes) {
    const steps = changes.map(([part, properties]) => [element, part, properties]);
    this.modeler.get("commandStack").execute("sagsgang.together", { changes: steps });
  }

  create(type, parent, properties = {}) {
    const made = this.modeler.get("bpmnFactory").create(type, properties);
    made.$parent = parent;
    return made;
  }

  // A FEEL text with its holder, or nothing at all when it is empty.
  formal(parent, text) {
    return text ? this.create("bpmn:FormalExpression", parent, { body: text }) : undefined;
  }

  extensions(element, type) {
    const rows = getBusinessObject(element).extensionElements?.values ?? [];
    return type ? rows.filter((row) => is(row, type)) : rows;
  }

  // `rows` instead of all the element's extensions; the box around them goes when it is empty.
  setExtensions(element, rows) {
    const bo = getBusinessObject(element);
    const box = bo.extensionElements ?? this.create("bpmn:ExtensionElements", bo, { values: [] });
    for (const row of rows) row.$parent = box;
    if (!rows.length) this.setPart(element, bo, { extensionElements: undefined });
    else if (bo.extensionElements) this.setPart(element, box, { values: rows });
    else {
      box.values = rows;
      this.setPart(element, bo, { extensionElements: box });
    }
  }

  addExtension(element, type, properties) {
    const bo = getBusinessObject(element);
    this.setExtensions(element, [...this.extensions(element), this.create(type, bo, properties)]);
  }

  removeExtension(element, row) {
    this.setExtensions(
      element,
      this.extensions(element).filter((each) => each !== row),
    );
  }

  get definitions() {
    return this.modeler.getDefinitions();
  }

  // Messages, signals, errors and escalations stand at the top of the file, and are pointed at.
  shared(type) {
    return this.definitions.rootElements.filter((each) => is(each, type));
  }

  pointAtNew(element, holder, reference, type, properties) {
    const made = this.create(type, this.definitions, properties);
    this.together(element, [
      [this.definitions, { rootElements: [...this.definitions.rootElements, made] }],
      [holder, { [reference]: made }],
    ]);
  }

  idProblem(bo, id) {
    if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(id)) return "Brug bogstaver a-z, tal og understreg, og begynd med et bogstav.";
    const other = bo.$model.ids.assigned(id);
    return other && other !== bo ? "Et andet element i filen har allerede dette id." : "";
  }
}
