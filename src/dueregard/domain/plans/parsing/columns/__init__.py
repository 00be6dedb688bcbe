"""Which column holds what: by its heading (`headings`, with `headings.toml`), by its cells (`contents`, `looks`)."""
