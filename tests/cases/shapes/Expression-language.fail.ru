# reason: exactly one language
# severity: Violation
# at: A/RES/999/1@en
DELETE { <A/RES/999/1@en> dcterms:language ?old } INSERT { <A/RES/999/1@en> dcterms:language "English" } WHERE { <A/RES/999/1@en> dcterms:language ?old }
