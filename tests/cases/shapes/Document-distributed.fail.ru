# reason: day of distribution
# severity: Violation
# at: A/RES/999/1
INSERT DATA { <A/RES/999/1> unag:distributed '2944-10-10'^^xsd:date }
