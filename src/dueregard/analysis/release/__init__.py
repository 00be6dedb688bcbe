"""The gate: the only way from what was counted to what may be seen.

`gate.release` protects, has the judge attack, and gives released tables with their proof or refuses; `exempt.exempt`
releases what is not about recognisable people; `rates` works out percentages, rates and means from released cells.
"""
