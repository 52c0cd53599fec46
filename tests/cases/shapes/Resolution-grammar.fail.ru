# reason: has its organ's form
# severity: Violation
# at: A/RES/999/1
DELETE { <A/RES/999/1> unag:symbol ?old } INSERT { <A/RES/999/1> unag:symbol "A/999/1" } WHERE { <A/RES/999/1> unag:symbol ?old }
