"""
What the municipality decides, one folder for each process library.

Diagrams, tables, forms, law and scenarios are authored in Danish and read as
input. Python stands here only for arithmetic that a diagram cannot draw.
"""
