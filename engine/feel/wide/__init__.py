"""
What Python's dates and times cannot hold: nanoseconds, and the years before 1 and after 9999.

Almost no value is one of these. Whatever fits into Python's own types is one of
theirs (`narrowed`), so a value has one form only, and the ordinary ones pay
nothing for the others. A wide value counts days (1 is the first of January of
the year 1) and nanoseconds. Years go to 999,999,999 either way (XML Schema has
no bound; the conformance kit's is this).
"""
