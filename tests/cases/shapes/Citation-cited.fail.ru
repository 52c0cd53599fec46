# reason: at most one target
# severity: Violation
# at: A/RES/999/1~I.op1/cites/recall/A/999/12~para7
INSERT DATA { <A/RES/999/1~I.op1/cites/recall/A/999/12~para7> cito:hasCitedEntity <A/999/13> .
    <A/RES/999/1~I.op1> cito:cites <A/999/13> }
