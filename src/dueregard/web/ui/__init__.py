"""The design system: layouts, components, error pages, headers."""
