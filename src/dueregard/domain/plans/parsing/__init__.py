"""The rules by which `plans.parse` understands a document, from the smallest to the largest.

Single cells: `words`, `dates` (`date_atoms`, `date_words`), `strands`, `leads`, `links`, `sub_actions`, `outcomes`.
`columns` says which column holds what; `layouts` where each action stands in a table, a card, flattened text or a
list; `fields` what each cell of an action says; `actions` makes actions of entries; `questions` asks; `notaplan` says
what else was found; `lossless` checks that no word was lost. The rules know layouts and language: no council's own
words stand here.
"""
