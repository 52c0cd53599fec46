# reason: no symbol of any family
# severity: Violation
# at: A/999/12
DELETE { <A/999/12> unag:symbol ?old } INSERT { <A/999/12> unag:symbol "about tidiness" } WHERE { <A/999/12> unag:symbol ?old }
