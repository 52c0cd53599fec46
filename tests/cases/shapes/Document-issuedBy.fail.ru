# reason: issued by one body
# severity: Violation
# at: A/RES/999/1
DELETE { <A/RES/999/1> unag:issuedBy ?old } INSERT { <A/RES/999/1> unag:issuedBy <A/RES/999/1> } WHERE { <A/RES/999/1> unag:issuedBy ?old }
