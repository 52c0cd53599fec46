# reason: is not there
# severity: Warning
# at: A/RES/999/1~I.op8
INSERT DATA { <A/RES/999/1~I.op1/refers/A/RES/999/1~I.op8> unag:inParagraph <A/RES/999/1~I.op1> ; unag:referredPlace <A/RES/999/1~I.op8> ; unag:resolutionStatus status:explicit }
