"""What must be hidden: the policy, the unsafe cells, and the cheapest way to protect them, with its proof."""
