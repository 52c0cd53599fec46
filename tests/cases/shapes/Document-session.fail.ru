# reason: one number from 1
# severity: Violation
# at: A/999/12
DELETE { <A/999/12> unag:session ?old } INSERT { <A/999/12> unag:session 0 } WHERE { <A/999/12> unag:session ?old }
