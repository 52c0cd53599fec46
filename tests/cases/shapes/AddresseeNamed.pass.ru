# why: a decision need not be addressed to anybody
DELETE { <A/RES/999/1~I.op1/mandate/1> unag:addressee ?body ; unag:strength ?force }
INSERT { <A/RES/999/1~I.op1/mandate/1> unag:strength force:decision }
WHERE { <A/RES/999/1~I.op1/mandate/1> unag:addressee ?body ; unag:strength ?force }
