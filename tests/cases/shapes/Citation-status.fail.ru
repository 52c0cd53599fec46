# reason: explicit, coreferent, ambiguous or unresolved
# severity: Violation
# at: A/RES/999/1~I.op1/cites/recall/unresolved-1
DELETE { <A/RES/999/1~I.op1/cites/recall/unresolved-1> unag:resolutionStatus ?old } INSERT { <A/RES/999/1~I.op1/cites/recall/unresolved-1> unag:resolutionStatus 'maybe' } WHERE { <A/RES/999/1~I.op1/cites/recall/unresolved-1> unag:resolutionStatus ?old }
