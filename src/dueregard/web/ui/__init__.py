"""How every page looks and speaks: layouts, components, error pages, headers, the Jinja environment.

The lowest web app: it knows no council, no plan and no person, only what it is handed. What other apps use:
`components` (refusals, statuses, lists, fields, drawings), the layouts `ui/staff.jinja`, `ui/public.jinja` and
`ui/plain.jinja`, and the macros `ui/components.jinja`, `ui/forms.jinja` and `ui/list.jinja`.
"""
