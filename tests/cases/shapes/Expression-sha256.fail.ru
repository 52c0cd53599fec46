# reason: 64 hexadecimal digits
# severity: Violation
# at: A/RES/999/1@en
DELETE { <A/RES/999/1@en> unag:sha256 ?old } INSERT { <A/RES/999/1@en> unag:sha256 "d41d8cd9" } WHERE { <A/RES/999/1@en> unag:sha256 ?old }
