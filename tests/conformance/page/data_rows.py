"""Data, lanes, resources and what else is drawn inside a process."""

from __future__ import annotations

from tests.conformance import bpmn
from tests.conformance.bpmn import chain, end, start, user
from tests.conformance.page.row import Row

_D = "test_data.py::test_"


def _with(*more: str, inside: str = "") -> bytes:
    """The task X with something in it, and something beside it."""
    return bpmn.diagram(start(), user("X", inside), end(), chain("s", "X", "e"), *more)


def _copy(tag: str, text: str, to: str) -> str:
    assigned = f"<bpmn:assignment><bpmn:from>{text}</bpmn:from><bpmn:to>{to}</bpmn:to></bpmn:assignment>"
    return f"<bpmn:{tag}>{assigned}</bpmn:{tag}>"


_IO = (
    '<bpmn:ioSpecification><bpmn:dataInput id="i1" name="y"/><bpmn:dataOutput id="o1" name="z"/>'
    "<bpmn:inputSet><bpmn:dataInputRefs>i1</bpmn:dataInputRefs></bpmn:inputSet>"
    "<bpmn:outputSet><bpmn:dataOutputRefs>o1</bpmn:dataOutputRefs></bpmn:outputSet></bpmn:ioSpecification>"
)
_OBJECT = '<bpmn:dataObject id="o"/><bpmn:dataObjectReference id="r" dataObjectRef="o" name="y"/>'
_NOTE = "Explains; the standard gives it no behaviour."


def data_rows() -> list[Row]:
    into = _D + "into_a_task_when_it_begins_and_out_of_it_when_it_ends"
    own = _D + "a_data_input_of_the_task_itself"
    named = _D + "a_data_object_is_a_variable_by_its_name_or_id"
    state = (
        '<bpmn:dataObjectReference id="r" dataObjectRef="o"><bpmn:dataState name="klar"/></bpmn:dataObjectReference>'
    )
    ioed = _with(inside=_IO + _copy("dataInputAssociation", "x", "y"))
    copied = _with(_OBJECT, inside=_copy("dataInputAssociation", "x", "y"))
    back = _with(_OBJECT, inside=_copy("dataOutputAssociation", "x", "y"))
    reverse = _with(inside=_copy("dataOutputAssociation", "", "y"))
    return [
        Row("Data", "dataObject", "", _with(_OBJECT), named),
        Row("Data", "dataObjectReference", "", _with(_OBJECT), named),
        Row("Data", "dataInputAssociation", "with an assignment", copied, into),
        Row("Data", "dataOutputAssociation", "with an assignment", back, into),
        Row("Data", "dataOutputAssociation", "with half an assignment", reverse),
        Row(
            "Data",
            "dataAssociation",
            "an arrow alone",
            _with(
                _OBJECT,
                inside="<bpmn:dataInputAssociation><bpmn:sourceRef>r</bpmn:sourceRef></bpmn:dataInputAssociation>",
            ),
            _D + "a_bare_arrow_copies_nothing",
        ),
        Row("Data", "assignment", "", copied, _D + "several_assignments_see_each_other_in_order"),
        Row("Data", "ioSpecification", "", ioed, own),
        Row("Data", "dataInput", "", ioed, own),
        Row("Data", "dataOutput", "", ioed, own),
        Row("Data", "inputSet", "", ioed, own),
        Row("Data", "outputSet", "", ioed, own),
        Row("Data", "ioBinding", "", _with('<bpmn:ioBinding inputDataRef="i" outputDataRef="o" operationRef="p"/>')),
        Row(
            "Data",
            "property",
            "",
            _with('<bpmn:property id="p" name="y"/>', inside='<bpmn:property id="q" name="z"/>'),
            picture="Declares a variable; variables need no declaration here.",
        ),
        Row(
            "Data",
            "dataState",
            "",
            _with('<bpmn:dataObject id="o"/>', state),
            picture="A name for people; the standard gives states no behaviour (10.4.1).",
        ),
        Row(
            "Data",
            "dataStoreReference",
            "",
            _with('<bpmn:dataStoreReference id="r" dataStoreRef="d"/>'),
            picture="Where data lies outside the process; it is read and written by tasks.",
        ),
        Row(
            "Data", "correlationSubscription", "", _with('<bpmn:correlationSubscription id="c" correlationKeyRef="k"/>')
        ),
        Row(
            "Data",
            "correlationPropertyBinding",
            "",
            _with(
                '<bpmn:correlationSubscription id="c" correlationKeyRef="k">'
                '<bpmn:correlationPropertyBinding correlationPropertyRef="p"/></bpmn:correlationSubscription>'
            ),
        ),
        *_people(),
        *_notes(),
    ]


def _people() -> list[Row]:
    lane = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="Leder"><bpmn:flowNodeRef>X</bpmn:flowNodeRef></bpmn:lane>'
        "</bpmn:laneSet>"
    )
    role = "<bpmn:{0}><bpmn:resourceRef>r</bpmn:resourceRef></bpmn:{0}>"
    assigned = (
        "<bpmn:potentialOwner><bpmn:resourceAssignmentExpression><bpmn:formalExpression>x</bpmn:formalExpression>"
        "</bpmn:resourceAssignmentExpression></bpmn:potentialOwner>"
    )
    bound = '<bpmn:performer><bpmn:resourceParameterBinding parameterRef="p"/></bpmn:performer>'
    by_role = "Gives its tasks to a role (the manifest's `roller`); says nothing about the flow."
    return [
        Row("People", "laneSet", "", _with(lane), picture=by_role),
        Row("People", "lane", "", _with(lane), picture=by_role),
        *(
            Row("People", tag, "", _with(inside=role.format(tag)))
            for tag in ("resourceRole", "performer", "humanPerformer", "potentialOwner")
        ),
        Row("People", "resourceAssignmentExpression", "", _with(inside=assigned)),
        Row("People", "resourceParameterBinding", "", _with(inside=bound)),
        Row("People", "rendering", "", _with(inside="<bpmn:rendering/>")),
    ]


def _notes() -> list[Row]:
    note = '<bpmn:textAnnotation id="n"><bpmn:text>Hej</bpmn:text></bpmn:textAnnotation>'
    line = '<bpmn:association id="a" sourceRef="X" targetRef="n"/>'
    extension = "<bpmn:extensionElements><camunda:ukendt/></bpmn:extensionElements>"
    return [
        Row("Notes", "documentation", "", _with("<bpmn:documentation>Hej</bpmn:documentation>"), picture=_NOTE),
        Row("Notes", "textAnnotation", "", _with(note), picture=_NOTE),
        Row("Notes", "association", "to a note", _with(note, line), picture=_NOTE),
        Row("Notes", "group", "", _with('<bpmn:group id="g" categoryValueRef="c"/>'), picture=_NOTE),
        Row("Notes", "auditing", "", _with("<bpmn:auditing/>")),
        Row("Notes", "monitoring", "", _with("<bpmn:monitoring/>")),
        Row("Notes", "extensionElements", "that are unknown", _with(inside=extension)),
    ]
