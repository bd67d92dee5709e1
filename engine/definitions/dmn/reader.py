"""From DMN files to the nodes of their requirement graphs, with every finding in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from engine.definitions.dmn.boxed import parameters_of, read_body, read_only_logic, type_of
from engine.definitions.dmn.graph import DecisionNode, DecisionService, InputData, KnowledgeModel, Node
from engine.definitions.dmn.item_reader import item_names, read_items
from engine.definitions.dmn.reading import Reading
from engine.definitions.dmn.types import Types
from engine.definitions.dmn.words import hjemmel_of, inside, is_dmn, local, names_in
from engine.definitions.wording import listed
from engine.definitions.xml import Element, line_of, read_xml
from engine.errors import Finding, InvalidDefinition

MAX_DECISIONS = 300
_DRG = ("inputData", "decision", "businessKnowledgeModel", "decisionService")


@dataclass
class Read:
    """
    One file: its nodes by id, its imports, and what is wrong with it.

    An import comes with the prefix that its names have here; "" for none.
    """

    file: str
    root: Element
    namespace: str
    reading: Reading
    imports: list[tuple[str, Read]] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)

    def elements(self, *names: str) -> Iterator[Element]:
        return inside(self.root, *names)


def read_files(files: Mapping[str, bytes]) -> list[Read]:
    """The models in these files, linked by their imports. Findings lie in each one's reading."""
    models = [_opened(content, file) for file, content in files.items()]
    by_namespace = {model.namespace: model for model in models if model.namespace}
    for model in models:
        _link(model, by_namespace)
    order = _by_import(models)
    for model in order:
        for prefix, imported in model.imports:
            types = imported.reading.types.items()
            model.reading.types.add({f"{prefix}.{name}" if prefix else name: item for name, item in types.items()})
        model.reading.types.add(item_names(model.root))
        model.reading.known |= _imported_names(model)
        read_items(model.root, model.reading)
        _read_nodes(model)
    for model in order:
        _connect(model)
        _refuse_cycles(model)
    return models


def _opened(content: bytes, file: str) -> Read:
    try:
        root = read_xml(content, file)
    except InvalidDefinition as error:
        raise InvalidDefinition(error.findings) from error
    if not is_dmn(root) or local(root) != "definitions":
        message = "Filen er ikke en DMN-model: dens øverste element skal være »definitions« i DMN 1.2 til 1.5."
        raise InvalidDefinition([Finding(file, line_of(root), "", "dmn-malformed", message)])
    reading = Reading(file, names_in(root), Types())
    count = sum(1 for _ in inside(root, *_DRG))
    if count > MAX_DECISIONS:
        message = f"Filen har {count} beslutninger og inddata; højst {MAX_DECISIONS} læses. Del den i flere filer."
        raise InvalidDefinition([Finding(file, line_of(root), "", "dmn-size", message)])
    return Read(file, root, root.get("namespace") or "", reading)


def _link(model: Read, by_namespace: Mapping[str, Read]) -> None:
    for element in model.elements("import"):
        kind, namespace = element.get("importType") or "", element.get("namespace") or ""
        prefix = element.get("name") or ""
        if "DMN" not in kind:
            message = f"Importen »{prefix}« er ikke en DMN-model ({kind[:60]}). Kun DMN-modeller kan hentes."
            model.reading.find(element, "dmn-unsupported", message)
        elif namespace not in by_namespace or by_namespace[namespace] is model:
            message = f"Importen »{prefix}« henter modellen »{namespace[:80]}«, som ikke er i biblioteket. Læg den i."
            model.reading.find(element, "dmn-requirement", message)
        else:
            model.imports.append((prefix, by_namespace[namespace]))


