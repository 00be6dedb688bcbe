"""How is the impact of a decision on people assessed? Screening, impacts, remarks, the decision, and all together."""
