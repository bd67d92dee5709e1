"""Cases, as in `cases`, of what a diagram carries besides its flow: variables, and things of other engines."""

from __future__ import annotations

from tests.unit.definitions.lint.cases import (
    CALL,
    CATCH,
    MESSAGE,
    MESSAGE_START,
    REGISTER,
    RULE_TASK,
    SECOND,
    SERVICE,
    TABLE,
    Files,
    Wrong,
    changed,
    manifest,
    second,
    service,
)


def output(name: str) -> Files:
    """A service task that gives a variable this name."""
    mapping = f'<camunda:inputOutput><camunda:outputParameter name="{name}">1</camunda:outputParameter>'
    return service(f"<bpmn:extensionElements>{mapping}</camunda:inputOutput></bpmn:extensionElements>")


def mapped(row: str) -> Files:
    """A call with this row."""
    call = CALL.format(called="hundetegn", more="")
    rows = f"><bpmn:extensionElements>{row}</bpmn:extensionElements></bpmn:callActivity>\n"
    return second(changed('calledElement="hundetegn" />\n', f'calledElement="hundetegn" {rows}', call))


def decided(variable: str) -> Files:
    attributes = f'camunda:decisionRef="gebyr" camunda:resultVariable="{variable}"'
    table = TABLE.replace(b"<text>godkendt</text>", b"<text>sag.hund.navn != null</text>")
    return second(RULE_TASK.format(attributes=attributes)) | {"decisions/g.dmn": table}


def repeated(attributes: str, inside: str = "") -> Files:
    return service(
        f"<bpmn:multiInstanceLoopCharacteristics {attributes}>{inside}</bpmn:multiInstanceLoopCharacteristics>"
    )


def thrown(name: str) -> Files:
    """An end that sends a message with this."""
    value = f'<camunda:inputParameter name="{name}">1</camunda:inputParameter>'
    mapping = (
        f"<bpmn:extensionElements><camunda:inputOutput>{value}</camunda:inputOutput></bpmn:extensionElements>"
        '<bpmn:messageEventDefinition messageRef="Besked_1" />'
    )
    steps = changed('<bpmn:endEvent id="E" />', f'<bpmn:endEvent id="E" name="Send">{mapping}</bpmn:endEvent>', CATCH)
    waiting = '<bpmn:messageEventDefinition messageRef="Besked_1" />'
    return second(steps.format(definition=waiting), around=MESSAGE)


def copied(target: str) -> Files:
    """A service task whose end copies a value to a data object of this name."""
    association = (
        "<bpmn:dataOutputAssociation><bpmn:targetRef>Data</bpmn:targetRef><bpmn:assignment><bpmn:from>1</bpmn:from>"
        "<bpmn:to>Data</bpmn:to></bpmn:assignment></bpmn:dataOutputAssociation>"
    )
    task = SERVICE.format(attributes=REGISTER, inside=association)
    return second(f'{task}<bpmn:dataObject id="Data" name="{target}" />\n')


def message(name: str) -> Files:
    """Another system's message, with this field, for a process that waits for it."""
    asked = manifest(
        "handling: start_sag\n    afdeling: data.afdeling",
        "handling: send_besked\n    besked: klage\n    sag: data.navn",
    )
    text = asked["manifest.yaml"].decode().replace("navn: {type: string}", f"navn: {{type: string}}, {name}: {{}}")
    return {"manifest.yaml": text.encode()} | second(MESSAGE_START, around=MESSAGE)


FOREIGN = {
    "spiffworkflow": "http://spiffworkflow.org/bpmn/schema/1.0/core",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "activiti": "http://activiti.org/bpmn",
    "flowable": "http://flowable.org/bpmn",
    "drools": "http://www.jboss.org/drools",
    "signavio": "http://www.signavio.com",
    "bizagi": "http://www.bizagi.com/bpmn20",
    "modeler": "http://camunda.org/schema/modeler/1.0",
    "color": "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
}


def foreign(inside: str = "", attributes: str = "") -> Files:
    """A service task with these extension elements and attributes of other tools."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in FOREIGN.items())
    extensions = f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>" if inside else ""
    return service(extensions, f"{REGISTER} {spaces} {attributes}")


def repeated_there(collection: str) -> Files:
    """A repetition that says of which list in Camunda 8's words too."""
    there = f'<zeebe:loopCharacteristics xmlns:zeebe="{FOREIGN["zeebe"]}" inputCollection="{collection}" />'
    return repeated(LIST.format("besoeg"), f"<bpmn:extensionElements>{there}</bpmn:extensionElements>")


def subscribed() -> Files:
    """A message with its key in Camunda 8's words."""
    key = f'<zeebe:subscription xmlns:zeebe="{FOREIGN["zeebe"]}" correlationKey="=x" />'
    extensions = f"<bpmn:extensionElements>{key}</bpmn:extensionElements></bpmn:message>"
    return second(MESSAGE_START, around=changed(" />", f">{extensions}", MESSAGE))


CASE = "er altid sagens oplysninger"
COUNTER = "er motorens egen tæller i en gentagelse"
LIST = 'camunda:collection="sag.besoeg" camunda:elementVariable="{}"'

