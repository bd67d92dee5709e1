"""What stands in a file beside its processes."""

from __future__ import annotations

from tests.conformance import bpmn
from tests.conformance.bpmn import catch, chain, end, start, throw, user
from tests.conformance.page.row import Row

_GROUP = "Beside the processes"
_PROCESS = bpmn.process(start(), user("X"), end(), chain("s", "X", "e"))
_TALK = "Who talks with whom, beside the processes; it has no tokens (9)."
_NAMED = "Names something; nothing in a process refers to it."
_SERVICE = "Describes a service; service tasks name theirs by `camunda:topic`."
_GLOBAL = "A task of its own is no process: a call to it is refused by the rule `called-process`."

_PICTURES = {
    "import": ('<bpmn:import importType="t" location="l" namespace="n"/>', _NAMED),
    "extension": ('<bpmn:extension mustUnderstand="false"/>', _NAMED),
    "relationship": ('<bpmn:relationship type="t"/>', _NAMED),
    "itemDefinition": ('<bpmn:itemDefinition id="i"/>', _NAMED),
    "dataStore": ('<bpmn:dataStore id="i" name="Arkiv"/>', _NAMED),
    "category": ('<bpmn:category id="i"/>', _NAMED),
    "categoryValue": ('<bpmn:category id="i"><bpmn:categoryValue id="v" value="x"/></bpmn:category>', _NAMED),
    "resource": ('<bpmn:resource id="i" name="Leder"/>', _NAMED),
    "resourceParameter": ('<bpmn:resource id="i"><bpmn:resourceParameter id="p"/></bpmn:resource>', _NAMED),
    "partnerEntity": ('<bpmn:partnerEntity id="i"/>', _TALK),
    "partnerRole": ('<bpmn:partnerRole id="i"/>', _TALK),
    "endPoint": ('<bpmn:endPoint id="i"/>', _SERVICE),
    "interface": ('<bpmn:interface id="i" name="n"/>', _SERVICE),
    "operation": ('<bpmn:interface id="i"><bpmn:operation id="o" name="n"/></bpmn:interface>', _SERVICE),
    **{
        tag: (f'<bpmn:{tag} id="i"/>', _GLOBAL)
        for tag in (
            "globalTask",
            "globalUserTask",
            "globalManualTask",
            "globalScriptTask",
            "globalBusinessRuleTask",
        )
    },
    "globalConversation": ('<bpmn:globalConversation id="i"/>', _TALK),
}
_IN_COLLABORATION = (
    "participant",
    "participantMultiplicity",
    "participantAssociation",
    "messageFlow",
    "messageFlowAssociation",
    "conversation",
    "subConversation",
    "callConversation",
    "conversationLink",
    "conversationAssociation",
)
_RETRIEVAL = "correlationPropertyRetrievalExpression"
_IN_CHOREOGRAPHY = ("choreographyTask", "subChoreography", "callChoreography")


def beside_rows() -> list[Row]:
    return [
        *_executed(),
        *(Row(_GROUP, tag, "", _file(text), picture=why) for tag, (text, why) in _PICTURES.items()),
        Row(_GROUP, "collaboration", "", _file('<bpmn:collaboration id="c"/>'), picture=_TALK),
        *(Row(_GROUP, tag, "", _file(_nested("collaboration", tag)), picture=_TALK) for tag in _IN_COLLABORATION),
        *(Row(_GROUP, tag, "", _file(_nested("choreography", tag))) for tag in _IN_CHOREOGRAPHY),
        *(
            Row(_GROUP, tag, "", _file(f'<bpmn:{tag} id="c"/>'))
            for tag in ("choreography", "globalChoreographyTask", "correlationProperty")
        ),
        Row(_GROUP, "correlationPropertyRetrievalExpression", "", _file(_nested("correlationProperty", _RETRIEVAL))),
        Row(_GROUP, "correlationKey", "", _file(_nested("collaboration", "correlationKey"))),
    ]


def _file(beside: str) -> bytes:
    return bpmn.definitions(beside, _PROCESS)


def _nested(outer: str, tag: str) -> str:
    return f'<bpmn:{outer} id="c"><bpmn:{tag} id="i"/></bpmn:{outer}>'


def _executed() -> list[Row]:
    e, s = "test_elements.py::test_", "test_signals.py::test_"

    def used(root: str, event: str) -> bytes:
        return bpmn.definitions(root, bpmn.process(start(), event, end(), chain("s", "X", "e")))

    process = '<bpmn:process id="P" {}>' + start() + user("X") + chain("s", "X") + "</bpmn:process>"
    kinds = "The standard's notes on who may see it and what it leaves out (10.2); every process runs the same."
    return [
        Row(
            _GROUP,
            "definitions",
            "",
            bpmn.definitions(_PROCESS),
            e + "the_history_names_what_was_entered_and_completed",
        ),
        Row(_GROUP, "process", "", bpmn.definitions(_PROCESS), e + "the_history_names_what_was_entered_and_completed"),
        Row(
            _GROUP,
            "process",
            "`processType`, `isClosed`",
            bpmn.definitions(process.format('processType="Public" isClosed="true"')),
            picture=kinds,
        ),
        Row(
            _GROUP,
            "message",
            "",
            used(bpmn.message_root("m"), catch("X", bpmn.message("m"))),
            e + "a_caught_message_brings_its_payload",
        ),
        Row(
            _GROUP,
            "signal",
            "",
            used(bpmn.signal_root("g"), catch("X", bpmn.signal("g"))),
            s + "a_catch_event_waits_for_its_signal",
        ),
        Row(
            _GROUP,
            "error",
            "",
            bpmn.definitions(
                bpmn.code_roots("a"), bpmn.process(start(), user("A"), end("X", bpmn.error("a")), chain("s", "A", "X"))
            ),
            e + "an_error_nobody_catches_fails_the_instance",
        ),
        Row(
            _GROUP,
            "escalation",
            "",
            used(bpmn.code_roots("a"), throw("X", bpmn.escalation("a"))),
            e + "an_escalation_nobody_catches_leaves_the_instance_and_ends_nothing",
        ),
    ]
