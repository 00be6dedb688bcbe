"""The judge: what can be worked out from what is published. Separate code from the protector, by other ways.

`judge.attack` is the way in; `judgement` holds what it says; `facts` are figures that stand beside tables (percentages,
sums); `groups` finds groups that nobody named.
"""
