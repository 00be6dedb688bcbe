"""Who counts: one aggregation over narwhals, on DuckDB, Polars or PySpark, and a plain reference to hold them to."""
