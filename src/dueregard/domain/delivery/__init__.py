"""How a plan is delivered: rounds and reminders, what needs attention, boards' packs, the year's end and its report."""
