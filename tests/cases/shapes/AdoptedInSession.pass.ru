# why: a resumed session ends in the next year
DELETE { <A/RES/999/1> unag:adopted ?old } INSERT { <A/RES/999/1> unag:adopted '2945-07-01'^^xsd:date } WHERE { <A/RES/999/1> unag:adopted ?old }
