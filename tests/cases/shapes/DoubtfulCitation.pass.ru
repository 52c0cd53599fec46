# why: candidates say between which places the doubt is
DELETE WHERE { <A/RES/999/1~I.op1/cites/recall/unresolved-1> unag:reason ?any } ;
DELETE { <A/RES/999/1~I.op1/cites/recall/unresolved-1> unag:resolutionStatus ?old } INSERT { <A/RES/999/1~I.op1/cites/recall/unresolved-1> unag:resolutionStatus status:ambiguous } WHERE { <A/RES/999/1~I.op1/cites/recall/unresolved-1> unag:resolutionStatus ?old } ;
INSERT DATA { <A/RES/999/1~I.op1/cites/recall/unresolved-1> unag:candidate <A/999/12> , <A/999/13> }
