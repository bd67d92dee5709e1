"""
People and years, simulated: the commands the pages use, on a clock that is set.

Knows no process. What is particular to one stands in its library's
`simulation/vaegte.yaml` and `scenarios/*.yaml`, written by its owners.
"""
