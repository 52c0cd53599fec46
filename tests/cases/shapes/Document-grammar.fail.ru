# reason: no symbol of any family
# severity: Violation
# at: A/RES/999/1
# also: Resolution-grammar
DELETE { <A/RES/999/1> unag:symbol ?old } INSERT { <A/RES/999/1> unag:symbol "about tidiness" } WHERE { <A/RES/999/1> unag:symbol ?old }