def _by_import(models: list[Read]) -> list[Read]:
    """Imported models before those that import them."""
    by_file = {model.file: model for model in models}
    graph = {model.file: [imported.file for _, imported in model.imports] for model in models}
    try:
        return [by_file[file] for file in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = error.args[1]
        first = by_file[circle[0]]
        first.reading.find(first.root, "dmn-cycle", f"Modellerne {listed(set(circle))} henter hinanden i ring.")
        for model in models:
            model.imports.clear()
        return models


def _imported_names(model: Read) -> frozenset[str]:
    prefixes = {prefix for prefix, _ in model.imports if prefix and not prefix.isidentifier()}
    return frozenset(prefixes).union(*(imported.reading.known for _, imported in model.imports))


# ---- the nodes


def _read_nodes(model: Read) -> None:
    for element in model.elements(*_DRG):
        if not element.get("id"):
            message = f"»{element.get('name') or local(element)}« mangler et id."
            model.reading.find(element, "dmn-malformed", message)
            continue
        node = _node(element, model.reading)
        model.nodes[node.id] = node


def _node(element: Element, reading: Reading) -> Node:
    name = element.get("name") or element.get("id") or ""
    node_id = element.get("id") or ""
    variable = next(inside(element, "variable"), None)
    wanted = type_of(variable, reading)
    match local(element):
        case "inputData":
            return InputData(node_id, name, wanted, reading.types)
        case "decision":
            return _decision(element, node_id, name, wanted, reading)
        case "businessKnowledgeModel":
            return _knowledge(element, node_id, name, wanted, reading)
    return DecisionService(node_id, name, wanted, reading.types)


def _decision(element: Element, node_id: str, name: str, wanted: str | None, reading: Reading) -> DecisionNode:
    logic = read_only_logic(element, reading, f"beslutningen »{name}«")
    variables = [variable.get("name") or "" for variable in inside(element, "variable")]
    hjemmel = [
        *hjemmel_of(element),
        *(found for table in inside(element, "decisionTable") for found in hjemmel_of(table)),
    ]
    hjemmel += [found for rule in (logic.table.rules if logic.table else ()) for found in rule.hjemmel]
    return DecisionNode(
        id=node_id,
        name=name,
        names=tuple(dict.fromkeys(found for found in (name, *variables) if found)),
        type=wanted,
        hjemmel=tuple(dict.fromkeys(hjemmel)),
        logic=logic,
        types=reading.types,
    )


def _knowledge(element: Element, node_id: str, name: str, wanted: str | None, reading: Reading) -> KnowledgeModel:
    what = f"forretningsvidensmodellen »{name}«"
    holder = next(inside(element, "encapsulatedLogic"), None)
    if holder is None:
        reading.find(element, "dmn-malformed", f"F{what[1:]} er tom. Giv den en funktion.")
        holder = element
    item = reading.types.items().get(wanted or "")
    return KnowledgeModel(
        id=node_id,
        name=name,
        parameters=parameters_of(holder, reading),
        result=None if item is not None and item.function else wanted,
        logic=read_body(holder, reading, what),
        types=reading.types,
    )


# ---- what requires what


def _connect(model: Read) -> None:
    for element in model.elements(*_DRG):
        node = model.nodes.get(element.get("id") or "")
        if isinstance(node, (DecisionNode, KnowledgeModel)):
            node.requires = tuple(dict.fromkeys(_required(element, model)))
        elif isinstance(node, DecisionService):
            data = [found for _, found in _referred(element, model, "inputData")]
            decisions = [found for _, found in _referred(element, model, "inputDecision")]
            node.inputs = tuple(n for n in (*data, *decisions) if isinstance(n, (InputData, DecisionNode)))
            outputs = [found for _, found in _referred(element, model, "outputDecision")]
            node.outputs = tuple(n for n in outputs if isinstance(n, DecisionNode))
            if not node.outputs:
                message = f"Beslutningstjenesten »{node.name}« giver ingen beslutning ud. Vælg mindst én."
                model.reading.find(element, "dmn-malformed", message)


def _required(element: Element, model: Read) -> Iterator[tuple[str, Node]]:
    for requirement in inside(element, "informationRequirement", "knowledgeRequirement"):
        yield from _referred(requirement, model, "requiredInput", "requiredDecision", "requiredKnowledge")


def _referred(element: Element, model: Read, *names: str) -> Iterator[tuple[str, Node]]:
    for reference in inside(element, *names):
        namespace, _, name = (reference.get("href") or "").rpartition("#")
        prefix, holder = "", model
        if namespace and namespace != model.namespace:
            prefix, holder = next(((p, m) for p, m in model.imports if m.namespace == namespace), ("", model))
        found = holder.nodes.get(name) if not namespace or holder.namespace == namespace else None
        if found is None:
            message = f"Henvisningen »{(reference.get('href') or '')[:80]}« peger ikke på noget i modellen."
            holder_element = element if local(element) in _DRG else element.getparent()
            model.reading.find(reference if holder_element is None else holder_element, "dmn-requirement", message)
        else:
            yield prefix, found


def _refuse_cycles(model: Read) -> None:
    """Decisions that require each other in a ring. A knowledge model may call itself: its depth is bounded."""
    decisions = [node for node in model.nodes.values() if isinstance(node, DecisionNode)]
    # By the nodes themselves: another model's decision may have the same id.
    graph = {
        node: [required for _, required in node.requires if isinstance(required, DecisionNode)] for node in decisions
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[DecisionNode] = error.args[1]
        element = next((e for e in model.elements("decision") if e.get("id") == circle[0].id), model.root)
        message = (
            f"Beslutningerne {listed({node.name for node in circle})} kræver hinanden i ring. Fjern et af kravene."
        )
        model.reading.find(element, "dmn-cycle", message)
        for node in decisions:
            node.requires = ()
