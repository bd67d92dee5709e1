"""
From authored files to definitions that can run, or to findings that say why not.

Diagrams, tables, forms and manifests are hostile input until they have been
read here. Nothing in this package touches the database or a running case.
"""
