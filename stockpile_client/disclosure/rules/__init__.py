"""The rules of a disclosure profile, one module each, in the order in which they are applied.

exclude → coarsen → aggregate → withhold → primary → secondary → rounding → delay

Rules
- The order is fixed: no profile changes it, and it is shown as it is (:meth:`..profile.Profile.sentences`).
- No rule makes a value finer. What a rule returns holds at least all that was possible before it.
- Every rule says in words what it does (``sentence``) and what it did to a cell (:class:`..rules.base.Effect`).

>>> [type(rule).__name__ for rule in profile.value_rules()]
['Withholding', 'Protection', 'Complement', 'Rounding']
"""
