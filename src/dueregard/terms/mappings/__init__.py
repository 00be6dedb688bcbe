"""How does what people wrote become a category? `placing` does it, `crosswalks` and `schemes` say how lists meet,
`columns` says which classification a column is of, `coverage` says how far it went; `wording` and `ages` read words."""
