"""Counting: `open_dataset` opens records on an engine, `count` makes raw tables of them, `choose_engine` knows
the names.

`counting` plans one reading for all tables of a report, `aggregation` writes it once over narwhals, `on_duckdb`,
`on_polars` and `on_spark` run it, `roll_up` makes the tables, and `reference` says in plain Python what is right.
"""
