"""Official figures: who lives where, so that what a body finds can be held against the right population.

Public names: `areas.find`, `areas.wards_of`, `areas.together`, `tables.baseline`, `tables.across`,
`tables.denominator`, `subjects.subjects`, `ages.Ages`, `deprivation.deprivation`, `pay_gaps.returns`,
`outlines.outlines`, `store.attribution`, `store.check_separate`.
"""
