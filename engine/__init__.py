"""
Runs any process, and knows none.

No web and no law in it: what a municipality decides lies in `processes/`.
`engine.api` is the door for tasks, webhooks and app; `engine.extension` the
one for process modules. Everything else is the engine's own.
"""
