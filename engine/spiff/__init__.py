"""
Runs one instance of one diagram, by SpiffWorkflow put right; the only package that knows it.

`compile_process` turns a diagram into something that `advance` executes, one
command at a time; `unsupported` names what it would not execute. No type of
SpiffWorkflow's passes out of here.
"""

from engine.spiff.compiled import CompiledProcess, compile_process
from engine.spiff.kernel import advance
from engine.spiff.refusals import unsupported

__all__ = ["CompiledProcess", "advance", "compile_process", "unsupported"]
