"""
Carries out commands on cases: loads, advances the kernel, and saves what came of it.

Everything here happens inside the transaction it is handed. It knows the
kernel by `engine.model` alone.
"""