WRONG: dict[str, list[Wrong]] = {
    "other-engine": [
        Wrong(
            foreign("<spiffworkflow:preScript>x = 1</spiffworkflow:preScript>"),
            "Tjeneste",
            SECOND,
            "Serviceopgaven »Beregn« har spiffworkflow:preScript fra SpiffWorkflow, som er kode",
        ),
        Wrong(foreign('<spiffworkflow:serviceTaskOperator id="http/Get" />'), "Tjeneste", SECOND, "som er kode"),
        Wrong(
            foreign("<spiffworkflow:instructionsForEndUser>Se</spiffworkflow:instructionsForEndUser>"),
            "Tjeneste",
            SECOND,
            "som ikke læses her. Skriv vejledningen i opgavens dokumentation",
        ),
        Wrong(foreign('<zeebe:taskDefinition type="mail" />'), "Tjeneste", SECOND, "fra Camunda 8, som ikke læses her"),
        Wrong(foreign("<zeebe:ioMapping />"), "Tjeneste", SECOND, "Brug camunda:inputOutput"),
        Wrong(foreign("<zeebe:executionListeners />"), "Tjeneste", SECOND, "som er kode"),
        Wrong(repeated_there("=sag.besoeg"), "Tjeneste", SECOND, "Brug camunda:collection"),
        Wrong(subscribed(), "Besked_1", 2, "Skriv sag:korrelation (FEEL)"),
        Wrong(foreign(attributes='activiti:class="dk.Brev"'), "Tjeneste", SECOND, "activiti:class fra Activiti"),
        Wrong(foreign('<flowable:taskListener event="create" />'), "Tjeneste", SECOND, "som er kode"),
        Wrong(foreign(attributes='flowable:candidateGroups="x"'), "Tjeneste", SECOND, "eller brug camunda:candidateGr"),
        Wrong(foreign("<flowable:ukendt />"), "Tjeneste", SECOND, "Slet det, eller tegn det, som det skulle gøre."),
        Wrong(foreign("<drools:onEntry-script />"), "Tjeneste", SECOND, "fra jBPM, som er kode"),
    ],
    "reserved-name": [
        Wrong(output("sag"), "Tjeneste", SECOND, f"»sag« (camunda:outputParameter), men »sag« {CASE}. Giv"),
        Wrong(output("sag.hund.navn"), "Tjeneste", SECOND, "eller skriv på sagen med sag:skriv"),
        Wrong(output("foer"), "Tjeneste", SECOND, "er sagens oplysninger før en ændring"),
        Wrong(output("null"), "Tjeneste", SECOND, "»null« er et ord i FEEL. Giv variablen et andet navn."),
        Wrong(mapped('<camunda:in source="sag" target="sag" />'), "Kald", SECOND, "(target i camunda:in)"),
        Wrong(mapped('<camunda:out source="sag" target="sagen" />'), "Kald", SECOND, "(target i camunda:out)"),
        Wrong(decided("sag"), "Regel", SECOND, "(camunda:resultVariable)"),
        Wrong(repeated(LIST.format("sagen")), "Tjeneste", SECOND, "nummer, åbningsdag og afdeling"),
        Wrong(
            repeated(
                'camunda:collection="sag.besoeg"',
                '<bpmn:loopDataOutputRef>sag</bpmn:loopDataOutputRef><bpmn:outputDataItem id="loopCounter" />',
            ),
            "Tjeneste",
            SECOND,
            f"»loopCounter« (outputDataItem), men »loopCounter« {COUNTER}",
        ),
        Wrong(
            repeated(
                'camunda:collection="sag.besoeg"',
                '<bpmn:loopDataOutputRef>sag</bpmn:loopDataOutputRef><bpmn:outputDataItem id="x" />',
            ),
            "Tjeneste",
            SECOND,
            "»sag« (loopDataOutputRef)",
        ),
        Wrong(
            repeated('camunda:collection="sag.besoeg"', '<bpmn:inputDataItem id="i" name="nrOfInstances" />'),
            "Tjeneste",
            SECOND,
            f"»nrOfInstances« (inputDataItem), men »nrOfInstances« {COUNTER}",
        ),
        Wrong(thrown("sag"), "E", SECOND + 1, "(camunda:inputParameter)"),
        Wrong(copied("sag"), "Tjeneste", SECOND, "»sag« (pilen til data)"),
        Wrong(message("sagen"), "indgaaende.hundetegn.ansoegning", 12, "har feltet »sagen«, som bliver en variabel"),
    ],
}

RIGHT: dict[str, list[Files]] = {
    "other-engine": [
        foreign('<signavio:signavioMetaData metaKey="bgcolor" metaValue="#fff" /><bizagi:BizagiExtensions />'),
        foreign('<zeebe:properties><zeebe:property name="a" value="b" /></zeebe:properties>'),
        foreign('<camunda:properties><camunda:property name="a" value="b" /></camunda:properties>'),
        foreign(
            "<spiffworkflow:unitTests /><drools:metaData />",
            'zeebe:modelerTemplate="x" modeler:y="z" color:c="d"',
        ),
    ],
    "reserved-name": [
        output("sagsnr"),
        mapped('<camunda:in source="sag" target="hele_sagen" /><camunda:out source="godkendt" target="svar" />'),
        decided("gebyr"),
        repeated(LIST.format("item")),
        thrown("svar"),
        copied("svar"),
        message("data"),
        # It opens a case, and is no variable anywhere.
        manifest("navn: {type: string}", "navn: {type: string}, sag: {type: string}"),
    ],
}
