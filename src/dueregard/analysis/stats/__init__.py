"""Statistics on plain counts: how big, how sure, how different; nothing here knows a table, a person or a file.

`values` holds what is given back (Interval, Estimate); `proportions`, `rates`, `means`, `ratios`, `representation`,
`significance`, `families`, `spread`, `standardised`, `inequality`, `funnels`, `quantiles`, `life`, `trends`, `weights`
and `raking` each answer one question. docs/reference/statistics.md lists them with their sources.
"""
