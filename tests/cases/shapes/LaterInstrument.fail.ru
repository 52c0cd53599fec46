# reason: is later than the document
# severity: Warning
# at: A/999/12
DELETE { <A/999/12> unag:session ?old } INSERT { <A/999/12> unag:session 1000 } WHERE { <A/999/12> unag:session ?old }
