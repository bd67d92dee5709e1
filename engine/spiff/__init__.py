"""
Runs one instance of one diagram, by SpiffWorkflow put right; the only package that knows it.

`compile_process` turns a diagram into something that `advance` executes, one
command at a time; `open_waits` looks at what an instance waits for, and
`migrate` puts it on another version of its diagram; `unsupported` names what
would not be executed. The others read what a drawing means to the kernel. No
type of SpiffWorkflow's passes out of here.
"""

from engine.spiff.beginning import begins_alone, instantiating
from engine.spiff.compiled import CompiledProcess, compile_process
from engine.spiff.data import copies, data_names
from engine.spiff.kernel import advance, open_waits
from engine.spiff.moving import ids_of, migrate
from engine.spiff.refusals import unsupported

__all__ = [
    "CompiledProcess",
    "advance",
    "begins_alone",
    "compile_process",
    "copies",
    "data_names",
    "ids_of",
    "instantiating",
    "migrate",
    "open_waits",
    "unsupported",
]
