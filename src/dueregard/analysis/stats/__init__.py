"""Statistics on counts: proportions, rates, ratios, tests, standardised rates, inequality, funnels, weights."""
