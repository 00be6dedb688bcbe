"""Councils and how they are made up: directorates, teams, posts, boards, partners, who belongs to them, and sharing.

Public names: queries (`visit`, `public_visit`, `shell`, `Visitor`, `CouncilCard`, `PersonCard`), access (`staff_page`
and the pairs of may and check), actions (all writes).
"""
