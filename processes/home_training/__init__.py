"""
Hjemmetræning, serviceloven § 32 a: training a disabled child at home.

Holds the case's whole life, from the information duty to the 18th birthday.
Nothing here needs Python; the names are explained in processes/GLOSSARY.md.
"""
