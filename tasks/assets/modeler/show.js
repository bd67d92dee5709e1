// Below this a drawing's own words cannot be read.
export const READABLE = 0.5;

// Choose an element and bring it into sight, also in a sub-process that is folded together.
export function show(modeler, element) {
  const canvas = modeler.get("canvas");
  const root = canvas.findRoot(element);
  if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
  if (element === root) {
    modeler.get("selection").select(null);
    return;
  }
  if (canvas.zoom() < READABLE) canvas.zoom(READABLE);
  canvas.scrollToElement(element, { top: 80, bottom: 80, left: 120, right: 80 });
  modeler.get("selection").select(element);
}
