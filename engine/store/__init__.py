"""
The database: tables, transactions and queries by subject, on SQLite and PostgreSQL by one code path.

The only package that speaks SQL. Rows come out as plain records; what they
mean is for `engine.runtime` to say.
"""
