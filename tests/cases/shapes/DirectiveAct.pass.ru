# why: a preamble that calls upon somebody gives no mandate
DELETE WHERE { ?mandate unag:conferredBy <A/RES/999/1~I.op1/act/2> } ;
INSERT DATA { <A/RES/999/1~I.op1> a unag:PreambularParagraph }
