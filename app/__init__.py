"""
Puts the parts together and starts them: settings, wiring, pages, worker, command line.

It imports everybody and is imported by nobody. Nothing is built at import
time, so a test puts together exactly what it needs.
"""
