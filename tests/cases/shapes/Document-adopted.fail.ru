# reason: one calendar day
# severity: Violation
# at: A/RES/999/1
DELETE { <A/RES/999/1> unag:adopted ?old } INSERT { <A/RES/999/1> unag:adopted "2 October" } WHERE { <A/RES/999/1> unag:adopted ?old }
