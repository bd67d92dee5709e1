"""
What other engines keep in a diagram, and what says the same here.

Only what would have done something there counts. Colours, notes and a tool's
own bookkeeping do nothing anywhere, and stay unmentioned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class OtherEngine(NamedTuple):
    """
    An engine by the prefix and name that its users know.

    Of its attributes and extension elements `code` names those that run
    something, `idle` those that do nothing; every other one does something.
    """

    prefix: str
    name: str
    code: frozenset[str]
    idle: frozenset[str]


_DELEGATES = frozenset(
    {"class", "expression", "delegateExpression", "executionListener", "taskListener", "eventListener"}
)
ENGINES: Mapping[str, OtherEngine] = {
    "http://spiffworkflow.org/bpmn/schema/1.0/core": OtherEngine(
        "spiffworkflow",
        "SpiffWorkflow",
        code=frozenset({"preScript", "postScript", "serviceTaskOperator"}),
        idle=frozenset({"category", "taskMetadataValues", "unitTests"}),
    ),
    "http://camunda.org/schema/zeebe/1.0": OtherEngine(
        "zeebe",
        "Camunda 8",
        code=frozenset({"script", "executionListeners", "taskListeners"}),
        # `userTask` only says which of two kinds of task lists it is for.
        idle=frozenset(
            {"properties", "userTask", "versionTag"}
            | {"modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon"}
        ),
    ),
    "http://activiti.org/bpmn": OtherEngine("activiti", "Activiti", code=_DELEGATES, idle=frozenset()),
    "http://flowable.org/bpmn": OtherEngine("flowable", "Flowable", code=_DELEGATES, idle=frozenset()),
    "http://www.jboss.org/drools": OtherEngine(
        "drools",
        "jBPM",
        code=frozenset({"onEntry-script", "onExit-script"}),
        idle=frozenset({"metaData", "packageName", "version", "dtype"}),
    ),
}


def _each(names: Iterable[str], instead: str) -> dict[str, str]:
    return dict.fromkeys(names, instead)


_INSTEAD: Mapping[str, str] = {
    **_each(
        ("formDefinition", "userTaskForm", "formKey", "formProperty", "formData", "formFieldValidation"),
        "Vælg en formular med camunda:formRef.",
    ),
    **_each(
        ("assignmentDefinition", "assignee", "owner", "candidateUsers", "candidateGroups", "potentialStarter"),
        "Læg opgaven i en bane med rollens navn, eller brug camunda:candidateGroups eller camunda:assignee.",
    ),
    **_each(("taskSchedule", "dueDate", "businessCalendarName"), "Skriv fristen i camunda:dueDate."),
    **_each(("priorityDefinition", "priority"), "Skriv et tal fra 0 til 100 i camunda:priority."),
    **_each(
        ("taskDefinition", "taskHeaders", "type", "field", "taskName"),
        'Brug camunda:type="external" med camunda:topic; det, opgaven skal have, som camunda:inputOutput.',
    ),
    **_each(
        ("ioMapping", "inputOutput", "in", "out"),
        "Brug camunda:inputOutput på en service- eller sendeopgave, og camunda:in og camunda:out på et kald.",
    ),
    **_each(("calledElement",), "Skriv processens id i calledElement, og giv data med camunda:in og camunda:out."),
    **_each(
        ("calledDecision", "calledDecisionId", "resultVariable", "resultVariableName"),
        "Brug camunda:decisionRef og camunda:resultVariable på en forretningsregel.",
    ),
    **_each(
        ("loopCharacteristics", "collection", "elementVariable", "elementIndexVariable", "scriptsOnInstances"),
        "Brug camunda:collection og camunda:elementVariable.",
    ),
    **_each(
        ("subscription", "processVariableCorrelation"), "Skriv sag:korrelation (FEEL) på den hændelse, der venter."
    ),
    **_each(
        ("messagePayload", "payloadExpression", "messageVariable", "variableName"),
        "Skriv det, der sendes, som camunda:inputOutput på den hændelse, der sender.",
    ),
    **_each(("adHoc",), "Skriv slutbetingelsen i completionCondition; hvad der gøres, vælger mennesker."),
    **_each(("instructionsForEndUser",), "Skriv vejledningen i opgavens dokumentation eller i formularen."),
    **_each(
        ("retry", "retryCounter", "failedJobRetryTimeCycle", "async", "asyncLeave", "exclusive"),
        "Slet det: motoren gemmer efter hvert skridt og prøver selv igen.",
    ),
}
_INSTEAD_OF_CODE = (
    "Kode i en tegning køres ikke. Brug en beslutningstabel, sag:skriv med FEEL eller en serviceopgave med "
    "camunda:topic."
)
_OTHERWISE = "Slet det, eller tegn det, som det skulle gøre."


class Told(NamedTuple):
    """`what` ends a Danish sentence that names the element, and says what to do."""

    what: str
    is_code: bool


def told(namespace: str, name: str) -> Told | None:
    """What to tell of an attribute or extension element; None of what does nothing, or is of no engine known here."""
    engine = ENGINES.get(namespace)
    if engine is None or name in engine.idle:
        return None
    whose = f"{engine.prefix}:{name[:60]} fra {engine.name}"
    if name in engine.code:
        return Told(f"{whose}, som er kode. {_INSTEAD_OF_CODE}", is_code=True)
    return Told(f"{whose}, som ikke læses her. {_INSTEAD.get(name, _OTHERWISE)}", is_code=False)
