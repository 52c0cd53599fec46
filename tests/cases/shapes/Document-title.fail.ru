# reason: one title in each
# severity: Violation
# at: A/RES/999/1
INSERT DATA { <A/RES/999/1> dcterms:title 'Another title'@en }
