"""
Where the elements of a drawing stand when the file does not say it.

Steps stand in columns along the arrows and in rows where the arrows part;
what a sub-process holds stands inside it. Nothing of the process is changed.
"""

from engine.definitions.layout.picture import lay_out, lay_out_process

__all__ = ["lay_out", "lay_out_process"]
