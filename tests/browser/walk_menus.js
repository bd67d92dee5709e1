// Everything that can be drawn, with every menu that belongs to it: its texts, and the ids of what it offers.
async (types) => {
  const modeler = document.querySelector('.md-canvas').modeler;
  const [factory, modeling, canvas, pad, popup] =
    ['elementFactory', 'modeling', 'canvas', 'contextPad', 'popupMenu'].map((name) => modeler.get(name));
  const pool = modeler.get('elementRegistry').find((each) => each.type === 'bpmn:Participant');
  const settled = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const shown = new Set();
  const ids = new Set();
  const read = (box) => {
    for (const at of box.querySelectorAll('*')) {
      for (const text of [at.title, at.getAttribute('aria-label')]) if (text) shown.add(text);
      for (const child of at.childNodes) if (child.nodeType === 3 && child.data.trim()) shown.add(child.data.trim());
      if (at.dataset.id) ids.add(at.dataset.id);
      if (at.dataset.action) ids.add(at.dataset.action);
    }
  };
  const look = async (element) => {
    modeler.get('selection').select(element);
    await settled();
    read(document.querySelector('.djs-palette'));
    read(document.querySelector('.djs-context-pad-parent'));
    if (popup.isEmpty(element, 'bpmn-replace')) return;
    document.querySelector('.djs-context-pad.open [data-action=replace]').click();
    await settled();
    read(document.querySelector('.djs-popup'));
    const search = document.querySelector('.djs-popup input');
    if (search) {
      search.value = 'e';
      search.dispatchEvent(new InputEvent('input', {bubbles: true}));
      await settled();
      read(document.querySelector('.djs-popup'));
    }
    popup.close();
  };
  for (const type of types) {
    const {host, ...attributes} = type;
    let parent = pool;
    let position = {x: 2000, y: 2000};
    let hints = {};
    if (host) {
      parent = modeling.createShape({type: 'bpmn:UserTask'}, position, pool);
      position = {x: 2000, y: 2040};
      hints = {attach: true};
    }
    const element = modeling.createShape(factory.createShape(attributes), position, parent, hints);
    await look(element);
    modeling.removeElements([element]);
  }
  for (const type of ['bpmn:Participant', 'bpmn:Lane', 'bpmn:SequenceFlow']) {
    const drawn = modeler.get('elementRegistry').filter((each) => each.type === type);
    for (const element of drawn.slice(0, 8)) await look(element);
  }
  const several = modeler.get('elementRegistry').filter((each) => each.type === 'bpmn:UserTask').slice(0, 3);
  modeler.get('selection').select(several);
  await settled();
  read(document.querySelector('.djs-context-pad-parent'));
  document.querySelector('.djs-context-pad.open [data-action=align-elements]').click();
  await settled();
  read(document.querySelector('.djs-popup'));
  popup.close();
  return {shown: [...shown], ids: [...ids]};
}
