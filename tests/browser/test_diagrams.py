"""
What process owners draw opens in the modelers they draw it in.

Every diagram is read without a warning, and comes out as the same model: by
bpmn-js with Camunda's own description of its attributes, as on the desktop,
and by the modeler in the studio.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import NODE_MODULES, ROOT

pytestmark = pytest.mark.browser

STATIC = NODE_MODULES.parent / "static"

DIAGRAMS = sorted((ROOT / "processes").rglob("*.bpmn"))

# A model as plain data: everything each element holds, references as ids. The order in
# which shapes are drawn over each other is the modeler's own, and no part of the model.
_TREE = """
  window.tree = (at) => {
    if (Array.isArray(at)) return at.map(window.tree);
    if (!at || !at.$type) return at;
    const told = {$type: at.$type, ...at.$attrs};
    const described = at.$descriptor.isGeneric ? [] : at.$descriptor.properties;
    const references = Object.fromEntries(described.map((p) => [p.ns.localName, p.isReference]));
    const names = new Set([...Object.keys(at).filter((key) => !key.startsWith("$")), ...Object.keys(references)]);
    for (const name of names) {
      const value = at[name];
      if (value === undefined || (Array.isArray(value) && !value.length)) continue;
      const id = (each) => each.id ?? each;
      told[name] = references[name] ? (Array.isArray(value) ? value.map(id) : id(value)) : window.tree(value);
    }
    told.planeElement?.sort((a, b) => (a.id < b.id ? -1 : 1));
    if (at.$children) told.$children = at.$children.map(window.tree);
    if (at.$body) told.$body = at.$body;
    return told;
  };
"""
_ROUND_TRIP = """async ([xml, camunda]) => {
  const desktop = () => new BpmnJS({container: document.body, moddleExtensions: {camunda}});
  const open = async (text) => {
    const modeler = window.sagsgangModeler?.createModeler(document.body) ?? desktop();
    const {warnings} = await modeler.importXML(text);
    const model = JSON.stringify(window.tree(modeler.getDefinitions()));
    const shapes = modeler.get("elementRegistry").getAll().length;
    const saved = (await modeler.saveXML({format: true})).xml;
    modeler.destroy();
    return {warnings: warnings.map((each) => each.message), model, shapes, saved};
  };
  const first = await open(xml);
  return {first, second: await open(first.saved)};
}"""


@pytest.fixture(
    params=[NODE_MODULES / "bpmn-js" / "dist" / "bpmn-modeler.production.min.js", STATIC / "modeler.js"],
    ids=["desktop", "studio"],
)
def modeler(page: Page, request: pytest.FixtureRequest) -> Page:
    page.set_content("<!doctype html><html lang='da'><body></body></html>")
    page.add_script_tag(path=request.param)
    page.add_script_tag(content=_TREE)
    return page


def test_there_are_diagrams() -> None:
    assert DIAGRAMS


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda path: path.stem)
def test_it_opens_without_a_warning_and_comes_out_the_same(modeler: Page, diagram: Path) -> None:
    camunda = json.loads((NODE_MODULES / "camunda-bpmn-moddle" / "resources" / "camunda.json").read_text("utf-8"))
    came = modeler.evaluate(_ROUND_TRIP, [diagram.read_text(encoding="utf-8"), camunda])
    first, second = came["first"], came["second"]
    assert first["warnings"] == []
    assert second["warnings"] == []
    assert json.loads(first["model"]) == json.loads(second["model"])
    # It was drawn: every element of the process has its shape, and the comparison saw our own attributes.
    assert first["shapes"] > first["model"].count('"$type":"bpmn:UserTask"')
    if "sag:hjemmel" in diagram.read_text(encoding="utf-8"):
        # Ours where it is described, somebody's attribute where it is not.
        assert re.search(r'"(sag:)?hjemmel":', first["model"])
