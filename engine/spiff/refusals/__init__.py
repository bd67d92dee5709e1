"""
What a diagram holds that the kernel does not execute.

It is refused at deployment, never ignored: what is not known here is not
allowed. Whether the diagram hangs together is the lint's question.
"""

from engine.spiff.refusals.walk import unsupported

__all__ = ["unsupported"]
