# reason: plenary meeting
# severity: Violation
# at: A/RES/999/1
DELETE { <A/RES/999/1> unag:meeting ?old } INSERT { <A/RES/999/1> unag:meeting 'seventh' } WHERE { <A/RES/999/1> unag:meeting ?old }
