"""The rules by which `plans.parse` understands a document, from the smallest to the largest.

Words and single cells: `words`, `dates`, `strands`, `leads`, `links`, `sub_actions`, `outcomes`.
Columns: `headings.toml` says which words head which column, `columns` finds them and looks at what stands below.
Layouts: `entries` is what every layout gives; `tables`, `cards`, `narrative` and `flat` each read one family of them.
Plans: `actions` makes actions of entries, `questions` asks, `notaplan` says what else was found, `lossless` checks that
no word was lost. Each rule knows layouts and language only: no council's own words stand here.
"""
