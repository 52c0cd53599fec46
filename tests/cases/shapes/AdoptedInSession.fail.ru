# reason: outside of the session
# severity: Warning
# at: 2946-02-01
DELETE { <A/RES/999/1> unag:adopted ?old } INSERT { <A/RES/999/1> unag:adopted '2946-02-01'^^xsd:date } WHERE { <A/RES/999/1> unag:adopted ?old }
